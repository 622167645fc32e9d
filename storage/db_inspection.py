"""Inspection of the database for its administrator. Changes nothing."""

import asyncio
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from storage.archive import database_epoch
from storage.durability import REMEDIES
from storage.migrate import MIGRATIONS
from storage.pool import Connection

SECONDS = 5.0  # to connect, and for each query


class Unreachable(Exception):
    """Raised if there is no database at this address, or none that we may use. The text says why."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Backlog of one carrier: what it should have brought by now."""

    carrier: str
    number: int
    seconds: float  # since the oldest was due


@dataclass(frozen=True, slots=True)
class DatabaseSeen:
    version: int  # like 180004
    settings: Mapping[str, str]  # those that keep acknowledged writes safe
    encoding: str
    knows_cyrillic: bool  # distinguishes upper and lower case of Cyrillic
    is_standby: bool
    connections: int  # limit of open connections for everybody but superusers
    free: int  # of them
    clock_ahead: float  # seconds that our clock is ahead
    pending: Sequence[str]  # migrations that the next start will apply
    changed: Sequence[str]  # applied ones whose file is another now
    unknown: Sequence[str]  # applied ones without a file: from a newer version
    epoch: str | None  # None: nothing has been made in it yet
    waiting: Sequence[Waiting]
    vapid: bytes | None  # secret of the push key; None: not made yet


async def look_at(url: str) -> DatabaseSeen:
    """Inspects the database at this URL. Raises `Unreachable`."""
    try:
        connection = await asyncpg.connect(url, timeout=SECONDS, command_timeout=SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise Unreachable(str(error) or type(error).__name__) from None
    try:
        return await _look(connection)
    finally:
        await connection.close(timeout=SECONDS)


async def _look(connection: Connection) -> DatabaseSeen:
    row = await connection.fetchrow(
        """
        select current_setting('server_version_num')::int as version, pg_is_in_recovery() as is_standby,
               current_setting('server_encoding') as encoding, lower('ЖЁ') = 'жё' as knows_cyrillic,
               current_setting('max_connections')::int
                   - current_setting('superuser_reserved_connections')::int as connections,
               (select count(*)::int from pg_stat_activity where backend_type = 'client backend') - 1 as used
        """
    )
    assert row is not None
    applied = await _applied(connection)
    files = await asyncio.to_thread(_files)
    return DatabaseSeen(
        version=row["version"],
        settings={name: await connection.fetchval("select current_setting($1)", name) for name in REMEDIES},
        encoding=row["encoding"],
        knows_cyrillic=row["knows_cyrillic"],
        is_standby=row["is_standby"],
        connections=row["connections"],
        free=row["connections"] - row["used"],
        clock_ahead=await _clock_ahead(connection),
        pending=[name for name in files if name not in applied],
        changed=[name for name in files if name in applied and applied[name] != files[name]],
        unknown=[name for name in applied if name not in files],
        epoch=await database_epoch(connection) if await _has(connection, "archive") else None,
        waiting=await _waiting(connection),
        vapid=await _vapid(connection),
    )


def _files() -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(MIGRATIONS.glob("*.sql"))}


async def _has(connection: Connection, table: str) -> bool:
    found: bool = await connection.fetchval("select to_regclass($1) is not null", table)
    return found


async def _applied(connection: Connection) -> dict[str, str]:
    if not await _has(connection, "migration"):
        return {}
    query = "select name, sha256 from migration where name not like 'views/%' order by name"
    return {row["name"]: row["sha256"] for row in await connection.fetch(query)}


async def _clock_ahead(connection: Connection) -> float:
    begun = time.time()
    there: float = await connection.fetchval("select extract(epoch from clock_timestamp())::float8")
    return there - (begun + time.time()) / 2


async def _waiting(connection: Connection) -> list[Waiting]:
    if not await _has(connection, "dispatch"):
        return []
    rows = await connection.fetch(
        """
        select carrier, count(*)::int as number, extract(epoch from now() - min(due_at))::float8 as seconds
        from dispatch where state = 'due' and due_at < now() group by carrier order by carrier
        """
    )
    return [Waiting(**row) for row in rows]


async def _vapid(connection: Connection) -> bytes | None:
    if not await _has(connection, "secret"):
        return None
    secret: bytes | None = await connection.fetchval("select value from secret where name = 'vapid'")
    return secret
