"""The connection pool. Every connection works in READ COMMITTED, which the numbering relies on."""

import json
from typing import Any, TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from storage.durability import refuse_unsafe

# A connection, either from a pool or opened separately.
Connection: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"

STATEMENT_SECONDS = 20  # no request may wait longer
# Planning the queries of rights takes 20 ms, running them 1, so a connection plans them once. A plan must therefore
# be good whatever the statistics were at that time. Queries that go from one view in force to the next prescribe the
# way, by `cross join lateral (… offset 0)`: PostgreSQL then looks up each row of the one in the other, and never reads
# a whole view to throw most of it away. A table that was small at that time must still be read by its keys: scans of
# whole tables, and joins that need them, are off where there is another way (tests/storage/test_plans.py).
PLANS = "force_generic_plan"
IDLE_TRANSACTION = "10s"  # of a command, which may compute in between, but must not hold rows for ever
IDLE_SERVING = "2s"  # of a server: while it pauses, nobody else can write to the rows it holds


async def open_pool(url: str, *, size: int = 10, idle_transaction: str = IDLE_TRANSACTION) -> asyncpg.Pool:
    """Opens a pool on `url`. Raises `UnsafeDatabase` if the database could lose acknowledged writes."""
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
    """Resets nothing, which saves a round trip for each returned connection. Our state ends with the transaction, or is
    undone where it was made (the lock of migrations); the driver has ended an open transaction already.
    """
