"""Shapes of the school week (docs/PROTOCOL.md)."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer, WithJsonSchema

from channels.people import ClassRef, Name, PersonRef
from channels.timetable.bells import BreakKind
from channels.timetable.clashes import ClashKind
from channels.timetable.school_names import NameKind
from channels.types import Id, Moment, Shape

Clock = Annotated[
    time,
    PlainSerializer(lambda moment: moment.strftime("%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}),
]
"""A time of day, by the school's clock."""


class Period(Shape):
    """Reporting period of grades `grade_from` to `grade_until`, both included; `until_day` is exclusive."""

    id: Id
    title: str
    from_day: date
    until_day: date
    grade_from: int
    grade_until: int


class FreeDays(Shape):
    """Days without lessons inside a period, or between two: holidays, or a single day. `until_day` is exclusive."""

    title: str
    from_day: date
    until_day: date


class SchoolYear(Shape):
    """The year as a school says it. `revision` 0: it has said nothing, and its rosters' periods count."""

    revision: int
    weekdays: int
    periods: list[Period]
    free: list[FreeDays]


class BellTimes(Shape):
    """Bell of one lesson; `then` is the kind of the break after it."""

    number: int
    starts: Clock
    ends: Clock
    then: BreakKind


class BellSchedule(Shape):
    """Bells of one shift, or of a short day."""

    name: str
    bells: list[BellTimes]


class SaidBellRule(Shape):
    """Classes that have a schedule: one class or, with null, the whole school; on a day, on a weekday, or always."""

    schedule: str
    class_: Id | None = Field(alias="class")
    weekday: int | None
    day: date | None


class Bells(Shape):
    """Bells in force on a day, from `from_day` (null: from ever) until `until_day` (null: no others are planned)."""

    revision: int
    from_day: date | None
    until_day: date | None
    schedules: list[BellSchedule]
    rules: list[SaidBellRule]


class Place(Shape):
    """Day and bell of a lesson."""

    day: date
    number: int


class ReplacedBy(Shape):
    """Lesson of another course that is held instead."""

    id: Id
    subject: str


class LessonDeviation(Shape):
    """Differences of a lesson from the pattern. `covered`: the course's teachers, while others hold it.

    `room_was` is null where the room is that of the pattern. `instead` is what is held and is no lesson.
    """

    moved_from: Place | None
    room_was: str | None
    covered: list[PersonRef]
    instead: str
    replaced_by: ReplacedBy | None
    note: str


class Classes(Shape):
    """Classes of a school, by year and name."""

    classes: list[ClassRef]


class TimetableLesson(Shape):
    """Lesson in a timetable. `class`: the one whose bells it has; empty if nobody knows. Who covers stands first.

    `deviation` is null for a lesson that is as the pattern says.
    """

    id: Id
    course: Id
    title: str
    subject: str
    class_: str = Field(alias="class")
    day: date
    number: int
    starts_at: Moment | None
    ends_at: Moment | None
    room: str
    teachers: list[PersonRef]
    cancelled: bool
    revision: int
    deviation: LessonDeviation | None


class Timetable(Shape):
    """Lessons of one week, in the order of their times."""

    week: str
    zone: str
    lessons: list[TimetableLesson]


class Room(Shape):
    """Room of a school. `building` is empty where a school has one."""

    id: Id
    building: str
    name: str


class Rooms(Shape):
    revision: int
    rooms: list[Room]


class SaidPatternRow(Shape):
    """Row of the pattern. `room` is null where none is said; `word` says why it stands although it clashes."""

    id: Id
    course: Id
    weekday: int
    number: int
    room: Id | None
    cycle: int
    weeks: list[int]
    anchor: date
    from_day: date
    until_day: date
    word: str


class TaughtCourse(Shape):
    """Course as a timetable needs it. `class`: the one whose bells it has. `classes`: those of its students.

    `group` names a subgroup. `typed`: the school typed it, no roster says it, and it can be changed here.
    """

    id: Id
    title: str
    subject: str
    grade: int | None
    class_: Id | None = Field(alias="class")
    classes: list[ClassRef]
    students: int
    teachers: list[PersonRef]
    group: str
    typed: bool


