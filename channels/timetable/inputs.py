"""Inputs of the school week (docs/PROTOCOL.md)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.types import NO_CONTROLS, AskedDay, Input

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
