"""The connection pool. Every connection works in READ COMMITTED, which the numbering relies on."""

import json
from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from storage.durability import refuse_unsafe

# One connection, whether taken from a pool or opened by itself.
Connection: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"

STATEMENT_SECONDS = 20  # nothing a person waits for may take longer
# Planning who may see what takes 30 ms, reading it 1: once a connection is enough. So a plan must be good whatever the
# statistics were when it was made. Queries that go from one view in force to the next say the way, by
# `cross join lateral (… offset 0)`: PostgreSQL then looks up each row of the one in the other, and never reads a whole
# view to throw most of it away. And a table that was small when it was planned for is read by its keys all the same:
# whole tables and joins that need them are off where there is another way (tests/storage/test_plans.py).
PLANS = "force_generic_plan"
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
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
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
