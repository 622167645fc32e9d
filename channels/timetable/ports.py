"""Port of the school week in storage. Every method runs inside the caller's transaction."""

from datetime import datetime
from typing import Protocol

from channels.timetable.inputs import NewSchoolYear
from channels.timetable.model import SchoolYear


class SchoolYearStore(Protocol):
    async def one(self, school: int) -> SchoolYear:
        """Returns what the school has said, with periods and free days in the order of their first days."""
        ...

    async def set(self, school: int, asked: NewSchoolYear, person: int, at: datetime) -> None:
        """Replaces it; a period that says the same as before keeps its id. The school's channel is locked."""
        ...
