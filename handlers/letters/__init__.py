"""Notices in words for people who are away: on a screen, in a mail."""
