"""What the gradebook needs from storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from channels.gradebook.model import (
    AnyMark,
    AtLesson,
    Attendance,
    Average,
    CourseOverview,
    CourseRef,
    DiaryDay,
    DiaryStudent,
    JournalLesson,
    JournalStudent,
    Kind,
    Mark,
    MarkRevision,
    MarkState,
    NewAttendance,
)


@dataclass(frozen=True)
class JournalFacts:
    """What a write into a journal is checked against. Holds only what was asked for and exists."""

    lessons: Mapping[int, AtLesson]
    grades: Mapping[int, int | None]  # of the students who are in the course now
    kinds: Mapping[int, int]  # -> weight
    today: date  # by the school's calendar


@dataclass(frozen=True)
class MarkDraft:
    student: int
    lesson: int
    state: MarkState


@dataclass(frozen=True)
class LockedMark:
    """A mark whose row this transaction holds until it ends."""

    shown: AnyMark
    state: MarkState
    course: int
    student: int
    revision: int


class JournalStore(Protocol):
    async def facts(
        self, course: int, *, lessons: Collection[int], students: Collection[int], kinds: Collection[int]
    ) -> JournalFacts: ...

    async def courses(self, courses: Collection[int]) -> list[CourseOverview]: ...

    async def course(self, course: int) -> tuple[CourseRef, str, date]:
        """The course, its school's zone, and today there."""
        ...

    async def students(self, course: int) -> list[JournalStudent]:
        """Those in the course now and those who have marks in it, by the alphabet, е = ё."""
        ...

    async def lessons(self, course: int, from_day: date, until_day: date) -> list[JournalLesson]: ...

    async def kinds(self, course: int) -> list[Kind]: ...

    async def marks(self, course: int, from_day: date, until_day: date) -> list[Mark]: ...

    async def attendance(self, course: int, from_day: date, until_day: date) -> list[Attendance]: ...


class MarkStore(Protocol):
    async def add(self, course: int, author: int, at: datetime, drafts: Sequence[MarkDraft]) -> list[Mark]:
        """Stores new marks with their first revision; answers in the order given."""
        ...

    async def lock(self, mark: int) -> LockedMark | None: ...

    async def revise(
        self, mark: LockedMark, state: MarkState, *, author: int, at: datetime, reason: str, withdrawn: bool
    ) -> AnyMark:
        """Makes `state` the present one and adds it to the history."""
        ...

    async def history(self, mark: int) -> list[MarkRevision]: ...

    async def shown(self, mark: int) -> tuple[int, AnyMark] | None:
        """The mark as it stands, with its course."""
        ...


class AttendanceStore(Protocol):
    async def record(
        self, course: int, author: int, at: datetime, entries: Sequence[NewAttendance]
    ) -> tuple[list[Attendance], set[tuple[int, int]]]:
        """The present state of every entry, in the order given, and the (lesson, student) that changed.

        An entry that says what stands already changes nothing.
        """
        ...


class DiaryStore(Protocol):
    async def student(self, student: int) -> tuple[DiaryStudent, str, date]:
        """The student, the school's zone, and today there."""
        ...

    async def days(self, student: int, from_day: date, until_day: date) -> list[DiaryDay]: ...

    async def marks(self, student: int, from_day: date, until_day: date) -> list[AnyMark]: ...

    async def attendance(self, student: int, from_day: date, until_day: date) -> list[Attendance]: ...

    async def kinds(self, student: int) -> list[Kind]: ...

    async def averages(self, student: int, day: date) -> list[Average]:
        """Of the reporting period that holds `day`."""
        ...
