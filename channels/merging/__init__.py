"""Merging of two people of the register who are one human, and of their sign-ins; it can be undone for 30 days."""
