"""Finds people whom a text names: Russian names in their cases, in either order."""

import re
from collections.abc import Iterable
from itertools import pairwise

from channels.people import Name

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDINGS = re.compile(r"(?:ого|ому|ыми|ими|ая|ой|ую|ый|ий|ым|им|[аяоейуьыию])$")
LONGEST_ENDING = 3  # letters that a case adds to what is left of a name
SHORTEST_STEM = 2
_FLEETING = {"павел": "павл", "лев": "льв"}  # given names that lose a vowel in all cases but the first


def named(text: str, people: Iterable[tuple[int, Name]]) -> list[int]:
    """Returns those of the people whose family and given name stand next to each other in the text.

    A family name alone names nobody: half of a class may share it, and a teacher as well.
    """
    words = _WORD.findall(text)
    pairs = [
        (_plain(first), _plain(second))
        for first, second in pairwise(words)
        if first[0].isupper() and second[0].isupper()
    ]
    there = {word for pair in pairs for word in pair}
    found = []
    for person, name in people:
        family, given = _stem(name.family), _stem(name.given)
        if not any(_is_form(word, family) for word in there):
            continue
        if any(
            (_is_form(first, family) and _is_form(second, given))
            or (_is_form(first, given) and _is_form(second, family))
            for first, second in pairs
        ):
            found.append(person)
    return found


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _stem(name: str) -> str:
    """Returns what stays of a name in all its cases: Котов, Котова, Котову; Пётр, Петра; Илья, Ильи.

    A double name has a stem of each half: both are declined.
    """
    return "-".join(map(_stem_of_half, _plain(name).split("-")))


def _stem_of_half(plain: str) -> str:
    stem = _ENDINGS.sub("", plain)
    return stem if len(stem) >= SHORTEST_STEM else plain


def _is_form(word: str, stem: str) -> bool:
    halves, stems = word.split("-"), stem.split("-")
    return len(halves) == len(stems) and all(map(_is_form_of_half, halves, stems))


def _is_form_of_half(word: str, stem: str) -> bool:
    if word != stem and stem in _FLEETING:
        stem = _FLEETING[stem]
    return word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING
