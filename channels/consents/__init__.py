"""Consents to texts of a school: for one purpose each, by version, given and withdrawn at any time."""
