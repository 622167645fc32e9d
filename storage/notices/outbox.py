"""Outbox rows, written with a publication so that people who are away are told of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from channels.notices.ports import Note
from channels.notices.preferences import NoticeKind
from channels.publication import Publication
from storage.pool import Connection


class PostgresOutbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._added: list[tuple[Publication, NoticeKind, bool]] = []

    def add(self, publications: Sequence[Publication], kind: NoticeKind, *, urgent: bool = False) -> None:
        self._added += [(publication, kind, urgent) for publication in publications]

    async def write(self, note: Note, at: datetime) -> int:
        dispatch: int = await self._connection.fetchval(
            """
            insert into dispatch (person_id, carrier, target, rank, due_at, made_at, note)
            values ($1, $4, $5, 1, $2, $2, $3::text::json) returning id
            """,
            note.person,
            at,
            json.dumps(asdict(note), ensure_ascii=False),
            note.carrier.value,
            note.target,
        )
        return dispatch

    async def store(self) -> None:
        """Stores the rows; to be called after the publications are stored, which the rows refer to."""
        if not self._added:
            return
        await self._connection.execute(
            """
            insert into outbox (channel_id, "offset", kind, urgent)
            select c.id, p."offset", p.kind, p.urgent
            from unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[]) as p (channel, "offset", kind, urgent)
            join channel c on c.name = p.channel
            """,
            [publication.channel for publication, _, _ in self._added],
            [publication.offset for publication, _, _ in self._added],
            [kind.value for _, kind, _ in self._added],
            [urgent for _, _, urgent in self._added],
        )
        self._added = []
