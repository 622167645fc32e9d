"""Shapes of the gradebook, as stored, told and shown (docs/PROTOCOL.md)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from channels.people import ClassRef, Name, PersonRef
from channels.publication import ChannelName
from channels.types import AskedDay, AskedWeek, Fact, Id, Input, Moment, Shape, Words

Value = Annotated[int, Field(ge=1, le=5)]
Weight = Annotated[int, Field(ge=0, le=100)]


class Bilingual(Shape):
    ru: str
    en: str


class Kind(Shape):
    id: Id
    name: Bilingual
    short: Bilingual
    weight: Weight


class AtLesson(Shape):
    """Where a fact stands, so that it can be told without looking anything up."""

    id: Id
    day: date
    number: int
    subject: str


class MarkState(Shape):
    value: Value
    kind: Id
    weight: Weight
    comment: str


class Mark(Shape):
    """A mark that stands. `was` is what stood before its last correction."""

    id: Id
    student: Id
    course: Id
    lesson: Id
    at_lesson: AtLesson
    kind: Id
    value: Value
    weight: Weight
    comment: str
    author: PersonRef
    posted_at: Moment
    changed_at: Moment
    revision: int
    state: Literal["active"] = "active"
    was: MarkState | None = None
    reason: str = ""


class WithdrawnMark(Shape):
    """The trace of a mark that was taken back. What it was is told to nobody but the course's teachers."""

    id: Id
    student: Id
    course: Id
    lesson: Id
    at_lesson: AtLesson
    revision: int
    changed_at: Moment
    author: PersonRef
    reason: str
    state: Literal["withdrawn"] = "withdrawn"


AnyMark = Annotated[Mark | WithdrawnMark, Field(discriminator="state")]


class MarkRevision(Shape):
    revision: int
    value: Value
    kind: Id
    weight: Weight
    comment: str
    withdrawn: bool
    reason: str
    author: PersonRef
    at: Moment


class Status(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    ILL = "ill"
    LATE = "late"
    EXCUSED = "excused"


class Attendance(Shape):
    student: Id
    course: Id
    lesson: Id
    at_lesson: AtLesson
    status: Status
    minutes: int | None
    revision: int
    author: PersonRef
    at: Moment


# What is asked for


class NewMark(Input):
    """`confirmed`: it is meant, though the student is absent in the lesson."""

    student: Id
    lesson: Id
    confirmed: bool = False
    value: int  # the scale is a rule with an answer of its own, not a matter of types
    kind: Id
    weight: Weight | None = None  # default: the kind's
    comment: Words = ""


class NewMarks(Input):
    marks: Annotated[list[NewMark], Field(min_length=1, max_length=200)]


class Week(Input):
    """`2026-W48`; without one the present week by the school's calendar."""

    week: AskedWeek | None = None


class Days(Input):
    """From the first to the day after the last; without days the four weeks that end with the present one."""

    from_: AskedDay | None = None
    until: AskedDay | None = None

    model_config = {**Input.model_config, "alias_generator": lambda name: name.rstrip("_")}


class Correction(Input):
    """`revision` is the one the teacher saw. What is left out stays as it is."""

    revision: int
    value: int
    kind: Id | None = None
    weight: Weight | None = None
    comment: Words | None = None
    reason: Words = ""


class Withdrawal(Input):
    revision: int
    reason: Words = ""


class NewAttendance(Input):
    """`revision` is the one the teacher saw, 0 where nothing stood. `confirmed`: an absence is meant, though there is a
    mark in the lesson."""

    student: Id
    lesson: Id
    confirmed: bool = False
    revision: Annotated[int, Field(ge=0)] = 0
    status: Annotated[Status, Field(strict=False)]
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None


class NewAttendances(Input):
    attendance: Annotated[list[NewAttendance], Field(min_length=1, max_length=200)]


# What is answered


class PostedMarks(Shape):
    marks: list[Mark]


class OneMark(Shape):
    mark: AnyMark


class MarkWithHistory(Shape):
    mark: AnyMark
    history: list[MarkRevision]


class RecordedAttendance(Shape):
    attendance: list[Attendance]


class StatePosition(Shape):
    """Up to which publication of which channel a state is told. Fold only what is above."""

    channel: ChannelName
    offset: int
    epoch: str


class ReportingPeriod(Shape):
    """What a mean is of. `title` is the roster's; none: the school year, where the roster names no periods."""

    title: str | None
    from_day: date
    until_day: date  # exclusive


class Average(Shape):
    course: Id
    subject: str
    period: ReportingPeriod
    sum: int  # of value × weight
    weight: int
    mean: str | None


class DiaryLesson(Shape):
    id: Id
    course: Id
    subject: str
    number: int
    starts_at: Moment | None
    ends_at: Moment | None
    room: str
    teacher: PersonRef | None
    topic: str
    homework: str
    cancelled: bool


class DiaryDay(Shape):
    day: date
    lessons: list[DiaryLesson]


class DiaryStudent(Shape):
    id: Id
    name: Name
    class_: ClassRef | None = Field(alias="class")


class Diary(Shape):
    student: DiaryStudent
    week: str
    zone: str
    position: StatePosition
    days: list[DiaryDay]
    kinds: list[Kind]
    marks: list[AnyMark]
    attendance: list[Attendance]
    averages: list[Average]


class CourseRef(Shape):
    id: Id
    title: str
    subject: str
    grade: int | None
    school: Id


class NextLesson(Shape):
    id: Id
    day: date
    number: int
    starts_at: Moment | None


class CourseOverview(CourseRef):
    students: int
    keeps: bool  # the journal; else it is read only, as the class teacher
    channel: ChannelName
    next_lesson: NextLesson | None


class Courses(Shape):
    courses: list[CourseOverview]


class JournalStudent(Shape):
    id: Id
    name: Name
    class_: str = Field(alias="class")


class JournalLesson(Shape):
    id: Id
    day: date
    number: int
    starts_at: Moment | None
    ends_at: Moment | None
    kind: Id | None
    topic: str
    homework: str
    room: str
    cancelled: bool


class Journal(Shape):
    course: CourseRef
    keeps: bool  # the reader may write into it; else it is read only, as the class teacher
    zone: str
    position: StatePosition
    today: date
    students: list[JournalStudent]
    lessons: list[JournalLesson]
    kinds: list[Kind]
    marks: list[Mark]
    attendance: list[Attendance]


# What is published


class MarksPosted(Fact):
    type: Literal["marks_posted"] = "marks_posted"
    marks: list[Mark]


class MarkCorrected(Fact):
    type: Literal["mark_corrected"] = "mark_corrected"
    mark: Mark


class MarkWithdrawn(Fact):
    type: Literal["mark_withdrawn"] = "mark_withdrawn"
    mark: WithdrawnMark


class AttendanceRecorded(Fact):
    type: Literal["attendance_recorded"] = "attendance_recorded"
    attendance: list[Attendance]
