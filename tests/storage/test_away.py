"""A connection that PostgreSQL has ended: whoever worked on it is told that a repeat helps."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from channels.errors import Codes, Refusal
from storage.pool import open_pool
from storage.store import PostgresStore


async def ended(watch: asyncpg.Connection, pid: int) -> None:
    async with asyncio.timeout(30):
        while await watch.fetchval("select count(*) from pg_stat_activity where pid = $1", pid):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def stood_still(watch: asyncpg.Connection, pid: int) -> None:
    """Within the transaction, for longer than a server may."""
    await ended(watch, pid)


def stood_still_with_all_it_does(turns: int) -> Callable[[asyncpg.Connection, int], Awaitable[None]]:
    """What the database said meanwhile is read so many turns of the loop before the next question."""

    async def stand(watch: asyncpg.Connection, pid: int) -> None:
        time.sleep(0.15)  # noqa: ASYNC251 - as a process that gets no processor
        for _ in range(turns):
            await asyncio.sleep(0)

    return stand


async def was_told_to_end(watch: asyncpg.Connection, pid: int) -> None:
    await watch.execute("select pg_terminate_backend($1)", pid)
    await ended(watch, pid)


WAYS = [stood_still, *(stood_still_with_all_it_does(turns) for turns in range(4)), was_told_to_end]


async def in_transaction(watch: asyncpg.Connection) -> int:
    """Process of the only other connection that has begun something and not ended it."""
    found = await watch.fetch(
        "select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'"
    )
    [row] = found
    return int(row["pid"])


async def reads(store: PostgresStore) -> bool:
    try:
        async with store.read() as tx:
            await tx.people.viewers([1])
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("kind", ["read", "begin"])
async def test_a_transaction_whose_connection_is_gone_can_be_repeated(
    empty_url: str, kind: str, how: Callable[[asyncpg.Connection, int], Awaitable[None]]
) -> None:
    pool = await open_pool(empty_url, size=2, idle_transaction="10s" if how is was_told_to_end else "50ms")
    store, watch = PostgresStore(pool), await asyncpg.connect(empty_url)

    async def work() -> None:
        async with getattr(store, kind)() as tx:
            await tx.people.viewers([1])
            await how(watch, await in_transaction(watch))
            await tx.people.viewers([1])

    for _ in range(2):  # the second time with a connection that takes its place
        with pytest.raises(Refusal) as refused:
            await work()
        assert refused.value.code is Codes.UNAVAILABLE
    while not await reads(store):  # on a busy machine the 50 ms may be over between two questions
        pass
    await watch.close()
    await pool.close()


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize("kind", ["read", "begin"])
async def test_a_connection_that_ended_while_nobody_used_it_is_no_fault_of_the_server(
    empty_url: str, kind: str, turns: int
) -> None:
    pool, watch = await open_pool(empty_url, size=1), await asyncpg.connect(empty_url)
    store = PostgresStore(pool)
    async with store.read() as tx:
        await tx.people.viewers([1])
        pid = await in_transaction(watch)
    await watch.execute("select pg_terminate_backend($1)", pid)
    await stood_still_with_all_it_does(turns)(watch, pid)
    refused = None
    for _ in range(2):
        try:
            async with getattr(store, kind)() as tx:
                await tx.people.viewers([1])
            break
        except Refusal as refusal:
            refused = refusal.code
    else:
        raise AssertionError(f"{refused} twice")
    assert refused in (None, Codes.UNAVAILABLE)
    await watch.close()
    await pool.close()
