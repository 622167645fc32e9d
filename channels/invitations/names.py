"""Names of people who are invited: compared as they type them, shortened, and made into names to sign in with."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from channels.people import Name
from channels.roster.values import LOOKS_ALIKE

# As in passports: ICAO Doc 9303.
_LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia"},
    **{"і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ү": "u"},
    **{"ұ": "u", "һ": "h", "җ": "zh", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"},
}
LONGEST_PART = 30  # letters of a name that one has to type


def is_family_name(typed: str, family: str) -> bool:
    """True if this is how somebody types that family name.

    Case, Ё and Е, blanks, hyphens, accents and Latin letters that look like Cyrillic ones make no difference.
    """
    key = _letters(family)
    return key != "" and _letters(typed) == key


def initials(name: Name) -> str:
    """Returns `Е. С.`: given name and family name, each by its first letter."""
    return " ".join(f"{part[0].upper()}." for part in (name.given, name.family) if part)


def sign_in_names(name: Name, username: str | None) -> Iterator[str]:
    """Yields names to sign in with, the best first, without end: the roster's, `ivanova.anna`, `ivanova.anna2` …"""
    if username:
        yield username
    made = ".".join(part for part in (_latin(_first(name.family)), _latin(_first(name.given))) if part) or "user"
    yield made
    for number in itertools.count(2):
        yield f"{made}{number}"


def _first(names: str) -> str:
    """Returns the first of double names: what has to be typed shall be short."""
    return next(iter(re.findall(r"[^\W\d_]+", names)), "")


def _letters(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).upper().replace("Ё", "Е").translate(LOOKS_ALIKE)
    return "".join(sign for sign in written if sign.isalnum())


def _latin(text: str) -> str:
    written = "".join(_LATIN.get(sign, sign) for sign in unicodedata.normalize("NFKC", text).lower())
    plain = unicodedata.normalize("NFKD", written).lower()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())[:LONGEST_PART]
