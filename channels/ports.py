"""What the domain and the sockets need from outside, each with the guarantee it gives."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from channels.publication import ChannelName, Position, Publication


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class Archive(Protocol):
    """The numbered truth. Reads see every committed publication; none is ever lost or renumbered."""

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        """The top offset and epoch of each channel that exists, in one query."""
        ...

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        """At most `limit` publications with offsets above `offset`, ascending, without a gap.

        The first is `offset + 1` unless the reader is at the top (then the answer is empty) or older
        ones were dropped by retention (then the first is later, and continuity cannot be proven).
        """
        ...

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        """At most `limit` publications with offsets below `offset`, descending."""
        ...


class Publisher(Protocol):
    def publish(self, publications: Sequence[Publication]) -> None:
        """Tells every process that these committed publications exist. Never blocks, never raises.

        A hint only: it may be lost, repeated or reordered, and the archive heals it. Must be called
        after the commit, never before.
        """
        ...

    def signal(self, channel: ChannelName, data: bytes) -> None:
        """Tells those who listen at this moment, and nobody later: typing. Never blocks, never raises."""
        ...
