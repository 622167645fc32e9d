"""Notices: one fact one absent person must be told."""

from collections.abc import Sequence

from channels.publication import Publication
from storage.pool import Connection


class PostgresNotices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, publications: Sequence[tuple[Publication, int]], kind: str) -> None:
        await self._connection.execute(
            """
            insert into notice (person_id, channel_id, "offset", kind, created_at)
            select g.guardian_id, c.id, p."offset", $4, now()
            from unnest($1::text[], $2::bigint[], $3::bigint[]) as p (channel, "offset", student_id)
            join channel c on c.name = p.channel
            join guardianship_now g on g.student_id = p.student_id and 'diary' = any(g.scopes)
            """,
            [publication.channel for publication, _ in publications],
            [publication.offset for publication, _ in publications],
            [student for _, student in publications],
            kind,
        )
