"""Sources of rows that no roster brought. No roster may be called so."""

TYPED = "typed"
"""What a school typed itself."""
STANDARD = "standard"
"""What comes with Zvonok: kinds of marks."""
TRUST = "trust"
"""What somebody of a family gave: roles have it as their source, guardianships with the trust's number behind it."""
RESERVED = (TYPED, STANDARD, TRUST)
