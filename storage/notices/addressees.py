"""Publications in the outbox become notices: for whoever the roster names at that moment."""

from collections.abc import Sequence
from datetime import datetime

from channels.notices.preferences import NoticeKind
from storage.notices.alarms import PostgresAlarms

# Addressees of a publication, by the kind of its channel. `due` are the publications; a person may get a kind of
# notice that differs from the others'.
_READERS = {
    "class": """
        select due.*, r.person_id, due.kind as as_kind
        from due
        join publication p on p.channel_id = due.channel_id and p."offset" = due."offset"
        cross join lateral (
            select n.student_id, n.school_id from class_enrolment_now n where n.class_id = due.number offset 0) n
        cross join lateral (
            select where due.kind = 'new_timetable'
            union all
            select from json_array_elements(p.data -> 'lessons') x
            cross join lateral (
                select from lesson_enrolled i
                where i.lesson_id = (x ->> 'id')::bigint and i.student_id = n.student_id offset 0) i
            limit 1) in_one
        cross join lateral (
            select g.guardian_id as person_id from guardianship_at_now g
            where g.student_id = n.student_id and g.school_id = n.school_id and has_service(g.scopes, 'diary')
            union all
            select a.person_id from account a where a.person_id = n.student_id
            offset 0) r
        where r.person_id <> due.author_id
    """,
    "journal": """
        select due.*, t.teacher_id as person_id, due.kind as as_kind
        from due
        cross join lateral (
            select t.teacher_id from teaching_now t where t.course_id = due.number and not t.covers offset 0) t
        where t.teacher_id <> due.author_id
    """,
    "diary": """
        select due.*, g.guardian_id as person_id, due.kind as as_kind
        from due
        cross join lateral (
            select g.guardian_id from guardianship_now g
            where g.student_id = due.number and has_service(g.scopes, 'diary') offset 0) g
        union
        select due.*, due.number, due.kind
        from due join account a on a.person_id = due.number
        where due.kind = 'mark'
          and (select true from role_now r where r.person_id = due.number and r.role = 'student' limit 1)
    """,
    "person": """
        select due.*, due.number as person_id, due.kind as as_kind from due
        where due.kind <> 'timetable' or due.number <> due.author_id
    """,
    "chat": """
        select due.*, m.person_id, case when h.first_id is null then 'mention' else 'message' end as as_kind
        from due
        join message s on s.chat_id = due.number and s."offset" = due."offset" and s.withdrawn_at is null
        join chat h on h.id = s.chat_id
        cross join lateral (
            select m.person_id from member_now m
            where m.chat_id = s.chat_id and m.person_id <> s.author_id and m.role <> 'supervisor' offset 0) m
        left join chat_state t on t.chat_id = s.chat_id and t.person_id = m.person_id
        where (h.first_id is not null and not coalesce(t.muted, false)) or m.person_id = any(s.mentions)
           or m.person_id = (select q.author_id from message q where q.chat_id = s.chat_id and q."offset" = s.reply_to)
    """,
}


class PostgresAddressees(PostgresAlarms):
    async def expand(self, at: datetime, limit: int) -> int:
        rows = await self._connection.fetch(
            """
            select o.id, split_part(c.name, ':', 1) as place, split_part(c.name, ':', 2)::bigint as number
            from (select * from outbox order by id limit $1 for update skip locked) o
            join channel c on c.id = o.channel_id
            """,
            limit,
        )
        for place, readers in _READERS.items():
            here = [row for row in rows if row["place"] == place]
            if here:
                await self._connection.execute(
                    f"""
                    with due as (
                        select o.channel_id, o."offset", o.kind, o.urgent, x.number, p.at as published_at,
                               p.author_id
                        from unnest($1::bigint[], $2::bigint[]) as x (id, number)
                        join outbox o on o.id = x.id
                        join publication p on p.channel_id = o.channel_id and p."offset" = o."offset"
                    ), reader as ({readers})
                    insert into notice (person_id, channel_id, "offset", kind, urgent, published_at, due_at)
                    select distinct person_id, channel_id, "offset", as_kind, urgent, published_at, $3::timestamptz
                    from reader
                    on conflict do nothing
                    """,
                    [row["id"] for row in here],
                    [row["number"] for row in here],
                    at,
                )
        await self.raise_alarms([row["id"] for row in rows], at)
        await self._know_lessons([row["id"] for row in rows])
        await self._connection.execute("delete from outbox where id = any($1::bigint[])", [row["id"] for row in rows])
        return len(rows)

    async def _know_lessons(self, outbox: Sequence[int]) -> None:
        """Keeps what people knew of lessons before they were changed for the first time."""
        await self._connection.execute(
            """
            insert into told_lesson (lesson_id, person_id, place, revision)
            select distinct on (lesson_id, n.person_id) (x ->> 'id')::bigint as lesson_id, n.person_id,
                   nullif((x -> 'before')::text, 'null')::json, (x ->> 'revision')::int - 1
            from outbox o
            join publication p on p.channel_id = o.channel_id and p."offset" = o."offset"
            cross join lateral json_array_elements(p.data -> 'lessons') x
            join notice n on n.channel_id = o.channel_id and n."offset" = o."offset"
            where o.id = any($1::bigint[]) and o.kind = $2
            order by lesson_id, n.person_id, (x ->> 'revision')::int
            on conflict do nothing
            """,
            outbox,
            NoticeKind.TIMETABLE.value,
        )
