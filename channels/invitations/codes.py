"""Codes of invitations on paper: 12 letters and digits, read however somebody types them."""

import secrets
from collections.abc import Iterator, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: I, L and O are read as digits, U is no letter of it
RANDOM = 11  # signs that are drawn: 55 bits
DIGITS = 6  # of a code that goes by mail or message
LENGTH = RANDOM + 1  # the first one checks the others

_ALIKE = str.maketrans("ILOАВЕЁКМНОРСТУХЗ", "110ABEEKMH0PCTYX3")
# What the keys write while the keyboard is Russian.
_RUSSIAN_KEYS = str.maketrans("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM")
_BETWEEN = str.maketrans("", "", "-‐‑‒–—−_.,  \t\r\n")


def new_code() -> str:
    """Returns a code that nobody can guess, as it is stored."""
    drawn = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM)]
    return "".join(ALPHABET[value] for value in [_checking(drawn), *drawn])


def new_digits() -> str:
    """Returns a code of digits: short enough to be typed from a message, and to be guessed, so tries are counted."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def in_groups(code: str) -> str:
    """Returns a code as it is printed: `4GQ7-9KXM-2T0C`."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def readings(typed: str) -> list[str]:
    """Returns the codes that may have been meant, the likeliest first; none if there is a slip in it.

    Any case, blanks and hyphens are fine; so are letters of the other alphabet that look the same, and a keyboard that
    was left in Russian. One wrong sign, or two that changed places, are always noticed.
    """
    return list(dict.fromkeys(code for code in _spellings(typed) if _is_code(code)))


def _spellings(typed: str) -> Iterator[str]:
    written = typed.translate(_BETWEEN).upper()
    yield written.translate(_ALIKE)
    yield written.translate(_RUSSIAN_KEYS).translate(_ALIKE)


def _is_code(written: str) -> bool:
    if len(written) != LENGTH or not set(written) <= set(ALPHABET):
        return False
    checking, *drawn = (ALPHABET.index(sign) for sign in written)
    return checking == _checking(drawn)


def _checking(drawn: Sequence[int]) -> int:
    """Returns the value that checks the others: their sum over the field of 32 elements, each with a weight of its own.

    Weights that are powers of a generator differ, so neither a wrong value nor a swap of two leaves the sum as it is.
    """
    total, weight = 0, 1
    for value in drawn:
        weight = _times(weight, 2)
        total ^= _times(weight, value)
    return total


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101  # x⁵ + x² + 1, which 2 generates
        b >>= 1
    return product
