"""Fills a demo school with its weeks, in bulk. For nothing else: these rows are not announced to anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from channels.invitations.model import Medium
from channels.talk.facts import MessageSent
from channels.talk.model import Message
from storage.pool import Connection


class LessonRow(NamedTuple):
    course: int
    day: date
    number: int
    kind: int | None
    room: str
    topic: str
    homework: str


class MarkRow(NamedTuple):
    lesson: int
    course: int
    student: int
    value: int
    kind: int
    weight: int
    comment: str
    author: int
    posted_at: datetime
    first_value: int | None  # value before a correction
    reason: str


class AttendanceRow(NamedTuple):
    lesson: int
    student: int
    course: int
    status: str
    minutes: int | None
    author: int
    at: datetime


class ChatRow(NamedTuple):
    first: int
    second: int
    lines: Sequence[tuple[int, str, datetime]]  # author, text, when
    unread: int  # by the one who did not write the last line


async def database_holds(connection: Connection, source: str) -> str:
    """Returns `nothing`, `demo` (only people of `source`) or `others`."""
    rows = await connection.fetch("select distinct source from person")
    found = {row["source"] for row in rows}
    return "nothing" if not found else "demo" if found == {source} else "others"


async def ids_of(connection: Connection, source: str) -> dict[str, dict[str, int]]:
    """Returns table -> source id -> id, of all that the weeks are made of."""
    rows = await connection.fetch(
        """
        select 'person' as kind, source_id, id from person where source = $1
        union all select 'course', source_id, id from course where source = $1
        union all select 'school', source_id, id from school where source = $1
        union all select 'mark_kind', source_id, id from mark_kind where source = $1
        """,
        source,
    )
    ids: dict[str, dict[str, int]] = {"person": {}, "course": {}, "school": {}, "mark_kind": {}}
    for row in rows:
        ids[row["kind"]][row["source_id"]] = row["id"]
    return ids


async def add_accounts(connection: Connection, accounts: Sequence[tuple[int, str, str]]) -> None:
    """Adds accounts (person, name, password hash); an existing account gets the new password."""
    await connection.executemany(
        """
        insert into account (person_id, name, password_hash) values ($1, $2, $3)
        on conflict (person_id) do update set password_hash = excluded.password_hash, changed_at = now()
        """,
        accounts,
    )


class InvitationRow(NamedTuple):
    person: int
    medium: Medium
    token_hash: bytes
    code_hash: bytes
    made_at: datetime
    expires_at: datetime
    bounced_at: datetime | None
    opened_at: datetime | None


async def add_invitations(connection: Connection, school: int, by: int, rows: Iterable[InvitationRow]) -> None:
    await connection.executemany(
        """
        insert into invitation (school_id, made_by, person_id, medium, token_hash, code_hash, made_at, expires_at,
                                bounced_at, opened_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        [
            (
                school,
                by,
                row.person,
                row.medium.value,
                row.token_hash,
                row.code_hash,
                row.made_at,
                row.expires_at,
                row.bounced_at,
                row.opened_at,
            )
            for row in rows
        ],
    )


async def share_seen(connection: Connection, person: int) -> None:
    await connection.execute("update person set share_seen = true where id = $1", person)


async def add_lessons(connection: Connection, lessons: Sequence[LessonRow]) -> None:
    """Adds the lessons that are missing, and their rooms; those that the pattern made get topic and homework."""
    if not lessons:
        return
    await connection.execute(
        """
        insert into room (school_id, name)
        select distinct c.school_id, a.room from unnest($1::bigint[], $2::text[]) a (course, room)
        join course c on c.id = a.course
        where not exists (select from room r where r.school_id = c.school_id and r.name = a.room)
        order by 1, 2
        """,
        [row.course for row in lessons],
        [row.room for row in lessons],
    )
    await connection.execute(
        """
        insert into lesson (course_id, day, number, kind_id, room_id, topic, homework)
        select a.course, a.day, a.number, a.kind, r.id, a.topic, a.homework
        from unnest($1::bigint[], $2::date[], $3::integer[], $4::bigint[], $5::text[], $6::text[], $7::text[])
            a (course, day, number, kind, room, topic, homework)
        join course c on c.id = a.course
        join room r on r.school_id = c.school_id and r.name = a.room
        on conflict (course_id, day, number) do update
        set kind_id = excluded.kind_id, topic = excluded.topic, homework = excluded.homework
        where lesson.row_id is not null and not lesson.by_hand and lesson.topic = '' and lesson.homework = ''
        """,
        *_columns(lessons),
    )


