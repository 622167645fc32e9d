"""`zvonok postman`: carries notices in a process of its own, beside servers and other postmen."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from channels.ports import Clock
from channels.store import Desk
from handlers.app import SystemClock
from handlers.letters.addresses import LetterAddresses
from handlers.postmen import make_postman, vapid_key, work_until
from handlers.settings import Settings, WrongSetting
from realtime.bystander import Bystander
from realtime.fanout import Fanout
from realtime.fanout_memory import MemoryFanout
from realtime.postman import Postman
from realtime.publisher import FanoutPublisher
from realtime.redis.fanout import RedisFanout
from realtime.redis.servers import Servers
from storage.durability import UnsafeDatabase
from storage.logins import PostgresLogins
from storage.migrate import MigrationChanged, migrate
from storage.pool import IDLE_SERVING, open_pool
from storage.store import PostgresStore

log = logging.getLogger("zvonok")

CONNECTIONS = 6  # to the database: sorting, and for each of three carriers taking or telling, with one to spare


@click.command("postman")
def postman_command() -> None:
    """Bring notices to those who are away, until SIGTERM.

    As many as you like may run, beside servers that run with ZVONOK_POSTMAN=0 or without it. They take the same
    settings, and need a PostgreSQL and a Redis that they share with the servers.
    """
    try:
        asyncio.run(_until_told(Settings.from_environment()))
    except (WrongSetting, UnsafeDatabase, MigrationChanged) as error:
        raise click.ClickException(str(error)) from None


async def _until_told(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await carry(settings, SystemClock(), stop)


async def carry(settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
    """Until `stop`; what is on its way then is carried to its end. Raises `WrongSetting`."""
    async with _postman(settings, clock) as postman:
        click.echo(f"Zvonok's postman carries: {', '.join(postman.rounds)}")
        await work_until(stop, postman)


@asynccontextmanager
async def _postman(settings: Settings, clock: Clock) -> AsyncIterator[Postman]:
    if settings.database_url is None:
        raise WrongSetting(
            "A postman of its own needs a PostgreSQL that it shares with the servers: set ZVONOK_DATABASE_URL."
            " With the embedded database `zvonok serve` carries by itself."
        )
    if settings.redis_url is None:
        log.warning(
            "without ZVONOK_REDIS_URL servers cannot be asked who is online: everybody gets 40 seconds to read"
            " what came, and is told after that, also who has seen it on an open page"
        )
    pool = await open_pool(settings.database_url, size=CONNECTIONS, idle_transaction=IDLE_SERVING)
    try:
        async with pool.acquire() as connection:
            await migrate(connection)
        logins = PostgresLogins(pool)
        fanout = _fanout(settings, await logins.secret("fan-out"))
        live = Bystander(fanout)
        await fanout.start()
        try:
            desk = Desk(PostgresStore(pool), FanoutPublisher(fanout), clock)
            letters = LetterAddresses(await logins.secret("letters"))
            yield make_postman(settings, desk, live, letters, vapid_key(await logins.secret("vapid")))
        finally:
            await fanout.stop()
    finally:
        await asyncio.wait_for(pool.close(), 10)


def _fanout(settings: Settings, secret: bytes) -> Fanout:
    if settings.redis_url is None:
        return MemoryFanout()
    try:
        return RedisFanout(Servers(settings.redis_url), secret)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_REDIS_URL is not an address of Redis: {error}") from None
