"""One live connection of one person: what it may send, what it listens to, what waits to be written.

It knows nothing of a transport's bytes, which are a `Wire`'s. While idle it has no task and no timer of its own;
commands that need awaiting run one after another in a task that ends when none is left.
"""

from __future__ import annotations

import dataclasses
import random
import time
import uuid
from collections import deque
from collections.abc import Collection
from typing import Protocol

from channels.publication import ChannelName, ClientInfo
from realtime.delivery.feed import Feed
from realtime.delivery.write_coalescer import WriteCoalescer
from realtime.gate import Admission, Caller, Opening
from realtime.protocol import replies
from realtime.protocol.codes import DISCONNECTS, Disconnect, DisconnectCode
from realtime.protocol.commands import Command
from realtime.protocol.conversation import Conversation, Stage
from realtime.protocol.dialects import Dialect
from realtime.sessions.subscribed import Subscribed
from realtime.sessions.wire import Wire
from realtime.settings import Settings
from realtime.tasks import Tasks
from realtime.wheel import Wheel

Refused = Collection[tuple[str, ChannelName]]  # (user, channel): a client's own subscriptions that must end


class Delegate(Protocol):
    """Port of what a session leaves to others: commands, channels and rights."""

    async def answer(self, session: Session, command: Command) -> None:
        """Sends one reply, or raises `Disconnect`."""
        ...

    def lost(self, session: Session, channel: ChannelName) -> None:
        """Says that the channel cannot be continued."""
        ...

    def apply_rights(self, session: Session, readable: frozenset[ChannelName], refused: Refused) -> None:
        """Applies what its person may read as of a moment ago: `readable` is all that the server subscribes."""
        ...

    def ended(self, session: Session) -> None:
        """Says that the connection is over."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class SessionContext:
    """Parts that all sessions of a process share."""

    settings: Settings
    coalescer: WriteCoalescer
    wheel: Wheel
    tasks: Tasks
    delegate: Delegate


class Session(Subscribed["Session"]):
    """Implements `realtime.delivery.listener.Listener`. Runs on the event loop's thread; only `async` methods await."""

    __slots__ = (
        "_context",
        "_count",
        "_pinged",
        "_pinged_at",
        "_pinged_before",
        "_queue",
        "_retiring",
        "_second",
        "_unwritten",
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

    def __init__(self, context: SessionContext, wire: Wire, opening: Opening, dialect: Dialect) -> None:
        super().__init__()
        self._context = context
        self._wire: Wire | None = wire  # None once closed
        self._unwritten: bytes | list[bytes] | None = None  # usually one message: no list around it
        self._queue: deque[Command] | None = None
        self._working = False
        self._retiring = False
        self._pinged = False  # the next deadline is for a pong, not for a ping
        self._pinged_at = self._pinged_before = 0.0  # Unix times of the last two pings
        self._second = 0  # the second that `_count` counts the commands of
        self._count = 0
        self.opening: Opening | None = opening  # until connected
        self.dialect = dialect
        self.conversation = Conversation(dialect.decode)
        self.client = ""
        self.user = ""
        self.login = 0
        self.key = ""  # names it in commands that come by requests of their own
        self.visible = False
        self.conn_info: bytes | None = None
        self.until: float | None = None  # Unix time by which the client must have refreshed its token
        self.due = -1
        context.wheel.set(self, context.settings.connect_seconds)

    # State

    @property
    def closed(self) -> bool:
        return self._wire is None

    @property
    def connected(self) -> bool:
        return self.conversation.stage is Stage.CONNECTED and not self.closed

    @property
    def waiting(self) -> int:
        """Number of commands that are not answered yet."""
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
        """True if its transport pings, so that the client does not expect the protocol's pings."""
        return self._wire is not None and self._wire.pings

    def present(self, token: str | None, data: bytes | None) -> Opening:
        """Returns what the gate needs to decide. Raises `Disconnect` (BAD_REQUEST) once the connection is open."""
        if self.opening is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        return dataclasses.replace(self.opening, token=token, data=data)

    def admit(self, admission: Admission) -> None:
        """Takes the person whom the gate let in. Must be followed by `greet` or by the end."""
        self.user = admission.user
        self.login = admission.login
        self.visible = admission.visible
        self.conn_info = admission.info
        self.client = str(uuid.uuid4())

    def greet(self, reply: replies.Reply) -> None:
        """Sends the reply of a successful connect: the first thing that the client hears."""
        if self.closed:  # while it was let in
            return
        self.conversation.admitted()
        self.opening = None
        self.say(reply)
        interval = self._context.settings.ping_seconds
        # The first ping comes at a random moment, or after a storm of reconnects all would ping in step for ever.
        self._context.wheel.set(self, random.uniform(interval / 2, interval))  # noqa: S311

    # Subscriptions

    def info(self, feed: Feed[Session] | None = None) -> ClientInfo:
        """Returns how others are shown it in that channel."""
        return ClientInfo(self.user, self.client, self.conn_info, None if feed is None else self.grant(feed).info)

    def caller(self, name: str = "") -> Caller:
        """Returns how the gate is shown it, for a command about that channel."""
        feed = self.feed(name) if name else None
        return Caller(self.info(feed), self.login, feed is not None)

    def lost(self, channel: ChannelName) -> None:
        self._context.delegate.lost(self, channel)

    def apply_rights(self, readable: frozenset[ChannelName], refused: Refused) -> None:
        """Brings its subscriptions, now or soon, to what its person may read as of a moment ago."""
        self._context.delegate.apply_rights(self, readable, refused)

    # What the client sends

    def receive(self, frame: bytes) -> None:
        """Takes one message of the client."""
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
        if len(self._queue) > self._context.settings.commands_waiting:
            self.close(DisconnectCode.TOO_MANY_REQUESTS)
        elif not self._working:
            self._working = True
            self._context.tasks.start(self._work())

    def _bound(self, commands: int) -> None:
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._count = second, 0
        self._count += commands
        if self._count > self._context.settings.commands_per_second:
            raise Disconnect(DisconnectCode.TOO_MANY_REQUESTS)

    def pong(self) -> None:
        """Notes the transport's answer to its own ping."""
        self.conversation.pong()

    async def _work(self) -> None:
        """Answers the waiting commands, strictly in order."""
        try:
            while self._queue:
                command = self._queue.popleft()
                if self.conversation.stage is Stage.REFUSED:
                    raise Disconnect(DisconnectCode.BAD_REQUEST)
                await self._context.delegate.answer(self, command)
        except Disconnect as end:
            self.close(end.code, end.reason)
        finally:
            self._working = False
            self._queue = None
            if self._retiring:
                self.close(DisconnectCode.SHUTDOWN)

    # What the client is told

    def say(self, message: replies.Message) -> None:
        """Sends one reply or push."""
        self.push(self.dialect.encode(message))

    def push(self, data: bytes) -> None:
        """Sends whole messages in its dialect; they leave in this order at the end of this turn of the loop."""
        waiting = self._unwritten
        if waiting is None:
            if self._wire is not None:
                self._unwritten = data
                self._context.coalescer.add(self)
        elif isinstance(waiting, list):
            waiting.append(data)
        else:
            self._unwritten = [waiting, data]

    def push_now(self, data: bytes) -> None:
        """Sends whole messages like `push`, but at once if nothing else waits."""
        if self._unwritten is None and self._wire is not None:
            self._wire.write(data)
        else:
            self.push(data)

    def flush(self) -> None:
        waiting, self._unwritten = self._unwritten, None
        if waiting is not None and self._wire is not None:
            self._wire.write(b"".join(waiting) if isinstance(waiting, list) else waiting)

    # Time and the end

    def on_time(self) -> None:
        if self._wire is None:
            return
        settings = self._context.settings
        match self.conversation.stage:
            case Stage.CONNECTING:
                # Slowness of ours is not the client's fault, and 3502 would keep it away.
                self._context.wheel.set(self, settings.connect_seconds)
            case Stage.CONNECTED if self.conversation.pong_due:
                self.close(DisconnectCode.NO_PONG)
            case Stage.CONNECTED if self._pinged:
                self._pinged = False
                self._context.wheel.set(self, max(settings.ping_seconds - settings.pong_seconds, 0.0))
            case Stage.CONNECTED:
                self._ping(self._wire)
            case _:
                self.close(DisconnectCode.STALE)

    def ping_soon(self) -> None:
        """Pings now, unless a pong is still due."""
        if self.connected and not self.conversation.pong_due and self._wire is not None:
            self.flush()  # the ping must not overtake the messages whose arrival it proves
            self._ping(self._wire)

    def _ping(self, wire: Wire) -> None:
        self.conversation.pinged()
        self._pinged = True
        self._pinged_before, self._pinged_at = self._pinged_at, time.time()
        if wire.pings:
            wire.ping()
        else:
            self.push(self.dialect.ping)
        self._context.wheel.set(self, self._context.settings.pong_seconds)

    def reconnect(self) -> None:
        """Closes so that the client connects again, which repairs an error of ours."""
        self.close(DisconnectCode.FORCE_RECONNECT)

    def retire(self) -> None:
        """Closes after the current command has been answered."""
        self._retiring = True
        if self._working:
            if self._queue:
                self._queue.clear()
        else:
            self.close(DisconnectCode.SHUTDOWN)

    def close(self, code: int, reason: str = "") -> None:
        """Ends the connection; earlier messages still go out."""
        wire = self._wire
        if wire is not None:
            self.flush()
        if self._wire is not None:  # the flush may have cut it off
            self.ended()
            wire.close(code, reason or DISCONNECTS[code])  # type: ignore[union-attr]

    def ended(self) -> None:
        """Ends the session, whoever ended the connection. The current command is not interrupted."""
        if self._wire is None:
            return
        self._wire = None
        self._unwritten = None
        self.opening = None
        if self._queue:
            self._queue.clear()
        self.due = -1
        self._context.delegate.ended(self)
