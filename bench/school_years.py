"""Schools with their lessons of one year or of several, made in bulk: nobody is told, and nothing is checked."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.postgres.cluster import SUPERUSER

CLASSES, SEATS, TEACHERS, ROOMS = 24, 25, 45, 40  # of a school; two children of each family, in different classes
WHOLE, SPLIT, SLOTS = 12, 3, 35  # courses of a class, subjects taught in two groups, lessons in its week
WEEKS = 34  # of a year; twelve of them have gone by in the present one
GONE = 12
A_YEAR = CLASSES * WEEKS * (2 * WHOLE + 2 * (SLOTS - 2 * WHOLE))  # lessons of a school
KEPT_YEARS = 4  # that a school keeps once there are a million lessons in all
WATCHED = 3  # schools, the first ones: their teachers give as many marks as real ones, and of them people are asked
MARKS = 6  # of a lesson there; elsewhere every other lesson has one
CHANGED, CANCELLED = 100, 300  # one lesson of so many
PEOPLE = 10_000  # ids of a school: its number times this, and then
STUDENT, GUARDIAN, TEACHER, LEADER = 0, 1000, 2000, 3000


@dataclass(frozen=True)
class Size:
    """How many schools keep how many years."""

    schools: int
    years: int

    @classmethod
    def holding(cls, lessons: int) -> Size:
        """At least so many lessons, and at least the schools that are watched."""
        years = KEPT_YEARS if lessons >= 1_000_000 else 1
        return cls(max(WATCHED, round(lessons / years / A_YEAR)), years)


class Watched:
    """People and places of the watched schools, by chance; `school` is the one chosen last."""

    def __init__(self, size: Size, chance: random.Random) -> None:
        self._year, self._chance = size.years - 1, chance
        self.school = 1

    def student(self) -> int:
        return self._person(STUDENT, CLASSES * SEATS)

    def guardian(self) -> int:
        return self._person(GUARDIAN, CLASSES * SEATS)

    def children(self, guardian: int) -> list[int]:
        first = guardian // PEOPLE * PEOPLE + (guardian % PEOPLE - GUARDIAN + 1) // 2
        return [first, first + CLASSES * SEATS // 2]

    def teacher(self) -> int:
        return self._person(TEACHER, TEACHERS)

    def leader(self) -> int:
        return self._person(LEADER, 1)

    def room(self) -> int:
        """Of the school chosen last."""
        return self.school * PEOPLE + self._chance.randint(1, ROOMS)

    def class_(self) -> int:
        """Of the school chosen last, this year."""
        return (self._year * 1000 + self.school) * 100 + self._chance.randrange(CLASSES)

    def course(self) -> int:
        """Of the school chosen last, this year."""
        return self.class_() * 100 + self._chance.randrange(WHOLE + 2 * SPLIT)

    def _person(self, first: int, people: int) -> int:
        self.school = self._chance.randint(1, WATCHED)
        return self.school * PEOPLE + first + self._chance.randint(1, people)


@asynccontextmanager
async def filled(folder: Path, size: Size, progress: Callable[[], object]) -> AsyncIterator[str]:
    """PostgreSQL on the folder with such schools, its statistics gathered. A folder filled before is taken as it is.

    `progress` is called after each year of all schools.
    """
    mark = folder / f"filled-{size.schools}-{size.years}"
    async with embedded_postgres(folder) as url:
        if not mark.exists():
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await connection.close()
            await _fill(url, size, progress)
            mark.touch()
        connection = await asyncpg.connect(url)
        await migrate(connection)
        await connection.close()
        yield url


async def _fill(url: str, size: Size, progress: Callable[[], object]) -> None:
    db = await asyncpg.connect(url, user=SUPERUSER)
    try:
        await db.execute("alter system set max_wal_size = '2GB'")
        await db.execute("select pg_reload_conf()")
        # neither triggers nor foreign keys: they would take hours
        await db.execute("set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'")
        now = datetime.now(UTC)
        today = now.date()
        first = today - timedelta(days=today.weekday() + 7 * GONE)
        await db.execute(_SCHOOLS.format(schools=size.schools))
        for year in range(size.years):
            ago = size.years - 1 - year
            await db.execute(
                _A_YEAR.format(year=year, first=first - timedelta(weeks=52 * ago), today=today, past=ago > 0)
            )
            progress()
        await db.execute("vacuum analyze")
    finally:
        await db.close()


_SCHOOLS = f"""
insert into school (id, source, source_id, name, zone) overriding system value
select s, 'bench', s, 'Школа № ' || s, 'Europe/Moscow' from generate_series(1, {{schools}}) s;
insert into school_year (school_id, weekdays, revision, set_by, set_at)
select id, 5, 1, id * {PEOPLE} + {LEADER + 1}, now() from school;
insert into room (id, school_id, name) overriding system value
select s.id * {PEOPLE} + r, s.id, (100 + r)::text from school s cross join generate_series(1, {ROOMS}) r order by 1;
create temp table member as
select s.id as school_id, s.id * {PEOPLE} + of.first + n as person_id, of.role::role_name, n
from school s
cross join (values ('student', {STUDENT}, {CLASSES * SEATS}), ('guardian', {GUARDIAN}, {CLASSES * SEATS}),
                   ('teacher', {TEACHER}, {TEACHERS}), ('leadership', {LEADER}, 1)) of (role, first, people)
