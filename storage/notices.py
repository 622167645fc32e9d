"""Notices: one fact one absent person must be told."""

from collections.abc import Sequence

from channels.publication import Publication
from storage.pool import Connection


class PostgresNotices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._added: list[tuple[Publication, int, str]] = []

    def add(self, publications: Sequence[tuple[Publication, int]], kind: str) -> None:
        self._added += [(publication, student, kind) for publication, student in publications]

    async def store(self) -> None:
        """After the publications: a notice names its own."""
        if not self._added:
            return
        await self._connection.execute(
            """
            insert into notice (person_id, channel_id, "offset", kind, created_at)
            select g.guardian_id, c.id, p."offset", p.kind, now()
            from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) as p (channel, "offset", student_id, kind)
            join channel c on c.name = p.channel
            join guardianship_now g on g.student_id = p.student_id and 'diary' = any(g.scopes)
            """,
            [publication.channel for publication, _, _ in self._added],
            [publication.offset for publication, _, _ in self._added],
            [student for _, student, _ in self._added],
            [kind for _, _, kind in self._added],
        )
        self._added = []
