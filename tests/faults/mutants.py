"""A server with a fault put into it: `python -m tests.faults.mutants NAME`. The checker must name what it breaks."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from channels.publication import ChannelName, Publication
from handlers import __main__, app
from realtime.feed import Feed
from realtime.hub import Hub
from realtime.publisher import FanoutPublisher
from realtime.receiver import Receiver
from storage import archive, keys, pool, store
from storage.pool import Connection


def gaps_passed_over() -> None:
    """The next publication is whichever comes next."""
    hint = Receiver.hint

    def careless(self: Receiver, publication: Publication, now: float) -> None:
        if self.started:
            self.next = max(self.next, publication.offset)
        hint(self, publication, now)

    Receiver.hint = careless  # type: ignore[method-assign]


def hint_before_commit() -> None:
    """Others are told while the transaction may still be rolled back."""
    publishers: list[FanoutPublisher] = []
    init, append_all = FanoutPublisher.__init__, store.PostgresTx.append_all

    def remembered(self: FanoutPublisher, *arguments: Any) -> None:
        init(self, *arguments)
        publishers.append(self)

    async def early(self: store.PostgresTx, *arguments: Any, **named: Any) -> list[Publication]:
        publications = await append_all(self, *arguments, **named)
        publishers[0].publish(publications)
        await asyncio.sleep(0.03)
        return publications

    FanoutPublisher.__init__ = remembered  # type: ignore[assignment, method-assign]
    store.PostgresTx.append_all = early  # type: ignore[method-assign]


def numbers_outside_the_transaction() -> None:
    """As a sequence gives them: a rollback leaves a gap, and the later number may be seen first."""
    taken: dict[int, list[int]] = {}
    pools: list[asyncpg.Pool] = []
    init, append = archive.PostgresArchive.__init__, archive.append

    def remembered(self: archive.PostgresArchive, given: asyncpg.Pool) -> None:
        init(self, given)
        pools.append(given)

    async def next_offset(connection: Connection, channel: ChannelName) -> int:
        await pools[0].execute("insert into channel (name) values ($1) on conflict (name) do nothing", channel)
        number: int = await pools[0].fetchval(
            "update channel set top_offset = top_offset + 1 where name = $1 returning top_offset", channel
        )
        taken[id(connection)] = [number]
        await asyncio.sleep(0.01)
        return number

    async def careless(connection: Connection, drafts: Any) -> list[Publication]:
        if not (numbers := taken.pop(id(connection), [])):
            return await append(connection, drafts)
        [draft], [number] = drafts, numbers
        at = await connection.fetchval(
            """
            insert into publication (channel_id, "offset", at, author_id, data)
            select id, $2, now(), $3, $4::text::json from channel where name = $1 returning at
            """,
            draft.channel,
            number,
            draft.author,
            draft.data.decode(),
        )
        return [Publication(draft.channel, number, at, draft.author, draft.data)]

    archive.PostgresArchive.__init__ = remembered  # type: ignore[assignment, method-assign]
    archive.next_offset = next_offset
    archive.append = careless


def commits_not_on_disk() -> None:
    """`synchronous_commit` off, and the server does not refuse it."""
    create_pool = asyncpg.create_pool

    def careless(*arguments: Any, server_settings: dict[str, str], **named: Any) -> Any:
        return create_pool(*arguments, server_settings={**server_settings, "synchronous_commit": "off"}, **named)

    async def lenient(connection: Connection) -> None:
        pass

    asyncpg.create_pool = careless  # type: ignore[assignment]
    pool.refuse_unsafe = lenient  # type: ignore[attr-defined]


def keys_forgotten() -> None:
    """A repeat of a write is another write."""

    async def claim(self: keys.PostgresKeys, person: int, key: str, body_hash: bytes) -> str | None:
        return None

    async def keep(self: keys.PostgresKeys, person: int, key: str, body_hash: bytes, answer: str) -> None:
        pass

    keys.PostgresKeys.claim = claim  # type: ignore[method-assign]
    keys.PostgresKeys.keep = keep  # type: ignore[method-assign]


def heads_not_looked_at() -> None:
    """Nobody notices a last publication whose hint was lost."""

    async def check_heads(self: Hub) -> None:
        pass

    Hub.check_heads = check_heads  # type: ignore[method-assign]


def rights_not_read_again() -> None:
    """What changes readers passes like anything else."""
    Feed.at_barrier = lambda self: False  # type: ignore[method-assign]


def _clock(shift: timedelta) -> None:
    now = app.SystemClock.now

    def shifted(self: app.SystemClock) -> datetime:
        return now(self) + shift

    app.SystemClock.now = shifted  # type: ignore[method-assign]


MUTANTS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        gaps_passed_over,
        hint_before_commit,
        numbers_outside_the_transaction,
        commits_not_on_disk,
        keys_forgotten,
        heads_not_looked_at,
        rights_not_read_again,
    )
}
CLOCKS: dict[str, Callable[[], None]] = {
    "clock_ahead": lambda: _clock(timedelta(days=10)),
    "clock_behind": lambda: _clock(timedelta(hours=-1)),
}

if __name__ == "__main__":
    (MUTANTS | CLOCKS)[sys.argv[1]]()
    __main__.main(["serve"])
