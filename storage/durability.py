"""Refuses a database that may lose writes it has acknowledged."""

from __future__ import annotations

from typing import Any

import asyncpg
import asyncpg.pool


class UnsafeDatabase(Exception):
    """Raised for a setting under which an acknowledged write can be lost. The text names it and the remedy."""


REMEDIES = {
    "fsync": "Set fsync = on in postgresql.conf and reload.",
    "full_page_writes": "Set full_page_writes = on in postgresql.conf and reload.",
    "synchronous_commit": (
        "Set it to on, and look at ALTER ROLE … SET and ALTER DATABASE … SET too: select * from pg_db_role_setting."
    ),
}


async def refuse_unsafe(connection: asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]) -> None:
    """Raises `UnsafeDatabase` unless a commit of this session is on disk when it is acknowledged.

    The session must be fresh: its settings then include those of its role and database.
    """
    # Measured with synchronous_commit off: acknowledged rows were lost, and their numbers given out again.
    for setting, remedy in REMEDIES.items():
        if await connection.fetchval("select current_setting($1)", setting) == "off":
            raise UnsafeDatabase(
                f"The database has {setting} = off: a crash would lose messages and marks that were "
                f"acknowledged. {remedy}"
            )
