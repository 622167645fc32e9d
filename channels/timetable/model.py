"""Shapes of timetables, rooms, courses, pattern and set-up."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from channels.people import ClassRef, PersonRef
from channels.timetable.clashes import ClashKind
from channels.types import Id, Moment, Shape


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


class Teachers(Shape):
    teachers: list[PersonRef]


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


class ClassTimetable(Shape):
    """Lessons of a class, by id, in the order of their times."""

    class_: ClassRef = Field(alias="class")
    lessons: list[Id]


class TimetablesOfClasses(Shape):
    """One week of all classes of a school, by year and name. A lesson stands once, however many classes are in it."""

    week: str
    zone: str
    lessons: list[TimetableLesson]
    classes: list[ClassTimetable]


class TeacherTimetable(Shape):
    """Lessons of a teacher, by id, in the order of their times."""

    teacher: PersonRef
    lessons: list[Id]


class TimetablesOfTeachers(Shape):
    """One week of all teachers of a school, by name. A lesson stands once, however many teachers hold it."""

    week: str
    zone: str
    lessons: list[TimetableLesson]
    teachers: list[TeacherTimetable]


class WeeklyLessons(Shape):
    """Number of lessons in a number of weeks, reduced: 5 in 2 is two and a half a week."""

    lessons: int
    weeks: int


class WeeklyLoad(Shape):
    """Lessons a week of the student of a class who has the fewest, and of the one who has the most."""

    least: WeeklyLessons
    most: WeeklyLessons


class CurriculumSpan(Shape):
    """Days in which lessons are counted: a reporting period, or with an empty title the school year.

    `until_day` is exclusive.
    """

    title: str
    from_day: date
    until_day: date


class CurriculumCourse(Shape):
    """Course of a class. `group` names a subgroup. Numbers of lessons are of the span.

    `held` are over; `planned` are all that stand, those to come as far as they are made, without those `cancelled`.
    """

    id: Id
    subject: str
    title: str
    group: str
    teachers: list[PersonRef]
    weekly: WeeklyLessons
    held: int
    planned: int
    cancelled: int


class Curriculum(Shape):
    """Curriculum of a class, by subject. `profile` is empty where none is said.

    `pattern_day`: lessons a week are those of this day; null without a pattern, and then there is no `load`.
    """

    class_: ClassRef = Field(alias="class")
    profile: str
    span: CurriculumSpan
    pattern_day: date | None
    load: WeeklyLoad | None
    courses: list[CurriculumCourse]


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

    `group` names a subgroup. `typed`: the school typed it, no roster says it, and it can be changed here; `revision`
    counts such changes.
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
    revision: int


class OneCourse(Shape):
    course: TaughtCourse


class CourseMembers(Shape):
    """Course with the classes that it takes whole, and the students who were chosen."""

    course: TaughtCourse
    whole: list[Id]
    chosen: list[Id]


class ClassStudents(Shape):
    students: list[PersonRef]


class Pattern(Shape):
    """Rows that hold on a day or later, and the school's courses."""

    rows: list[SaidPatternRow]
    courses: list[TaughtCourse]


class DayLesson(Shape):
    """Lesson on a day."""

    id: Id
    course: Id
    day: date
    number: int


class PatternClash(Shape):
    """Two lessons at one time. `add` is the place of the new row in the request.

    The other is of a row: `other` is the id of one that stands, `other_add` the place of another new one. Or it is
    `lesson`, which stands apart from the pattern: single, changed by hand, or kept. Where `add` is null, the row
    `other` would give lessons again, since one that had their place ends, and one of them meets `lesson`. `kind` says
    whom or what both need: `who` are ids of teachers, of the room, or of students; empty where whole classes meet.
    """

    kind: ClashKind
    add: int | None
    other: Id | None
    other_add: int | None
    lesson: DayLesson | None
    who: list[Id]


class PatternChanged(Shape):
    """Outcome of a change: the new rows (none in a check), lessons added, dropped and changed, and those kept."""

    rows: list[SaidPatternRow]
    clashes: list[PatternClash]
    added: int
    dropped: int
    changed: int
    kept: list[DayLesson]


class TimedLesson(Shape):
    """Lesson that stands. With a null `id` it is each that a row of the pattern gives, and `day` the first of them."""

    id: Id | None
    course: Id
    title: str
    day: date
    number: int


class TimeClash(Shape):
    """Two lessons that other times bring together. `who` are the ids of what both need, as in a `PatternClash`."""

    kind: ClashKind
    lesson: TimedLesson
    other: TimedLesson
    who: list[Id]


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
