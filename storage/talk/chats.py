"""Chats, and what ties people who may have one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import asyncpg

from channels.gradebook.model import StatePosition
from channels.people import Role
from channels.policy import Bond, ChatKind, Standing
from channels.publication import ChannelName
from channels.talk.model import About, AboutChild, Chat, Contact, Member
from channels.talk.ports import InChat, Tie
from storage.archive import channel_epoch, database_epoch
from storage.people import class_ref, name, person_ref
from storage.pool import Connection
from storage.talk.bonds import bonds
from storage.talk.messages import columns, message

# Every bond of one person, in rows of (other, bond, role of the other, subject, class name, relation, child).
TIES = """
    -- from a guardian to the school
    select t.teacher_id as other_id, 'child_taught_by' as bond, 'teacher' as role, c.subject, k.name as class,
           null as relation, null::bigint as child_id
    from guardianship_now g
    join course_enrolment_now e on e.student_id = g.student_id
    join course c on c.id = e.course_id
    join teaching_now t on t.course_id = e.course_id
    left join class_enrolment_now h on h.student_id = g.student_id
    left join class k on k.id = h.class_id
    where g.guardian_id = $1 and 'diary' = any(g.scopes)
    union
    select t.teacher_id, 'child_in_class_of', 'class_teacher', null, k.name, null, null
    from guardianship_now g
    join class_enrolment_now h on h.student_id = g.student_id
    join class_teacher_now t on t.class_id = h.class_id
    join class k on k.id = h.class_id
    where g.guardian_id = $1 and 'diary' = any(g.scopes)
    union
    select r.person_id, 'child_in_school_led_by', 'leadership', null, null, null, null
    from guardianship_now g
    join class_enrolment_now h on h.student_id = g.student_id
    join role_now r on r.school_id = h.school_id and r.role = 'leadership'
    where g.guardian_id = $1 and 'diary' = any(g.scopes)
    union
    -- from the school to guardians
    select g.guardian_id, 'teaches_child_of', 'guardian', null, null, g.relation::text, g.student_id
    from teaching_now t
    join course_enrolment_now e on e.course_id = t.course_id
    join guardianship_now g on g.student_id = e.student_id and 'diary' = any(g.scopes)
    where t.teacher_id = $1
    union
    select g.guardian_id, 'leads_class_of_child_of', 'guardian', null, null, g.relation::text, g.student_id
    from class_teacher_now t
    join class_enrolment_now h on h.class_id = t.class_id
    join guardianship_now g on g.student_id = h.student_id and 'diary' = any(g.scopes)
    where t.teacher_id = $1
    union
    select g.guardian_id, 'leads_school_of_child_of', 'guardian', null, null, g.relation::text, g.student_id
    from role_now r
    join class_enrolment_now h on h.school_id = r.school_id
    join guardianship_now g on g.student_id = h.student_id and 'diary' = any(g.scopes)
    where r.person_id = $1 and r.role = 'leadership'
    union
    -- among staff
    select o.person_id, 'colleague_of', o.role::text, null, null, null, null
    from role_now r
    join role_now o on o.school_id = r.school_id and o.role in ('teacher', 'staff', 'leadership', 'admin')
    where r.person_id = $1 and r.role in ('teacher', 'staff', 'leadership', 'admin')
    union
    -- between teachers and students
    select e.student_id, 'teaches', 'student', null, k.name, null, null
    from teaching_now t
    join course_enrolment_now e on e.course_id = t.course_id
    left join class_enrolment_now h on h.student_id = e.student_id
    left join class k on k.id = h.class_id
    where t.teacher_id = $1
    union
    select t.teacher_id, 'taught_by', 'teacher', c.subject, null, null, null
    from course_enrolment_now e
    join course c on c.id = e.course_id
    join teaching_now t on t.course_id = e.course_id
    where e.student_id = $1
