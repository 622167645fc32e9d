"""Background tasks that nobody awaits, kept from being collected and ended together."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from realtime.faults import place

log = logging.getLogger(__name__)


class Tasks:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs it in the background; its exception is logged."""
        _ = self.begin(work)

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs it like `start`, and returns the task to wait for."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, seconds: float) -> None:
        """Waits until all are done; after `seconds` the rest is cancelled."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        while self._running:
            for task in self._running:
                task.cancel()
            await asyncio.wait(self._running)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a background task failed: %s", place(error))
