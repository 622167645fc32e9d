"""Rows of notices and of their delivery."""
