"""Ports of the gradebook to storage. Every method runs inside the caller's transaction."""

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
class LessonFacts:
    at: AtLesson
    cancelled: bool
    starts_at: datetime | None  # None: its bell is not known


@dataclass(frozen=True)
class JournalFacts:
    """Facts for the checks of a write into a journal. Holds only what was asked for and exists."""

    lessons: Mapping[int, LessonFacts]
    grades: Mapping[tuple[int, int], int | None]  # (lesson, student) of students in it on its day -> year of school
    absent: Collection[tuple[int, int]]  # (lesson, student)
    marked: Collection[tuple[int, int]]  # (lesson, student) with an active mark
    kinds: Mapping[int, int]  # -> weight
    today: date  # in the school's zone


@dataclass(frozen=True)
class MarkDraft:
    student: int
    lesson: int
    state: MarkState


@dataclass(frozen=True)
class LockedMark:
    """A mark whose row is locked until the transaction ends."""

    shown: AnyMark
    state: MarkState
    course: int
    student: int
    revision: int


class JournalStore(Protocol):
    async def facts(self, course: int, *, cells: Collection[tuple[int, int]], kinds: Collection[int]) -> JournalFacts:
        """Returns the facts about these cells (lesson, student) and kinds of marks."""
        ...

    async def courses(self, courses: Collection[int], keeps: Collection[int]) -> list[CourseOverview]:
        """Returns overviews of these courses. `keeps` are those whose journals the reader keeps."""
        ...

    async def course(self, course: int) -> tuple[CourseRef, str, date]:
        """Returns the course, its school's zone, and the present day there."""
        ...

    async def students(self, course: int, from_day: date, until_day: date) -> list[JournalStudent]:
        """Returns the students in the course now or in a lesson of these days, in alphabetical order, е = ё."""
        ...

    async def lessons(self, course: int, from_day: date, until_day: date) -> list[JournalLesson]: ...

    async def kinds(self, course: int, used: Collection[int]) -> list[Kind]:
        """Returns the kinds by which the course is marked, and those with these ids."""
        ...

    async def marks(self, course: int, from_day: date, until_day: date) -> list[Mark]: ...

    async def attendance(self, course: int, from_day: date, until_day: date) -> list[Attendance]: ...


class MarkStore(Protocol):
    async def add(self, course: int, author: int, at: datetime, drafts: Sequence[MarkDraft]) -> list[Mark]:
        """Stores new marks with their first revision; returns them in the order given."""
        ...

    async def lock(self, mark: int) -> LockedMark | None: ...

    async def revise(
        self, mark: LockedMark, state: MarkState, *, author: int, at: datetime, reason: str, withdrawn: bool
    ) -> AnyMark:
        """Makes `state` the present state and adds it to the history."""
        ...

    async def history(self, mark: int) -> list[MarkRevision]: ...

    async def shown(self, mark: int) -> tuple[int, AnyMark] | None:
        """Returns the course of a mark and its present state."""
        ...


class AttendanceStore(Protocol):
    async def record(
        self, course: int, author: int, at: datetime, entries: Sequence[NewAttendance]
    ) -> tuple[list[Attendance], set[tuple[int, int]]]:
        """Records entries; returns the present state of each, in the order given, and the changed (lesson, student).

        An entry with the state that is already stored changes nothing. Neither does one whose `revision` is not the
        stored one (0: nothing is stored).
        """
        ...


class DiaryStore(Protocol):
    async def student(self, student: int) -> tuple[DiaryStudent, str, date]:
        """Returns the student, the school's zone, and the present day there."""
        ...

    async def days(self, student: int, from_day: date, until_day: date) -> list[DiaryDay]: ...

    async def marks(self, student: int, from_day: date, until_day: date) -> list[AnyMark]: ...

    async def attendance(self, student: int, from_day: date, until_day: date) -> list[Attendance]: ...

    async def kinds(self, student: int, used: Collection[int]) -> list[Kind]:
        """Returns the kinds by which the student is marked, and those with these ids."""
        ...

    async def bells(self, lessons: Collection[int]) -> Mapping[int, tuple[datetime, datetime]]:
        """Returns the begin and end of each lesson for which the school has a bell."""
        ...

    async def averages(self, student: int, day: date) -> list[Average]:
        """Returns each course's average in its reporting period that contains `day`, else in the last one before."""
        ...
