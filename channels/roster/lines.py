"""Typed lines of a OneRoster set; references are not yet followed. `line` is the line's number in its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from channels.roster.model import MarkKind, Mode, Person, Session


class Org(NamedTuple):
    line: int
    source_id: str
    name: str
    type: str
    parent: str
    zone: str


class Subject(NamedTuple):
    """A row of courses.csv."""

    line: int
    source_id: str
    title: str
    grade: int | None
    org: str
    year: str


class Group(NamedTuple):
    """A row of classes.csv: a class or a course."""

    line: int
    source_id: str
    title: str
    homeroom: bool
    grade: int | None
    school: str
    subject: str
    terms: tuple[str, ...]


class Detail(NamedTuple):
    relation: str
    restricted: bool
    from_day: date | None
    until_day: date | None


class User(NamedTuple):
    line: int
    person: Person
    agents: tuple[str, ...]
    details: dict[str, Detail]
    role: str  # 1.1 only
    orgs: tuple[str, ...]  # 1.1: where that role is; 1.2: the primary one
    says_enabled: bool = True  # False: the cell is empty


class RoleLine(NamedTuple):
    line: int
    source_id: str
    user: str
    role: str
    org: str
    from_day: date | None
    until_day: date | None


class Enrolment(NamedTuple):
    line: int
    source_id: str
    group: str
    user: str
    role: str
    primary: bool
    from_day: date | None
    until_day: date | None
    school: str


class Period(NamedTuple):
    line: int
    row: Session


class Category(NamedTuple):
    line: int
    row: MarkKind


L = TypeVar("L")
Line = Org | Period | Category | Subject | Group | User | RoleLine | Enrolment


@dataclass(slots=True)
class Gathered:
    """Content of a set. `lines[file]` is by sourcedId; `deleted[file]` are ids listed only to say that they are
    gone."""

    version: str
    source: str
    modes: dict[str, Mode]
    lines: dict[str, dict[str, Line]] = field(default_factory=dict)
    deleted: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, frozenset[str]] = field(default_factory=dict)  # of each file that is present
    absent: dict[str, frozenset[str]] = field(default_factory=dict)  # user -> columns that their line does not have
    scope: frozenset[str] = frozenset()  # roles of whose holders the set names all there are (scope.py)
    speaking: frozenset[str] = frozenset()  # people whose lines name all their agents, even where they name none
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)  # id -> others the person may be stored under

    def mode(self, file: str) -> Mode:
        return self.modes.get(file, Mode.ABSENT)

    def has_file(self, file: str) -> bool:
        return self.mode(file) is not Mode.ABSENT

    def has(self, file: str, column: str) -> bool:
        """True if the set has this column of this file."""
        return column in self.columns.get(file, frozenset())

    def of(self, file: str, kind: type[L]) -> Iterator[L]:
        for line in self.lines[file].values():
            assert isinstance(line, kind)
            yield line
