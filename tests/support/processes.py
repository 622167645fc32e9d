"""The server as its own process, so that it can really be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

import aiohttp

from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from storage.school_year.bells import add_bells
from tests.support.school import School, build_school, read_school

ROOT = Path(__file__).parents[2]


class ServerProcess:
    """`zvonok serve` on a folder of data. Kill it and start it again as often as you like."""

    def __init__(self, data: Path, port: int, **environment: str) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ZVONOK_")},
            "ZVONOK_DATA": str(data),
            "ZVONOK_PORT": str(port),
            "PYTHONPATH": str(ROOT),
            "ZVONOK_MESSAGES_PER_MINUTE": "0",  # a few stand for many who write
            **environment,
        }
        self._log = data.parent / f"{data.name}.log"
        self._process: asyncio.subprocess.Process | None = None

    finds_out = False  # itself, how many processes it is

    @property
    def command(self) -> list[str]:
        """What runs the server."""
        return [sys.executable, "-m", "handlers", "serve"]

    @property
    def socket(self) -> str:
        return self.base.replace("http", "ws", 1) + "/connection/websocket"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *arguments: str) -> None:
        """Returns when it is ready to work: one process, unless arguments say otherwise or it is to find out."""
        command = [*self.command, *arguments]
        if "--processes" not in command and not self.finds_out:
            command += ["--processes", "1"]
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                env=self.environment,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )
        async with aiohttp.ClientSession() as http, asyncio.timeout(60):
            while True:
                if self._process.returncode is not None:
                    raise AssertionError(f"the server ended: {self._log.read_text()[-2000:]}")
                try:
                    async with http.get(f"{self.base}/readyz") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """SIGKILL: nothing is said good-bye to."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            async with asyncio.timeout(60):
                await self._process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


async def fill(data: Path, *, lessons: int = 1) -> School:
    """Puts the small school into a folder of data, with so many lessons of mathematics today."""
    async with embedded_postgres(data) as url:
        pool = await open_pool(url)
        async with pool.acquire() as connection:
            await migrate(connection)
            await build_school(connection)
        school = await read_school(pool)
        for number in range(2, lessons + 1):
            async with pool.acquire() as connection:
                await add_bells(connection, school.id, [(time(8 + number), time(8 + number, 40))], number)
            await pool.execute(
                "insert into lesson (course_id, day, number) values ($1, $2, $3)", school.maths, school.day, number
            )
        await pool.close()
        return school


@asynccontextmanager
async def server_process(data: Path, port: int, *arguments: str, **environment: str) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(data, port, **environment)
    try:
        await server.start(*arguments)
        yield server
    finally:
        await server.kill()


async def ended(*arguments: str, command: str = "serve", **environment: str) -> tuple[int, str]:
    """Exit status and what was said, of a server, or another command, that does not get to work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handlers",
        command,
        *arguments,
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("ZVONOK_")}, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()
