"""Merged cells of a sheet: their value is that of each of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
WIDEST = 200  # columns


def spread(rows: Iterable[tuple[int, list[str]]], merged: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yields the rows with the value of each merged place in all its cells."""
    places = sorted(place for text in merged if (place := _place(text)) is not None)
    here: list[tuple[int, int, int, str]] = []  # last line, first and last column, value
    following = iter(places)
    ahead = next(following, None)
    for line, cells in rows:
        here = [one for one in here if one[0] >= line]
        while ahead is not None and ahead[0] <= line:
            first, left, last, right = ahead
            if first == line and left < len(cells) and cells[left]:
                here.append((last, left, right, cells[left]))
            ahead = next(following, None)
        if here:
            width = max(one[2] for one in here) + 1
            cells = cells + [""] * (width - len(cells))
            for _, left, right, value in here:
                cells[left : right + 1] = [value] * (right + 1 - left)
        yield line, cells


def _place(text: str) -> tuple[int, int, int, int] | None:
    """Returns first line, first column (from 0), last line and last column of a place like B3:C3."""
    found = PLACE.fullmatch(text)
    if found is None:
        return None
    first, last = int(found[2]), int(found[4])
    left, right = _number(found[1]), _number(found[3])
    return (first, left, last, min(right, WIDEST)) if first <= last and left <= right else None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
