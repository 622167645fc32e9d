"""Reads single values the way they are really written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from channels.names import LOOKS_ALIKE
from channels.roster.model import Problems

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?")
LOCAL = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})")
# The class of a Russian school: number and one letter, with what people put between them.
CLASS_NAME = re.compile(r"(?<![\w])(\d{1,2})([ \-]?[«\"]?)([A-Za-z])(?![\w])")
WHOLE_CLASS_NAME = re.compile(r"(?:[1-9]|1[012])\s?-?\s?[«\"]?[A-Za-zА-Яа-яЁё][»\"]?(?:\s*(?:класс|кл\.?|class))?")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


class Place:
    """Place of a value, for the problems."""

    __slots__ = ("column", "file", "line", "problems")

    def __init__(self, problems: Problems, file: str, line: int, column: str) -> None:
        self.problems, self.file, self.line, self.column = problems, file, line, column

    def warn(self, code: str, *data: str) -> None:
        self.problems.warn(code, self.file, self.line, self.column, *data)

    def refuse(self, code: str, *data: str) -> None:
        self.problems.refuse(code, self.file, self.line, self.column, *data)


def read_date(text: str, place: Place) -> date | None:
    """Returns a calendar day; None for an empty text, and for one that is no day, which is a problem then.

    1/05/2023 is read as day, month, year, as people write it where this product is used; as month, day, year only if it
    cannot be otherwise (5/23/2023). With dots the day always comes first.
    """
    if not text:
        return None
    if iso := ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.group(1, 2, 3))
        if iso[4] or len(iso[2]) + len(iso[3]) < 4:
            place.warn("date_format", text)
    elif local := LOCAL.fullmatch(text):
        day, month, year = (int(part) for part in local.group(1, 3, 4))
        if month > 12 and local[2] == "/":
            day, month = month, day
            place.warn("date_month_first", text)
        elif day <= 12 and day != month and local[2] == "/":
            place.warn("date_ambiguous", text, f"{year:04}-{month:02}-{day:02}")
        else:
            place.warn("date_format", text)
    else:
        place.refuse("not_a_date", text)
        return None
    try:
        return date(year, month, day)
    except ValueError:
        place.refuse("not_a_date", text)
        return None


def read_list(text: str) -> list[str]:
    """Splits a comma-separated field; drops empty values and repetitions, and keeps the order."""
    return list(dict.fromkeys(part for part in (piece.strip() for piece in text.split(",")) if part))


def read_grade(text: str) -> int | None:
    """Returns the year of study if it is exactly one: `05` and `5` are five, `KG` and `10,11` are None."""
    years = {int(part) for part in read_list(text) if part.isascii() and part.isdigit() and len(part) < 3}
    return years.pop() if len(years) == 1 else None


def grade_in(class_name: str) -> int | None:
    found = re.match(r"(\d{1,2})\D", class_name)
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None


def read_class_name(text: str, place: Place, *, homeroom: bool) -> str:
    """Returns `5A` with a Latin letter as `5А` with a Cyrillic one: otherwise one class becomes two that look the same.

    A course's title is changed only if the rest is Cyrillic, as in «Математика 5A».
    """
    if not homeroom and not CYRILLIC.search(text):
        return text
    name = CLASS_NAME.sub(lambda found: found[1] + found[2] + found[3].translate(LOOKS_ALIKE), text)
    if name != text:
        place.warn("latin_letter", text, name)
    return name


def fold_name(*parts: str) -> str:
    """Returns a name in the form in which it is compared: case, ё and blanks make no difference."""
    return " ".join(unicodedata.normalize("NFC", " ".join(parts)).casefold().replace("ё", "е").split())


def is_class_name(text: str) -> bool:
    """True for the name of a class of a Russian school: «5А», «10-Б», «7 «В» класс»."""
    return WHOLE_CLASS_NAME.fullmatch(text) is not None


def read_word(text: str, words: dict[str, str], place: Place) -> str | None:
    """Returns the word of a vocabulary, in whatever case it is written; None if it is none of them.

    `words` maps the lower-case spelling, with е for ё and _ between two words, to the standard's word.
    """
    word = words.get("_".join(re.split(r"[\s_-]+", text.strip().lower().replace("ё", "е"))))
    if word is not None and word != text:
        place.warn("case_of_value", text, word)
    return word


def initials(title: str) -> str:
    """Returns a short name for a kind of mark: «Контрольная работа» КР, «Ответ» отв."""
    words = re.findall(r"\w+", title)
    if len(words) > 1:
        return "".join(word[0] for word in words[:4]).upper()
    return words[0][:3].lower() if words else "?"
