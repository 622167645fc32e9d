"""Shapes of changed lessons and of teachers who are away."""

from datetime import date

from channels.people import Name, PersonRef
from channels.timetable.clashes import ClashKind
from channels.types import Id, Shape


class LessonPlace(Shape):
    """Place, teachers and state of a lesson in a timetable. `teachers` are those who hold it.

    A lesson with `instead` (what is held and is no lesson) or `replaced_by` (lesson of another course) is cancelled.
    """

    day: date
    number: int
    room: str
    teachers: list[PersonRef]
    cancelled: bool
    instead: str
    replaced_by: Id | None
    note: str


class ChangedLesson(Shape):
    """Lesson that was changed. `before` is null for one that is new."""

    id: Id
    course: Id
    subject: str
    revision: int
    before: LessonPlace | None
    after: LessonPlace


class LessonClash(Shape):
    """Two lessons at one time that need the same teachers, room or students: `who` are the ids."""

    kind: ClashKind
    lesson: Id
    other: Id
    who: list[Id]


class ChangedLessons(Shape):
    lessons: list[ChangedLesson]
    clashes: list[LessonClash]


class TeacherAbsence(Shape):
    """Days on which a teacher is away; `until_day` is exclusive."""

    id: Id
    teacher: PersonRef
    from_day: date
    until_day: date
    reason: str


class TeacherAbsences(Shape):
    absences: list[TeacherAbsence]


class CoverProposal(Shape):
    """Colleague who is free at that hour. `covers`: lessons that they cover in the four weeks around it."""

    teacher: Id
    name: Name
    of_subject: bool
    of_class: bool
    covers: int


class LessonToCover(Shape):
    lesson: ChangedLesson
    proposals: list[CoverProposal]


class ToCover(Shape):
    """Lessons that an absent teacher would hold, in the order of their times."""

    absence: TeacherAbsence
    lessons: list[LessonToCover]
