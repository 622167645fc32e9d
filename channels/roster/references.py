"""Follows references: everything a line names must be in the set or, where the set tells only changes, stored."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from channels.roster.lines import Gathered, Org
from channels.roster.model import Course, Mode, Problems, School, State


class Found(Enum):
    LISTED = "listed"
    STORED = "stored"
    DELETED = "deleted"  # known, and gone
    DANGLING = "dangling"


class Place(NamedTuple):
    """Place of a reference."""

    file: str
    line: int
    column: str


class LeftOut(NamedTuple):
    """A line that is not applied because what it names is nowhere: no right follows from it."""

    place: Place
    holders: frozenset[str]  # people and rows, by id: nothing of them that stands may end with it
    missing: tuple[str, str]  # id, file


STORED_IN = {
    "orgs.csv": ("school",),
    "academicSessions.csv": ("academic_session",),
    "users.csv": ("person",),
    "classes.csv": ("class", "course"),
}


class References:
    def __init__(self, found: Gathered, state: State, problems: Problems) -> None:
        self._found, self._state, self._report = found, state, problems
        self.left_out: list[LeftOut] = []
        self._orgs = {org.source_id: org for org in found.of("orgs.csv", Org)}
        self._subjects = {
            course.subject_source_id: course.subject
            for course in (*(stored.row for stored in state.tables["course"].values()), *state.rows("course"))
            if isinstance(course, Course) and course.subject_source_id
        }

    def look(self, file: str, source_id: str) -> Found:
        if source_id in self._found.lines[file]:
            return Found.LISTED
        if source_id in self._found.deleted[file]:
            return Found.DELETED
        if self._found.mode(file) is Mode.BULK:
            return Found.DANGLING
        stored = [
            rows[source_id] for table in STORED_IN.get(file, ()) if source_id in (rows := self._state.tables[table])
        ]
        if not stored:
            return Found.DANGLING
        return Found.DELETED if all(row.ended for row in stored) else Found.STORED

    def holds(self, source: tuple[str, int, str], file: str, source_id: str, *holders: str) -> bool:
        """True if `source_id` of `file` is there to point at; otherwise the problems say what is wrong.

        `source` is the file, line and column of the reference. A dangling one refuses the set, but where `holders`
        (people, or the line itself, by id) are named its line is left out, unless something of theirs that stands would
        end with it (left_out.py). One to something
        that the set itself deletes only drops the line that has it.
        """
        if not source_id:
            return False  # reported where the value was read
        match self.look(file, source_id):
            case Found.DANGLING if holders:
                self.left_out.append(LeftOut(Place(*source), frozenset(holders), (source_id, file)))
                return False
            case Found.DANGLING:
                self._report.refuse("reference_dangling", *source, source_id, file)
                return False
            case Found.DELETED:
                self._report.warn("reference_to_deleted", *source, source_id, file)
                return False
            case _:
                return True

    def knows(self, source: tuple[str, int, str], file: str, source_id: str, *holders: str) -> bool:
        """Like `holds`, but true for what the set itself deletes, too: what points to it is suspended with it."""
        found = self.holds(source, file, source_id, *holders)
        return found or (bool(source_id) and self.look(file, source_id) is Found.DELETED)

    def mentions(self, source: tuple[str, int, str], file: str, source_id: str) -> bool:
        """Like `holds`, for a reference on which no right hangs: a dangling one is not taken, and its line stands."""
        if source_id and self.look(file, source_id) is Found.DANGLING:
            self._report.warn("reference_ignored", *source, source_id, file)
            return False
        return self.holds(source, file, source_id)

    def subject(self, source_id: str) -> str | None:
        """Returns the title of a OneRoster course as a stored course remembers it, even one that ended."""
        return self._subjects.get(source_id)

    def school(self, org: str) -> str | None:
        """Returns the school that this org is or is part of; None for a district and the like, and for unknown orgs."""
        seen: set[str] = set()
        while org and org not in seen:
            seen.add(org)
            known = self._orgs.get(org)
            if known is None:
                stored = self._state.tables["school"].get(org)
                return org if stored is not None and isinstance(stored.row, School) else None
            if known.type == "school":
                return org
            if known.type != "department":
                return None
            org = known.parent
        return None
