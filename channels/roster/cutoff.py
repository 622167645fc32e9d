"""Tells if a set ends so much that it looks cut off: a job that nobody watches must not apply it unasked.

Only rows in force count. A row may stand and give nothing: its last day is past, its person is disabled, or its class
has no term that runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from channels.roster.model import (
    TABLES,
    Course,
    Guardianship,
    Key,
    Membership,
    Person,
    Problems,
    RoleRow,
    Row,
    SchoolClass,
    Session,
    State,
    Teaching,
    is_much,
    key_of,
)
from channels.roster.plan import Plan

Part = tuple[str, str]
"""(school, role); either may be empty."""
WHOLE: Part = ("", "")


class Ending(NamedTuple):
    """Rows in force that would end, of those `stored`, in a table or in a part of it that stands out."""

    ended: int
    stored: int
    school: str = ""
    role: str = ""

    @property
    def is_much(self) -> bool:
        return is_much(self.ended, self.stored)

    @property
    def part(self) -> str:
        """Name of the part, for people: ` s7 teacher`."""
        return "".join(f" {text}" for text in (self.school, self.role) if text)


def much_ends(plan: Plan, state: State, today: date) -> dict[str, Ending]:
    """Returns the tables of which more than one row in five ends, as a whole, at one school or of one role, each
    with the ending that says so."""
    before = {
        table: {key: each.row for key, each in rows.items() if not each.ended} for table, rows in state.tables.items()
    }
    sessions = {str(key): each.row for key, each in state.tables["academic_session"].items()}
    after = {table: dict(rows) for table, rows in before.items()}
    for table, changes in plan.tables.items():
        for stored in changes.ended:
            after[table].pop(key_of(stored.row), None)
        after[table].update((key_of(row), row) for row in changes.standing())
    stood = _InForce(before, sessions, today)
    stands = _InForce(after, {**sessions, **{str(key): row for key, row in after["academic_session"].items()}}, today)
    found = {}
    for table in TABLES:
        remaining = {key for key, _ in stands.rows(table)}
        had, ended = Counter[Part](), Counter[Part]()
        for key, row in stood.rows(table):
            parts = {WHOLE, (stood.school_of(row), row.role if isinstance(row, RoleRow) else "")}
            had.update(parts)
            if key not in remaining:
                ended.update(parts)
        endings = [Ending(ended[part], had[part], *part) for part in ended]
        much = [ending for ending in endings if ending.is_much]
        if much:
            found[table] = max(much, key=lambda ending: (not ending.part, ending.ended))
    return found


def refuse_much(endings: Mapping[str, Ending], problems: Problems, allowed: frozenset[str]) -> None:
    """Reports an error for each such table that is not `allowed` to end so much; `all` allows each."""
    for table, ending in endings.items():
        if not allowed & {table, "all"}:
            problems.refuse(
                "many_ended", TABLES[table], 0, "", str(ending.ended), str(ending.stored), table + ending.part, table
            )


class _InForce:
    """Rows that stand and give something."""

    def __init__(self, tables: Mapping[str, Mapping[Key, Row]], sessions: Mapping[str, Row], today: date) -> None:
        self._tables, self._sessions, self._today = tables, sessions, today
        self._people = {key for key in tables["person"] if isinstance(key, str)}
        groups = [row for table in ("class", "course") for _, row in self.rows(table)]
        self._schools = {row.source_id: row.school for row in groups if isinstance(row, SchoolClass | Course)}

    def rows(self, table: str) -> Iterator[tuple[Key, Row]]:
        return ((key, row) for key, row in self._tables[table].items() if self._is(row))

    def school_of(self, row: Row) -> str:
        match row:
            case RoleRow() | SchoolClass() | Course():
                return row.school
            case Membership() | Teaching():
                return self._schools.get(row.group, "")
            case _:
                return ""

    def _is(self, row: Row) -> bool:
        match row:
            case Person():
                return not row.disabled
            case Session():
                return row.until_day > self._today
            case SchoolClass() | Course():
                days = [each.until_day for term in row.terms if isinstance(each := self._sessions.get(term), Session)]
                return not days or max(days) > self._today
            case Guardianship():
                return not row.restricted and {row.guardian, row.student} <= self._people and self._holds(row)
            case RoleRow():
                return row.person in self._people and self._holds(row)
            case Membership() | Teaching():
                return row.group in self._schools and row.person in self._people and self._holds(row)
            case _:
                return True

    def _holds(self, row: Any) -> bool:
        begun = row.from_day is None or row.from_day <= self._today
        return begun and (row.until_day is None or row.until_day > self._today)