"""


class PostgresChats:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def ties(self, person: int, other: int | None = None) -> Sequence[Tie]:
        rows = await self._connection.fetch(
            f"""
            select b.bond, b.role, b.subject, b.class, b.relation,
                   p.id, p.family_name, p.given_name, p.middle_name,
                   k.id as child_id, k.family_name as child_family_name, k.given_name as child_given_name,
                   k.middle_name as child_middle_name, c.id as class_id, c.name as class_name, c.grade,
                   (select m.id from chat m where m.first_id = least(p.id, $1) and m.second_id = greatest(p.id, $1))
                       as chat
            from ({TIES}) b
            join person p on p.id = b.other_id and p.ended_at is null
            left join person k on k.id = b.child_id
            left join class_enrolment_now h on h.student_id = k.id
            left join class c on c.id = h.class_id
            where b.other_id <> $1 and ($2::bigint is null or b.other_id = $2)
            order by replace(replace(p.family_name, 'ё', 'е'), 'Ё', 'Е'), p.given_name, p.id, b.bond, b.subject, k.id
            """,
            person,
            other,
        )
        return [
            Tie(
                Bond(row["bond"]),
                Contact(person=person_ref(row), about=[_about(row)], chat=row["chat"]),
            )
            for row in rows
        ]

    async def open_private(self, person: int, other: int, at: datetime) -> tuple[int, bool]:
        first, second = sorted((person, other))
        opened = await self._connection.fetchval(
            """
            insert into chat (kind, school_id, first_id, second_id, opened_at)
            select 'private', coalesce(
                (select a.school_id from role_now a join role_now b on b.school_id = a.school_id
                 where a.person_id = $1 and b.person_id = $2 order by a.school_id limit 1),
                (select school_id from role_now where person_id in ($1, $2) order by school_id limit 1)), $1, $2, $3
            on conflict (first_id, second_id) do nothing returning id
            """,
            first,
            second,
            at,
        )
        if opened is None:
            return (
                await self._connection.fetchval(
                    "select id from chat where first_id = $1 and second_id = $2", first, second
                ),
                False,
            )
        await self._connection.executemany(
            "insert into membership (chat_id, person_id, joined_at) values ($1, $2, $3)",
            [(opened, first, at), (opened, second, at)],
        )
        return opened, True

    async def members(self, chats: Collection[int]) -> Mapping[int, frozenset[int]]:
        rows = await self._connection.fetch(
            """
            select m.chat_id, array_agg(m.person_id) as persons
            from membership m join person p on p.id = m.person_id and p.ended_at is null
            where m.chat_id = any($1::bigint[]) and m.left_at is null group by m.chat_id
            """,
            list(chats),
        )
        return {row["chat_id"]: frozenset(row["persons"]) for row in rows}

    async def standings(self, asked: Collection[InChat]) -> Mapping[InChat, Standing]:
        rows = await self._connection.fetch(
            """
            select m.person_id, m.chat_id, c.kind::text,
                   case m.person_id when c.first_id then c.second_id else c.first_id end as other_id
            from unnest($1::bigint[], $2::bigint[]) as a (person_id, chat_id)
            join membership m on m.chat_id = a.chat_id and m.person_id = a.person_id and m.left_at is null
            join person p on p.id = m.person_id and p.ended_at is null
            join chat c on c.id = m.chat_id
            """,
            [person for person, _ in asked],
            [chat for _, chat in asked],
        )
        private = {(row["person_id"], row["other_id"]) for row in rows if row["other_id"] is not None}
        tied = await bonds(self._connection, private) if private else {}
        return {
            (row["person_id"], row["chat_id"]): Standing(
                ChatKind(row["kind"]), tied.get((row["person_id"], row["other_id"]), frozenset())
            )
            for row in rows
        }

    async def listed(self, person: int, chat: int | None = None) -> list[Chat]:
        rows = await self._connection.fetch(
            f"""
            select c.id, c.kind::text, c.title, me.seen_offset as mine,
                   coalesce(n.top_offset, 0) as top, coalesce(n.epoch, 1) as epoch,
                   (select count(*) from message m
                    where m.chat_id = c.id and m."offset" > me.seen_offset and m.author_id <> $1
                      and m.withdrawn_at is null) as unread,
                   array(select p."offset" from pin p where p.chat_id = c.id order by p.at, p."offset") as pinned,
                   l.*
            from membership me
            join chat c on c.id = me.chat_id
            left join channel n on n.name = 'chat:' || c.id
            left join lateral (
                select {columns("last_")} from message_shown m where m.chat_id = c.id order by m."offset" desc limit 1
            ) l on true
            where me.person_id = $1 and me.left_at is null and ($2::bigint is null or c.id = $2)
            order by coalesce(l.last_sent_at, c.opened_at) desc, c.id desc
            """,
            person,
            chat,
        )
        members = await self._members(person, [row["id"] for row in rows])
        database = await database_epoch(self._connection)
        return [
            Chat(
                id=row["id"],
                kind=ChatKind(row["kind"]),
                title=row["title"],
                channel=ChannelName(f"chat:{row['id']}"),
                members=members[row["id"]],
                position=StatePosition(
                    channel=ChannelName(f"chat:{row['id']}"),
                    offset=row["top"],
                    epoch=channel_epoch(database, row["epoch"]),
                ),
                unread=row["unread"],
                seen=row["mine"],
                pinned=row["pinned"],
                last=None if row["last_id"] is None else message(row["id"], row, "last_"),
            )
            for row in rows
        ]

    async def _members(self, person: int, chats: Sequence[int]) -> dict[int, list[Member]]:
        ties: dict[int, list[About]] = {}
        for tie in await self.ties(person) if chats else ():
            ties.setdefault(tie.contact.person.id, []).extend(tie.contact.about)
        rows = await self._connection.fetch(
            """
            select m.chat_id, m.seen_offset, m.seen_at, p.id, p.family_name, p.given_name, p.middle_name
            from membership m join person p on p.id = m.person_id
            where m.chat_id = any($1::bigint[]) and m.left_at is null
            order by m.chat_id, p.id
            """,
            chats,
        )
        members: dict[int, list[Member]] = {chat: [] for chat in chats}
        for row in rows:
            members[row["chat_id"]].append(
                Member(
                    id=row["id"],
                    name=name(row),
                    about=ties.get(row["id"], []),
                    seen=row["seen_offset"],
                    seen_at=row["seen_at"],
                )
            )
        return members


def _about(row: asyncpg.Record) -> About:
    child = None
    if row["child_id"] is not None:
        child = AboutChild(id=row["child_id"], name=name(row, "child_"), class_=class_ref(row))
    return About(
        role=Role(row["role"]),
        subject=row["subject"],
        class_=row["class"],
        relation=row["relation"],
        child=child,
    )