cross join lateral generate_series(1, of.people) n;
insert into person (id, source, source_id, family_name, given_name, middle_name) overriding system value
select person_id, 'bench', person_id, 'Фамилия ' || person_id % 997, 'Имя ' || person_id % 101, 'Отчество'
from member order by 1;
insert into role (source, source_id, person_id, school_id, role)
select 'bench', person_id, person_id, school_id, role from member order by person_id;
-- guardians 2k - 1 and 2k have students k and k + half
insert into guardianship (source, guardian_id, student_id, relation)
select 'bench', g.person_id, g.school_id * {PEOPLE} + (g.n + 1) / 2 + child * {CLASSES * SEATS // 2},
       (case g.n % 2 when 0 then 'father' else 'mother' end)::relation_name
from member g cross join generate_series(0, 1) child where g.role = 'guardian' order by g.person_id;
insert into channel (name, top_offset) select 'person:' || person_id, 20 from member order by person_id;
insert into channel (name, top_offset) select 'diary:' || person_id, 200 from member where role = 'student' order by 1;
insert into channel (name, top_offset) select 'school:' || id, 50 from school order by 1
"""

# Ids of a year: class = (year * 1000 + school) * 100 + place, course = class * 100 + place.
_A_YEAR = f"""
create temp table made on commit drop as
select h.id as class_id, s.id as school_id, k, h.id * 100 + c as course_id, c,
       (c - {WHOLE}) / 2 as subject, c >= {WHOLE} as is_group,
       s.id * {PEOPLE} + {TEACHER + 1} + (k * {WHOLE + 2 * SPLIT} + c) % {TEACHERS} as teacher_id,
       s.id * {PEOPLE} + k * {SEATS} + 1 + case when c >= {WHOLE} then (c - {WHOLE}) % 2 * 13 else 0 end as student,
       case when c < {WHOLE} then {SEATS} when (c - {WHOLE}) % 2 = 0 then 13 else {SEATS - 13} end as seats
from school s
cross join generate_series(0, {CLASSES - 1}) k
cross join lateral (select ({{year}} * 1000 + s.id) * 100 + k as id) h
cross join generate_series(0, {WHOLE + 2 * SPLIT - 1}) c;
analyze made;
create temp table term on commit drop as
select '{{first}}'::date as first, '{{first}}'::date + {7 * WEEKS} as last, '{{today}}'::date as today,
       case when {{past}} then ('{{first}}'::date + {7 * WEEKS})::timestamptz end as ended_at;

insert into academic_session (source, source_id, school_id, title, type, from_day, until_day, school_year, grade_from,
                              grade_until)
select 'typed', 'bench:' || s.id || ':{{year}}:' || n, s.id, n || ' четверть', 'gradingPeriod',
       first + (n - 1) * 63, least(first + n * 63, last), extract(year from last), 1, 12
from school s cross join term cross join generate_series(1, 4) n order by s.id, n;
insert into bell_schedule (id, school_id, name, from_day, until_day) overriding system value
select ({{year}} * 1000 + s.id) * 10 + shift, s.id, shift || ' смена', first,
       case when {{past}} then first + 364 else 'infinity'::date end
from school s cross join term cross join generate_series(1, 2) shift;
insert into bell_rule (schedule_id, class_id)
select ({{year}} * 1000 + s.id) * 10 + 1, null from school s
union all
select ({{year}} * 1000 + school_id) * 10 + 2, class_id from made where c = 0 and k % 3 = 0;
insert into bell (schedule_id, number, starts, ends)
select ({{year}} * 1000 + s.id) * 10 + shift, n, '08:00'::time + interval '55 min' * (n - 1 + (shift - 1) * 6),
       '08:45'::time + interval '55 min' * (n - 1 + (shift - 1) * 6)
from school s cross join generate_series(1, 2) shift cross join generate_series(1, {SLOTS // 5}) n;

insert into class (id, source, source_id, school_id, name, grade, created_at, ended_at) overriding system value
select class_id, 'bench', class_id, school_id, 1 + k / 2 || case k % 2 when 0 then 'А' else 'Б' end,
       least(1 + k / 2, 11), first::timestamptz, ended_at
from made cross join term where c = 0 order by class_id;
insert into class_teacher (source, source_id, class_id, teacher_id, ended_at)
select 'bench', class_id, class_id, school_id * {PEOPLE} + {TEACHER + 1} + k, ended_at
from made cross join term where c = 0 order by class_id;
insert into class_teacher_past (class_id, teacher_id, from_day, until_day)
select class_id, school_id * {PEOPLE} + {TEACHER + 1} + k, first, last
from made cross join term where c = 0 and {{past}} order by class_id;
insert into class_enrolment (source, source_id, class_id, student_id, ended_at)
select 'bench', class_id || ':' || n, class_id, student + n, ended_at
from made cross join term cross join generate_series(0, {SEATS - 1}) n where c = 0 order by class_id, n;
insert into class_enrolment_past (class_id, student_id, from_day, until_day)
select class_id, student + n, first, last
from made cross join term cross join generate_series(0, {SEATS - 1}) n where c = 0 and {{past}} order by class_id, n;
insert into channel (name, top_offset) select 'class:' || class_id, 50 from made where c = 0 order by class_id;

insert into course (id, source, source_id, school_id, title, subject, grade, class_id, group_name, created_at, ended_at)
overriding system value
select course_id, 'bench', course_id, school_id, 'Предмет ' || c,
       case when is_group then 'Язык ' || subject else 'Предмет ' || c end, least(1 + k / 2, 11), class_id,
       case when is_group then 1 + (c - {WHOLE}) % 2 || '' else '' end, first::timestamptz, ended_at
from made cross join term order by course_id;
insert into teaching (source, source_id, course_id, teacher_id, is_primary, ended_at)
select 'bench', course_id, course_id, teacher_id, true, ended_at from made cross join term order by course_id;
insert into teaching_past (course_id, teacher_id, is_primary, from_day, until_day)
select course_id, teacher_id, true, first, last from made cross join term where {{past}} order by course_id;
insert into course_enrolment (source, source_id, course_id, student_id, ended_at)
select 'bench', course_id || ':' || n, course_id, student + n, ended_at
from made cross join term cross join lateral generate_series(0, seats - 1) n order by course_id, n;
insert into course_enrolment_past (course_id, student_id, from_day, until_day)
select course_id, student + n, first, last
from made cross join term cross join lateral generate_series(0, seats - 1) n where {{past}} order by course_id, n;
insert into channel (name, top_offset) select 'journal:' || course_id, 300 from made order by course_id;

insert into pattern_row (course_id, weekday, number, room_id, cycle, weeks, anchor, from_day, until_day, added_by,
                         added_at)
select course_id, 1 + slot % 5, 1 + slot / 5, school_id * {PEOPLE} + 1 + (k + slot * 5 + c * 7) % {ROOMS}, 1,
       '{{{{1}}}}', first, first, last, school_id * {PEOPLE} + {LEADER + 1}, first::timestamptz
from made cross join term cross join generate_series(0, {SLOTS - 1}) slot
where case when is_group then slot >= {2 * WHOLE} and slot % {SPLIT} = subject else slot / 2 = c end
order by course_id, slot;
insert into lesson (course_id, day, number, topic, homework, cancelled, room_id, row_id, by_hand, revision)
select p.course_id, d.day, p.number,
       case when d.day < today then 'Тема ' || w || '. Решение задач и повторение' else '' end,
       case when d.day < today then '§ ' || w || ', № ' || p.id % 300 || ', правила наизусть' else '' end,
       d.n % {CANCELLED} = 0, p.room_id, p.id, d.n % {CHANGED} = 0, case d.n % {CHANGED} when 0 then 2 else 1 end
from term join pattern_row p on p.anchor = term.first
cross join generate_series(0, {WEEKS - 1}) w
cross join lateral (select p.anchor + 7 * w + p.weekday - 1 as day, p.id + 7 * w as n) d
order by p.course_id, w, p.weekday, p.number;
create temp table held on commit drop as
select l.id, l.day, l.number, l.by_hand, l.cancelled, m.course_id, m.school_id, m.teacher_id, m.student, m.seats
from made m join lesson l on l.course_id = m.course_id;
analyze held;
insert into lesson_deviation (lesson_id, instead, note, word)
select id, '', 'Урок заменён', '' from held where by_hand order by id;
insert into lesson_change (lesson_id, revision, before, after, reason, word, author_id, at)
select id, 2, null, '{{{{}}}}', 'illness', '', school_id * {PEOPLE} + {LEADER + 1}, day - interval '1 day'
from held where by_hand order by id;
insert into substitution (course_id, teacher_id, from_day, until_day, lesson_id)
select course_id, school_id * {PEOPLE} + {TEACHER + 1} + (teacher_id + 1) % {TEACHERS}, day, day + 1, id
from held where by_hand and not cancelled order by id;
-- each week another teacher is away for three days
insert into teacher_absence (school_id, teacher_id, from_day, until_day, reason, author_id, at)
select s.id, s.id * {PEOPLE} + {TEACHER + 1} + w, first + 7 * w, first + 7 * w + 3, 'illness',
       s.id * {PEOPLE} + {LEADER + 1}, first + 7 * w
from school s cross join term cross join generate_series(0, {WEEKS - 1}) w order by w, s.id;
-- as time goes by: those of all schools mixed
insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id, posted_at, changed_at)
select h.id, h.course_id, h.student + (h.id * 7 + n * 11) % h.seats, 1, 2 + (h.id + n) % 4,
       (select min(id) from mark_kind), 1, h.teacher_id, h.day + interval '10 h', h.day + interval '10 h'
from held h cross join term cross join generate_series(1, {MARKS}) n
where h.day < today and not h.cancelled and (h.school_id <= {WATCHED} or n = 1 and h.id % 2 = 0)
order by h.day, h.number, h.id;
insert into mark_revision (mark_id, revision, value, kind_id, weight, comment, withdrawn, reason, author_id, at)
select m.id, 1, m.value, m.kind_id, m.weight, '', false, '', m.author_id, m.posted_at
from term join mark m on m.posted_at >= term.first order by m.id;
insert into attendance (lesson_id, student_id, course_id, revision, status, author_id, at)
select h.id, h.student + (h.id * 3) % h.seats, h.course_id, 1, 'absent', h.teacher_id, h.day + interval '10 h'
from held h cross join term where h.day < today and not h.cancelled and h.id % 4 = 0 order by h.day, h.number, h.id;
insert into attendance_revision (lesson_id, student_id, revision, status, author_id, at)
select a.lesson_id, a.student_id, 1, a.status, a.author_id, a.at
from term join attendance a on a.at >= term.first order by a.at, a.lesson_id
"""
