"""One live connection of one person: what it may say, what it listens to, what waits to be written.

Knows nothing of the bytes of a transport: those are a `Wire`'s. No task and no timer of its own
while idle; commands that need awaiting run one after another in a task that ends when none is left.
"""

from __future__ import annotations

import dataclasses
import random
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from channels.publication import ClientInfo
from realtime.expiry import Expiry
from realtime.gate import Admission, Caller, Opening
from realtime.listening import NO_FEEDS, Listening
from realtime.protocol import replies
from realtime.protocol.codes import DISCONNECTS, UNSUBSCRIBES, Disconnect, DisconnectCode
from realtime.protocol.commands import Command
from realtime.protocol.conversation import Conversation, Stage
from realtime.protocol.dialects import Dialect
from realtime.transports.admitting import Entrance
from realtime.transports.wire import Wire

if TYPE_CHECKING:
    from realtime.announcer import Announcer
    from realtime.feed import Feed
    from realtime.hub import Hub
    from realtime.outlet import Outlet
    from realtime.sessions import Sessions
    from realtime.settings import Settings
    from realtime.tasks import Tasks
    from realtime.wheel import Wheel


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What all sessions of a process share."""

    settings: Settings
    hub: Hub
    outlet: Outlet
    wheel: Wheel
    tasks: Tasks
    sessions: Sessions
    announcer: Announcer
    entrance: Entrance
    answer: Callable[[Session, Command], Awaitable[None]]


class Session(Listening):
    """Everything runs on the event loop's thread; a method that does not say so does not await."""

    __slots__ = (
        "_around",
        "_count",
        "_outbox",
        "_pinged",
        "_pinged_at",
        "_pinged_before",
        "_queue",
        "_retiring",
        "_second",
        "_wire",
        "_working",
        "client",
        "conn_info",
        "conversation",
        "dialect",
        "due",
        "key",
        "login",
        "opening",
        "until",
        "user",
        "visible",
    )

    def __init__(self, around: Surroundings, wire: Wire, opening: Opening, dialect: Dialect) -> None:
        super().__init__()
        self._around = around
        self._wire: Wire | None = wire  # None when closed
        self._outbox: bytes | list[bytes] | None = None  # mostly one alone, without a list around it
        self._queue: deque[Command] | None = None
        self._working = False
        self._retiring = False
        self._pinged = False  # the next deadline is that of a pong, not of a ping
        self._pinged_at = self._pinged_before = 0.0  # Unix times of the last two pings
        self._second = 0  # in which so many commands came
        self._count = 0
        self.opening: Opening | None = opening  # until connected
        self.dialect = dialect
        self.conversation = Conversation(dialect.decode)
        self.client = ""
        self.user = ""
        self.login = 0
        self.key = ""  # by which commands find it that come by a way of their own
        self.visible = False
        self.conn_info: bytes | None = None
        self.until: float | None = None  # Unix time by which the client must have refreshed its token
        self.due = -1
        around.sessions.add(self)
        around.wheel.set(self, around.settings.connect_seconds)

    # State

    @property
    def closed(self) -> bool:
        return self._wire is None

    @property
    def connected(self) -> bool:
        return self.conversation.stage is Stage.CONNECTED and not self.closed

    @property
    def waiting(self) -> int:
        """Commands that are not answered yet."""
        return self._working + len(self._queue or ())

    @property
    def unsent(self) -> int:
        """Bytes that its reader has not taken yet."""
        return 0 if self._wire is None else self._wire.unsent

    @property
    def heard_of(self) -> float:
        """Unix time of the last ping that was answered; 0 before the first."""
        return self._pinged_before if self.conversation.pong_due else self._pinged_at

    @property
    def pings_itself(self) -> bool:
        """Its transport does: the client watches for none of ours."""
        return self._wire is not None and self._wire.pings

    def present(self, token: str | None, data: bytes | None) -> Opening:
        """What the gate needs to decide; known only while the connection is being opened."""
        if self.opening is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        return dataclasses.replace(self.opening, token=token, data=data)

    def admit(self, admission: Admission) -> None:
        """The gate let this person in. Must be followed by `greet` or by the end."""
        self.user = admission.user
        self.login = admission.login
        self.visible = admission.visible
        self.conn_info = admission.info
        self.client = str(uuid.uuid4())
        if not self.closed:
            self._around.sessions.name(self, self._around.settings.sessions_per_user)

    def greet(self, reply: replies.Reply) -> None:
        """Connect succeeded: this is its reply, the first thing the client hears."""
        self.conversation.admitted()
        self.opening = None
        self.say(reply)
        interval = self._around.settings.ping_seconds
        # The first ping at a random moment, or a storm of reconnects would ping in step for ever.
        self._around.wheel.set(self, random.uniform(interval / 2, interval))  # noqa: S311

    def live_until(self, until: float | None) -> int | None:
        """Closes after that moment unless the client refreshes; returns the seconds left."""
        self.until = until
        if until is None:
            return None
        Expiry(self, None, until, self._around)
        return max(1, round(until - time.time()))

    # Subscriptions

    def watch(self, feed: Feed) -> int | None:
        """Its subscription ends by time, unless it is refreshed; returns the seconds left, None for ever."""
        grant = self.grant(feed)
        if grant.until is None:
            return None
        Expiry(self, feed, grant.until, self._around)
        return max(1, round(grant.until - time.time()))

    def extend(self, feed: Feed, until: float | None) -> int | None:
        """Its subscription may live until then; returns the seconds left."""
        self.expect({feed.name: dataclasses.replace(self.grant(feed), until=until)})
        return self.watch(feed)

    def info(self, feed: Feed | None = None) -> ClientInfo:
        """How others are told of it, there."""
        return ClientInfo(self.user, self.client, self.conn_info, None if feed is None else self.grant(feed).info)

    def caller(self, name: str = "") -> Caller:
        """Who it is to the gate, for a command about that channel."""
        feed = self.feed(name) if name else None
        return Caller(self.info(feed), self.login, feed is not None)

    def leave(self, feed: Feed) -> None:
        """The client does not want it any more."""
        if feed not in self.chosen:
            self.left |= {feed.name}
        self._detach(feed)

    def unsubscribe(self, feed: Feed, code: int, reason: str = "") -> None:
        """The server ends the subscription and says so."""
        self._detach(feed)
        self.say(replies.Unsubscribed(feed.name, int(code), reason or UNSUBSCRIBES[code]))

    def _detach(self, feed: Feed) -> None:
        if feed in self.feeds:
            self._around.announcer.leave(self, (feed,))
        self._around.hub.detach(self, feed)
        self.chosen -= {feed}
        self.forget((feed.name,))

    # What the client sends

    def receive(self, frame: bytes) -> None:
        """One message of the client."""
        if self.closed or self._retiring:
            return
        try:
            commands = self.conversation.receive(frame)
            if commands:
                self._bound(len(commands))
        except Disconnect as end:
            self.close(end.code, end.reason)
            return
        if not commands:
            return
        if self._queue is None:
            self._queue = deque()
        self._queue.extend(commands)
        if len(self._queue) > self._around.settings.commands_waiting:
            self.close(DisconnectCode.TOO_MANY_REQUESTS)
        elif not self._working:
            self._working = True
            self._around.tasks.start(self._work())

    def _bound(self, commands: int) -> None:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._count = second, 0
        self._count += commands
        if self._count > self._around.settings.commands_per_second:
            raise Disconnect(DisconnectCode.TOO_MANY_REQUESTS)

    def pong(self) -> None:
        """The transport's own answer to its own ping."""
        self.conversation.pong()

    async def _work(self) -> None:
        """Answers the waiting commands, strictly in order."""
        try:
            while self._queue:
                command = self._queue.popleft()
                if self.conversation.stage is Stage.REFUSED:
                    raise Disconnect(DisconnectCode.BAD_REQUEST)
                await self._around.answer(self, command)
        except Disconnect as end:
            self.close(end.code, end.reason)
        finally:
            self._working = False
            self._queue = None
            if self._retiring:
                self.close(DisconnectCode.SHUTDOWN)

    # What the client is told

    def say(self, message: replies.Message) -> None:
        """One reply or push."""
        self.push(self.dialect.encode(message))

    def push(self, data: bytes) -> None:
        """Whole messages in its dialect; they leave at the end of this turn of the loop, in the order they came."""
        waiting = self._outbox
        if waiting is None:
            if self._wire is not None:
                self._outbox = data
                self._around.outlet.add(self)
        elif isinstance(waiting, list):
            waiting.append(data)
        else:
            self._outbox = [waiting, data]

    def push_now(self, data: bytes) -> None:
        """The same, without waiting for the end of the turn when nothing else waits."""
        if self._outbox is None and self._wire is not None:
            self._wire.write(data)
        else:
            self.push(data)

    def flush(self) -> None:
        waiting, self._outbox = self._outbox, None
        if waiting is not None and self._wire is not None:
            self._wire.write(b"".join(waiting) if isinstance(waiting, list) else waiting)

    # Time and the end

    def on_time(self) -> None:
        if self._wire is None:
            return
        settings = self._around.settings
        match self.conversation.stage:
            case Stage.CONNECTING:
                # Our own slowness is not the client's fault, and 3502 would keep it away.
                self._around.wheel.set(self, settings.connect_seconds)
            case Stage.CONNECTED if self.conversation.pong_due:
                self.close(DisconnectCode.NO_PONG)
            case Stage.CONNECTED if self._pinged:
                self._pinged = False
                self._around.wheel.set(self, max(settings.ping_seconds - settings.pong_seconds, 0.0))
            case Stage.CONNECTED:
                self._ping(self._wire)
            case _:
                self.close(DisconnectCode.STALE)

    def ping_soon(self) -> None:
        """Now, unless the answer to one is still due."""
        if self.connected and not self.conversation.pong_due and self._wire is not None:
            self.flush()  # a ping must not overtake what it asks after
            self._ping(self._wire)

    def _ping(self, wire: Wire) -> None:
        self.conversation.pinged()
        self._pinged = True
        self._pinged_before, self._pinged_at = self._pinged_at, time.time()
        if wire.pings:
            wire.ping()
        else:
            self.push(self.dialect.ping)
        self._around.wheel.set(self, self._around.settings.pong_seconds)

    def reconnect(self) -> None:
        """Something of ours went wrong; a new connection puts it right."""
        self.close(DisconnectCode.FORCE_RECONNECT)

    def retire(self) -> None:
        """Closes when the command that is being answered has been answered."""
        self._retiring = True
        if self._working:
            if self._queue:
                self._queue.clear()
        else:
            self.close(DisconnectCode.SHUTDOWN)

    def close(self, code: int, reason: str = "") -> None:
        """Ends the connection; what was said before still goes out."""
        wire = self._wire
        if wire is not None:
            self.flush()
        if self._wire is not None:  # the flush may have cut it off
            self.ended()
            wire.close(code, reason or DISCONNECTS[code])  # type: ignore[union-attr]

    def ended(self) -> None:
        """The connection is over, whoever ended it. A command being answered is not interrupted."""
        if self._wire is None:
            return
        self._wire = None
        self._outbox = None
        self.opening = None
        if self._queue:
            self._queue.clear()
        self.due = -1
        if self.feeds:
            self._around.announcer.leave(self, self.feeds)
        self.chosen = NO_FEEDS
        self._around.hub.leave(self)
        self._around.sessions.discard(self)
