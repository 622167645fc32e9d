"""Runs on files of people: starts each apart, one at a time in this process, and says when one broke off."""

import asyncio
import contextlib
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from channels.people_files.people_files import KEPT
from channels.publication import ChannelName, Publication
from channels.store import Desk
from handlers.people_files.apart import ANNOUNCED_JSON
from handlers.people_files.folder import SetFolders
from storage.people_files import RunOver, RunStates
from storage.roster.touched import READERS_CHANGED
from storage.store import AWAY

log = logging.getLogger("zvonok")

ROOT = Path(__file__).parents[2]
SECONDS = 1800  # for one run
TICK = 10.0  # seconds between two signs of life of a run that waits for its turn


class PeopleFileRuns:
    """Implements `channels.people_files.ports.PeopleFileWork`."""

    def __init__(self, desk: Desk, states: RunStates, url: str, folders: SetFolders) -> None:
        """Takes the `url` of the database as well: a run connects by itself."""
        self._desk, self._states, self._url, self._folders = desk, states, url, folders
        self._turn = asyncio.Semaphore(1)  # each may take a gigabyte
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, file: int) -> None:
        self._begin(self._run(file))

    def forget(self, folder: str) -> None:
        self._begin(self._folders.remove(folder))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Ends the runs of this process. What was not committed is undone."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self, file: int) -> None:
        try:
            number = await self._states.number(file)
            if number is None:
                return
            try:
                await self._wait(file, number)
                try:
                    await self._states.waits(file, number)  # or somebody else has done it meanwhile
                    said = await self._apart(file, number)
                finally:
                    self._turn.release()
                self._desk.publisher.publish(_published(said))
            finally:
                await self._states.broke(file, number)
        except RunOver:
            pass
        except AWAY as error:
            log.warning("file of people %d: %s", file, type(error).__name__)

    async def _wait(self, file: int, number: int) -> None:
        """Returns when it is this run's turn."""
        while True:
            await self._states.waits(file, number)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._turn.acquire(), TICK)
                return

    async def _apart(self, file: int, number: int) -> bytes:
        order = {"url": self._url, "root": str(self._folders.root), "file": file, "run": number}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "handlers.people_files.apart"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
        )
        said = b""
        try:
            async with asyncio.timeout(SECONDS):
                said, _ = await process.communicate(json.dumps(order).encode())
        except TimeoutError:
            log.warning("file of people %d: not done within %d s", file, SECONDS)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            log.warning("file of people %d: its process ended with %d", file, process.returncode)
        return said

    async def sweep(self) -> None:
        """Drops files that nobody applied within a day, and what is left of those that are not needed any more."""
        async with self._desk.store.begin() as tx:
            await tx.people_files.drop_older(self._desk.clock.now() - KEPT)
            needed = await tx.people_files.folders()
        await self._folders.keep_only(needed)


def _published(said: bytes) -> list[Publication]:
    try:
        announced = ANNOUNCED_JSON.validate_json(said or b"[]")
    except ValidationError:
        return []
    return [
        Publication(ChannelName(channel), offset, datetime.fromisoformat(at), None, READERS_CHANGED, True)
        for channel, offset, at in announced
    ]
