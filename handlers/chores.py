"""What has to be done every now and then: by every process, at moments of its own, the same whoever does it."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from channels.errors import Refusal

log = logging.getLogger("zvonok")


@dataclass(frozen=True)
class Chore:
    name: str
    seconds: float  # between two times, give or take a half
    run: Callable[[], Awaitable[object]]


@asynccontextmanager
async def doing(chores: Sequence[Chore]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_forever(chore), name=chore.name) for chore in chores]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def _forever(chore: Chore) -> None:
    while True:
        await asyncio.sleep(chore.seconds * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
        try:
            await chore.run()
        except (Refusal, OSError) as error:
            log.warning("%s: not done this time: %s", chore.name, type(error).__name__)
