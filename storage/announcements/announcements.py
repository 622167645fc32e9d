"""Announcements, in the views of their authors and of their readers."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
from pydantic import TypeAdapter

from channels.announcements.inputs import NewAnnouncement
from channels.announcements.model import (
    Announcement,
    Because,
    Confirmation,
    Counts,
    Household,
    HowTold,
    Received,
    State,
    Variant,
)
from channels.announcements.ports import Reason
from channels.policy import Addressed
from storage.announcements.audience import TARGETS, PostgresAudience, targets_as_kept
from storage.people import class_ref, person_ref
from storage.pool import Connection

_VARIANTS = TypeAdapter(list[Variant])

# Counts are part of each announcement; a draft has no readers, so all of its counts are 0.
_AS_WRITTEN = """
    select a.*, p.family_name as author_family_name,
           p.given_name as author_given_name, p.middle_name as author_middle_name, n.*
    from announcement a
    join person p on p.id = a.author_id
    cross join lateral (
        select count(distinct h.person_id) as people,
               count(distinct h.student_id) filter (where h.addressed = 'families') as families,
               count(distinct h.student_id) filter (where h.addressed = 'families' and h.confirmed)
                   as families_confirmed,
               count(distinct h.student_id) filter (where h.addressed = 'students') as students,
               count(distinct h.student_id) filter (where h.addressed = 'students' and h.confirmed)
                   as students_confirmed,
               count(distinct h.person_id) filter (where h.addressed = 'staff') as staff,
               count(distinct h.person_id) filter (where h.addressed = 'staff' and h.confirmed) as staff_confirmed
        from (select r.addressed, r.person_id, r.student_id,
                     (select d.confirmed_at is not null from announcement_reader d
                      where d.person_id = r.person_id and d.announcement_id = r.announcement_id limit 1) as confirmed
              from announcement_reason r where r.announcement_id = a.id) h
    ) n
"""

_AS_RECEIVED = """
    select a.id, a.school_id, a.title, a.text, a.variants, a.confirm, a.confirm_until, a.urgent, a.sent_at,
           a.recalled_at,
           d.confirmed_at, p.id as author_id, p.family_name as author_family_name,
           p.given_name as author_given_name, p.middle_name as author_middle_name,
           array(select json_build_object('addressed', w.addressed, 'student', case when s.id is not null then
                     json_build_object('id', s.id, 'name', json_build_object('family', s.family_name,
                                       'given', s.given_name, 'middle', s.middle_name)) end,
                     'class', case when k.id is not null then
                     json_build_object('id', k.id, 'name', k.name, 'grade', k.grade) end)
                 from announcement_reason_now w
                 left join person s on s.id = w.student_id
                 left join class k on k.id = w.class_id
                 where w.announcement_id = a.id and w.person_id = d.person_id order by w.addressed, w.student_id) as why
    from announcement_reader d
    join announcement a on a.id = d.announcement_id
    join person p on p.id = a.author_id
    where d.person_id = $1
      and (select true from announcement_reason_now w
           where w.announcement_id = a.id and w.person_id = d.person_id limit 1)
