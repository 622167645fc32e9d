"""Inputs of the school week (docs/PROTOCOL.md)."""

from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from channels.timetable.bells import BreakKind
from channels.timetable.school_names import NameKind
from channels.types import NO_CONTROLS, AskedDay, Id, Input, Words


def _whole_minute(value: time) -> time:
    if value.second or value.microsecond or value.tzinfo is not None:
        raise ValueError("a time of day is written like 08:30")
    return value


AskedClock = Annotated[time, Field(strict=False), AfterValidator(_whole_minute)]
"""A time of day as clients write it: 08:30."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=NO_CONTROLS)]
Grade = Annotated[int, Field(ge=1, le=12)]


class NewPeriod(Input):
    title: Title
    from_day: AskedDay
    until_day: AskedDay
    grade_from: Grade = 1
    grade_until: Grade = 12


class NewFreeDays(Input):
    title: Title
    from_day: AskedDay
    until_day: AskedDay


class NewSchoolYear(Input):
    """The whole year anew. `revision` is that of the year which was changed; 0 for the first."""

    revision: Annotated[int, Field(ge=0)]
    weekdays: Annotated[int, Field(ge=5, le=6)]
    periods: Annotated[list[NewPeriod], Field(max_length=60)]
    free: Annotated[list[NewFreeDays], Field(max_length=100)]


class NewBellTimes(Input):
    number: Annotated[int, Field(ge=0, le=20)]
    starts: AskedClock
    ends: AskedClock
    then: Annotated[BreakKind, Field(strict=False)] = BreakKind.PLAIN


class NewBellSchedule(Input):
    name: Title
    bells: Annotated[list[NewBellTimes], Field(max_length=20)]


class NewBellRule(Input):
    """Classes that have the schedule of that name: one class, or null for the whole school."""

    schedule: Title
    class_: Id | None = Field(default=None, alias="class")
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    day: AskedDay | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.weekday is not None and self.day is not None:
            raise ValueError("a weekday or a day")
        return self


class NewBells(Input):
    """Bells of a school anew, from a day on. `revision` is that of the bells which were changed; 0 for the first."""

    revision: Annotated[int, Field(ge=0)]
    from_day: AskedDay
    schedules: Annotated[list[NewBellSchedule], Field(max_length=20)]
    rules: Annotated[list[NewBellRule], Field(max_length=2000)]  # 72 classes, six weekdays each, and single days


class WantedBells(Input):
    """Bells that hold on a day; without one, today."""

    day: AskedDay | None = None


class NewRoom(Input):
    """A room. `id` is that of a room which is there; without one it is new."""

    id: Id | None = None
    building: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_CONTROLS)] = ""
    name: Title


class NewRooms(Input):
    """Rooms of a school, all of them. `revision` is that of the rooms which were changed; 0 for the first."""

    revision: Annotated[int, Field(ge=0)]
    rooms: Annotated[list[NewRoom], Field(max_length=1000)]


LONGEST_CYCLE = 4
Cycle = Annotated[int, Field(ge=1, le=LONGEST_CYCLE)]
Number = Annotated[int, Field(ge=0, le=20)]


class NewPatternRow(Input):
    """A lesson of a course at a bell of a weekday, in weeks `weeks` of a cycle of `cycle` weeks.

    `anchor` is a day of a first week of the cycle; without one the first week is that in which the year begins.
    `from_day` and `until_day` are those of the change, if the row does not say its own.
    """

    course: Id
    weekday: Annotated[int, Field(ge=1, le=7)]
    number: Number
    room: Id | None = None
    cycle: Cycle = 1
    weeks: Annotated[list[Cycle], Field(min_length=1, max_length=LONGEST_CYCLE)] = [1]
    anchor: AskedDay | None = None
    from_day: AskedDay | None = None
    until_day: AskedDay | None = None

    @model_validator(mode="after")
    def _of_the_cycle(self) -> Self:
        if max(self.weeks) > self.cycle or len(set(self.weeks)) < len(self.weeks):
            raise ValueError("weeks are weeks of the cycle, each once")
        return self


class PatternChange(Input):
    """Changes of the pattern from a day on: rows that end, and rows that begin and hold until `until_day` (exclusive).

    Without `until_day` they hold until the end of the school year. `word` says why rows stay although they clash.
    """

    from_day: AskedDay
    until_day: AskedDay | None = None
    end: Annotated[list[Id], Field(max_length=5000)] = []
    add: Annotated[list[NewPatternRow], Field(max_length=5000)] = []
    word: Words = ""


class WantedPattern(Input):
    """Pattern that holds on a day or later; without one, today."""

    day: AskedDay | None = None


class LessonChange(Input):
    """A change of one lesson; what is left out stays. `revision` is that of the lesson which is changed.

    `teachers` hold it instead of the course's own, with [] these hold it again. `course` is held instead of it, as a
    lesson of its own; `instead` names what is held instead and is no lesson. With either it counts as cancelled.
    """

    lesson: Id
    revision: Annotated[int, Field(ge=1)]
    cancelled: bool | None = None
    day: AskedDay | None = None
    number: Number | None = None
    room: Id | None = None
    teachers: Annotated[list[Id], Field(max_length=10)] | None = None
    course: Id | None = None
    instead: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=NO_CONTROLS)] = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.cancelled is False and (self.course is not None or self.instead):
            raise ValueError("what another is held instead of is cancelled")
        if self.course is not None and self.instead:
            raise ValueError("another course or something else, not both")
        return self


class LessonChanges(Input):
    """Changes of lessons that belong together. `reason` is for the staff, `note` for the class.

    `word` says why lessons stay although they clash.
    """

    changes: Annotated[list[LessonChange], Field(min_length=1, max_length=200)]
    reason: Words = ""
    note: Words = ""
    word: Words = ""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({change.lesson for change in self.changes}) < len(self.changes):
            raise ValueError("each lesson once")
        return self


class NewLesson(Input):
    """A single lesson. `teachers` hold it instead of the course's own."""

    course: Id
    day: AskedDay
    number: Number
    room: Id | None = None
    teachers: Annotated[list[Id], Field(max_length=10)] = []
    reason: Words = ""
    note: Words = ""
    word: Words = ""


