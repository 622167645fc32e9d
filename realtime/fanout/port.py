"""Two ports between the processes of an installation: one carries publications, one is the cluster itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from channels.publication import ChannelName, ClientInfo, Publication


class EphemeralKind(StrEnum):
    PUBLICATION = "pub"  # typing, or in a channel without an archive: no offset, never recovered
    JOIN = "join"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A fact for those who listen now, and nobody later. `data` is JSON text, empty for join and leave."""

    channel: ChannelName
    kind: EphemeralKind
    data: bytes = b""
    info: ClientInfo | None = None
    tags: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of messages to and from other processes, since the start."""

    sent: int = 0
    received: int = 0  # including heartbeats
    dropped: int = 0  # had no room, were too old or too long, or may not have gone out
    reconnects: int = 0
    heartbeats_lost: int = 0
    lag_seconds: float = 0.0  # of the last hint, by the clocks of both processes


class Sink(Protocol):
    """Receiver of hints and ephemera in this process. No method blocks or raises."""

    def hint(self, publication: Publication) -> None:
        """Says that a committed publication exists."""
        ...

    def pass_on(self, ephemeral: Ephemeral) -> None:
        """Passes on ephemera to those who listen now."""
        ...

    def doubt(self) -> None:
        """Says that hints may have been lost just now: compare with the archive soon."""
        ...


class Fanout(Protocol):
    """Carries hints: perhaps late, repeated, out of order or not at all. The offset decides.

    Correctness does not depend on it: a process that hears nothing finds everything in the archive, only later.
    Ephemera arrive at most once; those of one channel sent by one process keep their order. All methods are called on
    the event loop's thread.
    """

    def attach(self, sink: Sink) -> None:
        """Sets the one sink of this process; to be called before anything is sent."""
        ...

    def send(self, publications: Sequence[Publication]) -> None:
        """Tells every process that follows these channels, including this one. Never blocks, never raises."""
        ...

    def signal(self, ephemeral: Ephemeral) -> None:
        """Passes it on in every process that follows its channel, including this one. Never blocks, never raises."""
        ...

    async def follow(self, channels: Collection[ChannelName]) -> None:
        """Returns when hints of these channels, sent from now on, would reach this process.

        While the other side is away it still returns after a bounded wait; the sink is told to doubt when it is back.
        """
        ...

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        """Ends the hints of these channels to this process. Never blocks, never raises."""
        ...

    @property
    def healthy(self) -> bool:
        """True if messages arrive, as far as is known. Otherwise heads are compared more often."""
        ...


class Peer(Protocol):
    """Peer: this process as the others reach it. No method blocks or raises."""

    def received(self, order: bytes) -> None:
        """Takes an order (JSON text) of another process, or of this one."""
        ...

    def describe(self) -> bytes:
        """Returns what this process says of itself with each heartbeat (JSON text)."""
        ...


class Cluster(Protocol):
    """Processes of an installation, and orders between them, which arrive at most once.

    All methods are called on the event loop's thread.
    """

    node: str
    """Name of this process: unique, unguessable, new at each start."""

    def join(self, member: Peer) -> None:
        """Sets the member of this process; to be called before any order."""
        ...

    def order(self, order: bytes, node: str | None = None) -> None:
        """Sends the order to one process, or to all including this one. Never blocks, never raises."""
        ...

    def nodes(self) -> Mapping[str, bytes]:
        """Returns what each process says of itself, by name: all heard of in the last seconds, and always this one."""
        ...

    @property
    def healthy(self) -> bool:
        """True if the other processes are in reach, as far as is known."""
        ...


class Network(Fanout, Cluster, Protocol):
    """Fan-out and cluster over one connection. The maker starts and stops it."""

    async def start(self) -> None:
        """Begins to connect and returns at once: a server must start even while Redis is away. Call it once."""
        ...

    async def stop(self) -> None:
        """Ends every connection, after sending what waits, for a bounded time."""
        ...

    @property
    def counts(self) -> Counts:
        """Current counts; all 0 if there are no other processes."""
        ...
