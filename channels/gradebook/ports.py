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
class LessonFacts:
    at: AtLesson
    cancelled: bool
    starts_at: datetime | None  # none: its bell is not known


@dataclass(frozen=True)
class JournalFacts:
    """What a write into a journal is checked against. Holds only what was asked for and exists."""

    lessons: Mapping[int, LessonFacts]
    grades: Mapping[tuple[int, int], int | None]  # (lesson, student) who stands in it by its day -> year of school
    absent: Collection[tuple[int, int]]  # (lesson, student)
    marked: Collection[tuple[int, int]]  # with a mark that stands
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
    async def facts(self, course: int, *, cells: Collection[tuple[int, int]], kinds: Collection[int]) -> JournalFacts:
        """About these cells, (lesson, student), and kinds of marks."""
        ...

    async def courses(self, courses: Collection[int], keeps: Collection[int]) -> list[CourseOverview]:
        """`keeps` are those of them whose journals the reader keeps."""
        ...

    async def course(self, course: int) -> tuple[CourseRef, str, date]:
        """The course, its school's zone, and today there."""
        ...

    async def students(self, course: int, from_day: date, until_day: date) -> list[JournalStudent]:
        """Those in the course now, and those who stand in a lesson of these days, by the alphabet, е = ё."""
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

        An entry that says what stands already changes nothing, nor does one whose `revision` is not the one that
        stands (0: nothing stands).
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

    async def bells(self, lessons: Collection[int]) -> Mapping[int, tuple[datetime, datetime]]:
        """When each of them begins and ends, as far as the school has a bell for it."""
        ...

    async def averages(self, student: int, day: date) -> list[Average]:
        """Of each course, in that of its own reporting periods that holds `day`, else the last one before."""
        ...
