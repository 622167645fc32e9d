"""Sources of rows that no roster brought. No roster may be called so."""

TYPED = "typed"
"""What a school typed itself."""
STANDARD = "standard"
"""What comes with Zvonok: kinds of marks."""
RESERVED = (TYPED, STANDARD)
