"""Telling those who are away: the rows."""
