"""Servers as processes of their own: they print a port, and broadcast once for each line they are given."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from bench import usage
from bench.probe import Longest
from bench.sockets import Greeting, Group, text_frame, upgrade
from handlers.auth import ConnectionTokens
from realtime.transports.listener import SOCKET_PATH
from storage.embedded import embedded_postgres
from storage.logins import Login, PostgresLogins
from storage.migrate import migrate
from storage.pool import open_pool
from storage.postgres.cluster import SUPERUSER
from tests.support.processes import ROOT, ServerProcess
from tests.support.serving import free_port

PING = (b"\x81\x02{}", text_frame(b"{}"))


@dataclass
class LineServer:
    process: subprocess.Popen[bytes]
    port: int

    @property
    def pid(self) -> int:
        return self.process.pid

    def group(self, ping: tuple[bytes, bytes] | None = None) -> Group:
        return Group(("127.0.0.1", self.port), ping)

    def tell(self, line: bytes = b"") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def ask(self, line: bytes) -> bytes:
        """Of the engine alone: a line, and the one it answers."""
        assert self.process.stdout is not None
        self.tell(line)
        return self.process.stdout.readline()


@contextmanager
def line_server(arguments: Sequence[str | Path], cwd: Path = ROOT) -> Iterator[LineServer]:
    """Ends it, however it was meant to end."""
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line.strip().isdigit():
                raise AssertionError(f"{arguments} did not start: {line!r}")
            yield LineServer(process, int(line))
        finally:
            process.kill()


@contextmanager
def engine_alone(data: str) -> Iterator[tuple[LineServer, Longest]]:
    """`realtime/` over an archive in memory. See `bench.alone`."""
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        probe = Path(folder) / "probe"
        with line_server([sys.executable, "-m", "bench.alone", probe, data]) as server:
            yield server, Longest(probe)


def greeting(token: str, recover: str = "") -> Greeting:
    """How a client of ours comes in; `recover` are the `subs` of a returning one, as JSON."""
    subs = f',"subs":{recover}' if recover else ""
    connect = text_frame(f'{{"id":1,"connect":{{"token":"{token}"{subs}}}}}'.encode())
    return [(upgrade(SOCKET_PATH, deflate=True), b" 101 "), (connect, b"}}}}")]


class ProbedServer(ServerProcess):
    """The real server, on a database that the bench can look into."""

    def __init__(self, folder: Path, url: str) -> None:
        port = free_port()
        super().__init__(folder / "data", port, ZVONOK_DATABASE_URL=url)
        self._probe = folder / "probe"
        self.longest = Longest(self._probe)
        self.address = ("127.0.0.1", port)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "bench.probe", str(self._probe), "serve"]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def group(self) -> Group:
        return Group(self.address, PING)


class ThreeServers(ProbedServer):
    """Three processes on one port, and their parent. Without a probe."""

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "handlers", "serve", "--processes", "3"]

    def processes(self) -> list[int]:
        """Those that serve: the fork server's."""
        [forkserver] = [
            pid for pid in _children(self.pid) if "handlers.forkserver" in Path(f"/proc/{pid}/cmdline").read_text()
        ]
        return _children(forkserver)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


@dataclass(frozen=True)
class Signed:
    """Somebody's sign-in; `token` is that of REST."""

    token: str
    login: Login


class Real:
    """A running server with its database."""

    def __init__(self, server: ProbedServer, pool: asyncpg.Pool, secret: bytes, postmaster: int) -> None:
        self.server = server
        self.pool = pool
        self.postmaster = postmaster  # its process id
        self._tokens = ConnectionTokens(secret)

    async def logins(self, persons: Iterable[int]) -> dict[int, Signed]:
        """Signs people in, without the cost of passwords."""
        logins, now = PostgresLogins(self.pool), datetime.now(UTC)
        signed: dict[int, Signed] = {}
        for person in persons:
            token = await logins.start(person, "bench", now)
            login = await logins.by_token(token)
            assert login is not None
            signed[person] = Signed(token, login)
        return signed

    def socket_token(self, signed: Signed) -> str:
        """Good for five minutes."""
        return self._tokens.issue(signed.login)

    def greetings(self, signed: Iterable[Signed]) -> list[Greeting]:
        return [greeting(self.socket_token(each)) for each in signed]


async def _count_statements(data: Path) -> None:
    """From its next start on the database counts what it is asked."""
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url, user=SUPERUSER)
        await connection.execute("alter system set shared_preload_libraries = 'pg_stat_statements'")
        await connection.execute("create extension pg_stat_statements")
        await connection.execute("grant pg_read_all_stats to zvonok")
        await connection.execute("grant execute on all functions in schema public to zvonok")
        await connection.close()


@asynccontextmanager
async def real_server(*, statements: bool = False, kind: type[ProbedServer] = ProbedServer) -> AsyncIterator[Real]:
    """Starts an empty school and a server on it. The caller fills it through `pool`.

    With `statements` the database has the extension pg_stat_statements.
    """
    usage.allow_files(20_000)
    with TemporaryDirectory(prefix="zvonok-bench-") as name:
        folder = Path(name)
        if statements:
            await _count_statements(folder / "data")
        async with embedded_postgres(folder / "data") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            server = kind(folder, url)
            await server.start()
            try:
                postmaster = int((folder / "data" / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
                yield Real(server, pool, await PostgresLogins(pool).secret("connection-tokens"), postmaster)
            finally:
                await server.kill()
                await asyncio.wait_for(pool.close(), 10)
