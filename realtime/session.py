"""One live connection of one person: what it may say, what it listens to, what waits to be written.

Knows nothing of the bytes of a transport: those are a `Wire`'s. No task and no timer of its own
while idle; commands that need awaiting run one after another in a task that ends when none is left.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from channels.publication import ChannelName
from realtime.gate import Admission, Opening
from realtime.protocol import json_encoding as encoding
from realtime.protocol.codes import DISCONNECTS, Disconnect, DisconnectCode
from realtime.protocol.commands import Command
from realtime.protocol.conversation import Conversation, Stage
from realtime.protocol.frames import text_frame
from realtime.transports.wire import Wire

if TYPE_CHECKING:
    from realtime.feed import Feed
    from realtime.hub import Hub
    from realtime.joining import Join
    from realtime.outlet import Outlet
    from realtime.sessions import Sessions
    from realtime.settings import Settings
    from realtime.tasks import Tasks
    from realtime.wheel import Wheel

PING = text_frame(encoding.PING)
NO_FEEDS: frozenset[Feed] = frozenset()
NO_NAMES: frozenset[ChannelName] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Surroundings:
    """What all sessions of a process share."""

    settings: Settings
    hub: Hub
    outlet: Outlet
    wheel: Wheel
    tasks: Tasks
    sessions: Sessions
    answer: Callable[[Session, Command], Awaitable[None]]


class Session:
    """Everything runs on the event loop's thread; a method that does not say so does not await."""

    __slots__ = (
        "_around",
        "_outbox",
        "_pinged",
        "_queue",
        "_retiring",
        "_wire",
        "_working",
        "chosen",
        "client",
        "conversation",
        "due",
        "feeds",
        "joins",
        "left",
        "login",
        "opening",
        "person",
    )

    def __init__(self, around: Surroundings, wire: Wire, opening: Opening) -> None:
        self._around = around
        self._wire: Wire | None = wire  # None when closed
        self._outbox: list[bytes] | None = None
        self._queue: deque[Command] | None = None
        self._working = False
        self._retiring = False
        self._pinged = False  # the next deadline is that of a pong, not of a ping
        self.opening: Opening | None = opening  # until connected
        self.conversation = Conversation()
        self.client = ""
        self.person = 0
        self.login = 0
        self.feeds: tuple[Feed, ...] = ()
        self.chosen = NO_FEEDS  # of `feeds`, those that the client asked for
        self.left = NO_NAMES  # subscribed by the server, left by the client
        self.joins: tuple[Join, ...] = ()
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

    def present(self, token: str | None, data: bytes | None) -> Opening:
        """What the gate needs to decide; known only while the connection is being opened."""
        if self.opening is None:
            raise Disconnect(DisconnectCode.BAD_REQUEST)
        return dataclasses.replace(self.opening, token=token, data=data)

    def admit(self, admission: Admission) -> None:
        """The gate let this person in. Must be followed by `greet` or by the end."""
        self.person = admission.person
        self.login = admission.login
        self.client = str(uuid.uuid4())

    def greet(self, reply: bytes) -> None:
        """Connect succeeded: this is its reply, the first thing the client hears."""
        self.conversation.admitted()
        self.opening = None
        self.say(reply)
        interval = self._around.settings.ping_seconds
        # The first ping at a random moment, or a storm of reconnects would ping in step for ever.
        self._around.wheel.set(self, random.uniform(interval / 2, interval))  # noqa: S311

    # Subscriptions

    def chosen_names(self) -> frozenset[ChannelName]:
        """Channels that the client asked for, those included that it is about to get."""
        if not self.chosen and not self.joins:
            return NO_NAMES
        names = {feed.name for feed in self.chosen}
        return frozenset(names.union(*(join.names for join in self.joins if join.chosen)))

    def known_names(self) -> frozenset[ChannelName]:
        """Channels that need not be given to it: it has them, is about to, or does not want them."""
        names = {feed.name for feed in self.feeds}
        return self.left.union(names, *(join.names for join in self.joins))

    def feed(self, name: str) -> Feed | None:
        """Its subscription to that channel."""
        return next((feed for feed in self.feeds if feed.name == name), None)

    def choose(self, feed: Feed) -> None:
        """The subscription was the client's wish."""
        self.chosen |= {feed}
        self.left -= {feed.name}

    def leave(self, feed: Feed) -> None:
        """The client does not want it any more."""
        if feed not in self.chosen:
            self.left |= {feed.name}
        self._detach(feed)

    def unsubscribe(self, feed: Feed, code: int) -> None:
        """The server ends the subscription and says so."""
        self._detach(feed)
        self.say(encoding.unsubscribe_push(feed.name, code))

    def _detach(self, feed: Feed) -> None:
        self._around.hub.detach(self, feed)
        self.chosen -= {feed}

    @contextlib.contextmanager
    def joins_with(self, join: Join, hub: Hub) -> Iterator[None]:
        """While inside, changes of rights reach the join."""
        self.joins = (*self.joins, join)
        try:
            yield
        finally:
            self.joins = tuple(each for each in self.joins if each is not join)
            hub.close(join)

    # What the client sends

    def receive(self, text: bytes) -> None:
        """One message of the client."""
        if self.closed or self._retiring:
            return
        try:
            commands = self.conversation.receive(text)
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

    def say(self, message: bytes) -> None:
        """One reply or push, encoded."""
        self.push(text_frame(message))

    def push(self, frames: bytes) -> None:
        """Whole frames; they leave at the end of this turn of the loop, in the order they came."""
        if self._outbox is not None:
            self._outbox.append(frames)
        elif self._wire is not None:
            self._outbox = [frames]
            self._around.outlet.add(self)

    def flush(self) -> None:
        outbox, self._outbox = self._outbox, None
        if outbox and self._wire is not None:
            self._wire.write(outbox[0] if len(outbox) == 1 else b"".join(outbox))

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
                self.conversation.pinged()
                self._pinged = True
                self.push(PING)
                self._around.wheel.set(self, settings.pong_seconds)
            case _:
                self.close(DisconnectCode.STALE)

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
        self.chosen = NO_FEEDS
        self._around.hub.leave(self)
        self._around.sessions.discard(self)
