"""Inputs of the school year: periods, free days and bells."""

from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from channels.school_year.bells import BreakKind
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
    grade_from: Grade = 1
    grade_until: Grade = 12


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
    """Bells of a school anew, from a day on. `revision` is that of the bells which were changed; 0 for the first.

    `word` says why lessons stay that clash by these times; `confirmed`: lessons may be left without a bell.
    """

    revision: Annotated[int, Field(ge=0)]
    from_day: AskedDay
    schedules: Annotated[list[NewBellSchedule], Field(max_length=20)]
    rules: Annotated[list[NewBellRule], Field(max_length=2000)]  # 72 classes, six weekdays each, and single days
    word: Words = ""
    confirmed: bool = False


class NewRuleOfDay(Input):
    """Classes that have the schedule of that name on one day: one class, or null for the whole school."""

    schedule: Title
    class_: Id | None = Field(default=None, alias="class")


class NewBellsOfDay(Input):
    """Rules of one day, all of them anew: none for a day like all others. `revision` is that of the present bells.

    `word` and `confirmed` are those of `NewBells`.
    """

    revision: Annotated[int, Field(ge=0)]
    day: AskedDay
    rules: Annotated[list[NewRuleOfDay], Field(max_length=500)]
    word: Words = ""
    confirmed: bool = False


class WantedBells(Input):
    """Bells that hold on a day; without one, today."""

    day: AskedDay | None = None
