"""Several server processes on one port, and the parent that keeps them."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from handlers.settings import Settings, WrongSetting
from storage.postgres import launch

log = logging.getLogger("zvonok")

RESTART_SECONDS = 1.0  # between two starts of a process that does not stay up
START_SECONDS = 60
DRAIN_SECONDS = 30  # after SIGTERM; a drain takes 10 to 15


@asynccontextmanager
async def workers(count: int, settings: Settings, environment: Mapping[str, str]) -> AsyncIterator[int]:
    """Runs `zvonok serve` so many times on the same port, each a process of its own with this environment.

    Yields the port when all serve. One that dies is started again; on leaving all drain; when our process is gone,
    however it ended, the kernel tells them to drain. Raises `WrongSetting` when one does not get to serve at the
    start, and `OSError` when the port is taken.
    """
    # Held, not listened on: whoever wants this port for something else is told so.
    with _reserve(settings.host, settings.port) as held:
        port: int = held.getsockname()[1]
        made = [_Worker({**environment, "ZVONOK_PORT": str(port)}) for _ in range(count)]
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


class _Worker:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._process: Process | None = None

    async def start(self) -> bool:
        """True when it serves, False when it ended instead."""
        launcher = [sys.executable, "-I", "-S", str(Path(launch.__file__)), "same", str(os.getpid())]
        self._process = await asyncio.create_subprocess_exec(
            *launcher, sys.executable, "-m", "handlers", "serve", "--shared-port", env=self._environment, stdout=PIPE
        )
        assert self._process.stdout is not None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                return bool(await self._process.stdout.readline())
        return False

    async def keep(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            assert self._process is not None
            await self._process.wait()
            log.warning("a server process ended with status %s; it is started again", self._process.returncode)
            await asyncio.sleep(max(0.0, RESTART_SECONDS - (loop.time() - began)))
            began = loop.time()
            await self.start()

    async def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), DRAIN_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def _reserve(host: str, port: int) -> socket.socket:
    """A socket bound to the port, which processes of this user may share from now on. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as alone:
        # Without sharing first: another installation that shares this port would get half of our people.
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
