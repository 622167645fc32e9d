"""Bounded queue of messages for one Redis server, which never blocks anybody."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from realtime.redis.settings import FanoutSettings


class Kind(Enum):
    HINT = "may be sent again, may be read from the archive instead"
    ONCE = "is sent at most once: an ephemeral thing, an order"
    BEAT = "is sent before all others, or not at all"


@dataclass(frozen=True, slots=True)
class Item:
    channel: str
    message: bytes
    kind: Kind
    at: float  # of the event loop's clock


class SendQueue:
    """A queue from many senders to one reader. When it is full the oldest messages are dropped, and counted."""

    def __init__(self, settings: FanoutSettings) -> None:
        self._settings = settings
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._beat: Item | None = None
        self._filled = asyncio.Event()
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        if item.kind is Kind.BEAT:
            self._beat = item  # kept apart: a flood must not push it out
        else:
            self._items.append(item)
            self._bytes += len(item.message)
            self._trim()
        self._filled.set()

    def back(self, items: Iterable[Item]) -> None:
        """Takes back messages that went out unconfirmed. Those that may be repeated wait again, before all others."""
        for item in reversed(list(items)):
            if item.kind is Kind.HINT:
                self._items.appendleft(item)
                self._bytes += len(item.message)
            elif item.kind is Kind.ONCE:
                self.dropped += 1
        self._trim()
        if self._items:
            self._filled.set()

    def empty(self) -> list[Item]:
        """Takes out everything that waits."""
        items, self._items, self._bytes = list(self._items), deque(), 0
        return items

    async def take(self, most: int) -> list[Item]:
        """Takes out at most so many, in the order in which they came; waits until there is one."""
        while True:
            taken: list[Item] = [] if self._beat is None else [self._beat]
            self._beat = None
            now = asyncio.get_running_loop().time()
            while self._items and len(taken) < most:
                item = self._items.popleft()
                self._bytes -= len(item.message)
                if now - item.at > self._settings.stale_seconds:
                    self.dropped += 1
                else:
                    taken.append(item)
            if taken:
                return taken
            self._filled.clear()
            await self._filled.wait()

    def _trim(self) -> None:
        while len(self._items) > self._settings.waiting or self._bytes > self._settings.waiting_bytes:
            self._bytes -= len(self._items.popleft().message)
            self.dropped += 1
