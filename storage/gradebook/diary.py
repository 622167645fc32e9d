"""The diary of a student."""

from datetime import date
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
)
from storage.gradebook import attendance, marks
from storage.gradebook.journal import kind
from storage.people import class_ref, name, person_ref
from storage.pool import Connection


class PostgresDiaries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def student(self, student: int) -> tuple[DiaryStudent, str, date]:
        row = await self._connection.fetchrow(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, c.id as class_id, c.name as class_name, c.grade,
                   s.zone, (now() at time zone s.zone)::date as today
            from person p
            left join class_enrolment_now e on e.student_id = p.id
            left join class c on c.id = e.class_id
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
        rows = await self._connection.fetch(
            """
            select l.id, l.day, l.number, l.course_id, c.subject, l.room, l.topic, l.homework, l.cancelled,
                   (l.day + b.starts) at time zone s.zone as starts_at, (l.day + b.ends) at time zone s.zone as ends_at,
                   t.id as teacher_id, t.family_name as teacher_family_name, t.given_name as teacher_given_name,
                   t.middle_name as teacher_middle_name
            from lesson l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            left join bell b on b.school_id = s.id and b.number = l.number
            left join lateral (
                select p.* from (
                    select u.teacher_id, 0 as rank from substitution u
                    where u.course_id = l.course_id and u.from_day <= l.day and l.day < u.until_day
                    union all
                    select g.teacher_id, case when g.is_primary then 1 else 2 end from teaching g
                    where g.course_id = l.course_id and g.ended_at is null
                ) who join person p on p.id = who.teacher_id
                order by who.rank, p.id limit 1
            ) t on true
            where l.day >= $2 and l.day < $3
              and exists (
                  select from course_enrolment e
                  where e.course_id = l.course_id and e.student_id = $1 and e.ended_at is null
                    and (e.from_day is null or e.from_day <= l.day) and (e.until_day is null or l.day < e.until_day))
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
            f"{marks.SHOWN} where m.student_id = $1 and l.day >= $2 and l.day < $3 order by m.id",
            student,
            from_day,
            until_day,
        )
        return [marks.shown(row) for row in rows]

    async def attendance(self, student: int, from_day: date, until_day: date) -> list[Attendance]:
        rows = await self._connection.fetch(
            f"{attendance.SHOWN} where t.student_id = $1 and l.day >= $2 and l.day < $3 order by l.day, l.number",
            student,
            from_day,
            until_day,
        )
        return [attendance.shown(row) for row in rows]

    async def kinds(self, student: int) -> list[Kind]:
        rows = await self._connection.fetch(
            """
            select k.id, k.name_ru, k.name_en, k.short_ru, k.short_en, k.weight from mark_kind k
            where (k.school_id is null
                   or k.school_id in (select school_id from role where person_id = $1 and role = 'student'))
              and (k.ended_at is null or k.id in (select kind_id from mark where student_id = $1))
            order by k.id
            """,
            student,
        )
        return [kind(row) for row in rows]

    async def averages(self, student: int, day: date) -> list[Average]:
        # Without reporting periods in the roster the school year counts, from 1 September.
        rows = await self._connection.fetch(
            """
            with period as (
                select coalesce(max(a.from_day), make_date(extract(year from $2::date - 243)::int, 9, 1)) as from_day,
                       coalesce(min(a.until_day), 'infinity'::date) as until_day
                from academic_session a
                where a.type = 'gradingPeriod' and a.ended_at is null and a.from_day <= $2 and $2 < a.until_day
                  and a.source = (select source from person where id = $1)
            )
            select c.id, c.subject, sum(m.value * m.weight)::int as sum, sum(m.weight)::int as weight
            from mark m
            join lesson l on l.id = m.lesson_id
            join course c on c.id = m.course_id
            join period on l.day >= period.from_day and l.day < period.until_day
            where m.student_id = $1 and not m.withdrawn
            group by c.id, c.subject order by c.subject, c.id
            """,
            student,
            day,
        )
        return [
            Average(
                course=row["id"],
                subject=row["subject"],
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
    )
