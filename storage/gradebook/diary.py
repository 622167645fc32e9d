"""The diary of a student."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import groupby

import asyncpg

from channels.gradebook.averages import mean
from channels.gradebook.model import (
    AnyMark,
    Attendance,
    Average,
    DiaryDay,
    DiaryLesson,
    DiaryStudent,
    Kind,
    ReportingPeriod,
)
from storage.gradebook import attendance, marks
from storage.gradebook.journal import kind
from storage.people import class_ref, name, person_ref
from storage.pool import Connection
from storage.timetable.deviations import COLUMNS, DEVIATION, deviation

# Lessons of some days, `$2` until `$3`, of the courses in which a student has any marks, or attendance. A student has
# thousands of them over the years: the courses are told by the index alone, and then the lessons by their days.
_HELD = """
    any(array(
        select l.id
        from (select distinct course_id from {} where student_id = $1) k
        cross join lateral (
            select l.id from lesson l where l.course_id = k.course_id and l.day >= $2 and l.day < $3 offset 0) l))
"""
_MARKS = f"{marks.SHOWN} where m.student_id = $1 and m.lesson_id = {_HELD.format('mark')}"
_ATTENDANCE = f"{attendance.SHOWN} where t.student_id = $1 and t.lesson_id = {_HELD.format('attendance')}"


class PostgresDiaries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def student(self, student: int) -> tuple[DiaryStudent, str, date]:
        row = await self._connection.fetchrow(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, c.id as class_id, c.name as class_name, c.grade,
                   s.zone, (now() at time zone s.zone)::date as today
            from person p
            left join class c on c.id = (select min(e.class_id) from class_enrolment_now e where e.student_id = p.id)
            cross join lateral (
                select coalesce(
                    (select s.zone from school s where s.id = c.school_id),
                    (select s.zone from role r join school s on s.id = r.school_id
                     where r.person_id = p.id and r.role = 'student' order by r.id desc limit 1),
                    'UTC') as zone
            ) s
            where p.id = $1
            """,
            student,
        )
        assert row is not None
        return DiaryStudent(id=row["id"], name=name(row), class_=class_ref(row)), row["zone"], row["today"]

    async def days(self, student: int, from_day: date, until_day: date) -> list[DiaryDay]:
        # The teacher named is the one of the course's teachers who signed first in the lesson; without a
        # signature, the one whom the day's rows name.
        rows = await self._connection.fetch(
            f"""
            select {COLUMNS}, l.id, l.day, l.number, l.course_id, c.subject, coalesce(r.name, '') as room,
                   l.topic, l.homework, l.cancelled,
                   (l.day + b.starts) at time zone s.zone as starts_at, (l.day + b.ends) at time zone s.zone as ends_at,
                   t.id as teacher_id, t.family_name as teacher_family_name, t.given_name as teacher_given_name,
                   t.middle_name as teacher_middle_name
            from (select course_id from course_enrolment_days
                  where student_id = $1 and from_day < $3 and until_day > $2
                  union select course_id from mark where student_id = $1
                  union select course_id from attendance where student_id = $1) k
            cross join lateral (
                select l.* from lesson l where l.course_id = k.course_id and l.day >= $2 and l.day < $3 offset 0) l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            left join room r on r.id = l.room_id
            left join lateral bell_of(l.course_id, l.day, l.number) b on true
            {DEVIATION}
            left join lateral (
                select p.* from (
                    select w.author_id as teacher_id, 0 as rank, min(w.at) as at
                    from (
                        select r.author_id, r.at from mark m join mark_revision r on r.mark_id = m.id and r.revision = 1
                        where m.course_id = l.course_id and m.lesson_id = l.id
                        union all
                        select r.author_id, r.at from attendance_revision r where r.lesson_id = l.id and r.revision = 1
                    ) w
                    where exists (select from teaching_days d
                                  where d.course_id = l.course_id and d.teacher_id = w.author_id)
                    group by w.author_id
                    union all
                    select d.teacher_id, d.rank, null from teaching_days d
                    where d.course_id = l.course_id and d.from_day <= l.day and l.day < d.until_day
                      and coalesce(d.lesson_id, l.id) = l.id
                ) who join person p on p.id = who.teacher_id
                order by who.rank, who.at, p.id limit 1
            ) t on true
            where (select true from lesson_student i where i.lesson_id = l.id and i.student_id = $1 limit 1)
            order by l.day, l.number, l.id
            """,
            student,
            from_day,
            until_day,
        )
        return [
            DiaryDay(day=day, lessons=[_lesson(row) for row in lessons])
            for day, lessons in groupby(rows, key=lambda row: row["day"])
        ]

    async def marks(self, student: int, from_day: date, until_day: date) -> list[AnyMark]:
        rows = await self._connection.fetch(
            f"{_MARKS} order by m.id",
            student,
            from_day,
            until_day,
        )
        return [marks.shown(row) for row in rows]

    async def attendance(self, student: int, from_day: date, until_day: date) -> list[Attendance]:
        rows = await self._connection.fetch(
            f"{_ATTENDANCE} order by l.day, l.number",
            student,
            from_day,
            until_day,
        )
        return [attendance.shown(row) for row in rows]

    async def kinds(self, student: int, used: Collection[int]) -> list[Kind]:
        rows = await self._connection.fetch(
            """
            select k.id, k.name_ru, k.name_en, k.short_ru, k.short_en, k.weight
            from (
                select o.id
                from role r
                join person p on p.id = r.person_id
                join school s on s.id = r.school_id
                cross join lateral (values (p.source), (s.source)) brings (source)
                cross join mark_kind_of(s.id, brings.source) o
                where r.person_id = $1 and r.role = 'student'
                union
                select unnest($2::bigint[])
            ) i
            join mark_kind k on k.id = i.id
            order by k.id
            """,
            student,
            list(used),
        )
        return [kind(row) for row in rows]

    async def bells(self, lessons: Collection[int]) -> Mapping[int, tuple[datetime, datetime]]:
        rows = await self._connection.fetch(
            """
            select l.id, (l.day + b.starts) at time zone s.zone as starts_at,
                   (l.day + b.ends) at time zone s.zone as ends_at
            from lesson l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            cross join lateral bell_of(l.course_id, l.day, l.number) b
            where l.id = any($1::bigint[])
            """,
            list(lessons),
        )
        return {row["id"]: (row["starts_at"], row["ends_at"]) for row in rows}

    async def averages(self, student: int, day: date) -> list[Average]:
        # A course's reporting periods are those that its school has set for its grade. If there are none, they are the
        # periods that it names; if it names only a year, the periods inside it; if it names nothing, those of its
        # roster. Grading periods go before terms, and terms before semesters. Without any it is the school year, from
        # 1 September.
        rows = await self._connection.fetch(
            """
            select c.id, c.subject, p.title, p.from_day, p.until_day,
                   coalesce(sum(m.value * m.weight), 0)::int as sum, coalesce(sum(m.weight), 0)::int as weight
            from (select distinct course_id from mark where student_id = $1) k
            join course c on c.id = k.course_id
            cross join (
                select (select h.grade from class_enrolment_now e join class h on h.id = e.class_id
                        where e.student_id = $1 order by h.id limit 1) as grade
            ) own
            left join lateral (
                select a.title, a.from_day, a.until_day
                from academic_session a
                where a.type in ('gradingPeriod', 'term', 'semester') and a.from_day <= $2
                  and (a.source = c.source and a.school_id is null or a.school_id = c.school_id)
                  -- not one that was taken back
                  and (a.ended_at is null or a.school_id is null and a.until_day < a.ended_at)
                  and case
                      when a.school_id is not null
                      then coalesce(c.grade, own.grade, 1) between a.grade_from and a.grade_until
                      when exists (select from course_term t join academic_session o on o.id = t.session_id
                                   where t.course_id = c.id and o.type <> 'schoolYear')
                      then exists (select from course_term t where t.course_id = c.id and t.session_id = a.id)
                      when exists (select from course_term t where t.course_id = c.id)
                      then exists (select from course_term t join academic_session o on o.id = t.session_id
                                   where t.course_id = c.id and o.from_day <= a.from_day and a.until_day <= o.until_day)
                      else true end
                order by a.school_id is null, array_position('{gradingPeriod,term,semester}'::text[], a.type),
                         $2 >= a.until_day,
                         case when $2 >= a.until_day then a.until_day end desc, a.until_day - a.from_day, a.id
                limit 1
            ) held on true
            cross join lateral (
                select held.title, coalesce(held.from_day, year.from_day) as from_day,
                       coalesce(held.until_day, (year.from_day + interval '1 year')::date) as until_day
                from (select make_date(extract(year from $2::date - 243)::int, 9, 1) as from_day) year
            ) p
            left join lateral (
                select m.value, m.weight
                from (select l.id from lesson l
                      where l.course_id = c.id and l.day >= p.from_day and l.day < p.until_day offset 0) l
                cross join lateral (
                    select m.value, m.weight from mark m
                    where m.student_id = $1 and m.course_id = c.id and m.lesson_id = l.id and not m.withdrawn
                    offset 0) m
            ) m on true
            group by c.id, c.subject, p.title, p.from_day, p.until_day
            having count(m.value) > 0
            order by c.subject, c.id
            """,
            student,
            day,
        )
        return [
            Average(
                course=row["id"],
                subject=row["subject"],
                period=ReportingPeriod(title=row["title"], from_day=row["from_day"], until_day=row["until_day"]),
                sum=row["sum"],
                weight=row["weight"],
                mean=mean(row["sum"], row["weight"]),
            )
            for row in rows
        ]


def _lesson(row: asyncpg.Record) -> DiaryLesson:
    return DiaryLesson(
        id=row["id"],
        course=row["course_id"],
        subject=row["subject"],
        number=row["number"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        room=row["room"],
        teacher=None if row["teacher_id"] is None else person_ref(row, "teacher_"),
        topic=row["topic"],
        homework=row["homework"],
        cancelled=row["cancelled"],
        deviation=deviation(row),
    )