class NewTeacherAbsence(Input):
    """Days on which a teacher is away; `until_day` is exclusive. Only those who keep the timetable read the reason."""

    teacher: Id
    from_day: AskedDay
    until_day: AskedDay
    reason: Words = ""

    @model_validator(mode="after")
    def _not_for_years(self) -> Self:
        if (self.until_day - self.from_day).days > 366:
            raise ValueError("a year at most")
        return self


class CourseFields(Input):
    """Fields of a course that a school types. `class` is the one whose bells it has, `group` the name of a subgroup.

    `classes` are taken whole: several are a stream. `students` are chosen from `class` and `classes`. The first of
    `teachers` is named as its teacher.
    """

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_CONTROLS)]
    subject: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_CONTROLS)]
    class_: Id = Field(alias="class")
    group: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_CONTROLS)] = ""
    classes: Annotated[list[Id], Field(max_length=20)] = []
    students: Annotated[list[Id], Field(max_length=200)] = []
    teachers: Annotated[list[Id], Field(max_length=10)] = []

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for ids in (self.classes, self.students, self.teachers):
            if len(set(ids)) < len(ids):
                raise ValueError("each once")
        return self


class EndedCourse(Input):
    """A course that ends; nothing more is asked."""


class WantedImport(Input):
    """A file's timetable as it would be from a day on; `term` is the place of one of the terms that the file has."""

    from_day: AskedDay
    term: Annotated[int, Field(ge=0, le=100)] | None = None


class ImportAnswer(Input):
    """Meaning of a name of a file. `target` null: nobody, no room, or rows that are not wanted."""

    kind: Annotated[NameKind, Field(strict=False)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_CONTROLS)]
    target: Id | None


class ImportAnswers(WantedImport):
    answers: Annotated[list[ImportAnswer], Field(max_length=2000)]


class AppliedImport(WantedImport):
    """A file to be applied as it was previewed. `confirmed`: also if little or nothing of the pattern is left."""

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
    confirmed: bool = False
    word: Words = ""
