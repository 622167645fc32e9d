"""Ports of the school week in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple, Protocol

from channels.timetable.clashes import HeldLesson
from channels.timetable.class_facts import ClassFacts
from channels.timetable.imported import ImportedTimetable
from channels.timetable.inputs import CourseFields, NewBells, NewRooms, NewSchoolYear, NewTeacherAbsence
from channels.timetable.model import (
    Bells,
    ChangedLesson,
    Period,
    Rooms,
    SaidPatternRow,
    SchoolYear,
    TaughtCourse,
    TeacherAbsence,
    TimetableLesson,
)
from channels.timetable.pattern_rows import Changes, Made, Slot
from channels.timetable.proposals import Colleague
from channels.timetable.school_calendar import Span
from channels.timetable.school_names import Question


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


@dataclass(frozen=True, slots=True)
class LessonState:
    """Lesson as it is stored. `covers` are those who hold it instead of the course's own teachers.

    `made_for` is the place for which the pattern made it; None for a single lesson.
    """

    id: int
    course: int
    day: date
    number: int
    room: int | None
    cancelled: bool
    instead: str
    replaced_by: int | None
    note: str
    covers: frozenset[int]
    revision: int
    marks: int  # that are not withdrawn
    made_for: tuple[date, int] | None


class LessonStore(Protocol):
    async def lock(self, school: int, lessons: Collection[int]) -> dict[int, LessonState]:
        """Locks and returns those of these lessons that are of the school."""
        ...

    async def add(self, course: int, day: date, number: int) -> int | None:
        """Adds a single lesson, or brings one back that was cancelled; None if the course has a lesson there."""
        ...

    async def store(self, lessons: Sequence[LessonState], word: str) -> None:
        """Stores these states, all at once, and raises the revisions."""
        ...

    async def places(self, lessons: Collection[int]) -> dict[int, ChangedLesson]:
        """Returns what the timetable says about each of these lessons now, as `after`."""
        ...

    async def classes(self, places: Collection[tuple[int, date]]) -> dict[tuple[int, date], set[int]]:
        """Returns the classes of each course on a day: those of its students then, and the one whose bells it has."""
        ...

    async def there(self, places: Collection[tuple[int, date, int]]) -> dict[tuple[int, date, int], int]:
        """Returns the lessons at these places: (course, day, number) -> lesson."""
        ...

    async def held(self, school: int, days: Collection[date]) -> list[HeldLesson]:
        """Returns the lessons of the school that are held on these days, by the clock from the first of them."""
        ...

    async def teachers_of(self, school: int, teachers: Collection[int]) -> set[int]:
        """Returns those who are teachers at the school."""
        ...

    async def away(self, school: int, days: Collection[date]) -> set[tuple[int, date]]:
        """Returns the teachers who are away: (teacher, day)."""
        ...

    async def absences(self, school: int, day: date) -> list[TeacherAbsence]:
        """Returns who is away on that day or later, by first days."""
        ...

    async def absence(self, school: int, absence: int) -> TeacherAbsence | None: ...

    async def add_absence(self, school: int, asked: NewTeacherAbsence, person: int, at: datetime) -> TeacherAbsence: ...

    async def end_absence(self, school: int, absence: int, at: datetime) -> bool:
        """Ends it; False if there is none."""
        ...

    async def colleagues(self, school: int, day: date) -> list[Colleague]:
        """Returns the teachers of the school, with the subjects and classes that they teach on that day or later."""
        ...

    async def covers(self, school: int, day: date) -> dict[int, int]:
        """Returns teacher -> lessons covered in the two weeks before and after that day."""
        ...

    async def keep(self, changed: Sequence[ChangedLesson], reason: str, word: str, person: int, at: datetime) -> None:
        """Keeps what was changed, why, and by whom."""
        ...


class CourseStore(Protocol):
    async def students_of(self, classes: Collection[int]) -> set[int]:
        """Returns the students who are in these classes now."""
        ...

    async def add(self, school: int, asked: CourseFields) -> int: ...

    async def change(self, course: int, asked: CourseFields, at: datetime) -> None: ...

    async def end(self, course: int, at: datetime) -> None:
        """Ends the course and its pattern, and drops its lessons to come in which nothing is written."""
        ...


class Stamp(NamedTuple):
    """Number that grows with each change of how a lesson is shown, and the moment of the last one."""

    sequence: int
    changed_at: datetime


class ImportStore(Protocol):
    async def keep(self, school: int, name: str, timetable: ImportedTimetable, person: int, at: datetime) -> int:
        """Keeps a file that was read, in place of the one that waited."""
        ...

    async def file(self, school: int, file: int) -> tuple[str, ImportedTimetable] | None:
        """Returns name and lessons of a file that waits."""
        ...

    async def applied(self, file: int, at: datetime) -> None: ...

    async def answers(self, school: int) -> dict[Question, int | None]: ...

    async def keep_answers(self, school: int, answers: Mapping[Question, int | None]) -> None: ...


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
    ) -> list[TimetableLesson]:
        """Returns lessons of the schools from `first` until `until` (exclusive): of a teacher, a class or a student."""
        ...

    async def class_facts(self, school: int, day: date) -> list[ClassFacts]:
        """Returns what each class of the school has on that day or later, by grade and name."""
        ...

    async def stamps(self, lessons: Collection[int]) -> dict[int, Stamp]:
        """Returns how often each lesson was changed, or what it is shown with, and when last."""
        ...
