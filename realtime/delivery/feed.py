"""One live channel in this process: its reorder buffer, its listeners, and the delivery under way."""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from channels.publication import ChannelName, Position, Publication
from realtime.delivery.listener import Listener
from realtime.delivery.reorder_buffer import ReorderBuffer
from realtime.fanout.port import Ephemeral, EphemeralKind
from realtime.gate import Grant, Rules
from realtime.protocol.codes import ErrorCode, ErrorReply
from realtime.protocol.dialects import Dialect
from realtime.protocol.replies import Joined, Left, Message, Told

BATCH = 64  # publications delivered together: their frames leave in one write per session
BATCH_BYTES = 64 * 1024  # of their data: one write must not bring a healthy reader near its bound
PASSING = 1000  # ephemera of a channel waiting for their turn; beyond that the oldest are lost

NO_JOINS: dict[Any, None] = {}  # shared by all channels that nobody is joining; never written to

L = TypeVar("L", bound=Listener)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Batch(Generic[L]):
    """Messages on their way to those who listened when the delivery began.

    Encoded once for each dialect in use; listeners of the same dialect get the same bytes. A delivery to many is cut
    into slices; listeners may come and go between two slices.
    """

    __slots__ = ("_at", "_bytes", "_listeners", "_messages", "_passed_over", "begun")

    def __init__(self, messages: Sequence[Message], listeners: list[L]) -> None:
        self._messages = messages
        self._bytes: dict[Dialect, bytes] = {}
        self._listeners = listeners
        self._at = 0
        self.begun = asyncio.get_running_loop().time()
        self._passed_over: set[L] = set()

    @property
    def count(self) -> int:
        return len(self._messages)

    @property
    def done(self) -> bool:
        return self._at >= len(self._listeners)

    def pass_over(self, listener: L) -> None:
        """Excludes a listener from the rest of the batch: it has left, or was attached after the batch."""
        self._passed_over.add(listener)

    def slice(self, count: int, *, alone: bool) -> int:
        """Hands the bytes to the next `count` listeners that are still there; returns how many it took.

        `alone`: no other channel has anything for them in this turn, so gathering would gain nothing.
        """
        portion = self._listeners[self._at : self._at + count]
        self._at += len(portion)
        # The hottest loop of the server. It mostly waits for memory, so every look that it saves is a gain.
        passed_over = self._passed_over
        dialect, data = None, b""
        for listener in portion:
            if passed_over and listener in passed_over:
                continue
            if listener.dialect is not dialect:
                dialect = listener.dialect
                data = self._encoded(dialect)
            if alone:
                listener.push_now(data)
            else:
                listener.push(data)
        return len(portion)

    def _encoded(self, dialect: Dialect) -> bytes:
        data = self._bytes.get(dialect)
        if data is None:
            data = self._bytes[dialect] = b"".join(dialect.encode(message) for message in self._messages)
        return data


def _passing(ephemeral: Ephemeral) -> Message:
    match ephemeral.kind:
        case EphemeralKind.JOIN if ephemeral.info is not None:
            return Joined(ephemeral.channel, ephemeral.info)
        case EphemeralKind.LEAVE if ephemeral.info is not None:
            return Left(ephemeral.channel, ephemeral.info)
    publication = Publication(
        ephemeral.channel, 0, _NEVER, None, ephemeral.data, info=ephemeral.info, tags=ephemeral.tags
    )
    return Told(publication)


@functools.cache
def _grant(rules: Rules) -> Grant:
    """Returns the default grant, cached: rules are few, channels are many."""
    return Grant(recoverable=rules.kept, join_leave=rules.join_leave)


class Join(Generic[L]):
    """Channels that somebody is about to listen to; they stay live until it is closed.

    By the last read of the rights: `lost` are the channels that the person may not read, `gained` the further ones that
    the person may read.
    """

    __slots__ = ("chosen", "feeds", "gained", "listener", "lost", "names")

    def __init__(self, listener: L, names: Iterable[ChannelName], chosen: bool = False) -> None:
        self.listener = listener
        self.names = tuple(dict.fromkeys(names))
        self.chosen = chosen  # the client asked for them, not the server
        self.feeds: dict[ChannelName, Feed[L]] = {}
        self.lost: set[ChannelName] = set()
        self.gained: frozenset[ChannelName] = frozenset()

    def granted(self) -> list[Feed[L]]:
        """Returns the feeds that may be attached now. Raises `ErrorReply` (INTERNAL) like `check`."""
        self.check()
        return [self.feeds[name] for name in self.names if name not in self.lost]

    def check(self) -> None:
        """Raises `ErrorReply` (INTERNAL) if a channel could not be made live, or broke."""
        if any(feed.dead for feed in self.feeds.values()):
            raise ErrorReply(ErrorCode.INTERNAL)


