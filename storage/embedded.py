"""PostgreSQL in the data folder, for a school with one server and nothing to install."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg

from storage.postgres import binaries, cluster
from storage.postgres.binaries import PostgresUnavailable
from storage.postgres.supervisor import Supervisor, remove_socket_folder

__all__ = ["PostgresUnavailable", "database", "embedded_postgres", "running"]

NAME = "zvonok"
RECOVERY_SECONDS = 600  # for replaying a long log after a crash
ANSWER_SECONDS = 5
NOT_YET = (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)


@asynccontextmanager
async def database(data: Path, url: str | None) -> AsyncIterator[str]:
    """Yields the database's address: the one given, else of the server running on `data`, else of one started here."""
    if url:
        yield url
    elif found := await running(data):
        yield found
    else:
        async with embedded_postgres(data) as started:
            yield started


@asynccontextmanager
async def embedded_postgres(data: Path) -> AsyncIterator[str]:
    """Runs PostgreSQL on `data/postgres`, made on first use, and yields its address.

    Reachable only through a socket in a private folder. Survives the loss of any process: if ours is killed the server
    goes too, and the next start recovers; a killed server is started again. Raises `PostgresUnavailable` with the
    remedy if it cannot run, or if another process's server is on this folder (call `running` first).
    """
    lock = await asyncio.to_thread(_lock, data)
    try:
        supervisor = await asyncio.to_thread(_start, data)
        try:
            url = await _ready(supervisor)
            supervisor.keep()
            await asyncio.to_thread(_tell, data, url)
            yield url
        finally:
            await asyncio.to_thread(_stop, supervisor, data)
    finally:
        lock.close()


async def running(data: Path) -> str | None:
    """Returns the address of the server working on `data` now, whoever started it; None if none answers."""
    url = await asyncio.to_thread(_told, data)
    if url is None:
        return None
    try:
        connection = await asyncpg.connect(_as_superuser(url), timeout=ANSWER_SECONDS)
    except (*NOT_YET, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return None
    try:
        place = await connection.fetchval("show data_directory")
    finally:
        await connection.close()
    return url if Path(place) == await asyncio.to_thread((data / "postgres").resolve) else None


def _lock(data: Path) -> IO[str]:
    """Locks the data folder for the process that runs its server. The kernel releases it however that process ends."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (data / "postgres.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise PostgresUnavailable(
            f"Another process of zvonok runs the database in {data}. Stop it, or use the running one."
        ) from None
    return file


def _start(data: Path) -> Supervisor:
    data = data.resolve()
    found = binaries.find()
    way = binaries.find_run_as(found, data / "postgres")
    if (old := _told(data)) is not None:
        remove_socket_folder(_folder_of(old))
    cluster.make(data / "postgres", found, way)
    cluster.settle(data / "postgres")
    supervisor = Supervisor(found, way, data / "postgres")
    supervisor.start()
    return supervisor


def _stop(supervisor: Supervisor, data: Path) -> None:
    (data / "postgres.url").unlink(missing_ok=True)
    supervisor.stop()


async def _ready(supervisor: Supervisor) -> str:
    url = f"postgresql://{NAME}@/{NAME}?host={quote(str(supervisor.socket_folder))}"
    until = time.monotonic() + RECOVERY_SECONDS
    while True:
        with suppress(*NOT_YET):
            connection = await asyncpg.connect(_as_superuser(url), timeout=ANSWER_SECONDS)
            break
        if not supervisor.alive or time.monotonic() > until:
            words = await asyncio.to_thread(supervisor.last_words)
            raise PostgresUnavailable(f"PostgreSQL did not start. Its log ends:\n{words}")
        await asyncio.sleep(0.01)
    try:
        await _make_database(connection)
    finally:
        await connection.close()
    return url


async def _make_database(connection: asyncpg.Connection) -> None:
    # Not a superuser: an injection into our SQL must not reach files and programs. CREATEDB is for restores.
    if not await connection.fetchval("select true from pg_roles where rolname = $1", NAME):
        await connection.execute("create role zvonok login createdb")
    if not await connection.fetchval("select true from pg_database where datname = $1", NAME):
        await connection.execute("create database zvonok owner zvonok encoding 'UTF8' template template0")


def _as_superuser(url: str) -> str:
    return f"postgresql://{cluster.SUPERUSER}@/postgres?{urlsplit(url).query}"


def _folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def _tell(data: Path, url: str) -> None:
    file, new = data / "postgres.url", data / "postgres.url.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(url)
    new.replace(file)


def _told(data: Path) -> str | None:
    try:
        url = (data / "postgres.url").read_text().strip()
        _folder_of(url)
    except (OSError, KeyError):
        return None
    return url
