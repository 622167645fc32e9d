"""Inputs of changed lessons and of teachers who are away."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.timetable.inputs import Number
from channels.types import NO_CONTROLS, AskedDay, Id, Input, Words


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
