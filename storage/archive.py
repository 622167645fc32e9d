"""Appends publications to the archive and reads them back.

Numbering (the reasons and the measurements are in docs/decisions/0002-numbering.md): the channel's counter is raised
under its row lock in the transaction that writes the publication. The next writer waits for the commit, so offsets
follow commit order; a rollback takes the counter back with it, so there are no gaps.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from channels.publication import ChannelName, Position, Publication
from storage.pool import Connection


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication before it has a number. `data` is its JSON text."""

    channel: ChannelName
    author: int | None
    data: bytes
    changes_readers: bool = False


@dataclass(slots=True)
class LockedChannel:
    """A channel whose row the transaction has locked: nobody else raises its top before the commit."""

    id: int
    top: int
    appended: int = 0


Answer = tuple[int, str, bytes, str]
"""Idempotency key: person, key, hash of the request, and the answer."""


class Appending:
    """Publications that one READ COMMITTED transaction appends: numbered at once, under the locks, and stored by
    `store`.

    They must not be announced before the commit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[ChannelName, LockedChannel] = {}
        self._unstored: list[Publication] = []
        self._at: datetime | None = None
        self.publications: list[Publication] = []

    async def lock(self, channels: Iterable[ChannelName], *, create: bool = True) -> None:
        """Locks the channels until the commit: nobody else numbers anything in them.

        Rows stored under the lock get ids in the order of the channel's offsets. Missing channels are created, unless
        `create` is False. Rows are locked in ascending id, so that writers never wait in a circle: a transaction locks
        all it needs at once. Raises RuntimeError outside of a transaction.
        """
        names = [name for name in dict.fromkeys(channels) if name not in self._held]
        if not names:
            return
        if not self._connection.is_in_transaction():
            raise RuntimeError("a channel is locked inside the transaction that stores what it announces")
        rows = await self.lock_heads(names)
        if len(rows) < len(names) and create:
            await self._connection.execute(
                "insert into channel (name) select unnest($1::text[]) on conflict (name) do nothing", sorted(names)
            )
            rows = await self.lock_heads(names)
        self._held.update((row["name"], LockedChannel(row["id"], row["top_offset"])) for row in rows)
        if rows:
            self._at = rows[-1]["at"]

    async def lock_heads(self, names: Sequence[ChannelName]) -> list[asyncpg.Record]:
        # The clock is read when the rows are locked, so `at` never goes back from one offset to the next.
        return await self._connection.fetch(
            """
            select id, name, top_offset, clock_timestamp() as at
            from channel where name = any($1::text[]) order by id for update
            """,
            names,
        )

    def next_offsets(self, channels: Iterable[ChannelName]) -> dict[ChannelName, int]:
        """Returns the next offset of each of these channels that is locked."""
        return {channel: self._held[channel].top + 1 for channel in channels if channel in self._held}

    async def append(self, drafts: Sequence[Draft]) -> list[Publication]:
        """Numbers the drafts; several of one channel get consecutive offsets, in the order given."""
        await self.lock(draft.channel for draft in drafts)
        numbered = []
        for draft in drafts:
            held = self._held[draft.channel]
            held.top += 1
            held.appended += 1
            assert self._at is not None
            numbered.append(
                Publication(draft.channel, held.top, self._at, draft.author, draft.data, draft.changes_readers)
            )
        self._unstored += numbered
        self.publications += numbered
        return numbered

    async def store(self, answers: Sequence[Answer] = ()) -> None:
        """Stores counters, publications and answers in one statement: a statement costs more than its rows."""
        if not self._unstored and not answers:
            return
        grown = [held for held in self._held.values() if held.appended]
        await self._connection.execute(
            """
            with raised as (
                update channel c set top_offset = c.top_offset + n.count
                from unnest($1::bigint[], $2::bigint[]) as n (id, count) where c.id = n.id
            ), kept as (
                insert into idempotency_key (person_id, key, body_hash, answer, at)
                select person_id, key, body_hash, answer::json, now()
                from unnest($9::bigint[], $10::text[], $11::bytea[], $12::text[])
                    as answered (person_id, key, body_hash, answer)
            )
            insert into publication (channel_id, "offset", at, author_id, changes_readers, data)
            select channel_id, "offset", $8, author_id, changes_readers, data::json
            from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::text[])
                as appended (channel_id, "offset", author_id, changes_readers, data)
            """,
            [held.id for held in grown],
            [held.appended for held in grown],
            [self._held[one.channel].id for one in self._unstored],
            [one.offset for one in self._unstored],
            [one.author for one in self._unstored],
            [one.changes_readers for one in self._unstored],
            [one.data.decode() for one in self._unstored],
            self._at,
            [person for person, _, _, _ in answers],
            [key for _, key, _, _ in answers],
            [used_for for _, _, used_for, _ in answers],
            [answer for _, _, _, answer in answers],
        )
        self._unstored = []
        for held in grown:
            held.appended = 0


async def append(connection: Connection, drafts: Sequence[Draft]) -> list[Publication]:
    """Numbers and stores the drafts inside the caller's transaction; returns them in the order given."""
    appending = Appending(connection)
    publications = await appending.append(drafts)
    await appending.store()
    return publications


