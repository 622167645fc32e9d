"""Rows of a roster, in the words of the product, and what can be wrong with them.

Rows point to each other by `sourcedId`: stored rows and those of a file then have the same types, and a difference
between them is a difference of values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

NAMED = 5  # people named in a warning about many
Key = str | tuple[str, str]


ONE_IN = 5
LEAST = 3  # rows; fewer stop nothing (one leaver in a small school would, every night), unless they are all there is


def is_much(count: int, of: int) -> bool:
    """True if so many of a table look like a file that was cut off: more than one in five."""
    return count * ONE_IN > of and (count >= LEAST or (count == of and of > 1))


class School(NamedTuple):
    source_id: str
    name: str
    zone: str


class Session(NamedTuple):
    source_id: str
    title: str
    type: str
    from_day: date
    until_day: date
    parent: str | None
    school_year: int


class Person(NamedTuple):
    source_id: str
    family_name: str
    given_name: str
    middle_name: str
    email: str | None
    phone: str | None
    identifier: str | None
    username: str | None
    disabled: bool = False  # by the roster: the account and, for an adult, every right


IMPLIED = "implied:"  # prefix of the id of a role that no roster gave (implied.py)


class RoleRow(NamedTuple):
    source_id: str
    person: str
    school: str
    role: str
    from_day: date | None
    until_day: date | None

    @property
    def is_implied(self) -> bool:
        return self.source_id.startswith(IMPLIED)


class SchoolClass(NamedTuple):
    source_id: str
    school: str
    name: str
    grade: int | None
    terms: tuple[str, ...] = ()  # in which it runs, sorted


class Course(NamedTuple):
    source_id: str
    school: str
    title: str
    subject: str
    subject_source_id: str | None
    grade: int | None
    terms: tuple[str, ...] = ()


class Membership(NamedTuple):
    """Membership of a student or a class teacher in a class, or of a student in a course."""

    source_id: str
    group: str
    person: str
    from_day: date | None
    until_day: date | None


class Teaching(NamedTuple):
    source_id: str
    group: str
    person: str
    from_day: date | None
    until_day: date | None
    is_primary: bool


class Guardianship(NamedTuple):
    guardian: str
    student: str
    relation: str
    restricted: bool
    from_day: date | None
    until_day: date | None


class MarkKind(NamedTuple):
    source_id: str
    name_ru: str
    name_en: str
    short_ru: str
    short_en: str
    weight: int


Row = School | Session | Person | RoleRow | SchoolClass | Course | Membership | Teaching | Guardianship | MarkKind

TABLES: Mapping[str, str] = {
    "school": "orgs.csv",
    "academic_session": "academicSessions.csv",
    "mark_kind": "categories.csv",
    "person": "users.csv",
    "role": "roles.csv",
    "guardianship": "users.csv",
    "class": "classes.csv",
    "course": "classes.csv",
    "class_enrolment": "enrollments.csv",
    "class_teacher": "enrollments.csv",
    "course_enrolment": "enrollments.csv",
    "teaching": "enrollments.csv",
}
"""Table -> the file whose rows it holds, in the order in which rows can be stored."""


def key_of(row: Row) -> Key:
    return (row.guardian, row.student) if isinstance(row, Guardianship) else row.source_id


class Stored(NamedTuple):
    id: int
    row: Row
    ended: bool
    suspended: bool = False  # ended only because what it points to did, and comes back with it (suspension.py)

    @property
    def known(self) -> bool:
        """True if no roster said that it is over."""
        return not self.ended or self.suspended


class State:
    """Stored rows of one source by table, ended ones included."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[Key, Stored]] = {table: {} for table in TABLES}
        self.past_roles: set[tuple[str, str, str]] = set()  # (person, school, role) that present lines said earlier

    def rows(self, table: str) -> Iterator[Any]:
        """Yields the rows of a table that have not ended."""
        return (stored.row for stored in self.tables[table].values() if not stored.ended)

    def known(self, table: str) -> Iterator[Any]:
        """Yields the rows that no roster said are over, suspended ones included."""
        return (stored.row for stored in self.tables[table].values() if stored.known)


