"""Ports of the school week in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from channels.timetable.inputs import NewBells, NewRooms, NewSchoolYear
from channels.timetable.model import Bells, Rooms, SchoolYear, TimetableLesson


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


class TimetableStore(Protocol):
    async def schools_of_teacher(self, person: int) -> list[int]:
        """Returns the schools at which somebody is of the staff now; none for others."""
        ...

    async def lessons(
        self, schools: Collection[int], first: date, until: date, *, teacher: int | None, class_: int | None
    ) -> list[TimetableLesson]:
        """Returns lessons of the schools from `first` until `until` (exclusive): of a teacher, or of a class."""
        ...
