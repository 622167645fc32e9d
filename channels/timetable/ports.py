"""Ports of the school week in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol

from channels.people import ClassRef, PersonRef
from channels.school_year.model import Period
from channels.school_year.school_calendar import Span
from channels.timetable.class_facts import ClassFacts
from channels.timetable.curriculum_facts import CourseFacts
from channels.timetable.inputs import CourseFields, NewRooms
from channels.timetable.model import Rooms, SaidPatternRow, TaughtCourse, TimetableLesson
from channels.timetable.pattern_rows import Changes, Made, Slot
from channels.timetable_files.ports import Stamp


class RoomStore(Protocol):
    async def of_school(self, school: int) -> Rooms:
        """Returns the rooms that have not ended, by building and name."""
        ...

    async def school(self, room: int) -> int | None:
        """Returns the school of a room; None if there is no such room."""
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

    async def say(self, rows: Collection[int], word: str) -> None:
        """Keeps the word why these rows stand although they clash."""
        ...

    async def apply(self, changes: Changes, rows: Mapping[int, int]) -> None:
        """Adds, drops and moves lessons. `rows`: ids of rows in `changes` that have another one now."""
        ...

    async def made_until(self, school: int) -> date:
        """Returns the day up to which lessons were made; one long ago if none were."""
        ...

    async def keep_made_until(self, school: int, day: date) -> None:
        """Keeps the day up to which lessons were made."""
        ...

    async def schools(self) -> list[int]:
        """Returns the schools that have a pattern."""
        ...


class CourseStore(Protocol):
    async def students_of(self, classes: Collection[int]) -> set[int]:
        """Returns the students who are in these classes now."""
        ...

    async def members(self, course: int) -> tuple[list[int], list[int]]:
        """Returns the classes that it takes whole, and the students who were chosen."""
        ...

    async def whole_classes(self, school: int) -> Mapping[int, frozenset[int]]:
        """Returns the classes that each course of a school takes whole, those without students included."""
        ...

    async def in_class(self, class_: int) -> list[PersonRef]:
        """Returns the students who are in a class now, by name."""
        ...

    async def add(self, school: int, asked: CourseFields) -> int: ...

    async def add_all(self, school: int, asked: Sequence[CourseFields]) -> list[int]:
        """Adds courses as `add` does, far faster than one by one; returns their ids in this order."""
        ...

    async def colleagues(self, course: int, day: date) -> set[int]:
        """Returns in whose weeks its lessons from a day on stand besides those of its own teachers.

        They substitute in one of them, or in their place one is held.
        """
        ...

    async def change(self, course: int, asked: CourseFields, at: datetime) -> None: ...

    async def end(self, course: int, at: datetime) -> None:
        """Ends the course and its pattern, and drops its lessons to come in which nothing is written."""
        ...


class TimetableStore(Protocol):
    async def schools_of_teacher(self, person: int) -> list[int]:
        """Returns the schools at which somebody is of the staff now; none for others."""
        ...

    async def lessons(
        self,
        schools: Collection[int],
        first: date,
        until: date,
        *,
        teacher: int | None = None,
        class_: int | None = None,
        student: int | None = None,
        room: int | None = None,
        school: int | None = None,
    ) -> list[TimetableLesson]:
        """Returns lessons of the schools from `first` until `until` (exclusive), of whichever of the five is named."""
        ...

    async def courses_of_classes(self, school: int) -> Mapping[int, frozenset[int]]:
        """Returns class -> the courses that its students are in now; a class without any is missing."""
        ...

    async def class_facts(self, school: int, day: date) -> list[ClassFacts]:
        """Returns what each class of the school has on that day or later, by grade and name."""
        ...

    async def stamps(self, lessons: Collection[int]) -> dict[int, Stamp]:
        """Returns how often each lesson was changed, or what it is shown with, and when last."""
        ...


class CurriculumStore(Protocol):
    async def of_class(self, class_: int) -> tuple[ClassRef, str]:
        """Returns a class that there is, and its profile."""
        ...

    async def courses(self, class_: int, first: date, until: date, now: datetime) -> list[CourseFacts]:
        """Returns the courses of a class now, by subject and group, with their lessons from `first` until `until`."""
        ...