class Level(StrEnum):
    WARNING = "warning"  # read all the same; the problem says how
    ERROR = "error"  # the whole set is refused


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of a set. `code` is stable; the edge words it, with `data` put in. `line` 0: the whole file."""

    level: Level
    code: str
    file: str
    line: int = 0
    column: str = ""
    data: tuple[str, ...] = ()


@dataclass(slots=True)
class ProblemGroup:
    """Problems that are told in one sentence: the first of them, how many there are, and the first lines."""

    first: Problem
    count: int = 0
    lines: list[int] = field(default_factory=list)


GroupKey = tuple[Level, str, str, str, tuple[str, ...]]
MOST_GROUPS = 300
SAME_VALUE = frozenset(
    {"case_of_value", "latin_letter", "unknown_value", "unknown_word", "unknown_role", "date_format"}
)
"""Problems that are told apart by their values: «TRUE» read as `true` is another group than «Да»."""


@dataclass(slots=True)
class Problems:
    """Collected problems: the first `most` of each level; the rest are only counted, in all and in their groups.

    `told_apart` are codes whose problems are grouped by their values as well.
    """

    most: int = 1000
    first: list[Problem] = field(default_factory=list)
    counts: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, 0))
    groups: dict[GroupKey, ProblemGroup] = field(default_factory=dict)
    told_apart: frozenset[str] = SAME_VALUE

    def add(self, level: Level, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None:
        self.counts[level] += 1
        problem = Problem(level, code, file, line, column, tuple(text[:120] for text in data))
        if self.counts[level] <= self.most:
            self.first.append(problem)
        values = problem.data if code in self.told_apart and len(self.groups) < MOST_GROUPS else ()
        group = self.groups.setdefault((level, code, file, column, values), ProblemGroup(problem))
        group.count += 1
        if line and len(group.lines) < NAMED:
            group.lines.append(line)

    def warn(self, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None:
        self.add(Level.WARNING, code, file, line, column, *data)

    def warn_of(self, code: str, file: str, people: Iterable[str]) -> None:
        """Adds one warning about all these people, if there are any: how many, and the first ids."""
        if ids := sorted(set(people)):
            self.warn(code, file, 0, "", str(len(ids)), ", ".join(ids[:NAMED]))

    def refuse(self, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None:
        self.add(Level.ERROR, code, file, line, column, *data)

    @property
    def refused(self) -> bool:
        return self.counts[Level.ERROR] > 0


class Mode(StrEnum):
    ABSENT = "absent"  # says nothing about its rows
    BULK = "bulk"  # all there is: what is missing has ended
    DELTA = "delta"  # only what changed


class Record(NamedTuple):
    """One line of a file: its number (the header is 1) and its values, stripped, by the standard's column names.

    `absent` are columns that the file has for other lines, and that say nothing in this one.
    """

    line: int
    values: Mapping[str, str]
    absent: frozenset[str] = frozenset()


class Reading(Protocol):
    """A set of files that can be read once, file by file."""

    @property
    def version(self) -> str:
        """Version of OneRoster: 1.1 or 1.2."""
        ...

    @property
    def source(self) -> str: ...

    @property
    def modes(self) -> Mapping[str, Mode]:
        """File -> mode; a file that is not listed is absent."""
        ...

    @property
    def scope(self) -> frozenset[str]:
        """Roles of whose holders a set of changes nevertheless names all there are (scope.py)."""
        ...

    @property
    def speaking(self) -> frozenset[str]:
        """People whose lines name all their agents, even where they name none."""
        ...

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Id -> other ids under which the same person may be stored, where the set has no ids of its own."""
        ...

    def columns(self, file: str) -> frozenset[str]:
        """Returns the standard's names of the columns that the file has."""
        ...

    def records(self, file: str) -> Iterable[Record]: ...
