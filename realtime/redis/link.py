"""Two connections of this process to one Redis server: one for commands, one for subscriptions.

They are opened together and dropped together. Nothing reconnects silently, unlike redis-py's own clients: an error on
either ends both, their user is told, and both are opened anew. A connection with a cancelled command is never used
again.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Iterable, Sequence
from enum import Enum, auto
from typing import Any, Protocol

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import RedisError, ResponseError

from realtime.faults import place
from realtime.redis.send_queue import Item, Kind, SendQueue
from realtime.redis.servers import FAILURES, connect, drop
from realtime.redis.settings import FanoutSettings

log = logging.getLogger(__name__)


class LinkListener(Protocol):
    """User of a link. No method blocks or raises."""

    def heard(self, link: Link, message: bytes) -> None: ...

    def joined(self, name: str) -> None:
        """Says that messages on this channel will be heard from now on."""
        ...

    def fell(self, link: Link) -> None:
        """Says that nothing goes out or comes in until the link is up again; what was on its way may be lost."""
        ...


class HeartbeatLost(RedisError):
    """Raised when nothing arrives although neither connection reports an error."""


class _State(Enum):
    JOINING = auto()
    JOINED = auto()
    LEAVING = auto()


class Link:
    """Link to one server. `heart` is its channel for the heartbeats of all processes; `beat` makes our own."""

    def __init__(
        self,
        dial: Callable[[], AbstractConnection],
        heart: str,
        beat: Callable[[], bytes],
        listener: LinkListener,
        settings: FanoutSettings,
    ) -> None:
        self._dial = dial
        self._heart = heart
        self._beat = beat
        self._listener = listener
        self._settings = settings
        self._wanted = {heart}
        self._states: dict[str, _State] = {}
        self._changed = asyncio.Event()
        self._felt = 0.0
        self._told = False
        self._flying = False
        self.send_queue = SendQueue(settings)
        self.sharded = False
        self.healthy = False  # our own heartbeat has come back on the present connections
        self.away = False  # tried without success
        self.sent = 0
        self.connects = 0
        self.heartbeats_lost = 0

    def want(self, names: Iterable[str]) -> None:
        """Subscribes to these channels as well, as soon as it can."""
        self._wanted.update(names)
        self._changed.set()

    def leave(self, names: Iterable[str]) -> None:
        self._wanted.difference_update(names)
        self._changed.set()

    @property
    def busy(self) -> bool:
        """True if something waits to be sent or to be answered."""
        return self._flying or len(self.send_queue) > 0

    def counts(self) -> dict[str, int]:
        return {
            "sent": self.sent,
            "dropped": self.send_queue.dropped,
            "reconnects": max(0, self.connects - 1),
            "heartbeats_lost": self.heartbeats_lost,
        }

    def has_joined(self, name: str) -> bool:
        return self._states.get(name) is _State.JOINED

    def felt(self) -> None:
        """Notes that our own heartbeat came in."""
        self._felt = asyncio.get_running_loop().time()
        if not self.healthy:
            self.healthy = True
            log.log(logging.WARNING if self._told else logging.INFO, "Redis answers")
            self._told = False

    async def run(self) -> None:
        """Keeps the link up until cancelled."""
        pause = self._settings.retry_seconds / 32
        while True:
            try:
                await self._live()
            except Exception as error:
                self._tell(error)
            pause = self._settings.retry_seconds / 32 if self.healthy else min(pause * 2, self._settings.retry_seconds)
            self.healthy = False
            self._states.clear()
            if not self.away:
                self.away = True
                self._listener.fell(self)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret

    async def _live(self) -> None:
        command, subscription = self._dial(), self._dial()
        try:
            async with asyncio.timeout(self._settings.connect_seconds):
                await connect(command)
                await connect(subscription)
                self.sharded = await _knows_sharded(command, self._heart)
            self.connects += 1
            self.away = False
            self._felt = asyncio.get_running_loop().time()
            await _until_one_fails(
                self._listen(subscription), self._ask(subscription), self._write(command), self._pulse()
            )
        finally:
            drop(command)
            drop(subscription)

    def _tell(self, error: Exception) -> None:
        """Logs a lost link once, not for each failed try."""
        expected = isinstance(error, FAILURES)
        self.heartbeats_lost += isinstance(error, HeartbeatLost)
        if not expected or not self._told:
            reason = type(error).__name__ if expected else place(error)
            log.log(logging.WARNING if expected else logging.ERROR, "Redis is away, pushes come late: %s", reason)
        self._told = True

    async def _listen(self, connection: AbstractConnection) -> None:
        while True:
            kind, name, what = await connection.read_response(disable_decoding=True)
            if kind in (b"smessage", b"message"):
                self._listener.heard(self, what)
            elif kind in (b"ssubscribe", b"subscribe"):
                self._states[name.decode()] = _State.JOINED
                self._listener.joined(name.decode())
                self._changed.set()  # it may be unwanted by now
            elif self._states.pop(name.decode(), None) is not _State.LEAVING:
                raise ResponseError("a subscription was ended by the server: its slot has moved")
            else:
                self._changed.set()  # it may be wanted again by now

    async def _ask(self, connection: AbstractConnection) -> None:
        """Brings the subscriptions to what is wanted, with never two commands at a time for one channel."""
        mark = b"S" if self.sharded else b""
        while True:
            self._changed.clear()
            joining = [name for name in self._wanted if name not in self._states]
            leaving = [
                name for name, state in self._states.items() if state is _State.JOINED and name not in self._wanted
            ]
            # In a cluster one SSUBSCRIBE takes names of one slot only: a command for each name, all in one write.
            commands = [(mark + b"SUBSCRIBE", name) for name in joining]
            commands += [(mark + b"UNSUBSCRIBE", name) for name in leaving]
            self._states.update(dict.fromkeys(joining, _State.JOINING) | dict.fromkeys(leaving, _State.LEAVING))
            if commands:
                await _send(connection, commands)
            await self._changed.wait()

    async def _write(self, connection: AbstractConnection) -> None:
        publish = b"SPUBLISH" if self.sharded else b"PUBLISH"
        while True:
            items = await self.send_queue.take(self._settings.batch)
            self._flying, done = True, 0
            try:
                await _send(connection, [(publish, item.channel, item.message) for item in items])
                for _ in items:
                    await connection.read_response(disable_decoding=True)
                    done += 1
            finally:
                self.send_queue.back(items[done:])
                self.sent += done
                self._flying = False

    async def _pulse(self) -> None:
        loop = asyncio.get_running_loop()
        while loop.time() - self._felt < self._settings.lost_seconds:
            self.send_queue.put(Item(self._heart, self._beat(), Kind.BEAT, loop.time()))
            await asyncio.sleep(self._settings.beat_seconds)
        raise HeartbeatLost


async def _until_one_fails(*works: Coroutine[Any, Any, None]) -> None:
    """Runs all until one raises, ends the others and raises that error. A task group would do, but in Python 3.11 it
    swallows a cancellation that comes at the moment of a failure.
    """
    tasks = [asyncio.get_running_loop().create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _knows_sharded(connection: AbstractConnection, heart: str) -> bool:
    """True if the server knows sharded pub/sub (Redis 7). Found by trying: this needs only the right to publish."""
    try:
        await _send(connection, [(b"SPUBLISH", f"{heart}:try", b"")])
        await connection.read_response()
    except ResponseError as error:
        if "unknown command" in str(error).lower():
            return False
        raise
    return True


async def _send(connection: AbstractConnection, commands: Sequence[tuple[bytes | str, ...]]) -> None:
    if not connection.is_connected:  # redis-py would connect again, silently
        raise ConnectionResetError
    await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
