"""The numbered truth: appending publications and reading them back.

Numbering (the reasons and the measurements are in docs/decisions/0002-numbering.md): the channel's counter is
raised under its row lock in the transaction that writes the publication. The next writer waits for the
commit, so offsets follow commit order; a rollback takes the counter back with it, so there are no gaps.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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


async def append(connection: Connection, drafts: Sequence[Draft]) -> list[Publication]:
    """Numbers and stores the drafts inside the caller's transaction; returns them in the order given.

    Several drafts of one channel get consecutive offsets in the order given. Channel rows are locked in
    ascending id, so writers never deadlock, and stay locked until the caller commits. Only after that
    commit may the publications be told to anybody. Raises when not in a READ COMMITTED transaction.
    """
    if not drafts:
        return []
    if not connection.is_in_transaction():
        raise RuntimeError("append() must run inside the transaction that stores what it announces")
    counts = Counter(draft.channel for draft in drafts)
    names = sorted(counts)
    ids = await _lock(connection, names)
    tops = await connection.fetch(
        """
        update channel c set top_offset = c.top_offset + n.count
        from unnest($1::bigint[], $2::bigint[]) as n (id, count)
        where c.id = n.id
        returning c.name, c.top_offset - n.count as base
        """,
        [ids[name] for name in names],
        [counts[name] for name in names],
    )
    taken = {row["name"]: row["base"] for row in tops}
    offsets = []
    for draft in drafts:
        taken[draft.channel] += 1
        offsets.append(taken[draft.channel])
    rows = await connection.fetch(
        """
        insert into publication (channel_id, "offset", at, author_id, changes_readers, data)
        select channel_id, "offset", statement_timestamp(), author_id, changes_readers, data::json
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::text[])
            as draft (channel_id, "offset", author_id, changes_readers, data)
        returning at
        """,
        [ids[draft.channel] for draft in drafts],
        offsets,
        [draft.author for draft in drafts],
        [draft.changes_readers for draft in drafts],
        [draft.data.decode() for draft in drafts],
    )
    at = rows[0]["at"]
    return [
        Publication(draft.channel, offset, at, draft.author, draft.data, draft.changes_readers)
        for draft, offset in zip(drafts, offsets, strict=True)
    ]


async def _lock(connection: Connection, names: Sequence[ChannelName]) -> dict[ChannelName, int]:
    """Creates the channels that are missing and locks all of them in ascending id."""
    rows = await connection.fetch(
        "select id, name from channel where name = any($1::text[]) order by id for update", names
    )
    if len(rows) < len(names):
        await connection.execute(
            "insert into channel (name) select unnest($1::text[]) on conflict (name) do nothing", names
        )
        rows = await connection.fetch(
            "select id, name from channel where name = any($1::text[]) order by id for update", names
        )
    return {row["name"]: row["id"] for row in rows}


async def lock(connection: Connection, channels: Collection[ChannelName]) -> None:
    """From here to the caller's commit nobody else numbers anything in these channels.

    What is stored under the lock gets its ids in the order of the channel's offsets.
    """
    await _lock(connection, sorted(set(channels)))


async def next_offset(connection: Connection, channel: ChannelName) -> int:
    """The number the channel's next publication gets: its row is locked until the caller commits."""
    await _lock(connection, [channel])
    top: int = await connection.fetchval("select top_offset from channel where name = $1", channel)
    return top + 1


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
