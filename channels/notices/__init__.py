"""Notices for people who are away: what they are told of, by which way, and when."""
