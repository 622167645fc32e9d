"""Reads single values of a timetable the way they are really written, in Russian and in English."""

import re
from datetime import date, timedelta
from typing import Literal

from channels.timetable.inputs import LONGEST_CYCLE
from channels.timetable_files.imported import EVERY, NUMBERS, CycleWeeks, cycle_weeks

DAY = timedelta(days=1)
FORMULA = ("=", "+", "-", "@", "'")
"""Beginnings of a cell that a spreadsheet would compute, and of the sign before it that says that it is a text."""

# Beginnings of the weekdays' names; none of them begins like another's.
WEEKDAY_BEGINNINGS: tuple[tuple[str, ...], ...] = (
    ("пн", "пон", "mo"),
    ("вт", "tu"),
    ("ср", "we"),
    ("чт", "чет", "th"),
    ("пт", "пят", "fr"),
    ("сб", "суб", "sa"),
    ("вс", "вос", "su"),
)
WEEKDAY_NAMES: tuple[tuple[str, ...], ...] = (
    ("понедельник", "monday"),
    ("вторник", "tuesday"),
    ("среда", "wednesday"),
    ("четверг", "thursday"),
    ("пятница", "friday"),
    ("суббота", "saturday"),
    ("воскресенье", "sunday"),
)
FIRST_OF_TWO = {"а", "a", "i", "1", "нечет", "нечетная", "нечетные", "числитель", "верхняя", "odd"}
SECOND_OF_TWO = {"б", "в", "b", "ii", "2", "чет", "четная", "четные", "знаменатель", "нижняя", "even"}
EVERY_WEEK = {
    "",
    "все",
    "каждая",
    "каждую",
    "еженедельно",
    "every",
    "all",
    "both",
    "обе",
    "wa",
    "ab",
    "аб",
    "a+b",
    "а+б",
}
OF_CYCLE = re.compile(r"([\d\s,;и]+?)\s*(?:-?я\s*)?(?:из|of|/)\s*(\d{1,2})")
BITS = re.compile(r"[01]{2,8}(,[01]{2,8})*")
WEEK_WORDS = re.compile(r"\s*(?:-?я\b)?\s*(?:недел[яиь]\w*|нед\.?|weeks?|wk\.?)\s*")
NUMBER = re.compile(r"(\d{1,2})(?:\s*[.)]|\s*-?й)?(?:\s*(?:урок|lesson|period)\w*)?", re.IGNORECASE)
RANGE = re.compile(r"(\d{1,2})\s*[-–—]\s*(\d{1,2})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
LOCAL_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def folded(text: str) -> str:
    """Returns a text as it is compared: in small letters, е for ё, one blank between words."""
    return " ".join(text.casefold().replace("ё", "е").split())


def read_weekday(text: str) -> int | None:
    """Returns 1 for Monday to 7; None if it is no weekday."""
    word = folded(text).strip(" .,:")
    if len(word) == 1 and word in "1234567":
        return int(word)
    for weekday, (beginnings, names) in enumerate(zip(WEEKDAY_BEGINNINGS, WEEKDAY_NAMES, strict=True), 1):
        if word in beginnings or (
            len(word) > 1
            and any(name.startswith(word) for name in names)
            and any(word.startswith(beginning) or beginning.startswith(word) for beginning in beginnings)
        ):
            return weekday
    return None


def read_numbers(text: str) -> list[int] | None:
    """Returns numbers of bells: `2` and `2 урок` are one, `1-2` and `1, 2` two; None if it says none."""
    found: list[int] = []
    for piece in re.split(r"[,;+]", text.strip()):
        word = piece.strip()
        if span := RANGE.fullmatch(word):
            first, last = int(span[1]), int(span[2])
            if last < first:
                return None
            found.extend(range(first, last + 1))
        elif one := NUMBER.fullmatch(word):
            found.append(int(one[1]))
        else:
            return None
    return list(dict.fromkeys(found)) if found and all(number in NUMBERS for number in found) else None


def read_weeks(text: str) -> CycleWeeks | None:
    """Returns the weeks: `чётная`, `A`, `1`, `1 из 2`, `1, 3 of 4` or bits like `10`; None if it says none.

    Bits with commas between them are alternatives of which each may be taken: all of them are, so that no lesson is
    lost.
    """
    word = WEEK_WORDS.sub(" ", folded(text)).strip(" .,()")
    if word in EVERY_WEEK:
        return EVERY
    if BITS.fullmatch(word.replace(" ", "")):
        return read_bits(word.replace(" ", ""))
    if word in FIRST_OF_TWO:
        return CycleWeeks(2, frozenset({1}))
    if word in SECOND_OF_TWO:
        return CycleWeeks(2, frozenset({2}))
    if found := OF_CYCLE.fullmatch(word):
        which, of = {int(n) for n in re.findall(r"\d+", found[1])}, int(found[2])
        if which and 1 <= of <= LONGEST_CYCLE and all(1 <= n <= of for n in which):
            return cycle_weeks(of, which)
    return None


def read_bits(text: str) -> CycleWeeks | None:
    """Returns the weeks that a text of ones and zeros names; None if it is none, or names no week."""
    parts = text.split(",")
    if len({len(part) for part in parts}) != 1 or not all(part and set(part) <= {"0", "1"} for part in parts):
        return None
    which = {n for part in parts for n, bit in enumerate(part, 1) if bit == "1"}
    return cycle_weeks(len(parts[0]), which) if which else None


def written_weeks(weeks: CycleWeeks, language: Literal["ru", "en"]) -> str:
    """Returns the weeks as they are written into a table, like `1, 3 из 4`; empty for every week."""
    of = "из" if language == "ru" else "of"
    return "" if weeks == EVERY else f"{', '.join(map(str, sorted(weeks.which)))} {of} {weeks.of}"


def read_day(text: str) -> date | None:
    """Returns a day written like 2027-01-11 or 11.01.2027; None if it is none of a school's."""
    if iso := ISO_DAY.fullmatch(text.strip()):
        year, month, day = (int(part) for part in iso.groups())
    elif local := LOCAL_DAY.fullmatch(text.strip()):
        day, month, year = (int(part) for part in local.groups())
    else:
        return None
    try:
        return date(year, month, day) if 1990 <= year < 2200 else None
    except ValueError:
        return None


def split_names(text: str) -> tuple[str, ...]:
    """Returns the names in a cell, of classes or of teachers, each once."""
    return tuple(dict.fromkeys(name for piece in re.split(r"[,;+\n]", text) if (name := " ".join(piece.split()))))