class PatternRow(NamedTuple):
    course: int
    weekday: int
    number: int
    room: str


async def add_pattern(connection: Connection, rows: Sequence[PatternRow], first: date, until: date, by: int) -> None:
    """Adds rows of the pattern, every week from `first` until `until` (exclusive)."""
    await connection.execute(
        """
        insert into pattern_row (course_id, weekday, number, room_id, cycle, weeks, anchor, from_day, until_day,
                                 added_by, added_at)
        select a.course, a.weekday, a.number, r.id, 1, '{1}', $5, $5, $6, $7, now()
        from unnest($1::bigint[], $2::int[], $3::int[], $4::text[]) a (course, weekday, number, room)
        join course c on c.id = a.course
        join room r on r.school_id = c.school_id and r.name = a.room
        """,
        [row.course for row in rows],
        [row.weekday for row in rows],
        [row.number for row in rows],
        [row.room for row in rows],
        first,
        until,
        by,
    )


async def set_profiles(connection: Connection, school: int, profiles: Mapping[str, str]) -> None:
    """Gives classes of the school, by name, their profiles."""
    await connection.execute(
        """
        update class h set profile = a.profile from unnest($2::text[], $3::text[]) a (name, profile)
        where h.school_id = $1 and h.name = a.name
        """,
        school,
        list(profiles),
        list(profiles.values()),
    )


async def lessons_of_class(connection: Connection, school: int, name: str, first: date) -> list[int]:
    """Returns the lessons of a class in the week from `first` on, in their order."""
    rows = await connection.fetch(
        """
        select l.id from lesson l join course c on c.id = l.course_id join class h on h.id = c.class_id
        where c.school_id = $1 and h.name = $2 and l.day >= $3 and l.day < $3 + 7 order by l.day, l.number, l.id
        """,
        school,
        name,
        first,
    )
    return [row["id"] for row in rows]


async def untouched_lessons(connection: Connection, from_day: date, source: str) -> dict[tuple[int, date, int], int]:
    """Returns (course, day, number) -> id of every lesson since `from_day` without entries in its journal."""
    rows = await connection.fetch(
        """
        select l.id, l.course_id, l.day, l.number from lesson l join course c on c.id = l.course_id
        where c.source = $2 and l.day >= $1
          and not exists (select from mark m where m.course_id = l.course_id and m.lesson_id = l.id)
          and not exists (select from attendance a where a.lesson_id = l.id)
        """,
        from_day,
        source,
    )
    return {(row["course_id"], row["day"], row["number"]): row["id"] for row in rows}


async def add_marks(connection: Connection, marks: Sequence[MarkRow]) -> None:
    """Adds marks with all their revisions; a corrected mark has two."""
    if not marks:
        return
    await connection.execute(
        """
        with asked as (
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::integer[],
                $7::text[], $8::bigint[], $9::timestamptz[], $10::integer[], $11::text[]) with ordinality
                as a (lesson, course, student, value, kind, weight, comment, author, at, first, reason, n)
        ),
        numbered as materialized (
            select nextval(pg_get_serial_sequence('mark', 'id')) as id, a.*,
                case when first is null then 1 else 2 end as last
            from asked a
        ),
        added as (
            insert into mark (id, lesson_id, course_id, student_id, revision, value, kind_id, weight, comment,
                author_id, posted_at, changed_at, reason)
            overriding system value
            select id, lesson, course, student, last, value, kind, weight, comment, author, at, at, reason
            from numbered
        )
        insert into mark_revision (mark_id, revision, value, kind_id, weight, comment, withdrawn, reason, author_id, at)
        select id, 1, coalesce(first, value), kind, weight, comment, false, '', author, at from numbered
        union all
        select id, 2, value, kind, weight, comment, false, reason, author, at from numbered where last = 2
        """,
        *_columns(marks),
    )


