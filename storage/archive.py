"""The numbered truth: appending publications and reading them back.

Numbering (the reasons and the measurements are in docs/decisions/0002-numbering.md): the channel's counter is
raised under its row lock in the transaction that writes the publication. The next writer waits for the
commit, so offsets follow commit order; a rollback takes the counter back with it, so there are no gaps.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
class Held:
    """A channel whose row the transaction has locked: nobody else raises its top before the commit."""

    id: int
    top: int


Holding = dict[ChannelName, Held]


async def append(connection: Connection, drafts: Sequence[Draft], held: Holding | None = None) -> list[Publication]:
    """Numbers and stores the drafts inside the caller's transaction; returns them in the order given.

    Several drafts of one channel get consecutive offsets in the order given. Channel rows are locked in
    ascending id, so writers never deadlock, and stay locked until the caller commits. Only after that
    commit may the publications be told to anybody. Raises when not in a READ COMMITTED transaction.
    `held` are channels that this transaction has locked before.
    """
    if not drafts:
        return []
    if not connection.is_in_transaction():
        raise RuntimeError("append() must run inside the transaction that stores what it announces")
    held = {} if held is None else held
    counts = Counter(draft.channel for draft in drafts)
    await lock(connection, counts, held)
    offsets = []
    for draft in drafts:
        channel = held[draft.channel]
        channel.top += 1
        offsets.append(channel.top)
    at = await connection.fetchval(
        """
        with raised as (
            update channel c set top_offset = c.top_offset + n.count
            from unnest($1::bigint[], $2::bigint[]) as n (id, count)
            where c.id = n.id
        ), stored as (
            insert into publication (channel_id, "offset", at, author_id, changes_readers, data)
            select channel_id, "offset", statement_timestamp(), author_id, changes_readers, data::json
            from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::text[])
                as draft (channel_id, "offset", author_id, changes_readers, data)
            returning at
        )
        select at from stored limit 1
        """,
        [held[name].id for name in counts],
        list(counts.values()),
        [held[draft.channel].id for draft in drafts],
        offsets,
        [draft.author for draft in drafts],
        [draft.changes_readers for draft in drafts],
        [draft.data.decode() for draft in drafts],
    )
    return [
        Publication(draft.channel, offset, at, draft.author, draft.data, draft.changes_readers)
        for draft, offset in zip(drafts, offsets, strict=True)
    ]


async def lock(connection: Connection, channels: Iterable[ChannelName], held: Holding) -> None:
    """From here to the caller's commit nobody else numbers anything in these channels, which are added to `held`.

    What is stored under the lock gets its ids in the order of the channel's offsets. Channels that are missing are
    created. All that a transaction locks it should lock at once: only so everybody does it by ascending id.
    """
    names = [name for name in dict.fromkeys(channels) if name not in held]
    if not names:
        return
    rows = await _for_update(connection, names)
    if len(rows) < len(names):
        await connection.execute(
            "insert into channel (name) select unnest($1::text[]) on conflict (name) do nothing", sorted(names)
        )
        rows = await _for_update(connection, names)
    held.update((row["name"], Held(row["id"], row["top_offset"])) for row in rows)


async def _for_update(connection: Connection, names: Sequence[ChannelName]) -> list[asyncpg.Record]:
    return await connection.fetch(
        "select id, name, top_offset from channel where name = any($1::text[]) order by id for update", names
    )


async def database_epoch(connection: Connection) -> str:
    """Changes whenever acknowledged history may have gone back: another cluster, a promotion or point-in-time
    recovery (the timeline), or an operator who restored a backup and raised `archive.generation`."""
    row = await connection.fetchrow(
        """
        select s.system_identifier, c.timeline_id, a.generation, current_database() as name
        from pg_control_system() s, pg_control_checkpoint() c, archive a
        """
    )
    assert row is not None
    return ":".join(str(value) for value in row.values())


def channel_epoch(database: str, own: int) -> str:
    """The epoch a client sees: short, opaque, different whenever either part differs."""
    return hashlib.blake2s(f"{database}/{own}".encode(), digest_size=5).hexdigest()


async def position(connection: Connection, channel: ChannelName) -> Position:
    """The top of one channel, read inside the caller's snapshot, so that state and position agree."""
    row = await connection.fetchrow("select top_offset, epoch from channel where name = $1", channel)
    own, top = (row["epoch"], row["top_offset"]) if row else (1, 0)
    return Position(top, channel_epoch(await database_epoch(connection), own))


class PostgresArchive:
    """`channels.ports.Archive` over a pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        """A channel nobody has published to yet is at offset 0 of its first epoch."""
        async with self._pool.acquire() as connection:
            database = await database_epoch(connection)
            rows = await connection.fetch(
                "select name, top_offset, epoch from channel where name = any($1::text[])", list(channels)
            )
        heads = dict.fromkeys(channels, Position(0, channel_epoch(database, 1)))
        for row in rows:
            heads[row["name"]] = Position(row["top_offset"], channel_epoch(database, row["epoch"]))
        return heads

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        rows = await self._pool.fetch(
            """
            select p."offset", p.at, p.author_id, p.data, p.changes_readers
            from publication p join channel c on c.id = p.channel_id
            where c.name = $1 and p."offset" > $2 order by p."offset" limit $3
            """,
            channel,
            offset,
            limit,
        )
        return [_publication(channel, row) for row in rows]

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        rows = await self._pool.fetch(
            """
            select p."offset", p.at, p.author_id, p.data, p.changes_readers
            from publication p join channel c on c.id = p.channel_id
            where c.name = $1 and p."offset" < $2 order by p."offset" desc limit $3
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
