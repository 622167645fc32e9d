"""Ports of the domain and the sockets to the outside, each with its guarantees."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from channels.publication import ChannelName, Position, Publication


class Clock(Protocol):
    def now(self) -> datetime:
        """Returns the present moment, aware, in UTC."""
        ...


class Archive(Protocol):
    """The stored publications. Reads see every committed one; none is ever lost or renumbered."""

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        """Returns the top offset and epoch of each channel that exists, in one query."""
        ...

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        """Returns at most `limit` publications with offsets above `offset`, ascending, without a gap.

        The first has `offset + 1`, unless the reader is at the top (the answer is empty) or retention has dropped
        older publications (the first is later, and continuity cannot be proven).
        """
        ...

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        """Returns at most `limit` publications with offsets below `offset`, descending."""
        ...


class Publisher(Protocol):
    def publish(self, publications: Sequence[Publication]) -> None:
        """Tells every process that these committed publications exist. Never blocks, never raises.

        It is only a hint: it may be lost, repeated or reordered, and receivers catch up from the archive. Must be
        called after the commit, never before.
        """
        ...

    def signal(self, channel: ChannelName, data: bytes) -> None:
        """Sends ephemera such as typing to the present listeners; stores nothing. Never blocks, never raises."""
        ...


class OutsideStore(Protocol):
    async def meant(self, channel: ChannelName) -> ChannelName | None:
        """Returns the channel, of somebody who was merged that of who stays; None if it has ended."""
        ...

    async def known(self, channel: ChannelName, key: str) -> tuple[int, bytes] | None:
        """Returns the offset and body hash published with this key, or None. The caller has locked the channel."""
        ...

    async def keep(self, channel: ChannelName, key: str, offset: int, body_hash: bytes) -> None: ...