class Feed(Generic[L]):
    """A channel that somebody in this process listens to, or is about to.

    Lives as long as it has listeners or joins. `blocked`: the next publication changes who may read; nothing is
    delivered until the rights have been read again.
    """

    __slots__ = (
        "batch",
        "blocked",
        "buffer",
        "cleared",
        "dead",
        "grant",
        "joins",
        "listeners",
        "name",
        "passing",
        "queued",
        "resting",
        "rests_until",
        "rules",
        "starting",
        "watched",
    )

    def __init__(self, name: ChannelName, rules: Rules, held: int) -> None:
        self.name = name
        self.rules = rules
        self.grant = _grant(rules)  # of listeners without one of their own
        self.buffer = ReorderBuffer(held)
        self.passing: deque[Ephemeral] | None = None  # None for most channels: a deque costs 600 bytes
        self.listeners: dict[L, None] = {}
        self.joins: dict[Join[L], None] = NO_JOINS
        self.starting: asyncio.Task[None] | None = None
        self.batch: Batch[L] | None = None
        self.blocked = False
        self.resting = False  # a timer is set for `rests_until`
        self.rests_until = 0.0
        self.cleared = 0  # offset of the last changes_readers publication whose rights have been applied
        self.queued = False  # waits for its turn in the hub
        self.watched = False  # a timer is set for its gap
        self.dead = False  # could not start, or broke; not used again

    @property
    def top(self) -> Position:
        """Position that all listeners have reached, or are being handed at this moment."""
        return Position(self.buffer.next - 1, self.buffer.epoch)

    def has_delivered(self, offset: int) -> bool:
        """True if every listener has been handed the publication with this offset."""
        return self.batch is None and offset < self.buffer.next

    @property
    def empty(self) -> bool:
        return not self.listeners and not self.joins

    def readers(self) -> Iterator[L]:
        """Yields those who listen or are about to."""
        yield from self.listeners
        for join in self.joins:
            yield join.listener

    def attach(self, listener: L) -> None:
        """Gives the listener everything after `top` from now on."""
        self.listeners[listener] = None
        if self.batch is not None:
            self.batch.pass_over(listener)

    def detach(self, listener: L) -> None:
        """Gives the listener nothing more from now on."""
        self.listeners.pop(listener, None)
        if self.batch is not None:
            self.batch.pass_over(listener)

    def at_barrier(self) -> bool:
        """True if the next publication changes who may read and the rights have not been read for it yet."""
        publication = self.buffer.peek()
        return publication is not None and publication.changes_readers and publication.offset > self.cleared

    @property
    def due(self) -> bool:
        """True if something can be delivered, or a barrier is next."""
        return self.batch is not None or bool(self.passing) or self.buffer.peek() is not None

    def pass_on(self, ephemeral: Ephemeral) -> None:
        """Queues ephemera; beyond `PASSING` the oldest are lost."""
        if self.passing is None:
            self.passing = deque(maxlen=PASSING)
        self.passing.append(ephemeral)

    def open_batch(self, now: float) -> Batch[L] | None:
        """Takes what may be delivered now, up to a barrier; None if there is nothing."""
        if self.passing:
            ephemeral = self.passing.popleft()
            if not self.passing:
                self.passing = None
            return self._open_passing(ephemeral)
        publications: list[Publication] = []
        size = 0
        while len(publications) < BATCH and size < BATCH_BYTES and not self.at_barrier():
            publication = self.buffer.take(now)
            if publication is None:
                break
            publications.append(publication)
            size += len(publication.data)
        if not publications or not self.listeners:
            return None
        self.batch = Batch([Told(each) for each in publications], list(self.listeners))
        return self.batch

    def _open_passing(self, ephemeral: Ephemeral) -> Batch[L] | None:
        listeners = list(self.listeners)
        if ephemeral.kind is not EphemeralKind.PUBLICATION:
            listeners = [each for each in listeners if (each.own_grant(self.name) or self.grant).join_leave]
        self.batch = Batch([_passing(ephemeral)], listeners) if listeners else None
        return self.batch
