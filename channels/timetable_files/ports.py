"""Port of brought timetables in storage. Every method runs inside the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from channels.timetable_files.columns import Chosen
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.model import ReadFile
from channels.timetable_files.school_names import Question


class Stamp(NamedTuple):
    """Number that grows with each change of how a lesson is shown, and the moment of the last one."""

    sequence: int
    changed_at: datetime


class ImportStore(Protocol):
    async def keep(self, school: int, read: ReadFile, timetable: ImportedTimetable, person: int, at: datetime) -> int:
        """Keeps a file that was read, in place of the one that waited; returns its id."""
        ...

    async def waiting(self, school: int) -> ReadFile | None:
        """Returns what was read of the file that waits."""
        ...

    async def drop(self, school: int) -> None:
        """Forgets the file that waits."""
        ...

    async def file(self, school: int, file: int) -> tuple[str, ImportedTimetable] | None:
        """Returns name and lessons of a file that waits."""
        ...

    async def applied(self, file: int, at: datetime) -> None: ...

    async def columns(self, school: int) -> Mapping[tuple[str, ...], Chosen]:
        """Returns what was chosen for the columns of lists, by all headings of such a list."""
        ...

    async def keep_columns(self, school: int, columns: Chosen) -> None:
        """Keeps what the columns of a list say, in the order of the columns, in place of what was kept for them."""
        ...

    async def answers(self, school: int) -> dict[Question, int | None]: ...

    async def keep_answers(self, school: int, answers: Mapping[Question, int | None]) -> None: ...
