"""The journal of a course."""

from collections.abc import Collection
from datetime import date

import asyncpg

from channels.gradebook.model import (
    AtLesson,
    Attendance,
    Bilingual,
    CourseOverview,
    CourseRef,
    JournalLesson,
    JournalStudent,
    Kind,
    Mark,
    NextLesson,
)
from channels.gradebook.ports import JournalFacts
from channels.publication import ChannelName
from storage.gradebook import attendance, marks
from storage.people import name
from storage.pool import Connection


def kind(row: asyncpg.Record) -> Kind:
    return Kind(
        id=row["id"],
        name=Bilingual(ru=row["name_ru"], en=row["name_en"]),
        short=Bilingual(ru=row["short_ru"], en=row["short_en"]),
        weight=row["weight"],
    )


class PostgresJournals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def facts(
        self, course: int, *, lessons: Collection[int], students: Collection[int], kinds: Collection[int]
    ) -> JournalFacts:
        row = await self._connection.fetchrow(
            """
            select (now() at time zone s.zone)::date as today, c.subject, l.lessons, l.days, l.numbers,
                   e.students, e.grades, k.kinds, k.weights
            from course c
            join school s on s.id = c.school_id
            cross join lateral (
                select array_agg(l.id) as lessons, array_agg(l.day) as days, array_agg(l.number) as numbers
                from lesson l where l.course_id = c.id and l.id = any($2::bigint[])
            ) l
            cross join lateral (
                select array_agg(e.student_id) as students, array_agg(coalesce(class.grade, c.grade)) as grades
                from course_enrolment_now e
                left join class_enrolment_now h on h.student_id = e.student_id
                left join class on class.id = h.class_id
                where e.course_id = c.id and e.student_id = any($3::bigint[])
            ) e
            cross join lateral (
                select array_agg(k.id) as kinds, array_agg(k.weight) as weights from mark_kind k
                where k.id = any($4::bigint[]) and k.ended_at is null
                  and (k.school_id is null or k.school_id = c.school_id)
            ) k
            where c.id = $1
            """,
            course,
            list(lessons),
            list(students),
            list(kinds),
        )
        assert row is not None
        return JournalFacts(
            lessons={
                lesson: AtLesson(id=lesson, day=day, number=number, subject=row["subject"])
                for lesson, day, number in zip(
                    row["lessons"] or (), row["days"] or (), row["numbers"] or (), strict=True
                )
            },
            grades=dict(zip(row["students"] or (), row["grades"] or (), strict=True)),
            kinds=dict(zip(row["kinds"] or (), row["weights"] or (), strict=True)),
            today=row["today"],
        )

    async def courses(self, courses: Collection[int]) -> list[CourseOverview]:
        rows = await self._connection.fetch(
            """
            select c.id, c.title, c.subject, c.grade, c.school_id,
                   (select count(*) from course_enrolment_now e where e.course_id = c.id) as students,
                   l.id as lesson_id, l.day, l.number, l.starts_at
            from course c
            join school s on s.id = c.school_id
            left join lateral (
                select l.id, l.day, l.number, (l.day + b.starts) at time zone s.zone as starts_at
                from lesson l left join bell b on b.school_id = s.id and b.number = l.number
                where l.course_id = c.id and not l.cancelled and l.day >= (now() at time zone s.zone)::date
                order by l.day, l.number limit 1
            ) l on true
            where c.id = any($1::bigint[])
            order by c.subject, c.grade, c.title, c.id
            """,
            list(courses),
        )
        return [
            CourseOverview(
                id=row["id"],
                title=row["title"],
                subject=row["subject"],
                grade=row["grade"],
                school=row["school_id"],
                students=row["students"],
                channel=ChannelName(f"journal:{row['id']}"),
                next_lesson=None
                if row["lesson_id"] is None
                else NextLesson(id=row["lesson_id"], day=row["day"], number=row["number"], starts_at=row["starts_at"]),
            )
            for row in rows
        ]

    async def course(self, course: int) -> tuple[CourseRef, str, date]:
        row = await self._connection.fetchrow(
            """
            select c.id, c.title, c.subject, c.grade, c.school_id, s.zone, (now() at time zone s.zone)::date as today
            from course c join school s on s.id = c.school_id where c.id = $1
            """,
            course,
        )
        assert row is not None
        ref = CourseRef(
            id=row["id"],
            title=row["title"],
            subject=row["subject"],
            grade=row["grade"],
            school=row["school_id"],
        )
        return ref, row["zone"], row["today"]

    async def students(self, course: int) -> list[JournalStudent]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, coalesce(c.name, '') as class_name
            from person p
            left join class_enrolment_now e on e.student_id = p.id
            left join class c on c.id = e.class_id
            where p.id in (select student_id from course_enrolment_now where course_id = $1)
            order by replace(replace(p.family_name, 'ё', 'е'), 'Ё', 'Е'),
                     replace(replace(p.given_name, 'ё', 'е'), 'Ё', 'Е'), p.middle_name, p.id
            """,
            course,
        )
        return [JournalStudent(id=row["id"], name=name(row), class_=row["class_name"]) for row in rows]

    async def lessons(self, course: int, from_day: date, until_day: date) -> list[JournalLesson]:
        rows = await self._connection.fetch(
            """
            select l.id, l.day, l.number, l.kind_id, l.topic, l.homework, l.room, l.cancelled,
                   (l.day + b.starts) at time zone s.zone as starts_at, (l.day + b.ends) at time zone s.zone as ends_at
            from lesson l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            left join bell b on b.school_id = s.id and b.number = l.number
            where l.course_id = $1 and l.day >= $2 and l.day < $3
            order by l.day, l.number
            """,
            course,
            from_day,
            until_day,
        )
        return [
            JournalLesson(
                id=row["id"],
                day=row["day"],
                number=row["number"],
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                kind=row["kind_id"],
                topic=row["topic"],
                homework=row["homework"],
                room=row["room"],
                cancelled=row["cancelled"],
            )
            for row in rows
        ]

    async def kinds(self, course: int) -> list[Kind]:
        rows = await self._connection.fetch(
            """
            select k.id, k.name_ru, k.name_en, k.short_ru, k.short_en, k.weight
            from mark_kind k join course c on c.id = $1
            where (k.school_id is null or k.school_id = c.school_id)
              and (k.ended_at is null or k.id in (select kind_id from mark where course_id = $1))
            order by k.id
            """,
            course,
        )
        return [kind(row) for row in rows]

    async def marks(self, course: int, from_day: date, until_day: date) -> list[Mark]:
        rows = await self._connection.fetch(
            f"""
            {marks.SHOWN}
            where m.course_id = $1 and l.day >= $2 and l.day < $3 and not m.withdrawn
            order by m.id
            """,
            course,
            from_day,
            until_day,
        )
        return [mark for mark in map(marks.shown, rows) if isinstance(mark, Mark)]

    async def attendance(self, course: int, from_day: date, until_day: date) -> list[Attendance]:
        rows = await self._connection.fetch(
            f"""
            {attendance.SHOWN}
            where t.course_id = $1 and l.day >= $2 and l.day < $3
            order by t.lesson_id, t.student_id
            """,
            course,
            from_day,
            until_day,
        )
        return [attendance.shown(row) for row in rows]
