"""Inputs of rooms, pattern and courses."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.school_year.inputs import Title
from channels.types import NO_CONTROLS, AskedDay, Id, Input, Words


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


class ChangedCourse(CourseFields):
    """Fields of a course anew. `revision` is that of the course which was changed.

    `word` says why its lessons stay although they clash; `confirmed`: they may be left without a bell.
    """

    revision: Annotated[int, Field(ge=1)]
    word: Words = ""
    confirmed: bool = False


class EndedCourse(Input):
    """A course that ends; nothing more is asked."""