async def add_attendance(connection: Connection, rows: Sequence[AttendanceRow]) -> None:
    if not rows:
        return
    await connection.execute(
        """
        with asked as (
            select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::integer[], $6::bigint[],
                $7::timestamptz[]) as a (lesson, student, course, status, minutes, author, at)
        ),
        added as (
            insert into attendance (lesson_id, student_id, course_id, revision, status, minutes, author_id, at)
            select lesson, student, course, 1, status::attendance_status, minutes, author, at from asked
        )
        insert into attendance_revision (lesson_id, student_id, revision, status, minutes, author_id, at)
        select lesson, student, 1, status::attendance_status, minutes, author, at from asked
        """,
        *_columns(rows),
    )


async def add_chats(connection: Connection, school: int, chats: Sequence[ChatRow]) -> None:
    """Adds chats with their messages, and with the publications that `send_message` would have made."""
    ids = await _open_chats(connection, school, chats)
    channels = await connection.fetch(
        """
        update channel h set top_offset = c.top
        from unnest($1::bigint[], $2::bigint[]) as c (id, top) where h.name = 'chat:' || c.id
        returning h.id, h.name
        """,
        ids,
        [len(chat.lines) for chat in chats],
    )
    by_name = {row["name"]: row["id"] for row in channels}
    lines = [
        (chat, n, author, text, at)
        for chat, row in zip(ids, chats, strict=True)
        for n, (author, text, at) in enumerate(row.lines, 1)
    ]
    messages = await connection.fetch(
        """
        insert into message (chat_id, "offset", author_id, text, sent_at)
        select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[])
        returning id, chat_id, "offset"
        """,
        *_columns(lines),
    )
    numbers = {(row["chat_id"], row["offset"]): row["id"] for row in messages}
    await connection.execute(
        """
        insert into publication (channel_id, "offset", at, author_id, data)
        select channel, "offset", at, author, data::json
        from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::text[])
            as p (channel, "offset", at, author, data)
        """,
        [by_name[f"chat:{chat}"] for chat, *_ in lines],
        [n for _, n, *_ in lines],
        [at for *_, at in lines],
        [author for _, _, author, _, _ in lines],
        [_told(numbers[chat, n], chat, n, author, text, at) for chat, n, author, text, at in lines],
    )


def _told(number: int, chat: int, offset: int, author: int, text: str, at: datetime) -> str:
    message = Message(id=number, chat=chat, offset=offset, author=author, text=text, sent_at=at, key=None)
    return MessageSent(message=message).model_dump_json()


async def _open_chats(connection: Connection, school: int, chats: Sequence[ChatRow]) -> list[int]:
    opened = [chat.lines[0][2] for chat in chats]
    rows = await connection.fetch(
        """
        insert into chat (kind, school_id, first_id, second_id, opened_at)
        select 'private', $1, least(c.a, c.b), greatest(c.a, c.b), c.at
        from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) as c (a, b, at)
        returning id, first_id, second_id
        """,
        school,
        [chat.first for chat in chats],
        [chat.second for chat in chats],
        opened,
    )
    by_pair = {(row["first_id"], row["second_id"]): row["id"] for row in rows}
    ids = [by_pair[min(c.first, c.second), max(c.first, c.second)] for c in chats]
    seats = [
        (
            id_,
            person,
            chat.lines[0][2],
            len(chat.lines) if person == chat.lines[-1][0] else len(chat.lines) - chat.unread,
            chat.lines[-1][2],
        )
        for id_, chat in zip(ids, chats, strict=True)
        for person in (chat.first, chat.second)
    ]
    await connection.execute(
        """
        with seat as (
            select * from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::timestamptz[])
                as s (chat_id, person_id, joined_at, seen_offset, seen_at)
        ), seated as (
            insert into membership (chat_id, person_id, joined_at) select chat_id, person_id, joined_at from seat
        )
        insert into chat_state (chat_id, person_id, seen_offset, seen_at)
        select chat_id, person_id, seen_offset, seen_at from seat
        """,
        *_columns(seats),
    )
    return ids


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


async def add_consents(connection: Connection, school: int, text: int, since: datetime, but: int) -> None:
    """Lets two of three families answer the first version of a text, some of them by no."""
    await connection.execute(
        """
        insert into consent (text_id, number, person_id, student_id, agreed, answered_at)
        select $2, 1, g.guardian_id, g.student_id, g.student_id % 7 > 0,
               least(now(), $3::timestamptz + g.student_id % 400 * interval '1 hour')
        from guardianship_at_now g
        where g.school_id = $1 and is_family(g.relation) and g.guardian_id <> $4 and g.student_id % 3 > 0
        """,
        school,
        text,
        since,
        but,
    )
