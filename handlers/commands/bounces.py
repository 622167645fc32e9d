"""`zvonok bounced`: reads a mail that came back, from the mail server."""

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
    """Read a mail that came back, or a complaint, from standard input; send no more to people who do not get our mails.

    For the mail server, which passes on what comes to ZVONOK_MAIL_BOUNCES. Uses the settings of `zvonok serve` and the
    database of a running server. Ends with 0; with 65 if it is no message or was not signed here; with 75 if the
    database is away: then pass it on again.
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
    """Returns at most a byte more than the limit; reads and drops the rest, so that the writer is not broken off."""
    raw = stream.read(LIMIT + 1)
    while stream.read(LIMIT):
        pass
    return raw


def told(bounce: Bounce, *, ended: bool) -> str:
    """Returns the outcome on one line, naming nobody."""
    said = f"{bounce.meaning} ({bounce.problem})" if bounce.problem else str(bounce.meaning)
    return f"bounced: {said}: {'no more mail to this person' if ended else 'nothing follows'}"


async def _bounced(settings: Settings, raw: bytes, to: str) -> tuple[Bounce, bool]:
    """Reads the bounce. Neither starts nor migrates a database: the administrator of the server does."""
    url = settings.database_url or await running(settings.data)
    if url is None:
        raise PostgresUnavailable("no server runs on this folder of data")
    pool = await open_pool(url, size=1)
    try:
        return await bounced(pool, raw, to)
    finally:
        await pool.close()


async def bounced(pool: asyncpg.Pool, raw: bytes, to: str = "") -> tuple[Bounce, bool]:
    """Reads a mail; returns what it says, and whether it ended mail to a person."""
    bounce = read(raw, LetterAddresses(await PostgresLogins(pool).secret("letters")), to)
    if bounce.dispatch is None or not bounce.problem:
        return bounce, False
    desk = Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock())
    return bounce, await come_back(desk, bounce.dispatch, bounce.problem)
