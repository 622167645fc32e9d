"""What a query reads does not depend on when it was planned: plans are made once a connection, and kept."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
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
from tests.support.plans import Recorder, call, prepare
from tests.support.school import School, read_school

TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
TEXT = 1000  # to which half of the guardians have agreed
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
    "how many agree to a text": 25_000,
    "timetables of a school": 25_000,
    "courses of all classes": 20_000,
}
AFTER = 2.0  # times what a plan reads that was made today


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
    "texts that a guardian is asked for": lambda tx, of: tx.consents.asked_at([of.school]),
    "what a guardian has agreed to": lambda tx, of: tx.consents.last_answers(of.guardian),
    "how many agree to a text": lambda tx, of: tx.consents.counts(of.school, [TEXT]),
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


async def plan_every_branch(db: Connection) -> None:
    """Lets `viewer_of` plan what it asks for each role, by somebody who has them all for a moment."""
    transaction = db.transaction()
    await transaction.start()
    [[school, person]] = await db.fetch(
        """
        with s as (insert into school (source, source_id, name, zone) values ('t', 'all', 'x', 'UTC') returning id),
             p as (insert into person (source, source_id, family_name, given_name) values ('t', 'all', 'x', 'y')
                   returning id)
        select s.id, p.id from s, p
        """
    )
    await db.execute(
        f"""
        insert into role (source, source_id, person_id, school_id, role)
        select 't', r::text, {person}, {school}, r from unnest(enum_range(null::role_name)) r;
        insert into school_rule values ({school}, 'leavers_read_past', true, {person}, now());
        insert into class (source, source_id, school_id, name, grade) values ('t', 'all', {school}, '5', 5);
        insert into class_teacher (source, source_id, class_id, teacher_id)
        select 't', 'all', max(id), {person} from class;
        insert into course (source, source_id, school_id, subject, title) values ('t', 'all', {school}, 'x', 'x');
        insert into teaching (source, source_id, course_id, teacher_id, is_primary)
        select 't', 'all', max(id), {person}, true from course;
        insert into guardianship (source, guardian_id, student_id, relation, scopes)
        values ('t', {person}, {person}, 'mother', '{{diary}}');
        insert into school_event (school_id, organiser_id, kind, title, starts_at, ends_at, created_at, changed_at)
        values ({school}, {person}, 'trip', 'x', now(), now() + interval '1 hour', now(), now())
        """
    )
    viewer = (await PostgresTx(db).people.viewers([person]))[person]
    await transaction.rollback()
    assert all((viewer.children, viewer.classes_led, viewer.courses, viewer.courses_led))


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
        insert into consent_text (id, school_id, role, made_by, made_at) overriding system value
        select 1000, r.school_id, 'guardian', r.person_id, '2026-11-20'
        from role r where r.role = 'leadership' order by r.id limit 1;
        insert into consent_version (text_id, number, is_required, title_ru, words_ru, published_by, published_at)
        select 1000, 1, true, 'Съёмка', 'Съёмка', made_by, made_at from consent_text where id = 1000;
        insert into consent (text_id, number, person_id, student_id, agreed, answered_at)
        select 1000, 1, guardian_id, student_id, true, '2026-11-20' from guardianship where id % 2 = 0;
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
        await plan_every_branch(old)
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


@dataclass(frozen=True)
class Place:
    """Where the lessons of the small school are held, and a day in the middle of them."""

    school: School
    room: int
    monday: date

    @property
    def days(self) -> tuple[date, date]:
        return self.monday, self.monday + timedelta(days=7)


# What is opened every day, what a substitution asks for, and what lets people in.
OF_A_WEEK: dict[str, Callable[[PostgresTx, Place], Awaitable[Any]]] = {
    "a week of a diary": lambda tx, at: tx.diaries.days(at.school.anya, *at.days),
    "marks of a week": lambda tx, at: tx.diaries.marks(at.school.anya, *at.days),
    "attendance of a week": lambda tx, at: tx.diaries.attendance(at.school.anya, *at.days),
    "means of a child": lambda tx, at: tx.diaries.averages(at.school.anya, at.school.day),
    "kinds of a diary": lambda tx, at: tx.diaries.kinds(at.school.anya, {at.school.test}),
    "students of a journal": lambda tx, at: tx.journals.students(at.school.maths, *at.days),
    "marks of a journal": lambda tx, at: tx.journals.marks(at.school.maths, *at.days),
    "attendance of a journal": lambda tx, at: tx.journals.attendance(at.school.maths, *at.days),
    "kinds of a journal": lambda tx, at: tx.journals.kinds(at.school.maths, {at.school.test}),
    "cells of a journal": lambda tx, at: tx.journals.facts(
        at.school.maths, cells=[(at.school.today, at.school.anya)], kinds=[at.school.test]
    ),
    "a teacher's week": lambda tx, at: tx.timetables.lessons([at.school.id], *at.days, teacher=at.school.maria),
    "a class's week": lambda tx, at: tx.timetables.lessons([at.school.id], *at.days, class_=at.school.class_5a),
    "a student's week": lambda tx, at: tx.timetables.lessons([at.school.id], *at.days, student=at.school.anya),
    "a room's week": lambda tx, at: tx.timetables.lessons([at.school.id], *at.days, room=at.room),
    "rows of a pattern": lambda tx, at: tx.patterns.rows(at.school.id, at.school.day),
    "courses of a pattern": lambda tx, at: tx.patterns.courses(at.school.id, at.school.day),
    "students of a pattern": lambda tx, at: tx.patterns.students(at.school.id, at.school.day),
    "classes of a timetable": lambda tx, at: tx.timetables.class_facts(at.school.id, at.school.day),
    "lessons of a day": lambda tx, at: tx.lessons.held(at.school.id, [at.school.day]),
    "lessons beside one apart": lambda tx, at: tx.lessons.beside_apart(at.school.id, at.school.day),
    "bells that change": lambda tx, at: tx.bells.changes(at.school.id, at.school.day),
    "classes of a lesson": lambda tx, at: tx.lessons.classes([(at.school.maths, at.school.day)]),
    "colleagues": lambda tx, at: tx.lessons.colleagues(at.school.id, at.school.day),
    "covers of colleagues": lambda tx, at: tx.lessons.covers(at.school.id, at.school.day),
    "when days begin": lambda tx, at: tx.told_lessons.first_hours(
        [(at.school.anya, at.school.day)], [(at.school.maria, at.school.day)]
    ),
    "people of a class": lambda tx, at: tx.invitations.people_of_class(at.school.class_5a, at.school.day),
    "people to invite": lambda tx, at: tx.invitations.invitees(
        at.school.id, [at.school.anya, at.school.olga, at.school.maria], at.school.day
    ),
    "staff to invite": lambda tx, at: tx.invitations.staff(at.school.id, at.school.day),
    "whom an address reaches": lambda tx, at: tx.invitations.reached("olga@example.org"),
    "whom a number reaches": lambda tx, at: tx.invitations.reached("+7 916 123-45-67"),
    "an invitation": lambda tx, at: tx.invitations.find(code_hash=b"7"),
}
MORE = 500  # ten courses of other years are looked at, each by its keys


async def reads_and_throws_away(db: Connection, statement: str) -> int:
    """Blocks that it reads, and rows that it reads for nothing."""
    [[text]] = await db.fetch(f"explain (analyze, buffers, format json) {statement}")
    top = json.loads(text)[0]["Plan"]

    def thrown_away(step: dict[str, Any]) -> float:
        removed = sum(rows for name, rows in step.items() if name.startswith("Rows Removed"))
        return float(removed * step["Actual Loops"]) + sum(map(thrown_away, step.get("Plans", ())))

    blocks: int = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return blocks + round(thrown_away(top))


async def other_years_and_schools(db: Connection, school: School) -> None:
    """Ten courses of Anya and Maria that ended, with 900 marks; and elsewhere 3,000 students in 300 courses."""
    await db.execute(
        f"""
        insert into course (source, source_id, school_id, title, subject, created_at, ended_at)
        select 'past', n, {school.id}, 'Прошлое', 'Прошлое', now() - interval '2 years', now() - interval '1 year'
        from generate_series(1, 10) n;
        insert into course_enrolment_past (course_id, student_id, from_day, until_day)
        select id, {school.anya}, current_date - 700, current_date - 400 from course where source = 'past';
        insert into teaching_past (course_id, teacher_id, is_primary, from_day, until_day)
        select id, {school.maria}, true, current_date - 700, current_date - 400 from course where source = 'past';

        insert into school (source, source_id, name, zone) values ('other', 1, 'Другая', 'Europe/Moscow');
        insert into person (source, source_id, family_name, given_name, email, phone)
        select 'other', n, 'Ф', 'И', n || '@example.org', '+7 900 ' || lpad(n::text, 7, '0')
        from generate_series(1, 3000) n;
        insert into role (source, source_id, person_id, school_id, role)
        select 'other', p.id, p.id, s.id, (case when p.id % 10 = 0 then 'teacher' else 'student' end)::role_name
        from person p join school s on s.source = 'other' where p.source = 'other';
        insert into account (person_id, name, password_hash)
        select id, 'other' || id, '' from person where source = 'other';
        insert into invitation (school_id, person_id, medium, token_hash, code_hash, made_at, expires_at, ended_at)
        select s.id, p.id, 'paper', sha256(('t' || p.id || n)::bytea), sha256(('c' || p.id || n)::bytea), now(), now(),
               case when n > 1 then now() end
        from person p, school s, generate_series(1, 3) n where p.source = 'other' and s.source = 'other';
        insert into class (source, source_id, school_id, name)
        select 'other', n, s.id, n from school s, generate_series(1, 100) n where s.source = 'other';
        insert into class_enrolment (source, source_id, class_id, student_id)
        select 'other', p.id, c.id, p.id
        from person p join class c on c.source = 'other' and c.source_id = (p.id % 100 + 1)::text
        where p.source = 'other';
        insert into course (source, source_id, school_id, title, subject, class_id, ended_at)
        select 'other', n, c.school_id, 'Другое', 'Другое', c.id, case when n > 200 then now() end
        from generate_series(1, 300) n join class c on c.source = 'other' and c.source_id = (n % 100 + 1)::text;
        insert into course_enrolment (source, source_id, course_id, student_id)
        select 'other', c.id || ':' || p.id, c.id, p.id
        from person p join course c on c.source = 'other' and c.id % 100 = p.id % 100 where p.source = 'other';
        insert into teaching (source, source_id, course_id, teacher_id)
        select 'other', c.id || ':' || p.id, c.id, p.id
        from person p join course c on c.source = 'other' and c.id % 30 = p.id / 10 % 30
        where p.source = 'other' and p.id % 10 = 0;
        insert into teaching_past (course_id, teacher_id, is_primary, from_day, until_day)
        select course_id, teacher_id, false, current_date - 700, current_date - 400
        from teaching where source = 'other';
        insert into substitution (course_id, teacher_id, from_day, until_day)
        select course_id, teacher_id, current_date, current_date + 1 from teaching where source = 'other';
        insert into room (school_id, name) select id, n from school, generate_series(1, 20) n where source = 'other';
        insert into pattern_row (course_id, weekday, number, cycle, weeks, anchor, from_day, until_day, added_by,
                                 added_at)
        select id, n, n, 1, '{{1}}', current_date, current_date - 100, current_date + 100, {school.maria}, now()
        from course, generate_series(1, 5) n where source = 'other';

        insert into lesson (course_id, day, number, room_id)
        select c.id, current_date - 700 + n, 1, null from course c, generate_series(1, 30) n where c.source = 'past'
        union all
        select c.id, current_date - n, 1, r.id from course c, generate_series(0, 4) n
        cross join lateral (select r.id from room r join school s on s.id = r.school_id and s.source = 'other'
                            where r.id % 20 = (c.id + n) % 20) r
        where c.source = 'other';
        insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id, posted_at,
                          changed_at)
        select l.id, l.course_id, {school.anya}, 1, 5, {school.test}, 1, {school.maria}, now(), now()
        from lesson l join course c on c.id = l.course_id and c.source = 'past', generate_series(1, 3)
        union all
        select l.id, l.course_id, e.student_id, 1, 4, {school.test}, 1, {school.maria}, now(), now()
        from lesson l join course_enrolment e on e.course_id = l.course_id and e.source = 'other' where l.id % 2 = 0;
        insert into attendance (lesson_id, student_id, course_id, revision, status, author_id, at)
        select distinct lesson_id, student_id, course_id, 1, 'absent'::attendance_status, author_id, now() from mark
        """
    )


@pytest.mark.slow
async def test_what_is_opened_reads_no_more_the_more_years_and_schools_there_are(school_url: str) -> None:
    pool = await open_pool(school_url, size=2)
    school = await read_school(pool)

    async def read(when: str) -> dict[str, int]:
        async with pool.acquire() as db:
            found = dict[str, int]()
            for name, query in OF_A_WEEK.items():
                recorder = Recorder(db)
                await query(PostgresTx(recorder), at)  # type: ignore[arg-type]
                for number, (sql, values) in enumerate(recorder.asked):
                    types = await prepare(db, f"{name} {number} {when}", sql)
                    statement = call(f"{name} {number} {when}", types, values)
                    found[f"{name} {number}"] = await reads_and_throws_away(db, statement)
            return found

    room = await pool.fetchval("insert into room (school_id, name) values ($1, '12') returning id", school.id)
    await pool.execute("update lesson set room_id = $1 where course_id = $2", room, school.maths)
    await pool.execute(
        """
        insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id, posted_at,
                          changed_at)
        values ($1, $2, $3, 1, 5, $4, 1, $5, now(), now())
        """,
        school.today,
        school.maths,
        school.anya,
        school.test,
        school.maria,
    )
    at = Place(school, room, school.day - timedelta(days=3))
    alone = await read("alone")
    async with pool.acquire() as db:
        await other_years_and_schools(db, school)
        await db.execute("analyze")
    await pool.expire_connections()
    beside = await read("beside others")
    await pool.close()
    assert {name: (alone[name], now) for name, now in beside.items() if now > AFTER * alone[name] + MORE} == {}
