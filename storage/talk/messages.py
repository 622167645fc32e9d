"""Messages and how far each member has read."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from channels.talk.model import Message
from channels.talk.ports import MessageDraft
from storage.pool import Connection


def message(chat: int, row: asyncpg.Record, prefix: str = "") -> Message:
    return Message(
        id=row[f"{prefix}id"],
        chat=chat,
        offset=row[f"{prefix}offset"],
        author=row[f"{prefix}author"],
        text=row[f"{prefix}text"],
        sent_at=row[f"{prefix}sent_at"],
        key=row[f"{prefix}key"],
    )


class PostgresMessages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, drafts: Sequence[MessageDraft], at: datetime) -> list[Message]:
        rows = await self._connection.fetch(
            """
            insert into message (chat_id, "offset", author_id, text, key, sent_at)
            select chat_id, "offset", author_id, text, key, $6
            from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
                with ordinality as draft (chat_id, "offset", author_id, text, key, n)
            order by n
            returning id
            """,
            [draft.chat for draft in drafts],
            [draft.offset for draft in drafts],
            [draft.author for draft in drafts],
            [draft.text for draft in drafts],
            [draft.key for draft in drafts],
            at,
        )
        return [
            Message(
                id=number,
                chat=draft.chat,
                offset=draft.offset,
                author=draft.author,
                text=draft.text,
                sent_at=at,
                key=draft.key,
            )
            for draft, (number,) in zip(drafts, rows, strict=True)
        ]

    async def page(self, chat: int, *, before: int | None, after: int | None, limit: int) -> list[Message]:
        if after is not None:
            rows = await self._connection.fetch(
                """
                select id, "offset", author_id as author, text, sent_at, key from message
                where chat_id = $1 and "offset" > $2 order by "offset" limit $3
                """,
                chat,
                after,
                limit,
            )
            return [message(chat, row) for row in rows]
        rows = await self._connection.fetch(
            """
            select id, "offset", author_id as author, text, sent_at, key from message
            where chat_id = $1 and ($2::bigint is null or "offset" < $2) order by "offset" desc limit $3
            """,
            chat,
            before,
            limit,
        )
        return [message(chat, row) for row in reversed(rows)]

    async def move_seen(self, chat: int, person: int, offset: int, at: datetime) -> tuple[int, bool]:
        moved: int | None = await self._connection.fetchval(
            """
            update membership m set seen_offset = least($3, c.top_offset), seen_at = $4
            from channel c
            where m.chat_id = $1 and m.person_id = $2 and c.name = 'chat:' || $1
              and m.seen_offset < least($3, c.top_offset)
            returning m.seen_offset
            """,
            chat,
            person,
            offset,
            at,
        )
        if moved is not None:
            return moved, True
        stands: int = await self._connection.fetchval(
            "select seen_offset from membership where chat_id = $1 and person_id = $2", chat, person
        )
        return stands, False
