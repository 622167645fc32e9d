"""Rows of a school's own table of people: who stands in each, with values in the form in which they are stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.names import LOOKS_ALIKE
from channels.roster import values as read
from channels.roster import vocabulary as words
from channels.roster.headings import ADULTS, FIELDS, LEFT_OUT, NAMES, Column, Kind
from channels.roster.model import Problems
from channels.roster.translated import Origin

STAFF = frozenset({"teacher", "staff", "leadership", "admin"})
NOTHING = frozenset({"-", "–", "—"})
PHONE = re.compile(r"\+?[\d\s()./-]{7,25}")
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
RELATIONS = {word: word for word in words.RELATIONS} | words.forms(
    mother="мать мама",
    father="отец папа",
    guardian="опекун попечитель родитель представитель законный_представитель parent",
    trusted="бабушка дедушка тетя дядя брат сестра няня родственник доверенное_лицо relative grandmother grandfather",
)
TEACHES = re.compile(r"(учител|преподавател|педагог($|\s+дополн)|классн\w* руковод|teacher)", re.IGNORECASE)
NUMBER_AND_LETTER = re.compile(r"(\d+)\W*([^\W\d_])")
COLUMNS = {
    "familyName": "family_name",
    "givenName": "given_name",
    "middleName": "middle_name",
    "phone": "phone",
    "email": "email",
    "username": "username",
}
"""Column of users.csv -> what it is in a table."""


@dataclass(slots=True)
class Listed:
    """One person in one row: values by column of users.csv, and `role`, `relation`, `birth` and `id`."""

    origin: Origin
    whom: str
    values: dict[str, str]
    absent: frozenset[str]  # columns of users.csv that the table does not have for such a person
    classes: tuple[str, ...] = ()


Rows = Iterator[tuple[int, list[str]]]


class PeopleRows:
    """Reads the rows of one table. `class_name` is that of all its students, where no column says it."""

    def __init__(
        self, name: str, columns: Sequence[Column], rows: Rows, problems: Problems, class_name: str = ""
    ) -> None:
        self.name, self._rows, self._problems, self._class_name = name, rows, problems, class_name
        self._at = {column.meaning: n for n, column in enumerate(columns) if column.meaning != LEFT_OUT}
        self._headings = {column.meaning: column.heading for column in columns}
        self._absent = {whom: frozenset(self._columns_without(whom)) for whom in FIELDS}
        self.slots = [slot for slot in ADULTS if any(meaning.startswith(f"{slot}.") for meaning in self._at)]
        self.says_classes = "student.class" in self._at or bool(class_name)
        self.says_class_teachers = "staff.leads_class" in self._at

    def students(self) -> Iterator[tuple[Listed, list[Listed]]]:
        """Yields each student with the adults of that row."""
        for line, cells in self._rows:
            origin = Origin(self.name, line)
            student = self._person("student", cells, origin)
            if student is None:
                continue
            name = self._cell("student.class", cells) if "student.class" in self._at else self._class_name
            student.classes = tuple(filter(None, [self._class(name, origin, "student.class")]))
            adults = [adult for slot in self.slots if (adult := self._person(slot, cells, origin)) is not None]
            for adult in adults:
                adult.values["relation"] = self._relation(adult.whom, cells, origin)
            yield student, adults

    def staff(self, *, teachers: bool) -> Iterator[Listed]:
        """Yields the staff. `teachers`: they teach, where no column says what they do."""
        for line, cells in self._rows:
            origin = Origin(self.name, line)
            person = self._person("staff", cells, origin)
            if person is not None:
                person.values["role"] = self._role(cells, origin, teachers)
                person.classes = tuple(self._led(cells, origin))
                yield person

    def columns(self, whom: str) -> dict[str, str]:
        """Returns the columns of users.csv that the table has for such people: name -> heading."""
        return {
            column: self.heading(f"{whom}.{what}") or self.heading(f"{whom}.full_name")
            for column, what in COLUMNS.items()
            if column not in self._absent[whom]
        }

    def heading(self, meaning: str) -> str:
        return self._headings.get(meaning, "")

    def name_heading(self, whom: str) -> str:
        """Returns the heading of the names of such people."""
        return next((self.heading(f"{whom}.{name}") for name in NAMES if f"{whom}.{name}" in self._at), "")

    def _columns_without(self, whom: str) -> Iterator[str]:
        for column, what in COLUMNS.items():
            if f"{whom}.{what}" not in self._at and not (what in NAMES and f"{whom}.full_name" in self._at):
                yield column

    def _cell(self, meaning: str, cells: Sequence[str]) -> str:
        at = self._at.get(meaning)
        text = cells[at] if at is not None and at < len(cells) else ""
        return "" if text in NOTHING else text

    def _person(self, whom: str, cells: Sequence[str], origin: Origin) -> Listed | None:
        """Returns who stands in a line as `whom`; None if nobody does."""
        values = {name: self._cell(f"{whom}.{what}", cells) for name, what in COLUMNS.items()}
        full_name = self._cell(f"{whom}.full_name", cells)
        parts = full_name.split()
        for name, part in zip(("familyName", "givenName", "middleName"), _split(parts), strict=True):
            values[name] = values[name] or part
        if len(parts) == 1 and not values["givenName"]:
            values["familyName"] = ""  # «Итого», or half of a name
        if not values["familyName"] and not values["givenName"]:
            if full_name or whom in (Kind.STUDENTS, Kind.STAFF):
                column = self.heading(f"{whom}.full_name")
                self._problems.warn("line_without_name", *origin, column, full_name or " ".join(filter(None, cells)))
            return None
        values["phone"] = self._phone(values["phone"], origin, f"{whom}.phone")
        if values["email"] and not EMAIL.fullmatch(values["email"]):
            self._problems.warn("email_left_out", *origin, self.heading(f"{whom}.email"), values["email"])
            values["email"] = ""
        birth = read.Place(self._problems, *origin, self.heading(f"{whom}.birth_day"))
        day = _day(self._cell(f"{whom}.birth_day", cells), birth)
        values |= {"id": self._cell(f"{whom}.id", cells), "birth": day}
        return Listed(origin, whom, values, self._absent[whom])

    def _phone(self, text: str, origin: Origin, meaning: str) -> str:
        """Returns a telephone as +79165554712; of several in one cell the first. What is none is left out."""
        first = re.split(r"[,;]|(?<=\d)\s+(?=\+)", text)[0].strip()
        if not first:
            return ""
        digits = re.sub(r"\D", "", first)
        number = f"+{digits}" if first.startswith("+") and 8 <= len(digits) <= 15 else ""
        if len(digits) == 11 and digits[0] in "78" and not (first.startswith("+") and digits[0] == "8"):
            number = f"+7{digits[1:]}"
        elif len(digits) == 10 and digits[0] == "9" and not first.startswith("+"):
            number = f"+7{digits}"
        place = (*origin, self.heading(meaning))
        if not number or not PHONE.fullmatch(first):
            self._problems.warn("phone_left_out", *place, text)
            return ""
        if number != text:
            self._problems.warn("phone_read_as", *place, text, number)
        return number

    def _led(self, cells: Sequence[str], origin: Origin) -> Iterator[str]:
        """Yields the classes that one of the staff leads. What has no class's name makes no class."""
        for text in re.split(r"[,;]", self._cell("staff.leads_class", cells)):
            if read.is_class_name(text.strip()):
                yield self._class(text, origin, "staff.leads_class")
            elif text.strip():
                self._problems.warn("class_left_out", *origin, self.heading("staff.leads_class"), text.strip())

    def _class(self, text: str, origin: Origin, meaning: str) -> str:
        """Returns the name of a class as it is written everywhere: «5 a класс» is 5А."""
        text = text.strip()
        if not text:
            return ""
        name = text
        if read.is_class_name(text) and (found := NUMBER_AND_LETTER.search(text)):
            name = found[1] + found[2].upper().translate(LOOKS_ALIKE)
        if name != text:
            self._problems.warn("class_read_as", *origin, self.heading(meaning), text, name)
        return name

    def _relation(self, slot: str, cells: Sequence[str], origin: Origin) -> str:
        word = self._cell(f"{slot}.relation", cells)
        if not word:
            return slot if slot in ("mother", "father") else "guardian"
        relation = RELATIONS.get("_".join(word.casefold().replace("ё", "е").split()))
        if relation is None:
            self._problems.refuse("unknown_word", *origin, self.heading(f"{slot}.relation"), word)
        return relation or "other"

    def _role(self, cells: Sequence[str], origin: Origin, teachers: bool) -> str:
        """Returns the role of one of the staff. Leadership and admins are only those whom an exact word names."""
        word = self._cell("staff.role", cells)
        if not word:
            return "teacher" if teachers else "aide"
        role = words.ROLES.get("_".join(word.casefold().replace("ё", "е").split()))
        if role is None and TEACHES.match(word):
            role = "teacher"
        if role is None or words.ROLE_MEANS[role] not in STAFF:
            self._problems.warn("role_read_as_staff", *origin, self.heading("staff.role"), word)
            return "aide"
        return role


def _split(parts: list[str]) -> tuple[str, str, str]:
    return (parts[0] if parts else "", parts[1] if len(parts) > 1 else "", " ".join(parts[2:]))


def _day(text: str, place: read.Place) -> str:
    """Returns a birthday as YYYY-MM-DD; dots and two figures for the year are as people write them."""
    if short := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})\.?(?:\s*г\.?)?", text):
        year = int(short[3])
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        text = f"{year:04}-{int(short[2]):02}-{int(short[1]):02}"
    day = read.read_date(text.split(" ")[0], place)
    return "" if day is None else day.isoformat()
