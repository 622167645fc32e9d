"""Limits on files that one person sends."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one file and of one person. An archive is a zip, whatever is in it."""

    file: int = 20 * MIB  # bytes
    at_once: int = 20  # files that are announced and not sent yet: two messages full
    a_day: int = 500 * MIB  # bytes announced in 24 hours
    archives: bool = False
