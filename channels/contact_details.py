"""Contacts of people, compared however they are written."""

import re

SIGNIFICANT = 10  # digits of a telephone number that tell it from others, whatever stands before them
_DIGITS = re.compile(r"^\+?[0-9 ().-]+$")


def address_key(typed: str) -> str | None:
    """Returns what all spellings of a mail address have in common; None if it is none."""
    before, at, host = typed.strip().rpartition("@")
    return f"{before}@{host}".lower() if before and at and host else None


def login_key(typed: str) -> str:
    """Returns what all spellings have in common of what somebody signs in with: a number, an address or a name."""
    return phone_key(typed) or address_key(typed) or typed.strip().casefold()


def phone_key(typed: str) -> str | None:
    """Returns the digits that `+7 916 123-45-67`, `8 (916) 1234567` and `916 123 45 67` share; None if it is none."""
    if not _DIGITS.match(typed.strip()):
        return None
    digits = re.sub(r"\D", "", typed)
    return digits[-SIGNIFICANT:] if SIGNIFICANT <= len(digits) <= 15 else None
