"""Messages, and how far each member has read."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import asyncpg

from channels.files.model import Attached
from channels.talk.model import Forwarded, Message, MessageRevision, Poll, Reacted, Reaction, Withdrawn
from channels.talk.ports import InChannel, MessageChange, MessageDraft
from storage.pool import Connection

_SHOWN = (
    "id", "offset", "author_id", "text", "sent_at", "key", "reply_to", "mentions", "revision", "edited_at",
    "withdrawn_at", "withdrawn_by", "reactions", "forwarded_at", "forwarded_author", "files", "poll",
)  # fmt: skip


def columns(prefix: str = "") -> str:
    """Returns the columns of `message_shown m` that `message` reads."""
    return ", ".join(f'm."{name}" as "{prefix}{name}"' for name in _SHOWN)


def message(chat: int, row: asyncpg.Record, prefix: str = "") -> Message:
    withdrawn_at = row[f"{prefix}withdrawn_at"]
    return Message(
        id=row[f"{prefix}id"],
        chat=chat,
        offset=row[f"{prefix}offset"],
        author=row[f"{prefix}author_id"],
        text=row[f"{prefix}text"],
        sent_at=row[f"{prefix}sent_at"],
        key=row[f"{prefix}key"],
        reply_to=row[f"{prefix}reply_to"],
        mentions=row[f"{prefix}mentions"],
        revision=row[f"{prefix}revision"],
        edited_at=row[f"{prefix}edited_at"],
        withdrawn=None if withdrawn_at is None else Withdrawn(by=row[f"{prefix}withdrawn_by"], at=withdrawn_at),
        forwarded=None
        if row[f"{prefix}forwarded_at"] is None
        else Forwarded(author=row[f"{prefix}forwarded_author"], sent_at=row[f"{prefix}forwarded_at"]),
        reactions=[Reacted.model_validate_json(one) for one in row[f"{prefix}reactions"]],
        files=[Attached.model_validate_json(one) for one in row[f"{prefix}files"]],
        poll=None if row[f"{prefix}poll"] is None else Poll.model_validate_json(row[f"{prefix}poll"]),
    )


class PostgresMessages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, drafts: Sequence[MessageDraft], at: datetime) -> list[Message]:
        rows = await self._connection.fetch(
            """
            insert into message (chat_id, "offset", author_id, text, key, sent_at, reply_to, mentions,
                                 forwarded_at, forwarded_author, file_count, has_poll)
            select chat_id, "offset", author_id, text, key, $6, reply_to, string_to_array(mentions, ' ')::bigint[],
                   forwarded_at, forwarded_author, file_count, has_poll
            from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $7::bigint[], $8::text[],
                        $9::timestamptz[], $10::bigint[], $11::smallint[], $12::boolean[])
                with ordinality as draft (chat_id, "offset", author_id, text, key, reply_to, mentions,
                                          forwarded_at, forwarded_author, file_count, has_poll, n)
            order by n
            returning id
            """,
            [draft.chat for draft in drafts],
            [draft.offset for draft in drafts],
            [draft.author for draft in drafts],
            [draft.text for draft in drafts],
            [draft.key for draft in drafts],
            at,
            [draft.reply_to for draft in drafts],
            # unnest would take lists of lists apart
            [" ".join(map(str, draft.mentions)) for draft in drafts],
            [draft.forwarded and draft.forwarded.sent_at for draft in drafts],
            [draft.forwarded and draft.forwarded.author for draft in drafts],
            [len(draft.files) for draft in drafts],
            [draft.poll is not None for draft in drafts],
        )
        for draft in drafts:
            if draft.poll is not None:
                await self._ask(draft, draft.poll)
        return [
            Message.model_construct(
                id=number,
                chat=draft.chat,
                offset=draft.offset,
                author=draft.author,
                text=draft.text,
                sent_at=at,
                key=draft.key,
                reply_to=draft.reply_to,
                mentions=list(draft.mentions),
                forwarded=draft.forwarded,
                files=list(draft.files),
                poll=draft.poll,
            )
            for draft, (number,) in zip(drafts, rows, strict=True)
        ]

    async def _ask(self, draft: MessageDraft, poll: Poll) -> None:
        await self._connection.execute(
            'insert into poll (chat_id, "offset", options, multiple, closes_at) values ($1, $2, $3, $4, $5)',
            draft.chat,
            draft.offset,
            poll.options,
            poll.multiple,
            poll.closes_at,
        )

    async def vote(self, chat: int, offset: int, person: int, choices: Sequence[int], at: datetime) -> bool:
        if not choices:
            gone = await self._connection.fetch(
                'delete from vote where chat_id = $1 and "offset" = $2 and person_id = $3 returning 1',
                chat,
                offset,
                person,
            )
            return bool(gone)
        changed = await self._connection.fetch(
            """
            insert into vote (chat_id, "offset", person_id, choices, at) values ($1, $2, $3, $4, $5)
            on conflict (chat_id, "offset", person_id) do update set choices = $4, at = $5
            where vote.choices <> $4 returning 1
            """,
            chat,
            offset,
            person,
            sorted(set(choices)),
            at,
        )
        return bool(changed)

    async def close_poll(self, chat: int, offset: int, at: datetime) -> None:
        await self._connection.execute(
            'update poll set closed_at = $3 where chat_id = $1 and "offset" = $2', chat, offset, at
        )

    async def page(self, chat: int, *, before: int | None, after: int | None, limit: int) -> list[Message]:
        if after is not None:
            rows = await self._connection.fetch(
                f"""
                select {columns()} from message_shown m
                where chat_id = $1 and "offset" > $2 order by "offset" limit $3
                """,
                chat,
                after,
                limit,
            )
            return [message(chat, row) for row in rows]
        rows = await self._connection.fetch(
            f"""
            select {columns()} from message_shown m
            where chat_id = $1 and ($2::bigint is null or "offset" < $2) order by "offset" desc limit $3
            """,
            chat,
            before,
            limit,
        )
        return [message(chat, row) for row in reversed(rows)]

    async def first_on(self, chat: int, day: date) -> int | None:
        offset: int | None = await self._connection.fetchval(
            """
            select m."offset" from message_shown m
            where m.chat_id = $1 and m.sent_at >= $2::timestamp at time zone (
                select s.zone from chat c join school s on s.id = c.school_id where c.id = $1)
            order by m."offset" limit 1
            """,
            chat,
            day,
        )
        return offset

    async def found(self, asked: Collection[InChannel]) -> Mapping[InChannel, Message]:
        rows = await self._connection.fetch(
            f"""
            select m.chat_id, {columns()} from message_shown m
            where (chat_id, "offset") in (select * from unnest($1::bigint[], $2::bigint[]))
            """,
            [chat for chat, _ in asked],
            [offset for _, offset in asked],
        )
        return {(row["chat_id"], row["offset"]): message(row["chat_id"], row) for row in rows}

    async def _set_aside(self, chat: int, offset: int) -> None:
        await self._connection.execute(
            """
            insert into message_revision (chat_id, "offset", revision, text, at, told_at)
            select chat_id, "offset", revision, text, coalesce(edited_at, sent_at), coalesce(told_at, "offset")
            from message where chat_id = $1 and "offset" = $2
            """,
            chat,
            offset,
        )

    async def edit(self, chat: int, offset: int, change: MessageChange, at: datetime) -> Message:
        await self._set_aside(chat, offset)
        await self._connection.execute(
            """
            update message set text = $3, mentions = $4, revision = revision + 1, edited_at = $5, told_at = $6
            where chat_id = $1 and "offset" = $2
            """,
            chat,
            offset,
            change.text,
            list(change.mentions),
            at,
            change.told_at,
        )
        return (await self.found([(chat, offset)]))[chat, offset]

    async def withdraw(
        self, chat: int, offset: int, by: int | None, at: datetime, *, taken_back: bool
    ) -> Sequence[int]:
        await self._set_aside(chat, offset)
        await self._connection.execute(
            """
            update message set text = '', mentions = '{}', file_count = 0, withdrawn_at = $3, withdrawn_by = $4,
                               taken_back = $5
            where chat_id = $1 and "offset" = $2
            """,
            chat,
            offset,
            at,
            by,
            taken_back,
        )
        await self._connection.execute(
            "update file set state = 'taken' where chat_id = $1 and message_offset = $2", chat, offset
        )
        await self._connection.execute('delete from reaction where chat_id = $1 and "offset" = $2', chat, offset)
        await self._connection.execute('delete from pin where chat_id = $1 and "offset" = $2', chat, offset)
        told = await self._connection.fetch(
            'select told_at from message_revision where chat_id = $1 and "offset" = $2 order by told_at', chat, offset
        )
        return [row["told_at"] for row in told]

    async def revisions(self, chat: int, offset: int) -> list[MessageRevision]:
        rows = await self._connection.fetch(
            'select revision, text, at from message_revision where chat_id = $1 and "offset" = $2 order by revision',
            chat,
            offset,
        )
        return [MessageRevision(revision=row["revision"], text=row["text"], at=row["at"]) for row in rows]

    async def react(self, chat: int, offset: int, person: int, reaction: Reaction | None, at: datetime) -> bool:
        if reaction is None:
            changed = await self._connection.fetch(
                'delete from reaction where chat_id = $1 and "offset" = $2 and person_id = $3 returning 1',
                chat,
                offset,
                person,
            )
        else:
            changed = await self._connection.fetch(
                """
                insert into reaction (chat_id, "offset", person_id, reaction, at) values ($1, $2, $3, $4, $5)
                on conflict (chat_id, "offset", person_id) do update set reaction = excluded.reaction, at = excluded.at
                where reaction.reaction <> excluded.reaction returning 1
                """,
                chat,
                offset,
                person,
                reaction.value,
                at,
            )
        return bool(changed)

    async def pin(self, chat: int, offset: int, person: int, pinned: bool, at: datetime) -> bool:
        if pinned:
            changed = await self._connection.fetch(
                """
                insert into pin (chat_id, "offset", pinned_by, at) values ($1, $2, $3, $4)
                on conflict do nothing returning 1
                """,
                chat,
                offset,
                person,
                at,
            )
        else:
            changed = await self._connection.fetch(
                'delete from pin where chat_id = $1 and "offset" = $2 returning 1', chat, offset
            )
        return bool(changed)

    async def pins(self, chat: int) -> list[int]:
        rows = await self._connection.fetch('select "offset" from pin where chat_id = $1 order by at, "offset"', chat)
        return [row["offset"] for row in rows]

    async def move_seen(self, chat: int, person: int, offset: int, at: datetime) -> tuple[int, bool]:
        moved: int | None = await self._connection.fetchval(
            """
            insert into chat_state (chat_id, person_id, seen_offset, seen_at)
            select $1::bigint, $2::bigint, least($3::bigint, c.top_offset), $4::timestamptz from channel c
            where c.name = 'chat:' || $1::bigint and least($3::bigint, c.top_offset) > 0
            on conflict (chat_id, person_id) do update
            set seen_offset = excluded.seen_offset, seen_at = excluded.seen_at
            where chat_state.seen_offset < excluded.seen_offset
            returning seen_offset
            """,
            chat,
            person,
            offset,
            at,
        )
        if moved is not None:
            return moved, True
        stands: int | None = await self._connection.fetchval(
            "select seen_offset from chat_state where chat_id = $1 and person_id = $2", chat, person
        )
        return stands or 0, False
