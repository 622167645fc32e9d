"""Ports of files: their rows, a place for bytes, an inspector of the content, and a scanner for viruses."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from pathlib import Path
from typing import Protocol

from channels.files.kinds import Kind
from channels.files.model import Attached


class State(StrEnum):
    UPLOADING = "uploading"
    WAITING = "waiting"  # complete and inspected; the scanner has not said that it is clean
    READY = "ready"
    REFUSED = "refused"  # its bytes are removed
    TAKEN = "taken"  # taken away: with its message, or because nobody sent it


@dataclass(frozen=True, slots=True)
class Seal:
    """Size and hash by which kept bytes are known again."""

    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it is stored. `announced`: bytes that are to come; `message`: the offset of the message it was sent
    with."""

    chat: int
    person: int
    attached: Attached
    announced: int
    blob: str
    state: State
    refused: str | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class NewRow:
    chat: int
    person: int
    name: str
    type: str
    announced: int
    blob: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Number of a person's files that are not sent yet, and of bytes that they announced lately."""

    unsent: int
    announced: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """Result of an inspection. `instead`: a file to keep in place of the one that came; `preview`: one to keep
    beside it."""

    size: int
    width: int | None = None
    height: int | None = None
    instead: Path | None = None
    preview: Path | None = None


class FileStore(Protocol):
    """Port of the files' rows. Runs inside the caller's transaction."""

    async def usage(self, person: int, since: datetime) -> Usage:
        """Returns the person's usage. Nobody else gets an answer about this person until the transaction ends."""
        ...

    async def announce(self, new: NewRow, at: datetime) -> int: ...

    async def row(self, file: int) -> FileRow | None: ...

    async def checked(self, file: int, found: Inspected) -> None:
        """Moves a file, all of whose bytes are kept, from UPLOADING to WAITING, and stores what was found."""
        ...

    async def set_seal(self, blob: str, seal: Seal) -> None: ...

    async def seal(self, blob: str) -> Seal | None:
        """Returns the seal; None for bytes that were kept before there were seals."""
        ...

    async def settle(self, file: int, state: State, refused: str | None = None) -> None:
        """Sets the state of a file that is not sent yet and not refused; any other stays as it is."""
        ...

    async def claim(self, files: Collection[int]) -> Mapping[int, FileRow]:
        """Returns the rows that exist. Until the transaction ends nobody else sends these files, takes them away or
        removes them."""
        ...

    async def attach(self, uses: Sequence[tuple[int, int]]) -> None:
        """Attaches files to messages of the same chat, in this order. `uses` pairs a file and a message's offset."""
        ...

    async def copy(self, files: Sequence[int], chat: int, person: int, at: datetime) -> list[Attached]:
        """Makes new rows over the same bytes, in the order given; leaves out files that were taken away meanwhile."""
        ...

    async def give_up(self, before: datetime) -> None:
        """Takes away what was announced before that moment and never sent."""
        ...

    async def removable(self, limit: int) -> list[str]:
        """Returns blobs that only refused or taken rows name, and that no report under way has as evidence."""
        ...

    async def removed(self, blobs: Collection[str]) -> None: ...


class Part(Protocol):
    """Bytes of a file as far as they have come. Only one writer at a time has it."""

    @property
    def offset(self) -> int: ...

    @property
    def path(self) -> Path:
        """Path at which they can be read."""
        ...

    async def write(self, data: bytes) -> None:
        """Appends bytes. They stay when the connection, or the process, ends."""
        ...


class Busy(Exception):
    """Raised while somebody else is writing this blob."""


class Damaged(Exception):
    """Raised if the bytes are not those that were kept: the disk has lost some, or somebody has changed them."""


class Blobs(Protocol):
    """Port of bytes under random names. What `keep` has returned from survives a loss of power."""

    async def offset(self, blob: str) -> int:
        """Returns how many bytes have come of a blob that is not kept yet."""
        ...

    def appending(self, blob: str) -> AbstractAsyncContextManager[Part]:
        """Opens the part of a blob for appending. Raises `Busy`."""
        ...

    async def keep(self, blob: str, part: Part, found: Inspected) -> Seal:
        """Puts the part (or what takes its place) and the preview where they stay. Returns the seal."""
        ...

    async def kept(self, blob: str, *, preview: bool = False, seal: Seal | None = None) -> Path | None:
        """Returns where the bytes can be read; None if they are not there. Raises `Damaged` if they do not match the
        seal."""
        ...

    async def remove(self, blob: str) -> None:
        """Removes all of a blob. Removing one that is not there is no mistake."""
        ...


class Inspector(Protocol):
    async def inspect(self, path: Path, kind: Kind) -> Inspected:
        """Checks that the content is of this kind and nothing else. Images are made anew, without the camera's
        metadata.

        Raises FILE_DISAGREES, TOO_MANY_PIXELS, PACKED_TOO_TIGHT; TOO_MANY_WAITING.
        """
        ...


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"  # nobody can say at the moment


class Scanner(Protocol):
    async def scan(self, path: Path) -> Verdict:
        """Returns CLEAN only if the scanner said so in full; whatever goes wrong is AWAY. Never raises."""
        ...
