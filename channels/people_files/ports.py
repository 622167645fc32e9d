"""Ports of files of people: their rows in storage, inside the caller's transaction, and the work on them outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels.people_files.model import FileStage, FileState


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Row of a file. `run` grows with each reading or applying; `touched_at` is the last sign of life of the run."""

    id: int
    school: int
    folder: str
    names: list[str]
    state: FileState
    run: int
    stage: FileStage | None
    done: int
    total: int
    answers: Mapping[str, str]
    report: str | None  # JSON of a PeopleReport
    is_stale: bool
    brought_by: int
    brought_at: datetime
    touched_at: datetime
    applied_at: datetime | None


class PeopleFileStore(Protocol):
    async def lock(self, school: int) -> KeptFile | None:
        """Returns the file of the school that waits, and keeps others from changing it until the transaction ends."""
        ...

    async def waiting(self, school: int) -> KeptFile | None: ...

    async def file(self, school: int, file: int) -> KeptFile | None: ...

    async def add(self, school: int, folder: str, name: str, person: int, at: datetime) -> int: ...

    async def add_name(self, file: int, name: str) -> None: ...

    async def begin_reading(self, file: int, answers: Mapping[str, str], at: datetime) -> None: ...

    async def begin_applying(self, file: int, asked: str, at: datetime) -> None:
        """Begins to apply a file; `asked` is the JSON of an AppliedPeople."""
        ...

    async def drop(self, file: int) -> None: ...

    async def applied(self, school: int, most: int) -> Sequence[KeptFile]:
        """Returns the files that were applied, the last one first."""
        ...

    async def drop_older(self, before: datetime) -> None:
        """Drops files that wait and were brought before."""
        ...

    async def folders(self) -> set[str]:
        """Returns the folders whose files are still needed."""
        ...


class PeopleFileWork(Protocol):
    def start(self, file: int) -> None:
        """Reads or applies a file in the background, as its row says. Call it after the commit."""
        ...

    def forget(self, folder: str) -> None:
        """Removes the bytes of a set that is not needed any more, in the background."""
        ...
