"""Several server processes on one port, and the parent that keeps them running."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from handlers.settings import Settings, WrongSetting
from storage.postgres import launch

T = TypeVar("T")
log = logging.getLogger("zvonok")

RESTART_SECONDS = 1.0  # between two starts of a process that does not stay up
START_SECONDS = 60
DRAIN_SECONDS = 30  # after SIGTERM; a drain takes 10 to 15


@asynccontextmanager
async def fork_server() -> AsyncIterator[ForkServer]:
    """Starts the process that forks servers without waiting for it: it imports while a database starts."""
    kept = ForkServer()
    await kept.open()
    try:
        yield kept
    finally:
        await kept.close()


@asynccontextmanager
async def workers(
    forking: ForkServer, count: int, settings: Settings, environment: Mapping[str, str]
) -> AsyncIterator[int]:
    """Runs `zvonok serve` so many times on the same port, each in a process of its own with this environment.

    Yields the port when all serve. A process that dies is started again. On leaving all drain, also if our process is
    gone, however it ended. Raises `WrongSetting` if a process fails to start serving, and `OSError` if the port is
    taken.
    """
    # Held, but not listened on: another program that wants this port gets an error.
    with _reserve(settings.host, settings.port) as held:
        port: int = held.getsockname()[1]
        made = [_Worker(forking, {**environment, "ZVONOK_PORT": str(port)}) for _ in range(count)]
        tasks: list[asyncio.Task[None]] = []
        try:
            served = await asyncio.gather(*(worker.start() for worker in made))
            if not all(served):
                raise WrongSetting("A server process did not start; what it said stands above.")
            tasks = [asyncio.get_running_loop().create_task(worker.keep()) for worker in made]
            yield port
        finally:
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)
            await asyncio.gather(*(worker.stop() for worker in made))


@dataclass
class Forked:
    """A server process. `ended` has its exit status, below 0 for the signal that ended it."""

    number: int
    serves: asyncio.Future[None]
    ended: asyncio.Future[int]


class ForkServer:
    """Client of `handlers.forkserver`."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._forked: dict[int, Forked] = {}  # of the present fork server
        self._opening = asyncio.Lock()
        self._numbers = itertools.count(1)

    async def open(self) -> None:
        launcher = [sys.executable, "-I", "-S", str(Path(launch.__file__)), "same", str(os.getpid())]
        self._process = await asyncio.create_subprocess_exec(
            *launcher, sys.executable, "-m", "handlers.forkserver", stdin=PIPE, stdout=PIPE
        )
        self._forked = {}
        self._hearing = asyncio.get_running_loop().create_task(self._hear(self._process, self._forked))

    async def fork(self, environment: Mapping[str, str]) -> Forked:
        """Forks a new server process; starts a new fork server if the old one has died."""
        async with self._opening:
            if self._hearing is None or self._hearing.done():
                await self.open()
        loop = asyncio.get_running_loop()
        forked = Forked(next(self._numbers), loop.create_future(), loop.create_future())
        self._forked[forked.number] = forked
        self._order(start=forked.number, environment=dict(environment))
        return forked

    def signal(self, forked: Forked, number: int) -> None:
        self._order(signal=forked.number, number=number)

    async def close(self) -> None:
        """Ends the fork server after its last process; all of them drain."""
        assert self._process is not None
        assert self._process.stdin is not None
        if self._forked:
            self._process.stdin.close()
        elif self._process.returncode is None:
            self._process.kill()  # it may still be importing
        await self._process.wait()
        if self._hearing is not None:
            await self._hearing

    def _order(self, **what: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    async def _hear(self, process: Process, all_: dict[int, Forked]) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            told = json.loads(line)
            if "serves" in told:
                _settle(all_[told["serves"]].serves, None)
            else:
                _settle(all_.pop(told["ended"]).ended, told["status"])
        # It has ended, and the kernel has signalled all processes that it forked.
        await process.wait()
        for forked in all_.values():
            _settle(forked.ended, -signal.SIGKILL)
        all_.clear()


def _settle(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


class _Worker:
    def __init__(self, forking: ForkServer, environment: Mapping[str, str]) -> None:
        self._forking, self._environment = forking, environment
        self._forked: Forked | None = None

    async def start(self) -> bool:
        """Returns True when it serves, False if it ended instead, or took too long."""
        self._forked = await self._forking.fork(self._environment)
        first = (self._forked.serves, self._forked.ended)
        await asyncio.wait(first, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return self._forked.serves.done()

    async def keep(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            assert self._forked is not None
            status = await asyncio.shield(self._forked.ended)
            log.warning("a server process ended with status %s; it is started again", status)
            await asyncio.sleep(max(0.0, RESTART_SECONDS - (loop.time() - began)))
            began = loop.time()
            await self.start()

    async def stop(self) -> None:
        if self._forked is None or self._forked.ended.done():
            return
        self._forking.signal(self._forked, signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(self._forked.ended), DRAIN_SECONDS)
        except TimeoutError:
            self._forking.signal(self._forked, signal.SIGKILL)
            await self._forked.ended


def _reserve(host: str, port: int) -> socket.socket:
    """Returns a socket bound to the port, which processes of this user may share from now on. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as alone:
        # Without sharing first: another installation that shares this port would get half of our connections.
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind(address)
    shared = socket.socket(family, kind, protocol)
    try:
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            shared.setsockopt(socket.SOL_SOCKET, option, 1)
        shared.bind(address)
    except OSError:
        shared.close()
        raise
    return shared
