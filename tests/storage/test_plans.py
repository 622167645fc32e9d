"""What a query reads does not depend on when it was planned: plans are made once a connection, and kept."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from channels.announcements.model import Target
from channels.notices.preferences import CarrierName, NoticeKind
from channels.policy import Addressed, AudienceOf
from channels.publication import ChannelName
from handlers.commands.demo import make_demo
from storage.pool import Connection, open_pool
from storage.store import PostgresTx
from tests.support.school import read_school

TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SLACK = 60  # blocks: a look into a catalogue, another order of equal ways
OF_ONE = 2_500  # blocks that a query of one person, chat or journal may read in a school of 240 students
BLOCKS = {  # of many: about eight for each person named
    "whom a teacher writes to": 8_000,
    "whom leadership writes to": 25_000,
    "whom an announcement reaches": 20_000,
    "an announcement as its author sees it": 8_000,
    "who has read an announcement": 40_000,
    "students whom a text may name": 8_000,
    "timetables of a school": 25_000,
    "courses of all classes": 20_000,
}
AFTER = 2.0  # times what a plan reads that was made today


@dataclass
class Recorder:
    """A connection that keeps what it was asked."""

    connection: Connection
    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def _ask(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def ask(sql: str, *values: Any) -> Any:
            self.asked.append((sql, values))
            return await getattr(self.connection, name)(sql, *values)

        return ask

    def __getattr__(self, name: str) -> Any:
        return self._ask(name) if name.startswith(("fetch", "execute")) else getattr(self.connection, name)


@dataclass(frozen=True)
class People:
    guardian: int
    child: int
    teacher: int
    course: int
    leader: int
    school: int
    class_: int
    chat: int
    lesson: int


async def people_of(db: Connection) -> People:
    """Some, whose ids are there; in an empty database any numbers."""
    row = await db.fetchrow(
        """
        select g.guardian_id as guardian, g.student_id as child, t.teacher_id as teacher, t.course_id as course,
               r.person_id as leader, r.school_id as school, e.class_id as class_,
               coalesce((select min(id) from chat), 1) as chat,
               (select min(l.id) from lesson l where l.course_id = t.course_id) as lesson
        from guardianship g
        join class_enrolment e on e.student_id = g.student_id
        join course_enrolment c on c.student_id = g.student_id
        join teaching t on t.course_id = c.course_id
        join role r on r.role = 'leadership'
        order by g.id, c.id, t.id, r.id limit 1
        """
    )
    return People(*([1] * 9)) if row is None else People(**row)


SCHOOL = [Target(of=AudienceOf.SCHOOL, to=list(Addressed))]

# What people wait for, and what a postman does all the time.
QUERIES: dict[str, Callable[[PostgresTx, People], Awaitable[Any]]] = {
    "rights of a guardian": lambda tx, of: tx.people.viewers([of.guardian]),
    "rights of a teacher": lambda tx, of: tx.people.viewers([of.teacher]),
    "rights of leadership": lambda tx, of: tx.people.viewers([of.leader]),
    "rights in a journal": lambda tx, of: tx.people.rights_in_course(of.teacher, of.course),
    "whom a guardian writes to": lambda tx, of: tx.chats.related(of.guardian),
    "whom a teacher writes to": lambda tx, of: tx.chats.related(of.teacher),
    "whom leadership writes to": lambda tx, of: tx.chats.related(of.leader),
    "what ties two": lambda tx, of: tx.chats.relationships([(of.guardian, of.teacher), (of.teacher, of.guardian)]),
    "chats of a guardian": lambda tx, of: tx.chats.listed(of.guardian),
    "people of a chat": lambda tx, of: tx.chats.members([of.chat]),
    "a week of a diary": lambda tx, of: tx.diaries.days(of.child, TODAY - timedelta(days=7), TODAY),
    "marks of a week": lambda tx, of: tx.diaries.marks(of.child, TODAY - timedelta(days=7), TODAY),
    "means of a child": lambda tx, of: tx.diaries.averages(of.child, TODAY),
    "facts of a journal": lambda tx, of: tx.journals.facts(
        of.course, cells=[(of.lesson, of.child + n) for n in range(30)], kinds=[1]
    ),
    "students of a journal": lambda tx, of: tx.journals.students(of.course, TODAY - timedelta(days=28), TODAY),
    "journals of a teacher": lambda tx, of: tx.journals.courses([of.course], [of.course]),
    "whom an announcement reaches": lambda tx, of: tx.announcements.reasons(of.school, SCHOOL),
    "an announcement as its author sees it": lambda tx, of: tx.announcements.one(1),
    "who has read an announcement": lambda tx, of: tx.announcements.households(1),
    "students whom a text may name": lambda tx, of: tx.announcements.students(of.school),
    "announcements of a guardian": lambda tx, of: tx.announcements.received(of.guardian, None, 50),
    "events of a guardian": lambda tx, of: tx.school_events.one(of.guardian, 1),
    "publications into notices": lambda tx, of: tx.post.expand(NOW, 100),
    "notices that are due": lambda tx, of: tx.post.look(NOW, NOW, 100),
    "what a carrier takes": lambda tx, of: tx.post.claim(CarrierName.MAIL, NOW, NOW, 20),
    "alarms that are due": lambda tx, of: tx.post.alarms(NOW, timedelta(hours=12), 100),
    "what was told of lessons": lambda tx, of: tx.told_lessons.told([(of.guardian, of.lesson)], lock=True),
    "what a notice told of lessons": lambda tx, of: tx.told_lessons.told_by([1]),
    "changes that follow": lambda tx, of: tx.told_lessons.newest([of.guardian], NoticeKind.TIMETABLE),
    "whose new timetable": lambda tx, of: tx.new_timetables.read([(of.guardian, ChannelName("class:1"), TODAY)]),
    "children in a lesson": lambda tx, of: tx.told_lessons.students([(of.guardian, of.lesson)]),
    "when days begin": lambda tx, of: tx.told_lessons.first_hours([(of.child, TODAY)], [(of.teacher, TODAY)]),
    "timetables of a school": lambda tx, of: tx.timetables.lessons(
        [of.school], MONDAY, MONDAY + timedelta(days=7), school=of.school
    ),
    "courses of all classes": lambda tx, of: tx.timetables.courses_of_classes(of.school),
    "curriculum of a class": lambda tx, of: tx.curricula.courses(of.class_, MONDAY, MONDAY + timedelta(days=60), NOW),
    "profiles of a guardian": lambda tx, of: tx.post.profiles([of.guardian]),
}


def literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, list | tuple | set | frozenset):
        return f"array[{', '.join(map(literal, value))}]" if value else "'{}'"
    if isinstance(value, timedelta):
        return f"'{value.total_seconds()} seconds'"
    return "'" + str(value).replace("'", "''") + "'"


async def asked_by(connection: Connection, query: Callable[[PostgresTx, People], Awaitable[Any]]) -> list[Any]:
    """The statements of one query with their values; nothing of it stays."""
    people = await people_of(connection)
    recorder = Recorder(connection)
    transaction = connection.transaction()
    await transaction.start()
    try:
        with suppress(AssertionError):  # in an empty database there is no course to be found
            await query(PostgresTx(recorder), people)  # type: ignore[arg-type]
    finally:
        await transaction.rollback()
    return recorder.asked


async def prepare(db: Connection, name: str, sql: str) -> list[str]:
    """As SQL knows it, so that its plan can be looked at; the types of its parameters."""
    types = [each.name for each in (await db.prepare(sql)).get_parameters()]
    types = [re.sub(r"^_?(.*?)(\[\])?$", r"\1[]", each) if each.endswith("[]") else each for each in types]
    await db.execute(f'prepare "{name}" ({", ".join(types)}) as {sql}' if types else f'prepare "{name}" as {sql}')
    return types


def call(name: str, types: Sequence[str], values: Sequence[Any]) -> str:
    arguments = ", ".join(f"{literal(value)}::{kind}" for value, kind in zip(values, types, strict=True))
    return f'execute "{name}"' + (f"({arguments})" if arguments else "")


async def reads(db: Connection, statement: str) -> int:
    """Blocks; nothing of it stays."""
    transaction = db.transaction()
    await transaction.start()
    try:
        [[text]] = await db.fetch(f"explain (analyze, buffers, format json) {statement}")
    finally:
        await transaction.rollback()
    top = json.loads(text)[0]["Plan"]
    blocks: int = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return blocks


async def a_week_goes_by(pool: asyncpg.Pool) -> None:
    """An announcement to all families, thousands of notices that are settled, and a few that are due; nobody has
    gathered statistics."""
    await pool.execute(
        """
        insert into announcement (id, school_id, author_id, created_at, title, text, variants, targets, confirm, state,
                                  sent_at)
        overriding system value
        select 1, r.school_id, r.person_id, '2026-11-20', 'Короткий день', 'По 30 минут', '[]', '[]', true, 'sent',
               '2026-11-20'
        from role r where r.role = 'leadership' order by r.id limit 1;
        insert into announcement_reader (announcement_id, person_id)
        select 1, id from person where id in (select guardian_id from guardianship);
        insert into announcement_reason (announcement_id, person_id, addressed, student_id, class_id)
        select 1, g.guardian_id, 'families', g.student_id, min(e.class_id)
        from guardianship g join class_enrolment e on e.student_id = g.student_id group by g.guardian_id, g.student_id;
        insert into channel (name) select 'person:' || id from person on conflict do nothing;
        insert into notice (person_id, channel_id, "offset", kind, urgent, published_at, state, due_at, settled_at)
        select p.id, c.id, n, 'mark', false, '2026-11-20', 'handed_on', '2026-11-20', '2026-11-20'
        from person p join channel c on c.name = 'person:' || p.id, generate_series(1, 20) n;
        insert into dispatch (person_id, carrier, target, rank, state, due_at, made_at, settled_at)
        select person_id, 'mail', 0, 1, case when id % 500 = 0 then 'due' else 'accepted' end,
               '2026-11-20', '2026-11-20',
               case when id % 500 = 0 then null else '2026-11-20'::timestamptz end
        from notice;
        insert into dispatch_notice (dispatch_id, notice_id, carrier, target)
        select d.id, n.id, 'mail', 0 from dispatch d join notice n on n.id = d.id
        """
    )


@pytest.mark.slow
@pytest.mark.parametrize("made", ["on an empty database", "in a fresh school"])
async def test_a_plan_reads_no_more_later_than_one_that_is_made_then(empty_url: str, made: str) -> None:
    """Each statement is planned and run while nothing is there, or nothing but the roster. Then a school comes, and its
    days go by, and nobody gathers statistics: what the old plan reads is compared with what a new one reads that is
    made with statistics."""
    pool = await open_pool(empty_url, size=2)
    async with pool.acquire() as old, pool.acquire() as other:
        tables = await old.fetch("select tablename as name from pg_tables where schemaname = 'public'")
        for table in tables:
            await old.execute(f"alter table {table['name']} set (autovacuum_enabled = false)")
        fresh_school = made == "in a fresh school"
        if fresh_school:
            await pool.release(other)
            await make_demo(pool, students=240, seed=7, today=TODAY, password="x")
            other = await pool.acquire()
        known: dict[str, list[str]] = {}
        for name, query in QUERIES.items():
            for number, (sql, values) in enumerate(await asked_by(old, query)):
                types = await prepare(old, f"{name} {number}", sql)
                known[sql] = types
                await reads(old, call(f"{name} {number}", types, values))
        await pool.release(other)
        if not fresh_school:
            await make_demo(pool, students=240, seed=7, today=TODAY, password="x", statistics=False)
        await a_week_goes_by(pool)
        async with pool.acquire() as fresh:
            before: dict[str, int] = {}
            calls: dict[str, str] = {}
            for name, query in QUERIES.items():
                for number, (sql, values) in enumerate(await asked_by(fresh, query)):
                    if sql not in known:
                        continue  # asked only where there is something
                    calls[f"{name} {number}"] = call(f"{name} {number}", known[sql], values)
                    before[f"{name} {number}"] = await reads(old, calls[f"{name} {number}"])
            await fresh.execute("analyze")
            worse: dict[str, tuple[int, int]] = {}
            most: dict[str, int] = {}
            for name, query in QUERIES.items():
                for number, (sql, _) in enumerate(await asked_by(fresh, query)):
                    if f"{name} {number}" in calls:
                        await prepare(fresh, f"{name} {number}", sql)
                        now = await reads(fresh, calls[f"{name} {number}"])
                        most[name] = max(now, most.get(name, 0))
                        if before[f"{name} {number}"] > AFTER * now + SLACK:
                            worse[f"{name} {number}"] = (before[f"{name} {number}"], now)
    await pool.close()
    assert len(calls) >= len(QUERIES)
    assert worse == {}
    assert {name: blocks for name, blocks in most.items() if blocks > BLOCKS.get(name, OF_ONE)} == {}


@pytest.mark.slow
async def test_whom_a_changed_lesson_concerns_is_looked_for_in_its_class_alone(empty_url: str) -> None:
    pool = await open_pool(empty_url, size=2)
    await make_demo(pool, students=240, seed=7, today=TODAY, password="x")
    async with pool.acquire() as db:
        await db.execute(
            """
            insert into channel (name, top_offset)
            select 'class:' || min(c.class_id), 1000 from course c join lesson l on l.course_id = c.id
            on conflict (name) do update set top_offset = 1000;
            insert into publication (channel_id, "offset", at, author_id, data)
            select h.id, 1000, '2026-11-25', null, json_build_object('type', 'lessons_changed', 'lessons', (
                select json_agg(json_build_object('id', l.id::text, 'before', null, 'revision', 2))
                from (select l.id from lesson l join course c on c.id = l.course_id
                      where c.class_id = split_part(h.name, ':', 2)::bigint order by l.id desc limit 10) l))
            from channel h where h.top_offset = 1000;
            insert into outbox (channel_id, "offset", kind, urgent)
            select id, 1000, 'timetable', false from channel where top_offset = 1000
            """
        )
        asked = await asked_by(db, lambda tx, of: tx.post.expand(NOW, 100))
        blocks = {
            sql: await reads(db, call(f"of a class {number}", await prepare(db, f"of a class {number}", sql), values))
            for number, (sql, values) in enumerate(asked)
        }
        found = await db.fetchval("select count(*) from outbox")
    await pool.close()
    assert found == 1
    assert any("lesson_enrolled" in sql for sql in blocks)
    assert {sql: read for sql, read in blocks.items() if read > OF_ONE} == {}


async def test_an_entry_reads_no_more_the_more_marks_stand_in_its_cell(school_url: str) -> None:
    pool = await open_pool(school_url, size=1)
    school = await read_school(pool)

    def entry(tx: PostgresTx, _of: People) -> Awaitable[Any]:
        return tx.journals.facts(school.maths, cells=[(school.today, school.anya)], kinds=[school.answer])

    async def blocks(db: Connection, name: str) -> int:
        [(sql, values)] = await asked_by(db, entry)
        return await reads(db, call(name, await prepare(db, name, sql), values))

    async with pool.acquire() as db:
        await blocks(db, "warming up")
        with_none = await blocks(db, "with none")
        await db.execute(
            """
            insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id, posted_at,
                              changed_at)
            select $1, $2, $3, 1, 5, $4, 1, $5, now(), now() from generate_series(1, 2000)
            """,
            school.today,
            school.maths,
            school.anya,
            school.answer,
            school.maria,
        )
        with_many = await blocks(db, "with many")
    await pool.close()
    assert with_many <= with_none + 10
