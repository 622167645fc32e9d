"""A server with a fault put into it: `python -m tests.faults.mutants NAME`. The checker must name what it breaks."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg

import channels.store
from channels.publication import ChannelName, Publication
from handlers import __main__, app
from realtime.delivery.feed import Feed
from realtime.delivery.hub import Hub
from realtime.delivery.reorder_buffer import ReorderBuffer
from realtime.fanout.publisher import FanoutPublisher
from storage import archive, keys, pool, store
from storage.pool import Connection


def gaps_passed_over() -> None:
    """The next publication is whichever comes next."""
    hint = ReorderBuffer.hint

    def careless(self: ReorderBuffer, publication: Publication, now: float) -> None:
        if self.started:
            self.next = max(self.next, publication.offset)
        hint(self, publication, now)

    ReorderBuffer.hint = careless  # type: ignore[method-assign]


def hint_before_commit() -> None:
    """Others are told while the transaction may still be rolled back."""
    publishers: list[FanoutPublisher] = []
    init, append = FanoutPublisher.__init__, store.PostgresTx.store_drafts

    def remembered(self: FanoutPublisher, *arguments: Any) -> None:
        init(self, *arguments)
        publishers.append(self)

    async def early(self: store.PostgresTx, *arguments: Any, **named: Any) -> list[Publication]:
        publications = await append(self, *arguments, **named)
        publishers[0].publish(publications)
        await asyncio.sleep(0.3)  # at any moment one is in between
        return publications

    FanoutPublisher.__init__ = remembered  # type: ignore[assignment, method-assign]
    store.PostgresTx.store_drafts = early  # type: ignore[method-assign]


def numbers_outside_the_transaction() -> None:
    """As a sequence gives them: a rollback leaves a gap, and the later number may be seen first."""
    pools: list[asyncpg.Pool] = []
    init, keep = archive.PostgresArchive.__init__, archive.Appending.store

    def remembered(self: archive.PostgresArchive, given: asyncpg.Pool) -> None:
        init(self, given)
        pools.append(given)

    async def take(self: archive.Appending, names: Sequence[ChannelName]) -> list[asyncpg.Record]:
        await pools[0].execute("insert into channel (name) select unnest($1::text[]) on conflict do nothing", names)
        rows = await pools[0].fetch(
            """
            update channel set top_offset = top_offset + 1 where name = any($1::text[])
            returning id, name, top_offset - 1 as top_offset, clock_timestamp() as at
            """,
            names,
        )
        await asyncio.sleep(0.01)
        return list(rows)

    async def without_raising(self: archive.Appending, answers: Sequence[archive.Answer] = ()) -> None:
        for held in self._held.values():
            held.appended = 0
        await keep(self, answers)

    archive.PostgresArchive.__init__ = remembered  # type: ignore[assignment, method-assign]
    archive.Appending.lock_heads = take  # type: ignore[method-assign]
    archive.Appending.store = without_raising  # type: ignore[method-assign]
    channels.store.PORTION = 1  # each takes one number


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

    async def claim(
        self: keys.PostgresKeys, claims: Sequence[channels.store.Claim]
    ) -> Mapping[tuple[int, str], tuple[bytes, str]]:
        return {}

    def keep(self: keys.PostgresKeys, claim: channels.store.Claim, answer: str) -> None:
        pass

    keys.PostgresKeys.claim = claim  # type: ignore[method-assign]
    keys.PostgresKeys.keep = keep  # type: ignore[method-assign]


def heads_not_looked_at() -> None:
    """Nobody notices a last publication whose hint was lost."""

    async def check_heads(self: Hub[Any]) -> None:
        pass

    Hub.check_heads = check_heads  # type: ignore[method-assign]


def rights_not_read_again() -> None:
    """What changes readers passes like anything else."""
    Feed.at_barrier = lambda self: False  # type: ignore[method-assign]


def _clock(shift: timedelta) -> None:
    """Everything that asks what time it is gets a wrong answer; what measures how long something takes does not."""
    now, seconds = app.SystemClock.now, time.time

    def shifted(self: app.SystemClock) -> datetime:
        return now(self) + shift

    app.SystemClock.now = shifted  # type: ignore[method-assign]
    time.time = lambda: seconds() + shift.total_seconds()


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
