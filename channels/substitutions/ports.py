"""Port of single lessons in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from channels.substitutions.inputs import NewTeacherAbsence
from channels.substitutions.model import ChangedLesson, TeacherAbsence
from channels.substitutions.proposals import Colleague
from channels.timetable.clashes import HeldLesson
from channels.timetable.model import DayLesson


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


class LessonApart(NamedTuple):
    """Lesson that stands apart from the pattern: single, changed by hand, or kept. `word` says why its clashes stay."""

    lesson: DayLesson
    held: HeldLesson
    word: str


class LessonOfDay(NamedTuple):
    """Lesson of a day on which one stands apart from the pattern.

    `held` is None without a bell. `row` is the one that gave it. `is_changed`: no row gave it, or it was changed by
    hand, so that a word is kept with the lesson, and not with its row.
    """

    lesson: DayLesson
    held: HeldLesson | None
    word: str
    row: int | None
    is_apart: bool
    is_changed: bool


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

    async def apart(self, school: int, days: Collection[date], also: Collection[int]) -> list[LessonApart]:
        """Returns the lessons held on these days that no row of the pattern gives there, and `also`; as `held` does."""
        ...

    async def beside_apart(self, school: int, day: date) -> list[LessonOfDay]:
        """Returns all lessons to be held on each day from that one on which one stands apart; as `held` does."""
        ...

    async def say(self, lessons: Collection[int], word: str) -> None:
        """Keeps the word why these lessons stay although they clash."""
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
