"""One live channel in this process: its receiver, who listens, and what is being delivered."""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from channels.publication import ChannelName, Position, Publication
from realtime.fanout import Ephemeral, EphemeralKind
from realtime.gate import Grant, Rules
from realtime.protocol.dialects import Dialect
from realtime.protocol.replies import Joined, Left, Message, Told
from realtime.receiver import Receiver

if TYPE_CHECKING:
    from realtime.joining import Join
    from realtime.session import Session

BATCH = 64  # publications delivered together: their frames leave in one write per session
BATCH_BYTES = 64 * 1024  # of their data: a healthy reader must not come near its bound by one write
PASSING = 1000  # ephemera of a channel that wait for their turn; the oldest are lost beyond

NO_JOINS: dict[Join, None] = {}  # what all channels share that nobody is joining; never written to

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Batch:
    """Messages on their way to those who listened when the delivery began.

    Encoded once for each dialect in use; the same bytes go to every session that speaks it. A delivery to many
    sessions is cut in slices, and others may come and go between two slices.
    """

    __slots__ = ("_at", "_bytes", "_messages", "_passed_over", "_sessions", "begun")

    def __init__(self, messages: Sequence[Message], sessions: list[Session]) -> None:
        self._messages = messages
        self._bytes: dict[Dialect, bytes] = {}
        self._sessions = sessions
        self._at = 0
        self.begun = asyncio.get_running_loop().time()
        self._passed_over: set[Session] = set()

    @property
    def count(self) -> int:
        return len(self._messages)

    @property
    def done(self) -> bool:
        return self._at >= len(self._sessions)

    def pass_over(self, session: Session) -> None:
        """This session has left, or listens from after the batch: if it is in the list, it gets nothing more."""
        self._passed_over.add(session)

    def slice(self, count: int, *, alone: bool) -> int:
        """Hands the bytes to the next `count` sessions that still listen; returns how many it took.

        `alone`: no other channel has anything for them in this turn, so nothing is gained by gathering.
        """
        portion = self._sessions[self._at : self._at + count]
        self._at += len(portion)
        # The hottest loop of the server: mostly waits for memory, so what it does not look at is what it gains.
        passed_over = self._passed_over
        dialect, data = None, b""
        for session in portion:
            if passed_over and session in passed_over:
                continue
            if session.dialect is not dialect:
                dialect = session.dialect
                data = self._encoded(dialect)
            if alone:
                session.push_now(data)
            else:
                session.push(data)
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
    """Rules are few, channels are many."""
    return Grant(recoverable=rules.kept, join_leave=rules.join_leave)


class Feed:
    """A channel that somebody in this process listens to, or is about to.

    Lives as long as it has sessions or joins. `blocked`: the next publication changes who may read,
    and nothing moves until the rights have been read again.
    """

    __slots__ = (
        "batch",
        "blocked",
        "cleared",
        "dead",
        "grant",
        "joins",
        "name",
        "passing",
        "queued",
        "receiver",
        "resting",
        "rests_until",
        "rules",
        "sessions",
        "starting",
        "watched",
    )

    def __init__(self, name: ChannelName, rules: Rules, held: int) -> None:
        self.name = name
        self.rules = rules
        self.grant = _grant(rules)  # of whoever has none of its own
        self.receiver = Receiver(held)
        self.passing: deque[Ephemeral] | None = None  # most channels have none: 600 bytes each
        self.sessions: dict[Session, None] = {}
        self.joins = NO_JOINS
        self.starting: asyncio.Task[None] | None = None
        self.batch: Batch | None = None
        self.blocked = False
        self.resting = False  # a timer looks after the end of `rests_until`
        self.rests_until = 0.0
        self.cleared = 0  # offset of the last changes_readers whose rights have been applied
        self.queued = False  # waits for its turn in the hub
        self.watched = False  # a timer looks after its gap
        self.dead = False  # could not start, or broke: no use to anybody any more

    @property
    def top(self) -> Position:
        """What everybody who listens has, or is being handed at this moment."""
        return Position(self.receiver.next - 1, self.receiver.epoch)

    def has_delivered(self, offset: int) -> bool:
        """Everybody who listens has been handed it."""
        return self.batch is None and offset < self.receiver.next

    @property
    def empty(self) -> bool:
        return not self.sessions and not self.joins

    def readers(self) -> Iterator[Session]:
        """Who listens or is about to."""
        yield from self.sessions
        for join in self.joins:
            yield join.session

    def attach(self, session: Session) -> None:
        """From after `top` on this session gets everything."""
        self.sessions[session] = None
        if self.batch is not None:
            self.batch.pass_over(session)

    def detach(self, session: Session) -> None:
        """From now on it gets nothing."""
        self.sessions.pop(session, None)
        if self.batch is not None:
            self.batch.pass_over(session)

    def at_barrier(self) -> bool:
        """The next publication changes who may read, and the rights have not been read for it."""
        publication = self.receiver.peek()
        return publication is not None and publication.changes_readers and publication.offset > self.cleared

    @property
    def due(self) -> bool:
        """Something can be delivered, unless it is a barrier."""
        return self.batch is not None or bool(self.passing) or self.receiver.peek() is not None

    def pass_on(self, ephemeral: Ephemeral) -> None:
        """Waits for its turn."""
        if self.passing is None:
            self.passing = deque(maxlen=PASSING)
        self.passing.append(ephemeral)

    def open_batch(self, now: float) -> Batch | None:
        """Takes what may be delivered now, up to a barrier; None when there is nothing."""
        if self.passing:
            ephemeral = self.passing.popleft()
            if not self.passing:
                self.passing = None
            return self._open_passing(ephemeral)
        publications: list[Publication] = []
        size = 0
        while len(publications) < BATCH and size < BATCH_BYTES and not self.at_barrier():
            publication = self.receiver.take(now)
            if publication is None:
                break
            publications.append(publication)
            size += len(publication.data)
        if not publications or not self.sessions:
            return None
        self.batch = Batch([Told(each) for each in publications], list(self.sessions))
        return self.batch

    def _open_passing(self, ephemeral: Ephemeral) -> Batch | None:
        sessions = list(self.sessions)
        if ephemeral.kind is not EphemeralKind.PUBLICATION:
            sessions = [session for session in sessions if session.grant(self).join_leave]
        self.batch = Batch([_passing(ephemeral)], sessions) if sessions else None
        return self.batch
