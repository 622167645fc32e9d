"""Compares names as people and programs write them: classes, subjects, rooms, subgroups and teachers."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from channels.names import LOOKS_ALIKE

SHORTEST_ABBREVIATION = 3  # letters

NO_LETTERS = re.compile(r"[\W_]+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")


def folded(text: str) -> str:
    """Returns a name in capitals, with Е for Ё, Cyrillic letters for the Latin ones that look alike, single blanks."""
    return " ".join(text.upper().replace("Ё", "Е").translate(LOOKS_ALIKE).split())


def _without(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(folded(words).split())})(?![^\W\d_])")


CLASS_WORDS = _without("класс кл class")
ROOM_WORDS = _without("кабинет каб аудитория ауд room")
SUBGROUP_WORDS = _without("подгруппа подгр группа гр subgroup group я")


def class_key(name: str) -> str:
    """Returns what all spellings of a class have in common: `5А`, `5 «а»`, `5-A` with a Latin A."""
    return NO_LETTERS.sub("", BETWEEN_DIGITS.sub("х", CLASS_WORDS.sub("", folded(name))))


def room_key(name: str) -> str:
    """Returns `305` for `305`, `каб. 305`, `Кабинет № 305`."""
    return NO_LETTERS.sub("", BETWEEN_DIGITS.sub("х", ROOM_WORDS.sub("", folded(name))))


@lru_cache(maxsize=4096)  # each name of a file is compared with each of the school's
def subject_key(name: str) -> str:
    """Returns the words of a subject, without dots and hyphens."""
    return NO_LETTERS.sub(" ", folded(name)).strip()


def subgroup_key(name: str) -> str:
    """Returns `1` for `1`, `1 группа`, `1-я подгр.`, `гр. 1`."""
    return " ".join(SUBGROUP_WORDS.sub(" ", NO_LETTERS.sub(" ", folded(name))).split())


def teacher_key(name: str) -> str:
    """Returns the words of a name, whatever stands between them."""
    return " ".join(words_of(name))


def fits_person(written: str, family_name: str, given: str, middle: str) -> bool:
    """True if a name can be that person's: in full, with initials, or the family name or the other names alone."""
    words = words_of(written)
    family, others = words_of(family_name), [*words_of(given)[:1], *words_of(middle)[:1]]
    if not words or not family:
        return False
    size = len(family)
    if words[:size] == family and _fit_others(words[size:], others):
        return True
    if words[-size:] == family and _fit_others(words[:-size], others):
        return True
    return len(words) == 2 and words == others and all(len(word) > 1 for word in words)


def _fit_others(words: Sequence[str], others: Sequence[str]) -> bool:
    """True if given names or initials fit; a name that the school does not know contradicts nothing."""
    return len(words) <= 2 and all(
        other.startswith(word) if len(word) == 1 else other == word for word, other in zip(words, others, strict=False)
    )


def fits_subject(written: str, name: str) -> bool:
    """True if every word of a name is there, in full or as its beginning: `рус. яз.` for `Русский язык`."""
    words, full = subject_key(written).split(), subject_key(name).split()
    return (
        len(words) == len(full)
        and len(words[0]) >= SHORTEST_ABBREVIATION
        and all(whole.startswith(word) for word, whole in zip(words, full, strict=True))
    )


def words_of(text: str) -> list[str]:
    """Returns the words and initials of a name; a hyphen is part of a word."""
    return [word.strip("-") for word in re.split(r"[^\w-]+", folded(text)) if word.strip("-")]


def has_initials(name: str) -> bool:
    """True if a word of a name is a single letter."""
    return any(len(word) == 1 for word in words_of(name))


def likeness(one: str, other: str) -> float:
    """Returns 1 for a word and its beginning, 0 for words that begin with different letters."""
    if not one or not other or one[0] != other[0]:
        return 0
    if one.startswith(other) or other.startswith(one):
        return 1
    return SequenceMatcher(None, one, other).ratio()
