"""Applies the numbered migrations, forward only, each in its own transaction, once."""

import asyncio
import hashlib
from pathlib import Path

from storage.pool import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x5A564F4E  # "ZVON"; any number nobody else takes in this database


class MigrationChanged(Exception):
    """A migration that was applied before has another content now."""


async def migrate(connection: Connection, folder: Path = MIGRATIONS) -> list[str]:
    """Brings the schema up to date; returns the names of the files applied now.

    Several servers may start at once: one applies, the others wait. They poll, because a blocked
    `pg_advisory_lock` deadlocks with CREATE INDEX CONCURRENTLY.
    """
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):  # noqa: ASYNC110 - another process's
        await asyncio.sleep(0.05)
    try:
        return await _apply(connection, folder)
    finally:
        await connection.execute("select pg_advisory_unlock($1)", LOCK)


async def _apply(connection: Connection, folder: Path) -> list[str]:
    await connection.execute(
        "create table if not exists migration"
        " (name text primary key, sha256 text not null, applied_at timestamptz not null default now())"
    )
    done = {row["name"]: row["sha256"] for row in await connection.fetch("select name, sha256 from migration")}
    applied = []
    for name, text in await asyncio.to_thread(_read, folder):
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        if name in done:
            if done[name] != sha256:
                raise MigrationChanged(
                    f"{name} differs from what was applied to this database. Restore the file,"
                    " and put the change into a new migration."
                )
            continue
        async with connection.transaction():
            await connection.execute(text)
            await connection.execute("insert into migration (name, sha256) values ($1, $2)", name, sha256)
        applied.append(name)
    return applied


def _read(folder: Path) -> list[tuple[str, str]]:
    return [(file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.sql"))]
