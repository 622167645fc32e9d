"""What tests of the fan-out need: a sink that remembers, and quick settings."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from channels.publication import Publication
from realtime.fanout.port import Ephemeral
from realtime.redis.settings import FanoutSettings

# Patient with a silence: on a busy machine a process may not have had its turn for seconds.
QUICK = FanoutSettings(beat_seconds=0.05, lost_seconds=60.0, forget_seconds=60.0, retry_seconds=0.1, stop_seconds=1.0)
# For what a silence does: whoever uses it must expect to be cut off at any time.
HASTY = replace(QUICK, lost_seconds=1.0, forget_seconds=1.0)


class Listening:
    """Implements `realtime.fanout.port.Sink` and `Member`, and keeps what it hears."""

    def __init__(self, said: bytes = b"{}") -> None:
        self.hints: list[Publication] = []
        self.ephemera: list[Ephemeral] = []
        self.orders: list[bytes] = []
        self.doubts = 0
        self.said = said
        self._something = asyncio.Event()

    def hint(self, publication: Publication) -> None:
        self.hints.append(publication)
        self._something.set()

    def pass_on(self, ephemeral: Ephemeral) -> None:
        self.ephemera.append(ephemeral)
        self._something.set()

    def received(self, order: bytes) -> None:
        self.orders.append(order)
        self._something.set()

    def doubt(self) -> None:
        self.doubts += 1
        self._something.set()

    def describe(self) -> bytes:
        return self.said

    def offsets(self, channel: str) -> list[int]:
        return [each.offset for each in self.hints if each.channel == channel]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Returns when it is so; looks after everything that is heard."""
        async with asyncio.timeout(30):
            while not condition():
                self._something.clear()
                await self._something.wait()


async def eventually(condition: Callable[[], bool]) -> None:
    """Of what no sink is told."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - conditions of many objects, none of which has an event
            await asyncio.sleep(0.01)
