"""Terms of schools, holds, and what is past its term."""

from datetime import datetime

from channels.policy import ChatKind
from channels.safety.inputs import NewHold, NewTerm
from channels.safety.model import Hold, Term
from channels.safety.ports import Expired
from storage.people import person_ref
from storage.pool import Connection


class PostgresRetention:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def terms(self, school: int) -> list[Term]:
        rows = await self._connection.fetch("select kind, days from retention where school_id = $1", school)
        kept = {row["kind"]: row["days"] for row in rows}
        return [Term(kind=kind, days=kept.get(kind.value)) for kind in ChatKind]

    async def set_term(self, school: int, asked: NewTerm, person: int, at: datetime) -> None:
        if asked.days is None:
            await self._connection.execute(
                "delete from retention where school_id = $1 and kind = $2", school, asked.kind.value
            )
            return
        await self._connection.execute(
            """
            insert into retention (school_id, kind, days, set_by, set_at) values ($1, $2, $3, $4, $5)
            on conflict (school_id, kind) do update set days = $3, set_by = $4, set_at = $5
            """,
            school,
            asked.kind.value,
            asked.days,
            person,
            at,
        )

    async def holds(self, school: int) -> list[Hold]:
        rows = await self._connection.fetch(
            """
            select h.id as hold_id, h.chat_id, h.reason, h.set_at, p.id, p.family_name, p.given_name, p.middle_name
            from legal_hold h left join person p on p.id = h.person_id
            where h.school_id = $1 and h.ended_at is null order by h.id desc
            """,
            school,
        )
        return [
            Hold(
                id=row["hold_id"],
                chat=row["chat_id"],
                person=None if row["id"] is None else person_ref(row),
                reason=row["reason"],
                set_at=row["set_at"],
            )
            for row in rows
        ]

    async def is_of(self, school: int, chat: int | None, person: int | None) -> bool:
        found: bool = await self._connection.fetchval(
            """
            select case when $2::bigint is not null
                then exists (select from chat where id = $2 and school_id = $1)
                else exists (select from belongs_now where person_id = $3 and school_id = $1) end
            """,
            school,
            chat,
            person,
        )
        return found

    async def hold(self, school: int, asked: NewHold, person: int, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into legal_hold (school_id, chat_id, person_id, reason, set_by, set_at)
            values ($1, $2, $3, $4, $5, $6) returning id
            """,
            school,
            asked.chat,
            asked.person,
            asked.reason,
            person,
            at,
        )
        return number

    async def release(self, school: int, number: int, person: int, at: datetime) -> bool:
        return bool(
            await self._connection.fetch(
                """
                update legal_hold set ended_by = $3, ended_at = $4
                where id = $2 and school_id = $1 and ended_at is null returning 1
                """,
                school,
                number,
                person,
                at,
            )
        )

    async def expired(self, at: datetime, limit: int) -> list[Expired]:
        rows = await self._connection.fetch(
            """
            select m.chat_id, m."offset"
            from retention t
            join chat c on c.school_id = t.school_id and c.kind = t.kind
            join message m on m.chat_id = c.id and m.sent_at < $1::timestamptz - make_interval(days => t.days)
            where (m.withdrawn_at is null or exists (
                      select from message_revision v where v.chat_id = m.chat_id and v."offset" = m."offset"))
              and not exists (
                  select from legal_hold h where h.school_id = t.school_id and h.ended_at is null
                    and (h.chat_id = c.id or exists (
                        select from person x
                        join person o on coalesce(o.merged_into, o.id) = coalesce(x.merged_into, x.id)
                        where x.id = h.person_id and o.id in (m.author_id, c.first_id, c.second_id))))
              and not exists (select from report r where r.chat_id = c.id and r.state <> 'closed')
            order by m.chat_id, m."offset" limit $2
            """,
            at,
            limit,
        )
        return [Expired(row["chat_id"], row["offset"]) for row in rows]

    async def purge(self, chat: int, offset: int) -> None:
        for table in ("message_revision", "vote", "poll"):
            await self._connection.execute(f'delete from {table} where chat_id = $1 and "offset" = $2', chat, offset)
