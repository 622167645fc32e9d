"""Names of people who are invited: compared as they type them, shortened, and made into names to sign in with."""

import itertools
import re
from collections.abc import Iterator

from channels.names import in_latin, name_key
from channels.people import Name

LONGEST_PART = 30  # letters of a name that one has to type


def is_family_name(typed: str, family: str) -> bool:
    """True if this is how somebody types that family name: all spellings with the same `name_key` are."""
    key = name_key(family)
    return key != "" and name_key(typed) == key


def initials(name: Name) -> str:
    """Returns `Е. С.`: given name and family name, each by its first letter."""
    return " ".join(f"{part[0].upper()}." for part in (name.given, name.family) if part)


def sign_in_names(name: Name, username: str | None) -> Iterator[str]:
    """Yields names to sign in with, the best first, without end: the roster's, `ivanova.anna`, `ivanova.anna2` …"""
    if username:
        yield username
    made = ".".join(part for part in map(_short, (name.family, name.given)) if part) or "user"
    yield made
    for number in itertools.count(2):
        yield f"{made}{number}"


def _short(names: str) -> str:
    """Returns the first of double names in Latin letters: what has to be typed shall be short."""
    return in_latin(next(iter(re.findall(r"[^\W\d_]+", names)), ""))[:LONGEST_PART]
