"""Merges in storage: what is kept of them, which rows pass to the survivor, and how they move and come back."""
