"""Backlog of the postmen."""

from datetime import timedelta

from channels.notices.ports import PostStanding
from channels.notices.preferences import CarrierName
from storage.pool import Connection


class PostgresBacklog:
    _connection: Connection

    async def standing(self, lately: timedelta) -> PostStanding:
        rows = await self._connection.fetch(
            """
            select carrier, count(*) filter (where state = 'due') as due,
                   count(*) filter (where state = 'failed') as given_up,
                   extract(epoch from now() - min(made_at) filter (where state = 'due'))::float8 as oldest
            from dispatch where state = 'due' or (state = 'failed' and settled_at > now() - $1::interval)
            group by carrier
            """,
            lately,
        )
        waiting: int = await self._connection.fetchval("select count(*) from notice where state = 'waiting'")
        none = dict.fromkeys(CarrierName, 0)
        return PostStanding(
            waiting=waiting,
            due=none | {CarrierName(row["carrier"]): row["due"] for row in rows},
            given_up=none | {CarrierName(row["carrier"]): row["given_up"] for row in rows},
            oldest_seconds=max((row["oldest"] for row in rows if row["oldest"] is not None), default=0.0),
        )
