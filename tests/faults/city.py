"""Three server processes on a real PostgreSQL and a real Redis, with a network in between that can be broken."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import asyncpg

from storage.embedded import embedded_postgres
from storage.logins import PostgresLogins
from storage.migrate import migrate
from tests.faults.proxy import Proxy
from tests.support.processes import ROOT
from tests.support.redis_servers import RedisServer, on_path, wheel
from tests.support.school import build_school
from tests.support.serving import Caller, free_port

START_SECONDS = 300.0  # patient: three begin at once, beside whatever else the machine does
PAGE = resource.getpagesize()
SYNC = b"S\0\0\0\4"  # ends each query on its way to PostgreSQL, but not BEGIN and COMMIT


class Node:
    """One server process. Its clients, its database and its Redis are each behind a proxy of its own."""

    def __init__(self, number: int, folder: Path, postgres: Proxy, redis: Proxy) -> None:
        self.port = free_port()
        self.postgres, self.redis = postgres, redis
        self.clients = Proxy(("127.0.0.1", self.port))
        self._log = folder / f"node{number}.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def base(self) -> str:
        """Where its clients find it."""
        return f"http://127.0.0.1:{self.clients.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def memory(self) -> int:
        """Bytes that it holds."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE

    def files(self) -> int:
        """File descriptors, without those to the database and to Redis, which come and go by themselves."""
        every = len(os.listdir(f"/proc/{self.pid}/fd"))
        return every - self.postgres.connections - self.redis.connections

    async def figure(self, http: aiohttp.ClientSession, name: str) -> float:
        """One of its /metrics, asked of it past its clients' proxy."""
        async with http.get(f"http://127.0.0.1:{self.port}/metrics") as response:
            text = await response.text()
        return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))

    @property
    def ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    async def start(self, mutant: str = "") -> None:
        """Returns when it is ready. `mutant` names a fault put into it, of tests/faults/mutants.py."""
        command = ["tests.faults.mutants", mutant] if mutant else ["handlers", "serve"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ZVONOK_")} | {
            "ZVONOK_PORT": str(self.port),
            "ZVONOK_PUBLIC_URL": "http://localhost",
            "ZVONOK_DATABASE_URL": f"postgresql://zvonok@127.0.0.1:{self.postgres.port}/zvonok",
            "ZVONOK_REDIS_URL": f"redis://127.0.0.1:{self.redis.port}",
            "PYTHONPATH": str(ROOT),
            "ZVONOK_MESSAGES_PER_MINUTE": "0",  # a few stand for many who write
        }
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *command, env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        async with aiohttp.ClientSession() as http, asyncio.timeout(START_SECONDS):
            while True:
                if self._process.returncode is not None:
                    raise AssertionError(f"a server ended: {self.log[-2000:]}")
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                        if response.status == 200:
                            return
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM: it drains."""
        await self._end(signal.SIGTERM)

    def pause(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            async with asyncio.timeout(60):
                await self._process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""


class City:
    def __init__(self, nodes: Sequence[Node], redis: RedisServer, url: str, data: Path, pool: asyncpg.Pool) -> None:
        self.nodes = nodes
        self.redis = redis
        self.pool = pool  # the test's own way to the database, around every proxy
        self.url = url
        self._data = data
        self.http = aiohttp.ClientSession(
            # no connection is kept, so that every request meets the network as it is
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=10, connect=3),
        )
        self._tokens: dict[str, str] = {}
        self._postmaster = self.postgres_pids()[0]

    async def person(self, login: str) -> list[Caller]:
        """Somebody signed in, at each node."""
        if login not in self._tokens:
            number = await self.pool.fetchval("select person_id from account where name = $1", login)
            self._tokens[login] = await PostgresLogins(self.pool).start(number, "test", datetime.now(UTC))
        return [Caller(self.http, node.base, self._tokens[login]) for node in self.nodes]

    def postgres_pids(self) -> list[int]:
        """Every process of PostgreSQL, the first the one that the others belong to."""
        try:
            postmaster = int((self._data / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
            return [postmaster, *_children(postmaster)]
        except (OSError, ValueError):
            return []

    async def kill_postgres(self) -> None:
        """SIGKILL to all of it; its supervisor starts it again after a second. Returns when it works again."""
        for pid in self.postgres_pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            while True:
                await asyncio.sleep(0.05)
                with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    connection = await asyncpg.connect(self.url, timeout=2)
                    await connection.close()
                    self._postmaster = self.postgres_pids()[0]
                    return

    def ended(self) -> list[str]:
        """What is not running, or not the one that it was, though no fault ended it."""
        gone = [f"server {number}" for number, node in enumerate(self.nodes) if node.ended]
        if self.postgres_pids()[:1] != [self._postmaster]:
            gone.append("PostgreSQL")
        return gone if self.redis.running else [*gone, "Redis"]

    def pause_postgres(self) -> list[int]:
        pids = self.postgres_pids()
        _signal(pids, signal.SIGSTOP)
        return pids

    def resume_postgres(self, pids: Sequence[int]) -> None:
        _signal(pids, signal.SIGCONT)


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that ends meanwhile
            yield from [int(child) for child in (task / "children").read_text().split()]


@asynccontextmanager
async def city(folder: Path, mutant: str = "", nodes: int = 3) -> AsyncIterator[City]:
    """Everything running, with the small school of tests/support/school.py in it."""
    data = folder / "data"
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(embedded_postgres(data))
        connection = await asyncpg.connect(url)
        await migrate(connection)
        await build_school(connection)
        await connection.close()
        pool = await stack.enter_async_context(_pool(url))
        redis = RedisServer(on_path() or wheel(), folder / "redis")
        await redis.start()
        stack.push_async_callback(redis.kill)
        socket = parse_qs(urlsplit(url).query)["host"][0] + "/.s.PGSQL.5432"
        made = []
        for number in range(nodes):
            between = (Proxy(socket, SYNC), Proxy(("127.0.0.1", redis.port)))
            node = Node(number, folder, *between)
            for each in (*between, node.clients):
                await each.start()
                stack.push_async_callback(each.stop)
            stack.push_async_callback(node.kill)
            made.append(node)
        await asyncio.gather(*(node.start(mutant) for node in made))
        running = City(made, redis, url, data, pool)
        stack.push_async_callback(running.http.close)
        yield running


@asynccontextmanager
async def _pool(url: str) -> AsyncIterator[asyncpg.Pool]:
    pool = await asyncpg.create_pool(url, min_size=0, max_size=4, server_settings={"timezone": "UTC"})
    try:
        yield pool
    finally:
        pool.terminate()
