"""Shapes of the school year: periods, free days and bells."""

from datetime import date, time
from typing import Annotated

from pydantic import Field, PlainSerializer, WithJsonSchema

from channels.school_year.bells import BreakKind
from channels.types import Id, Shape

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


class CountedPeriods(Shape):
    """Periods that count: the school's own or, where it has said none, those of its rosters."""

    own: bool
    periods: list[Period]


class FreeDays(Shape):
    """Days without lessons of some grades: holidays, or a single day. `until_day` is exclusive, the grades are not."""

    title: str
    from_day: date
    until_day: date
    grade_from: int
    grade_until: int


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
