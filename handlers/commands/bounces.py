"""`zvonok bounced`: a mail that came back, as the mail server hands it over."""

import asyncio
import os
import sys
from typing import IO

import asyncpg
import click

from channels.errors import Refusal
from channels.notices.bounces import come_back
from channels.store import Desk
from handlers.app import SystemClock
from handlers.letters.addresses import LetterAddresses
from handlers.letters.bounces import LIMIT, Bounce, read
from handlers.settings import Settings, WrongSetting
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.durability import UnsafeDatabase
from storage.embedded import PostgresUnavailable, running
from storage.logins import PostgresLogins
from storage.pool import open_pool
from storage.store import PostgresStore

NOT_NOW: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    PostgresUnavailable,
    UnsafeDatabase,
    Refusal,
    WrongSetting,
)


@click.command("bounced")
@click.option("--to", metavar="ADDRESS", default="", help="Whom it came to; default: as its headers say.")
def bounced_command(to: str) -> None:
    """Read a mail that came back, or a complaint, from standard input: who does not get our mails is sent no more.

    For the mail server, which hands over what comes to ZVONOK_MAIL_BOUNCES. Takes the settings of `zvonok serve` and
    the database of a server that runs. Ends with 0, with 65 for what is no message or was not signed here, and with
    75 when the database is away: then it is to be handed over again.
    """
    raw = taken(sys.stdin.buffer)
    try:
        bounce, ended = asyncio.run(_bounced(Settings.from_environment(), raw, to))
    except NOT_NOW as error:
        click.echo(f"bounced: not now, hand it over again ({type(error).__name__})")
        sys.exit(os.EX_TEMPFAIL)
    click.echo(told(bounce, ended=ended))
    sys.exit(os.EX_OK if bounce.dispatch is not None else os.EX_DATAERR)


def taken(stream: IO[bytes]) -> bytes:
    """At most a byte more than is read; the rest is passed over, so that who writes is not broken off."""
    raw = stream.read(LIMIT + 1)
    while stream.read(LIMIT):
        pass
    return raw


def told(bounce: Bounce, *, ended: bool) -> str:
    """On one line, naming nobody."""
    said = f"{bounce.meaning} ({bounce.problem})" if bounce.problem else str(bounce.meaning)
    return f"bounced: {said}: {'no more mail to this person' if ended else 'nothing follows'}"


async def _bounced(settings: Settings, raw: bytes, to: str) -> tuple[Bounce, bool]:
    """Starts and migrates no database: whoever runs the server does."""
    url = settings.database_url or await running(settings.data)
    if url is None:
        raise PostgresUnavailable("no server runs on this folder of data")
    pool = await open_pool(url, size=1)
    try:
        return await bounced(pool, raw, to)
    finally:
        await pool.close()


async def bounced(pool: asyncpg.Pool, raw: bytes, to: str = "") -> tuple[Bounce, bool]:
    """What it says, and whether mail to a person has ended by it."""
    bounce = read(raw, LetterAddresses(await PostgresLogins(pool).secret("letters")), to)
    if bounce.dispatch is None or not bounce.problem:
        return bounce, False
    desk = Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
    return bounce, await come_back(desk, bounce.dispatch, bounce.problem)
