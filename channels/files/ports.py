"""What files need: rows, a place for bytes, somebody who looks at the content, somebody who looks for viruses."""

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
    WAITING = "waiting"  # all there and as it should be; the scanner has not said that it is clean
    READY = "ready"
    REFUSED = "refused"  # its bytes are removed
    TAKEN = "taken"  # away: with its message, or because nobody sent it


@dataclass(frozen=True, slots=True)
class Seal:
    """By which kept bytes are known again."""

    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as it is stored. `announced` bytes are to come; `message` is the offset it was sent with."""

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
    """How many files of a person are not sent yet, and how many bytes they announced lately."""

    unsent: int
    announced: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found. `instead`: a file to keep in the place of the one that came; `preview`: one to keep beside it."""

    size: int
    width: int | None = None
    height: int | None = None
    instead: Path | None = None
    preview: Path | None = None


class FileStore(Protocol):
    """Runs inside the caller's transaction."""

    async def usage(self, person: int, since: datetime) -> Usage:
        """Until the transaction ends nobody else gets an answer about this person."""
        ...

    async def announce(self, new: NewRow, at: datetime) -> int: ...

    async def row(self, file: int) -> FileRow | None: ...

    async def checked(self, file: int, found: Inspected) -> None:
        """All bytes are kept: from UPLOADING to WAITING."""
        ...

    async def set_seal(self, blob: str, seal: Seal) -> None: ...

    async def seal(self, blob: str) -> Seal | None:
        """None for what was kept before there were any."""
        ...

    async def settle(self, file: int, state: State, refused: str | None = None) -> None:
        """Of what is not sent yet and not refused; anything else stays."""
        ...

    async def claim(self, files: Collection[int]) -> Mapping[int, FileRow]:
        """Those that there are. Until the transaction ends nobody else sends them, takes them away or removes them."""
        ...

    async def attach(self, uses: Sequence[tuple[int, int]]) -> None:
        """Files and the offsets of the messages, in the same chat, that they go along with, in this order."""
        ...

    async def copy(self, files: Sequence[int], chat: int, person: int, at: datetime) -> list[Attached]:
        """New rows over the same bytes, in the order given; of files that are taken away meanwhile none."""
        ...

    async def give_up(self, before: datetime) -> None:
        """Takes away what was announced before that moment and never sent."""
        ...

    async def removable(self, limit: int) -> list[str]:
        """Blobs that only rows name that are refused or taken."""
        ...

    async def removed(self, blobs: Collection[str]) -> None: ...


class Part(Protocol):
    """The bytes of a file as far as they have come. Only one at a time has it."""

    @property
    def offset(self) -> int: ...

    @property
    def path(self) -> Path:
        """Where they can be read."""
        ...

    async def write(self, data: bytes) -> None:
        """Appends. What was written stays when the connection, or the process, ends."""
        ...


class Busy(Exception):
    """Somebody else is writing this blob."""


class Damaged(Exception):
    """The bytes are not those that were kept: the disk has lost some, or somebody has changed them."""


class Blobs(Protocol):
    """Bytes under random names. What `keep` has returned from survives a loss of power."""

    async def offset(self, blob: str) -> int:
        """How many bytes have come of what is not kept yet."""
        ...

    def appending(self, blob: str) -> AbstractAsyncContextManager[Part]:
        """Raises `Busy`."""
        ...

    async def keep(self, blob: str, part: Part, found: Inspected) -> Seal:
        """Puts the part (or what takes its place) and the preview where they stay."""
        ...

    async def kept(self, blob: str, *, preview: bool = False, seal: Seal | None = None) -> Path | None:
        """Where it can be read. Raises `Damaged` for what is not of the seal."""
        ...

    async def remove(self, blob: str) -> None:
        """All of it. Removing what is not there is no mistake."""
        ...


class Inspector(Protocol):
    async def inspect(self, path: Path, kind: Kind) -> Inspected:
        """Looks whether the content is of this kind and nothing else. Images come back new, without the camera's words.

        Raises FILE_DISAGREES, TOO_MANY_PIXELS, PACKED_TOO_TIGHT; TOO_MANY_WAITING.
        """
        ...


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    AWAY = "away"  # nobody can say at the moment


class Scanner(Protocol):
    async def scan(self, path: Path) -> Verdict:
        """CLEAN only when it was said so in full; whatever goes wrong is AWAY. Never raises."""
        ...
