"""Shapes of the school week (docs/PROTOCOL.md)."""

from datetime import date

from channels.types import Id, Shape


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
