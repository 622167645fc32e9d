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
from channels.gradebook.ports import JournalFacts, LessonFacts
from channels.publication import ChannelName
from storage.gradebook import attendance, marks
from storage.people import name
from storage.pool import Connection
from storage.timetable.deviations import COLUMNS, DEVIATION, deviation


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

    async def facts(self, course: int, *, cells: Collection[tuple[int, int]], kinds: Collection[int]) -> JournalFacts:
        row = await self._connection.fetchrow(
            """
            select (now() at time zone s.zone)::date as today, c.subject, l.lessons, l.days, l.numbers, l.cancelled,
                   l.starts_at, e.in_lessons, e.students, e.grades, e.absent, e.marked, k.kinds, k.weights
            from course c
            join school s on s.id = c.school_id
            cross join lateral (
                select array_agg(l.id) as lessons, array_agg(l.day) as days, array_agg(l.number) as numbers,
                       array_agg(l.cancelled) as cancelled,
                       array_agg((l.day + b.starts) at time zone s.zone) as starts_at
                from lesson l left join lateral bell_of(l.course_id, l.day, l.number) b on true
                where l.course_id = c.id and l.id = any($2::bigint[])
            ) l
            cross join lateral (
                select array_agg(l.id) as in_lessons, array_agg(a.student_id) as students,
                       array_agg(coalesce(h.grade, c.grade)) as grades,
                       array_agg(exists (select from attendance t
                                         where t.lesson_id = l.id and t.student_id = a.student_id
                                           and t.status in ('absent', 'ill'))) as absent,
                       array_agg(exists (select from mark m
                                         where m.student_id = a.student_id and m.course_id = $1
                                           and m.lesson_id = l.id and not m.withdrawn)) as marked
                from unnest($2::bigint[], $3::bigint[]) a (lesson_id, student_id)
                join lesson l on l.id = a.lesson_id and l.course_id = c.id
                left join lateral (
                    select class.grade
                    from class_enrolment_days d
                    join class on class.id = d.class_id and class.school_id = s.id
                    where d.student_id = a.student_id and d.from_day <= l.day and l.day < d.until_day
                    order by d.from_day desc, d.class_id desc limit 1
                ) h on true
                -- lesson_student, one proof after the other: the first is there nearly always
                where coalesce(
                    (select true from lesson_enrolled i
                     where i.lesson_id = l.id and i.student_id = a.student_id limit 1),
                    (select true from attendance t
                     where t.lesson_id = l.id and t.student_id = a.student_id limit 1),
                    (select true from mark m
                     where m.student_id = a.student_id and m.course_id = $1 and m.lesson_id = l.id
                       and not m.withdrawn limit 1))
            ) e
            cross join lateral (
                select array_agg(k.id) as kinds, array_agg(k.weight) as weights
                from mark_kind_of(c.school_id, c.source) k where k.id = any($4::bigint[])
            ) k
            where c.id = $1
            """,
            course,
            [lesson for lesson, _ in cells],
            [student for _, student in cells],
            list(kinds),
        )
        assert row is not None
        columns = ("lessons", "days", "numbers", "cancelled", "starts_at")
        stand = list(zip(row["in_lessons"] or (), row["students"] or (), strict=True))
        return JournalFacts(
            lessons={
                lesson: LessonFacts(
                    AtLesson(id=lesson, day=day, number=number, subject=row["subject"]), cancelled, starts_at
                )
                for lesson, day, number, cancelled, starts_at in zip(
                    *(row[name] or () for name in columns), strict=True
                )
            },
            grades=dict(zip(stand, row["grades"] or (), strict=True)),
            absent={cell for cell, absent in zip(stand, row["absent"] or (), strict=True) if absent},
            marked={cell for cell, marked in zip(stand, row["marked"] or (), strict=True) if marked},
            kinds=dict(zip(row["kinds"] or (), row["weights"] or (), strict=True)),
            today=row["today"],
        )

    async def courses(self, courses: Collection[int], keeps: Collection[int]) -> list[CourseOverview]:
        rows = await self._connection.fetch(
            """
            select c.id, c.title, c.subject, c.grade, c.school_id,
                   (select count(*) from course_enrolment_now e where e.course_id = c.id) as students,
                   l.id as lesson_id, l.day, l.number, l.starts_at
            from course c
            join school s on s.id = c.school_id
            left join lateral (
                select l.id, l.day, l.number, (l.day + b.starts) at time zone s.zone as starts_at
                from lesson l left join lateral bell_of(l.course_id, l.day, l.number) b on true
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
                keeps=row["id"] in keeps,
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

    async def students(self, course: int, from_day: date, until_day: date) -> list[JournalStudent]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, coalesce(c.name, '') as class_name
            from (
                select student_id from course_enrolment_now where course_id = $1
                union
                select i.student_id from lesson_student i where i.course_id = $1 and i.day >= $2 and i.day < $3
            ) i
            join person p on p.id = i.student_id
            left join class c on c.id = (
                select d.class_id
                from class_enrolment_days d
                join class h on h.id = d.class_id
                join course k on k.id = $1 and k.school_id = h.school_id
                where d.student_id = p.id and d.from_day < $3
                order by d.until_day desc, d.from_day desc, d.class_id desc limit 1)
            order by replace(replace(p.family_name, 'ё', 'е'), 'Ё', 'Е'),
                     replace(replace(p.given_name, 'ё', 'е'), 'Ё', 'Е'), p.middle_name, p.id
            """,
            course,
            from_day,
            until_day,
        )
        return [JournalStudent(id=row["id"], name=name(row), class_=row["class_name"]) for row in rows]

    async def lessons(self, course: int, from_day: date, until_day: date) -> list[JournalLesson]:
        rows = await self._connection.fetch(
            f"""
            select {COLUMNS}, l.id, l.day, l.number, l.kind_id, l.topic, l.homework,
                   coalesce(r.name, '') as room, l.cancelled,
                   (l.day + b.starts) at time zone s.zone as starts_at, (l.day + b.ends) at time zone s.zone as ends_at
            from lesson l
            join course c on c.id = l.course_id
            join school s on s.id = c.school_id
            left join room r on r.id = l.room_id
            left join lateral bell_of(l.course_id, l.day, l.number) b on true
            {DEVIATION}
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
                deviation=deviation(row),
            )
            for row in rows
        ]

    async def kinds(self, course: int, used: Collection[int]) -> list[Kind]:
        rows = await self._connection.fetch(
            """
            select k.id, k.name_ru, k.name_en, k.short_ru, k.short_en, k.weight
            from (
                select o.id from course c cross join mark_kind_of(c.school_id, c.source) o where c.id = $1
                union
                select unnest($2::bigint[])
            ) i
            join mark_kind k on k.id = i.id
            order by k.id
            """,
            course,
            list(used),
        )
        return [kind(row) for row in rows]

    async def marks(self, course: int, from_day: date, until_day: date) -> list[Mark]:
        rows = await self._connection.fetch(
            f"""
            {marks.SHOWN}
            where m.course_id = $1 and l.course_id = $1 and l.day >= $2 and l.day < $3 and not m.withdrawn
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
            where t.course_id = $1 and l.course_id = $1 and l.day >= $2 and l.day < $3
            order by t.lesson_id, t.student_id
            """,
            course,
            from_day,
            until_day,
        )
        return [attendance.shown(row) for row in rows]