async def replace(connection: Connection, channel: ChannelName, offsets: Collection[int], data: bytes) -> None:
    """Replaces the data of these publications. Offsets stay, so no reader has a gap; the old data is gone."""
    await connection.execute(
        """
        update publication p set data = $3::text::json from channel c
        where c.name = $1 and p.channel_id = c.id and p."offset" = any($2::bigint[])
        """,
        channel,
        list(offsets),
        data.decode(),
    )


# Changes whenever acknowledged history may have gone back: another cluster, a promotion or point-in-time recovery
# (the timeline), or an operator who restored a backup and raised `archive.generation`.
DATABASE_EPOCH = """
    select concat_ws(':', s.system_identifier, c.timeline_id, a.generation, current_database()) as epoch
    from pg_control_system() s, pg_control_checkpoint() c, archive a
"""


async def database_epoch(connection: Connection) -> str:
    epoch: str = await connection.fetchval(DATABASE_EPOCH)
    return epoch


def channel_epoch(database: str, own: int) -> str:
    """Returns the epoch that a client sees: short, opaque, another one whenever either part changes."""
    return hashlib.blake2s(f"{database}/{own}".encode(), digest_size=5).hexdigest()


async def position(connection: Connection, channel: ChannelName) -> Position:
    """Returns the top of one channel, read inside the caller's snapshot, so that state and position agree."""
    row = await connection.fetchrow("select top_offset, epoch from channel where name = $1", channel)
    own, top = (row["epoch"], row["top_offset"]) if row else (1, 0)
    return Position(top, channel_epoch(await database_epoch(connection), own))


class PostgresArchive:
    """`channels.ports.Archive` over a pool.

    The channel is a subquery: with a join PostgreSQL would read and sort all publications of the channel on that side.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        """Returns the top of each channel. A channel without publications is at offset 0 of its first epoch."""
        # one query: in a storm each session adds channels to it
        rows = await self._pool.fetch(
            f"""
            select c.name, c.top_offset, c.epoch, d.epoch as database
            from ({DATABASE_EPOCH}) d left join channel c on c.name = any($1::text[])
            """,
            list(channels),
        )
        database = rows[0]["database"]  # there is one row even without any channel
        heads = dict.fromkeys(channels, Position(0, channel_epoch(database, 1)))
        for row in rows:
            if row["name"] is not None:
                heads[row["name"]] = Position(row["top_offset"], channel_epoch(database, row["epoch"]))
        return heads

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        rows = await self._pool.fetch(
            """
            select "offset", at, author_id, data, changes_readers from publication
            where channel_id = (select id from channel where name = $1) and "offset" > $2
            order by "offset" limit $3
            """,
            channel,
            offset,
            limit,
        )
        return [_publication(channel, row) for row in rows]

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        rows = await self._pool.fetch(
            """
            select "offset", at, author_id, data, changes_readers from publication
            where channel_id = (select id from channel where name = $1) and "offset" < $2
            order by "offset" desc limit $3
            """,
            channel,
            offset,
            limit,
        )
        return [_publication(channel, row) for row in rows]


def _publication(channel: ChannelName, row: asyncpg.Record) -> Publication:
    return Publication(
        channel, row["offset"], row["at"], row["author_id"], row["data"].encode(), row["changes_readers"]
    )
