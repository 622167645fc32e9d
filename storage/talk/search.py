"""Messages by their words."""

from channels.talk.model import Message
from channels.talk.ports import Wanted
from storage.pool import Connection
from storage.talk.messages import columns, message

_YO = str.maketrans("ёЁ", "еЕ")


class PostgresSearch:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, wanted: Wanted, limit: int) -> list[Message]:
        """`words` hold letters and digits only, so they mean nothing else in a text query."""
        terms = [word.translate(_YO) for word in wanted.words]
        query = " & ".join(terms) + (":*" if wanted.begun else "")
        rows = await self._connection.fetch(
            f"""
            select m.chat_id, {columns()}
            from message_shown m
            join chat c on c.id = m.chat_id
            join school s on s.id = c.school_id
            where m.chat_id = any($1::bigint[]) and words_of(m.text) @@ to_tsquery('pg_catalog.russian', $2)
              and ($3::bigint is null or m.author_id = $3)
              and ($4::date is null or m.sent_at >= $4::timestamp at time zone s.zone)
              and ($5::date is null or m.sent_at < $5::timestamp at time zone s.zone)
              and ($6::bigint is null or m.id < $6) and (m.file_count > 0 or not $7)
            order by m.id desc limit $8
            """,
            list(wanted.chats),
            query,
            wanted.author,
            wanted.since,
            wanted.until,
            wanted.before,
            wanted.has_file,
            limit,
        )
        return [message(row["chat_id"], row) for row in rows]
