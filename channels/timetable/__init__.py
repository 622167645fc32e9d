"""The school week: bells, calendar, the pattern that lessons are made from, and what changes it."""
