"""Rings of other systems, and their idempotency keys."""

from channels.publication import ChannelName
from storage.pool import Connection

_THERE = {  # channel kind -> query: whose it is, if there is any
    "person": """
        select s.id from person p join person s on s.id = coalesce(p.merged_into, p.id) and s.ended_at is null
        where p.id = $1
    """,
    "class": "select id from class where id = $1 and ended_at is null",
    "school": "select id from school where id = $1 and ended_at is null",
}


class PostgresOutside:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def meant(self, channel: ChannelName) -> ChannelName | None:
        kind, _, number = channel.partition(":")
        found: int | None = await self._connection.fetchval(_THERE[kind], int(number))
        return None if found is None else ChannelName(f"{kind}:{found}")

    async def known(self, channel: ChannelName, key: str) -> tuple[int, bytes] | None:
        row = await self._connection.fetchrow(
            """
            select o."offset", o.body_hash from outside_key o join channel c on c.id = o.channel_id
            where c.name = $1 and o.key = $2
            """,
            channel,
            key,
        )
        return None if row is None else (row["offset"], row["body_hash"])

    async def keep(self, channel: ChannelName, key: str, offset: int, body_hash: bytes) -> None:
        await self._connection.execute(
            """
            insert into outside_key (channel_id, key, "offset", body_hash, at)
            select id, $2, $3, $4, now() from channel where name = $1
            """,
            channel,
            key,
            offset,
            body_hash,
        )
