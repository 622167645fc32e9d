"""Messages by their words."""

from dataclasses import replace

from channels.talk.model import Message
from channels.talk.ports import Wanted
from storage.pool import Connection
from storage.talk.messages import columns, message

NEWEST = 1000
"""Messages that are looked through one by one, before the index of words is asked.

A word that is in one message of fifty soon fills a page like that. The index would first collect all messages that
have it, to sort them: the more, the longer the archive.
"""

_YO = str.maketrans("ёЁ", "еЕ")
_LAST_ID = 2**63 - 1

_HAS_WORDS = "m.words @@ to_tsquery('pg_catalog.russian', $2)"
_FITS = """
    ($3::bigint is null or m.author_id = $3)
    and ($4::date is null or m.sent_at >= $4::timestamp at time zone s.zone)
    and ($5::date is null or m.sent_at < $5::timestamp at time zone s.zone)
    and (m.file_count > 0 or not $6)
"""
# Of each chat its newest; together they are all there is above `floor`, the highest id at which a chat was cut off.
AMONG_NEWEST = f"""
    with newest as materialized (
        select c.chat_id, m.id
        from unnest($1::bigint[]) as c (chat_id)
        cross join lateral (
            select m.id from message m where m.chat_id = c.chat_id and m.id < $7 order by m.id desc limit $9
        ) m
    ), floor as (
        select coalesce(max(oldest), 0) as id
        from (select min(id) as oldest from newest group by chat_id having count(*) = $9) cut_off
    )
    select floor.id as floor, m.*
    from floor
    left join lateral (
        select m.chat_id, {columns()}
        from newest n
        join message_shown m on m.id = n.id
        join chat c on c.id = m.chat_id
        join school s on s.id = c.school_id
        where n.id >= floor.id and {_HAS_WORDS} and {_FITS}
        order by n.id desc limit $8
    ) m on true
    order by m.id desc
"""
# `+ 0`: else a word of many is looked for in the whole archive from its end, where these chats may not have spoken.
BY_INDEX = f"""
    select m.chat_id, {columns()}
    from message_shown m
    join chat c on c.id = m.chat_id
    join school s on s.id = c.school_id
    where m.chat_id = any($1::bigint[]) and m.id < $7 and {_HAS_WORDS} and {_FITS}
    order by m.id + 0 desc limit $8
"""


class PostgresSearch:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(self, wanted: Wanted, limit: int) -> list[Message]:
        """`words` hold letters and digits only, so they mean nothing else in a text query."""
        found: list[Message] = []
        while wanted.chats:
            newer, floor = await self._among_newest(wanted, limit - len(found))
            found += newer
            missing = limit - len(found)
            if missing == 0 or floor == 0:
                break
            wanted = replace(wanted, before=floor)
            if missing > 2 * len(newer):  # not soon to be found like this
                return found + await self._by_index(wanted, missing)
        return found

    async def _among_newest(self, wanted: Wanted, limit: int) -> tuple[list[Message], int]:
        """And the id under which it has not looked; 0: it has looked everywhere."""
        each = -(-NEWEST // len(wanted.chats))
        rows = await self._connection.fetch(AMONG_NEWEST, *asked(wanted), limit, each)
        return [message(row["chat_id"], row) for row in rows if row["id"] is not None], rows[0]["floor"]

    async def _by_index(self, wanted: Wanted, limit: int) -> list[Message]:
        rows = await self._connection.fetch(BY_INDEX, *asked(wanted), limit)
        return [message(row["chat_id"], row) for row in rows]


def asked(wanted: Wanted) -> tuple[object, ...]:
    """The first parameters of both queries; then come how many, and how many of each chat."""
    terms = [word.translate(_YO) for word in wanted.words]
    return (
        list(wanted.chats),
        " & ".join(terms) + (":*" if wanted.begun else ""),
        wanted.author,
        wanted.since,
        wanted.until,
        wanted.has_file,
        _LAST_ID if wanted.before is None else wanted.before,
    )
