"""Inputs, shapes and facts of the gradebook (docs/PROTOCOL.md)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from channels.people import ClassRef, Name, PersonRef
from channels.publication import ChannelName
from channels.timetable.model import LessonDeviation
from channels.types import AskedDay, Fact, Id, Input, Moment, Shape, Words

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
    """The lesson of a mark or attendance, with all that a client needs to show it without another request."""

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
    """An active mark. `was` is its state before the last correction."""

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
    """The trace of a withdrawn mark. Only the course's teachers see what the mark was."""

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


def kinds_of(marks: Iterable[AnyMark]) -> set[int]:
    """Returns the kinds of active marks, as they are and as they were before their last corrections."""
    active = [mark for mark in marks if isinstance(mark, Mark)]
    return {mark.kind for mark in active} | {mark.was.kind for mark in active if mark.was is not None}


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


# Inputs


class NewMark(Input):
    """A new mark. `confirmed`: the teacher means it although the student is absent in the lesson."""

    student: Id
    lesson: Id
    confirmed: bool = False
    value: int  # not limited here: a value outside the scale has an error code of its own
    kind: Id
    weight: Weight | None = None  # default: the kind's
    comment: Words = ""


class NewMarks(Input):
    marks: Annotated[list[NewMark], Field(min_length=1, max_length=200)]


class Days(Input):
    """Days from `from` to `until`, exclusive. Without days: the four weeks that end with the present one."""

    from_: AskedDay | None = None
    until: AskedDay | None = None

    model_config = {**Input.model_config, "alias_generator": lambda name: name.rstrip("_")}


class Correction(Input):
    """A correction. `revision` is the one the teacher saw. Omitted fields stay as they are."""

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
    """An attendance entry. `revision` is the one the teacher saw, 0 for none.

    `confirmed`: the teacher means the absence although there is a mark in the lesson.
    """

    student: Id
    lesson: Id
    confirmed: bool = False
    revision: Annotated[int, Field(ge=0)] = 0
    status: Annotated[Status, Field(strict=False)]
    minutes: Annotated[int, Field(ge=1, le=240)] | None = None


class NewAttendances(Input):
    attendance: Annotated[list[NewAttendance], Field(min_length=1, max_length=200)]


# Answers


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
    """Position up to which a state includes the channel's publications. Fold only publications above it."""

    channel: ChannelName
    offset: int
    epoch: str


class ReportingPeriod(Shape):
    """Period of an average. `title` is the roster's; None if it names no periods: then the school year counts."""

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
    deviation: LessonDeviation | None  # from the pattern


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
    keeps: bool  # may write into the journal; else only reads it, as the class teacher
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
    deviation: LessonDeviation | None  # from the pattern


class Journal(Shape):
    course: CourseRef
    keeps: bool  # may write into the journal; else only reads it, as the class teacher
    zone: str
    position: StatePosition
    today: date
    students: list[JournalStudent]
    lessons: list[JournalLesson]
    kinds: list[Kind]
    marks: list[Mark]
    attendance: list[Attendance]


# Facts


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
