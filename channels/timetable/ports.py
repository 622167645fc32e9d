"""Ports of the school week in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol

from channels.timetable.inputs import NewBells, NewRooms, NewSchoolYear
from channels.timetable.model import Bells, Period, Rooms, SaidPatternRow, SchoolYear, TaughtCourse, TimetableLesson
from channels.timetable.pattern_rows import Changes, Made, Slot
from channels.timetable.school_calendar import Span


class SchoolYearStore(Protocol):
    async def one(self, school: int) -> SchoolYear:
        """Returns what the school has said, with periods and free days in the order of their first days."""
        ...

    async def set(self, school: int, asked: NewSchoolYear, person: int, at: datetime) -> None:
        """Replaces it; a period that says the same as before keeps its id. The school's channel is locked."""
        ...


class BellStore(Protocol):
    async def on(self, school: int, day: date) -> Bells:
        """Returns the bells in force on that day."""
        ...

    async def are_of(self, school: int, classes: Collection[int]) -> bool:
        """True if all of these are classes of the school that have not ended."""
        ...

    async def set(self, school: int, asked: NewBells, person: int, at: datetime) -> None:
        """Replaces the bells from a day on; earlier days keep theirs. The school's channel is locked."""
        ...


class RoomStore(Protocol):
    async def of_school(self, school: int) -> Rooms:
        """Returns the rooms that have not ended, by building and name."""
        ...

    async def are_of(self, school: int, rooms: Collection[int]) -> bool:
        """True if all of these are rooms of the school that have not ended."""
        ...

    async def set(self, school: int, asked: NewRooms, person: int, at: datetime) -> None:
        """Renames, adds and ends rooms. The school's channel is locked."""
        ...


class PatternStore(Protocol):
    async def lock(self, school: int) -> None:
        """Makes other changes of this school's timetable wait until the transaction ends. Comes before channels."""
        ...

    async def periods(self, school: int) -> list[Period]:
        """Returns the reporting periods: those that the school has said, else those of its roster for all grades."""
        ...

    async def rows(self, school: int, day: date) -> list[SaidPatternRow]:
        """Returns the rows that hold on that day or later, by id."""
        ...

    async def courses(self, school: int, day: date) -> list[TaughtCourse]:
        """Returns the courses of the school that have not ended, with who teaches them on that day or later."""
        ...

    async def students(self, school: int, day: date) -> Mapping[int, frozenset[int]]:
        """Returns course -> its students on that day or later."""
        ...

    async def bells(self, places: Sequence[tuple[int, date, int]]) -> list[tuple[time, time] | None]:
        """Returns the bell of each (course, day, number); None where there is none."""
        ...

    async def lessons(self, courses: Collection[int], span: Span) -> tuple[list[Made], set[Slot]]:
        """Returns the lessons that the pattern made for these days, and the places that others have."""
        ...

    async def change(
        self, ended: Collection[int], from_day: date, added: Sequence[SaidPatternRow], person: int, at: datetime
    ) -> list[SaidPatternRow]:
        """Ends rows on that day and adds others, whose ids do not count. Returns these with their ids."""
        ...

    async def apply(self, changes: Changes, rows: Mapping[int, int]) -> None:
        """Adds, drops and moves lessons. `rows`: ids of rows in `changes` that have another one now."""
        ...

    async def made_until(self, school: int, day: date) -> None:
        """Keeps the day up to which lessons were made."""
        ...

    async def schools(self) -> list[int]:
        """Returns the schools that have a pattern."""
        ...


class TimetableStore(Protocol):
    async def schools_of_teacher(self, person: int) -> list[int]:
        """Returns the schools at which somebody is of the staff now; none for others."""
        ...

    async def lessons(
        self, schools: Collection[int], first: date, until: date, *, teacher: int | None, class_: int | None
    ) -> list[TimetableLesson]:
        """Returns lessons of the schools from `first` until `until` (exclusive): of a teacher, or of a class."""
        ...
