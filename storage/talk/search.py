"""Searches messages by their words."""

from dataclasses import replace

from channels.talk.model import Message
from channels.talk.ports import Wanted
from storage.pool import Connection
from storage.talk.messages import columns, message

NEWEST = 1000
"""Number of newest messages that are searched one by one before the index of words is used.

A word that is in one of fifty messages soon fills a page that way. The index would first collect all messages with the
word, to sort them: the longer the archive, the more of them.
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
# The newest of each chat; together they are all above `floor`, the highest id at which a chat was cut off.
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
# Without `+ 0` a frequent word is searched in the whole archive from its end, even if it is rare in these chats.
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
        """Returns messages, the newest first. `words` hold letters and digits only, so none can be query syntax."""
        found: list[Message] = []
        while wanted.chats:
            newer, floor = await self._among_newest(wanted, limit - len(found))
            found += newer
            missing = limit - len(found)
            if missing == 0 or floor == 0:
                break
            wanted = replace(wanted, before=floor)
            if missing > 2 * len(newer):  # would take long this way
                return found + await self._by_index(wanted, missing)
        return found

    async def _among_newest(self, wanted: Wanted, limit: int) -> tuple[list[Message], int]:
        """Returns messages, and the id below which it has not searched; 0 if it has searched everything."""
        each = -(-NEWEST // len(wanted.chats))
        rows = await self._connection.fetch(AMONG_NEWEST, *asked(wanted), limit, each)
        return [message(row["chat_id"], row) for row in rows if row["id"] is not None], rows[0]["floor"]

    async def _by_index(self, wanted: Wanted, limit: int) -> list[Message]:
        rows = await self._connection.fetch(BY_INDEX, *asked(wanted), limit)
        return [message(row["chat_id"], row) for row in rows]


def asked(wanted: Wanted) -> tuple[object, ...]:
    """Returns the first parameters of both queries; the limit, and the number for each chat, come after them."""
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
