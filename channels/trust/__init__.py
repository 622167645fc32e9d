"""Trusts: what a guardian lets somebody else do of a child, service by service, until a day."""
