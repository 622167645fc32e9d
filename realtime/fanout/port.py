"""The two ports between the processes of an installation: one carries publications, one is the cluster itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from channels.publication import ChannelName, ClientInfo, Publication


class EphemeralKind(StrEnum):
    PUBLICATION = "pub"  # in a channel without an archive, or typing: no offset, never recovered
    JOIN = "join"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """What those who listen now are told, and nobody later. `data` is JSON text, empty for join and leave."""

    channel: ChannelName
    kind: EphemeralKind
    data: bytes = b""
    info: ClientInfo | None = None
    tags: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of messages to and from other processes, since the start."""

    sent: int = 0
    received: int = 0  # heartbeats too
    dropped: int = 0  # had no room, were too old or too long, or nobody knows whether they went out
    reconnects: int = 0
    heartbeats_lost: int = 0
    lag_seconds: float = 0.0  # of the last hint, by the clocks of both processes


class Sink(Protocol):
    """Who is told of publications in this process. No method blocks or raises."""

    def hint(self, publication: Publication) -> None:
        """A committed publication exists."""
        ...

    def pass_on(self, ephemeral: Ephemeral) -> None:
        """Something that is told once, to those who listen now."""
        ...

    def doubt(self) -> None:
        """Hints may have been lost just now: look at the archive soon."""
        ...


class Fanout(Protocol):
    """Carries hints: perhaps late, repeated, out of order or not at all. The offset decides.

    No correctness rests on it; a process that hears nothing finds all in the archive, only later. Ephemera arrive
    at most once; those of one channel sent by one process arrive in the order they were sent, if at all.
    All methods are called on the event loop's thread.
    """

    def attach(self, sink: Sink) -> None:
        """Names the one receiver in this process, before anything is sent."""
        ...

    def send(self, publications: Sequence[Publication]) -> None:
        """Tells every process that follows these channels, this one too. Never blocks, never raises."""
        ...

    def signal(self, ephemeral: Ephemeral) -> None:
        """Passes it on in every process that follows its channel, this one too. Never blocks, never raises."""
        ...

    async def follow(self, channels: Collection[ChannelName]) -> None:
        """Returns when hints of these channels, sent from now on, would reach this process.

        While the other side is away it returns after a bounded wait all the same; the sink is told to
        doubt when it is back.
        """
        ...

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        """Hints of these channels are no longer wanted here. Never blocks, never raises."""
        ...

    @property
    def healthy(self) -> bool:
        """Does what is sent arrive, as far as is known? While not, heads are looked at every second."""
        ...


class Member(Protocol):
    """What a process is to the others of its cluster. No method blocks or raises."""

    def received(self, order: bytes) -> None:
        """Another process, or this one, wants something done here (JSON text)."""
        ...

    def describe(self) -> bytes:
        """What other processes are told of this one with each heartbeat (JSON text)."""
        ...


class Cluster(Protocol):
    """The processes of an installation, and orders between them, which arrive at most once.

    All methods are called on the event loop's thread.
    """

    node: str
    """Name of this process among all, unguessable and new at each start."""

    def join(self, member: Member) -> None:
        """Names what this process is to the others, before anything is ordered."""
        ...

    def order(self, order: bytes, node: str | None = None) -> None:
        """Hands the order to one process, or to all, this one too. Never blocks, never raises."""
        ...

    def nodes(self) -> Mapping[str, bytes]:
        """Every process heard of in the last seconds, this one always: name -> what it says of itself."""
        ...

    @property
    def healthy(self) -> bool:
        """Are the other processes in reach, as far as is known?"""
        ...


class Network(Fanout, Cluster, Protocol):
    """Both ports by one connection. Who makes it starts and stops it."""

    async def start(self) -> None:
        """Begins to connect, and returns at once: a server must come up while Redis is away. Once."""
        ...

    async def stop(self) -> None:
        """Ends every connection. What was sent before goes out first, for a bounded time."""
        ...

    @property
    def counts(self) -> Counts:
        """As they are now; all 0 where there are no other processes."""
        ...
