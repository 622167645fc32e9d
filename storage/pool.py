"""The connection pool. Every connection works in READ COMMITTED, which the numbering relies on."""

import json
from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from storage.durability import refuse_unsafe

# One connection, whether taken from a pool or opened by itself.
Connection: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"

STATEMENT_SECONDS = 20  # nothing a person waits for may take longer
PLANS = "force_generic_plan"  # planning who may see what took 30 ms, reading it 1: once a connection is enough
IDLE_TRANSACTION = "10s"  # of a command, which may compute something meanwhile, but must not hold rows for ever
IDLE_SERVING = "2s"  # of a server: while it stands still nobody else writes where it was writing


async def open_pool(url: str, *, size: int = 10, idle_transaction: str = IDLE_TRANSACTION) -> asyncpg.Pool:
    """A pool on `url`. Raises `UnsafeDatabase` when the database could lose what it acknowledged."""
    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_prepare,
        reset=_as_it_is,
        command_timeout=STATEMENT_SECONDS,
        server_settings={
            "application_name": "zvonok",
            "timezone": "UTC",
            "jit": "off",
            "plan_cache_mode": PLANS,
            "default_transaction_isolation": "read committed",
            "idle_in_transaction_session_timeout": idle_transaction,
        },
    )
    try:
        async with pool.acquire() as connection:
            await refuse_unsafe(connection)
    except BaseException:
        await pool.close()
        raise
    return pool


async def _prepare(connection: "asyncpg.Connection[Any]") -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: json.dumps(value, ensure_ascii=False),
        decoder=json.loads,
    )


async def _as_it_is(_connection: "asyncpg.Connection[Any]") -> None:
    """Nothing of ours outlives a transaction but what is taken back where it is taken (the lock of migrations), so
    a connection that comes back needs no round trip; the driver has ended an open transaction already."""
