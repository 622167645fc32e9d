"""Periodic jobs, run by every process at moments of its own; it does not matter which process does them."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from channels.errors import Refusal

log = logging.getLogger("zvonok")


@dataclass(frozen=True)
class Job:
    name: str
    seconds: float  # between two runs, give or take a half
    run: Callable[[], Awaitable[object]]


@asynccontextmanager
async def running(jobs: Sequence[Job]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_forever(job), name=job.name) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def _forever(job: Job) -> None:
    while True:
        await asyncio.sleep(job.seconds * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
        try:
            await job.run()
        except (Refusal, OSError) as error:
            log.warning("%s: not done this time: %s", job.name, type(error).__name__)
