"""Telling those who are away: what of, by which way, when."""
