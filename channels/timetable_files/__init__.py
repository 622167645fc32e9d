"""Timetables from files, and timetables as files."""
