"""`zvonok serve`: the server on one port, with a demo school if asked for."""

import asyncio
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import click

from handlers.settings import Settings, WrongSetting
from handlers.valkey import ValkeyUnavailable, embedded_valkey, is_valkey_here
from handlers.workers import ForkServer, fork_server, workers
from realtime import process
from storage.durability import UnsafeDatabase
from storage.embedded import PostgresUnavailable, embedded_postgres
from storage.migrate import MigrationChanged, migrate
from storage.pool import open_pool

STUDENTS, SEED, DEMO_ZONE = 600, 7, "Europe/Moscow"
EMBEDDED_PROCESSES = 4  # with ten connections each
USUAL_PROCESSES = 2


@click.command("serve")
@click.option("--demo", is_flag=True, help="Fill an empty database with a demo school. On this machine only.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help=(
        "Server processes that share the port; more than there are processors are of no use. If left out, two that tell"
        " each other through a Valkey of their own; one with a single processor, or where ZVONOK_REDIS_URL names one."
    ),
)
@click.option("--shared-port", is_flag=True, hidden=True)  # set by the parent of several processes
def serve_command(demo: bool, processes: int | None, shared_port: bool) -> None:
    """Serve the school on one port."""
    try:
        settings = Settings.from_environment()
        if processes is None:
            processes = 1 if shared_port else usual_processes(settings)
        with asyncio.Runner(loop_factory=process.new_loop) as runner:
            runner.run(_serve(settings, demo=demo, processes=processes, shared_port=shared_port))
    except (WrongSetting, UnsafeDatabase, PostgresUnavailable, MigrationChanged, ValkeyUnavailable) as error:
        raise click.ClickException(str(error)) from None


def usual_processes(settings: Settings) -> int:
    """Returns two, so that one may end unnoticed; one on a single core, without a Valkey to run, or if a Redis is set:
    then the administrator decides how many there are.
    """
    several = len(os.sched_getaffinity(0)) > 1 and settings.redis_url is None and is_valkey_here()
    return USUAL_PROCESSES if several else 1


async def _serve(settings: Settings, *, demo: bool, processes: int, shared_port: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        url = settings.database_url
        if url is None and processes > EMBEDDED_PROCESSES:
            raise WrongSetting(
                f"The embedded database has connections for {EMBEDDED_PROCESSES} processes. Start fewer, or point"
                " ZVONOK_DATABASE_URL at a PostgreSQL of your own."
            )
        forking = await stack.enter_async_context(fork_server()) if processes > 1 else None
        if url is None:
            url = await stack.enter_async_context(embedded_postgres(settings.data))
        password, code = await _prepare(settings, url, demo=demo)
        port = await stack.enter_async_context(_serving(settings, url, forking, processes, shared_port))
        address = settings.public_url or f"http://localhost:{port}"
        click.echo(f"Zvonok is at {address}" if password is None else _welcome(address, password))
        if code is not None:
            click.echo(f"There is no school yet. Open {address}/activate and type this code, once: {code}")
        await stop.wait()


@asynccontextmanager
async def _serving(
    settings: Settings, url: str, forking: ForkServer | None, processes: int, shared_port: bool
) -> AsyncIterator[int]:
    """Serves in this process, or in several forked ones. Yields the port."""
    try:
        if forking is None:
            from handlers.app import serve  # the parent of several processes needs none of it

            async with serve(settings, url, shared_port=shared_port) as server:
                process.collect_seldom()
                yield server.port
            return
        async with AsyncExitStack() as stack:
            redis_url = settings.redis_url
            if redis_url is None:
                redis_url = await stack.enter_async_context(embedded_valkey())
            yield await stack.enter_async_context(workers(forking, processes, settings, _environment(url, redis_url)))
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {settings.host}:{settings.port}: {os.strerror(error.errno or 0)}."
            " Stop what listens there, or choose another port with ZVONOK_PORT."
        ) from None


def _environment(url: str, redis_url: str) -> dict[str, str]:
    """Returns the environment of the child processes: ours, with the found addresses of database and Redis."""
    known = {"ZVONOK_DATABASE_URL": url, "ZVONOK_REDIS_URL": redis_url}
    found_out = {f"{name}_FILE" for name in (*known, "ZVONOK_PORT")}
    return {name: value for name, value in os.environ.items() if name not in found_out} | known


async def _prepare(settings: Settings, url: str, *, demo: bool) -> tuple[str | None, str | None]:
    """Prepares schema and demo school.

    Returns the password of the demo sign-ins, if there are any, and the activation code of an empty installation.
    """
    pool = await open_pool(url, size=2)
    try:
        async with pool.acquire() as connection:
            await migrate(connection)
        password = await _fill(settings, pool) if demo and settings.is_loopback else None
        await _refuse_open_demo(settings, pool, demo=demo)
        return password, await _first_code(pool)
    finally:
        await pool.close()


async def _first_code(pool: asyncpg.Pool) -> str | None:
    if await pool.fetchval("select exists (select from school)"):
        return None
    from handlers.commands.activate import make_first  # few starts need it, and the parent shall stay small

    return await make_first(pool)


async def _fill(settings: Settings, pool: asyncpg.Pool) -> str | None:
    """Makes the demo school; returns its password. Makes nothing, and returns None, if there is a real school."""
    from handlers.commands.demo import NotADemo, make_demo
    from handlers.demo.portal import register_portal

    password = settings.demo_password
    if password is None:
        password = await asyncio.to_thread(_kept_password, settings.data)
    started = time.monotonic()
    try:
        await make_demo(
            pool,
            students=STUDENTS,
            seed=SEED,
            today=datetime.now(ZoneInfo(DEMO_ZONE)).date(),
            password=password,
            progress=lambda step, done, total: click.echo(f"demo school {done}/{total}: {step}", err=True),
        )
    except NotADemo:
        return None
    await register_portal(pool, settings)
    click.echo(f"demo school ready in {time.monotonic() - started:.1f} s", err=True)
    return password


async def _refuse_open_demo(settings: Settings, pool: asyncpg.Pool, *, demo: bool) -> None:
    """Refuses demo sign-ins, whose names everybody knows, on a server that a network can reach."""
    if settings.is_loopback:
        return
    from handlers.commands.demo import ACCOUNTS

    known = await pool.fetchval("select count(*) from account where name = any($1::text[])", list(ACCOUNTS))
    if demo or known:
        raise WrongSetting(
            f"ZVONOK_HOST is {settings.host}: a demo school is served on this machine only. Leave ZVONOK_HOST out,"
            " or start without --demo on a database of your own."
        )


def _kept_password(data: Path) -> str:
    """Returns the demo password: made up at the first start, the same at every later one."""
    file = data / "demo-password"
    if file.exists():
        return file.read_text(encoding="ascii").strip()
    password = secrets.token_urlsafe(9)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(password)
    return password


def _welcome(address: str, password: str) -> str:
    return (
        f"\nZvonok is at {address}\n\n"
        f"  teacher   demo.teacher    a colleague in the same journal: demo.teacher2\n"
        f"  guardian  demo.guardian   two children\n"
        f"  student   demo.student\n"
        f"  admin     demo.admin\n"
        f"  deputy    demo.deputy     keeps the timetable\n\n"
        f"  password  {password}\n\n"
        f"  API       {address}/api/docs\n"
    )
