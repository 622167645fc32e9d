"""The school of `timetable_files.school` in a database, made in bulk: nobody is told, and nothing is checked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import asyncpg

from channels.timetable_files.school_names import SchoolNames
from storage.statistics import gather_statistics
from tests.support.timetable_files import BELLS, DAYS

SEATS = 25  # students of a class
SCHOOL, LEADER, STUDENTS = 1, 1, 1_000_000  # ids, and the first of many


def _enrolments(names: SchoolNames) -> Iterator[tuple[int, int]]:
    """Yields course and student: all of the class, one half of it, or the students of both classes."""
    first = {one.id: STUDENTS + n * SEATS for n, one in enumerate(names.classes)}
    for course in names.courses:
        for class_ in course.classes:
            seats = range(SEATS)
            if course.subgroup:
                seats = range(13) if course.subgroup.startswith("1") else range(13, SEATS)
            for seat in seats:
                yield course.id, first[class_] + seat


async def fill_school(pool: asyncpg.Pool, names: SchoolNames, monday: date, weeks: int) -> None:
    """Makes the school in an empty database, with one reporting period of so many weeks from `monday` on.

    It has a head, 25 students a class and five days of six bells a week, and neither pattern nor lessons.
    """
    subjects = {one.id: one.name for one in names.subjects}
    tables: list[tuple[str, Sequence[tuple[object, ...]]]] = [
        (_CLASSES, [(one.id, one.name) for one in names.classes]),
        (_TEACHERS, [(one.id, one.family, one.given, one.middle) for one in names.teachers]),
        (_ROOMS, [(one.id, one.name) for one in names.rooms]),
        (_STUDENTS, [(STUDENTS + n * SEATS + k, one.id) for n, one in enumerate(names.classes) for k in range(SEATS)]),
        (_COURSES, [(one.id, subjects[one.subject], min(one.classes), one.subgroup) for one in names.courses]),
        (_TEACHING, [(one.id, teacher) for one in names.courses for teacher in sorted(one.teachers)]),
        (_ENROLMENTS, list(_enrolments(names))),
    ]
    async with pool.acquire() as db:
        async with db.transaction():
            await db.execute(_SCHOOL.format(monday=monday, end=monday + timedelta(weeks=weeks)))
            for sql, rows in tables:
                await db.execute(sql, *(list(column) for column in zip(*rows, strict=True)))
        await gather_statistics(db)


_SCHOOL = f"""
insert into school (id, source, source_id, name, zone) overriding system value
values ({SCHOOL}, 't', 's', 'Школа № 1', 'Europe/Moscow');
insert into person (id, source, source_id, family_name, given_name) overriding system value
values ({LEADER}, 't', 'leader', 'Первая', 'Вера');
insert into role (source, source_id, person_id, school_id, role)
values ('t', 'leader', {LEADER}, {SCHOOL}, 'leadership');
insert into school_year (school_id, weekdays, revision, set_by, set_at) values ({SCHOOL}, {DAYS}, 1, {LEADER}, now());
insert into academic_session (source, source_id, school_id, title, type, from_day, until_day, school_year, grade_from,
                              grade_until)
values ('typed', 't', {SCHOOL}, 'Год', 'gradingPeriod', '{{monday}}', '{{end}}', extract(year from '{{end}}'::date),
        1, 12);
insert into bell_schedule (id, school_id, name, from_day, until_day) overriding system value
values (1, {SCHOOL}, '1 смена', '{{monday}}', 'infinity');
insert into bell_rule (schedule_id, class_id) values (1, null);
insert into bell (schedule_id, number, starts, ends)
select 1, n, '08:00'::time + interval '55 min' * n, '08:45'::time + interval '55 min' * n
from generate_series(1, {BELLS}) n
"""
_CLASSES = f"""
insert into class (id, source, source_id, school_id, name, grade) overriding system value
select id, 't', id, {SCHOOL}, name, substring(name from '^[0-9]+')::int
from unnest($1::bigint[], $2::text[]) t (id, name)
"""
_TEACHERS = f"""
with made as (
    insert into person (id, source, source_id, family_name, given_name, middle_name) overriding system value
    select id, 't', id, family, given, middle
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) t (id, family, given, middle) returning id)
insert into role (source, source_id, person_id, school_id, role) select 't', id, id, {SCHOOL}, 'teacher' from made
"""
_ROOMS = f"""
insert into room (id, school_id, name) overriding system value
select id, {SCHOOL}, name from unnest($1::bigint[], $2::text[]) t (id, name)
"""
_STUDENTS = f"""
with made as (
    insert into person (id, source, source_id, family_name, given_name) overriding system value
    select id, 't', id, 'Фамилия', 'Имя' from unnest($1::bigint[], $2::bigint[]) t (id, class_id) returning id
), ranked as (
    insert into role (source, source_id, person_id, school_id, role)
    select 't', id, id, {SCHOOL}, 'student' from made)
insert into class_enrolment (source, source_id, class_id, student_id)
select 't', id, class_id, id from unnest($1::bigint[], $2::bigint[]) t (id, class_id)
"""
_COURSES = f"""
insert into course (id, source, source_id, school_id, title, subject, grade, class_id, group_name)
overriding system value
select t.id, 't', t.id, {SCHOOL}, subject || ', ' || h.name, subject, h.grade, h.id, part
from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[]) t (id, subject, class_id, part)
join class h on h.id = t.class_id
"""
_TEACHING = """
insert into teaching (source, source_id, course_id, teacher_id, is_primary)
select 't', course || ':' || teacher, course, teacher, true
from unnest($1::bigint[], $2::bigint[]) t (course, teacher)
"""
_ENROLMENTS = """
insert into course_enrolment (source, source_id, course_id, student_id)
select 't', course || ':' || student, course, student from unnest($1::bigint[], $2::bigint[]) t (course, student)
"""