class OneCourse(Shape):
    course: TaughtCourse


class Pattern(Shape):
    """Rows that hold on a day or later, and the school's courses."""

    rows: list[SaidPatternRow]
    courses: list[TaughtCourse]


class PatternClash(Shape):
    """Two rows at one time. `add` is the place of the new row in the request.

    `other` is the id of a row that stands, or null with `other_add`, the place of another new row. `kind` says whom or
    what both need: `who` are ids of teachers, of the room, or of students; empty where whole classes meet.
    """

    kind: ClashKind
    add: int
    other: Id | None
    other_add: int | None
    who: list[Id]


class KeptLesson(Shape):
    """Lesson that stays although the pattern has no place for it any more: something is written about it."""

    id: Id
    course: Id
    day: date
    number: int


class PatternChanged(Shape):
    """Outcome of a change: the new rows (none in a check), lessons added, dropped and changed, and those kept."""

    rows: list[SaidPatternRow]
    clashes: list[PatternClash]
    added: int
    dropped: int
    changed: int
    kept: list[KeptLesson]


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


class FileProblem(Shape):
    """Problem of a file at a line (0: the whole file), in words. `level` is error or warning."""

    level: str
    file: str
    line: int
    column: str
    ru: str
    en: str


class ReadFile(Shape):
    """File of a timetable that was read. `file` is null if it cannot be applied; else it waits to be applied.

    `problems` are the first ones, `errors` and `warnings` how many there are.
    """

    file: Id | None
    lessons: int
    terms: list[str]
    errors: int
    warnings: int
    problems: list[FileProblem]


class Candidate(Shape):
    id: Id
    name: str


class ImportDoubt(Shape):
    """Name of a file that has to be answered: `candidates`, best first, and how many `lines` wait for it."""

    kind: NameKind
    name: str
    written: str
    candidates: list[Candidate]
    lines: int


class ImportNames(Shape):
    """Names of one kind that the school has, for doubts of which none of the candidates is meant."""

    kind: NameKind
    names: list[Candidate]


class ImportedCourse(Shape):
    """Course that the file has and the school lacks: it is made when the file is applied."""

    title: str
    teachers: int


class ImportPreview(Shape):
    """Preview of applying a file from a day on: rows of the pattern and lessons. `digest` names exactly this.

    `left_out` rows were answered not to be wanted, `waiting` ones wait for an answer. `asks_twice`: nothing, or less
    than four fifths of what stands, would be left. Clashes with courses that are new come when it is applied.
    """

    name: str
    from_day: date
    digest: str
    doubts: list[ImportDoubt]
    names: list[ImportNames]
    new_courses: list[ImportedCourse]
    new: int
    changed: int
    gone: int
    unchanged: int
    left_out: int
    waiting: int
    of_another_school: bool
    asks_twice: bool
    clashes: list[PatternClash]
    lessons_added: int
    lessons_dropped: int


class SetUpStep(StrEnum):
    """Step of a school's set-up, in the order in which they are done."""

    SCHOOL = "school"  # days of its week
    BELLS = "bells"  # and reporting periods
    STAFF = "staff"
    CLASSES = "classes"
    STUDENTS = "students"
    ROOMS = "rooms"
    COURSES = "courses"  # with teachers
    TIMETABLE = "timetable"


class StepState(Shape):
    """State of a step. `missing`: classes for which it is not done; none for a step of the whole school."""

    step: SetUpStep
    done: bool
    missing: list[ClassRef]


class ClassSetUp(Shape):
    """Class with the steps of its own that are done: bells, students, courses, timetable."""

    id: Id
    name: str
    grade: int | None
    done: list[SetUpStep]


class SetUp(Shape):
    steps: list[StepState]
    classes: list[ClassSetUp]
