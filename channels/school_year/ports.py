"""Ports of the school year in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from channels.school_year.inputs import NewBells, NewBellsOfDay, NewSchoolYear
from channels.school_year.model import Bells, SchoolYear
from channels.school_year.school_calendar import Span


class SchoolYearStore(Protocol):
    async def one(self, school: int) -> SchoolYear:
        """Returns what the school has said, with periods and free days in the order of their first days."""
        ...

    async def set(self, school: int, asked: NewSchoolYear, person: int, at: datetime) -> None:
        """Replaces it; a period that says the same as before keeps its id. The school's channel is locked."""
        ...


class BellChanges(NamedTuple):
    """Spans in which a class has the same bells on a weekday, all but the `days` that have bells of their own."""

    spans: Sequence[Span]
    days: Collection[date]


class BellStore(Protocol):
    async def changes(self, school: int, day: date) -> BellChanges:
        """Returns when the bells change from that day on; the last span has no end."""
        ...

    async def on(self, school: int, day: date) -> Bells:
        """Returns the bells in force on that day."""
        ...

    async def set_day(self, school: int, asked: NewBellsOfDay, person: int, at: datetime) -> None:
        """Replaces what is said of a day, in the schedules that hold on it."""
        ...

    async def set(self, school: int, asked: NewBells, person: int, at: datetime) -> None:
        """Replaces the bells from a day on; earlier days keep theirs. The school's channel is locked."""
        ...