"""


class PostgresAnnouncements(PostgresAudience):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def urgent_lately(self, author: int, school: int) -> int:
        number: int = await self._connection.fetchval(
            "select count(*) from announcement where school_id = $2 and author_id = $1 and urgent is not null"
            " and sent_at > now() - interval '30 days'",
            author,
            school,
        )
        return number

    async def add(self, school: int, author: int, asked: NewAnnouncement, at: datetime) -> int:
        number: int = await self._connection.fetchval(
            """
            insert into announcement (school_id, author_id, created_at, title, text, variants, targets, confirm,
                                      confirm_until, urgent)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
            """,
            school,
            author,
            at,
            *_words(asked),
        )
        return number

    async def change(self, number: int, asked: NewAnnouncement) -> None:
        await self._connection.execute(
            """
            update announcement set title = $2, text = $3, variants = $4, targets = $5, confirm = $6,
                   confirm_until = $7, urgent = $8, revision = revision + 1, state = 'draft', send_at = null
            where id = $1
            """,
            number,
            *_words(asked),
        )

    async def discard(self, number: int) -> None:
        await self._connection.execute("delete from announcement where id = $1 and sent_at is null", number)

    async def one(self, number: int, *, lock: bool = False) -> Announcement | None:
        if lock:
            await self._connection.execute("select from announcement where id = $1 for update", number)
        row = await self._connection.fetchrow(f"{_AS_WRITTEN} where a.id = $1", number)
        return None if row is None else _announcement(row)

    async def written(self, school: int, author: int | None, before: int | None, limit: int) -> list[Announcement]:
        rows = await self._connection.fetch(
            f"""{_AS_WRITTEN}
            where a.school_id = $1 and (a.author_id = $2 or ($2::bigint is null and a.sent_at is not null))
              and ($3::bigint is null or a.id < $3)
            order by a.id desc limit $4
            """,
            school,
            author,
            before,
            limit,
        )
        return [_announcement(row) for row in rows]

    async def schedule(self, number: int, at: datetime | None) -> None:
        await self._connection.execute(
            "update announcement set send_at = $2, state = case when $2::timestamptz is null then 'draft'"
            " else 'scheduled' end, revision = revision + 1 where id = $1",
            number,
            at,
        )

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int]]:
        rows = await self._connection.fetch(
            "select id, author_id from announcement where state = 'scheduled' and send_at <= $1"
            " order by send_at limit $2",
            at,
            limit,
        )
        return [(row["id"], row["author_id"]) for row in rows]

    async def send(self, number: int, reasons: Sequence[Reason], at: datetime) -> None:
        await self._connection.execute(
            "update announcement set state = 'sent', sent_at = $2, send_at = null, revision = revision + 1"
            " where id = $1",
            number,
            at,
        )
        await self._connection.execute(
            "insert into announcement_reader (announcement_id, person_id) select $1, unnest($2::bigint[])",
            number,
            sorted({reason.person for reason in reasons}),
        )
        await self._connection.execute(
            """
            insert into announcement_reason (announcement_id, person_id, addressed, student_id, class_id)
            select $1, * from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
            """,
            number,
            [reason.person for reason in reasons],
            [reason.addressed.value for reason in reasons],
            [reason.student for reason in reasons],
            [reason.class_ for reason in reasons],
        )

    async def recall(self, number: int, at: datetime) -> None:
        await self._connection.execute(
            "update announcement set state = 'recalled', recalled_at = $2, revision = revision + 1 where id = $1",
            number,
            at,
        )

    async def readers(self, number: int) -> frozenset[int]:
        rows = await self._connection.fetch(
            "select person_id from announcement_reader where announcement_id = $1", number
        )
        return frozenset(row["person_id"] for row in rows)

    async def received(self, person: int, before: int | None, limit: int) -> list[Received]:
        rows = await self._connection.fetch(
            f"{_AS_RECEIVED} and ($2::bigint is null or a.id < $2) order by a.id desc limit $3", person, before, limit
        )
        return [_received(row) for row in rows]

    async def received_one(self, person: int, number: int) -> Received | None:
        row = await self._connection.fetchrow(f"{_AS_RECEIVED} and a.id = $2", person, number)
        return None if row is None else _received(row)

    async def confirm(self, number: int, person: int, at: datetime) -> datetime:
        first: datetime = await self._connection.fetchval(
            """
            update announcement_reader set confirmed_at = coalesce(confirmed_at, $3)
            where announcement_id = $1 and person_id = $2 returning confirmed_at
            """,
            number,
            person,
            at,
        )
        return first

    async def households(self, number: int) -> list[Household]:
        rows = await self._connection.fetch(
            """
            select r.addressed, r.student_id, d.confirmed_at, p.id, p.family_name, p.given_name, p.middle_name,
                   s.family_name as student_family_name, s.given_name as student_given_name,
                   s.middle_name as student_middle_name, k.id as class_id, k.name as class_name, k.grade,
                   exists (select from account c where c.person_id = p.id) as reachable, t.state as notice,
                   t.why, t.due_at, case when t.state = 'waiting' then t.held_until end as held_until,
                   t.carried, t.under_way
            from announcement_reason r
            cross join lateral (
                select d.confirmed_at from announcement_reader d
                where d.person_id = r.person_id and d.announcement_id = r.announcement_id offset 0) d
            join person p on p.id = r.person_id
            left join person s on s.id = r.student_id
            left join class k on k.id = r.class_id
            left join lateral (
                select n.state, n.why, n.due_at, n.held_until,
                       array(select o.carrier from dispatch_notice j join dispatch o on o.id = j.dispatch_id
                             where j.notice_id = n.id and o.state = 'accepted') as carried,
                       exists (select from dispatch_notice j join dispatch o on o.id = j.dispatch_id
                               where j.notice_id = n.id and o.state = 'due') as under_way
                from notice n
                where n.person_id = p.id and n.kind = 'announcement'
                  and (select true
                       from channel c
                       join publication u on u.channel_id = c.id and u."offset" = n."offset"
                       where c.id = n.channel_id and c.name = 'person:' || p.id
                         and u.data::json ->> 'type' = 'announcement'
                         and u.data::json ->> 'announcement' = $1::bigint::text limit 1)
            ) t on true
            where r.announcement_id = $1::bigint
            order by array_position(array['families', 'students', 'staff'], r.addressed), k.grade, k.name,
                     s.family_name, s.given_name, r.student_id, p.family_name, p.given_name, p.id
            """,
            number,
        )
        found: dict[tuple[str, int], list[asyncpg.Record]] = {}
        for row in rows:
            found.setdefault((row["addressed"], row["student_id"] or row["id"]), []).append(row)
        return [_household(group) for group in found.values()]

    async def remind(self, number: int, at: datetime) -> bool:
        noted = await self._connection.fetchval(
            """
            update announcement set reminded_at = $2
            where id = $1 and (reminded_at is null or reminded_at <= $2::timestamptz - interval '1 hour') returning true
            """,
            number,
            at,
        )
        return noted is not None


def _words(asked: NewAnnouncement) -> tuple[object, ...]:
    return (
        asked.title,
        asked.text,
        _VARIANTS.dump_json([variant.variant for variant in asked.variants], by_alias=True).decode(),
        targets_as_kept([target.target for target in asked.targets]),
        asked.confirm,
        asked.confirm_until,
        asked.urgent,
    )


def _announcement(row: asyncpg.Record) -> Announcement:
    return Announcement(
        id=row["id"],
        school=row["school_id"],
        author=person_ref(row, "author_"),
        title=row["title"],
        text=row["text"],
        variants=_VARIANTS.validate_json(row["variants"]),
        targets=TARGETS.validate_json(row["targets"]),
        confirm=row["confirm"],
        confirm_until=row["confirm_until"],
        urgent=row["urgent"],
        state=State(row["state"]),
        revision=row["revision"],
        send_at=row["send_at"],
        sent_at=row["sent_at"],
        recalled_at=row["recalled_at"],
        counts=Counts(**{field: row[field] for field in Counts.model_fields}),
    )


def _received(row: asyncpg.Record) -> Received:
    recalled = row["recalled_at"] is not None
    return Received(
        id=row["id"],
        school=row["school_id"],
        author=person_ref(row, "author_"),
        title="" if recalled else row["title"],
        text="" if recalled else row["text"],
        variants=[] if recalled else _VARIANTS.validate_json(row["variants"]),
        confirm=row["confirm"] and not recalled,
        confirm_until=row["confirm_until"],
        urgent=row["urgent"],
        sent_at=row["sent_at"],
        recalled_at=row["recalled_at"],
        confirmed_at=row["confirmed_at"],
        why=[Because.model_validate_json(why) for why in row["why"]],
    )


def _household(rows: Sequence[asyncpg.Record]) -> Household:
    first = rows[0]
    return Household(
        addressed=Addressed(first["addressed"]),
        student=None if first["student_id"] is None else person_ref(first, "student_"),
        class_=class_ref(first),
        confirmed=any(row["confirmed_at"] is not None for row in rows),
        people=[
            Confirmation(
                person=person_ref(row),
                confirmed_at=row["confirmed_at"],
                reachable=row["reachable"],
                told=_told(row),
                waits_until=row["due_at"] if row["notice"] == "gathered" else row["held_until"],
            )
            for row in rows
        ],
    )


def _told(row: asyncpg.Record) -> HowTold:
    """Returns the first way that has brought it. A reader without a notice counts as WAITING: it is yet to be made."""
    for way in (HowTold.PUSH, HowTold.MAIL, HowTold.WEBHOOK):
        if way.value in (row["carried"] or ()):
            return way
    if row["why"] in ("live", "seen"):
        return HowTold.LIVE
    if row["why"] == "off":
        return HowTold.OFF
    if row["notice"] in (None, "waiting", "gathered") or row["under_way"]:
        return HowTold.WAITING
    return HowTold.UNREACHABLE
