"""Timetables as they are read."""

import json
from collections.abc import Collection, Mapping
from datetime import date

from channels.people import ClassRef, Name, PersonRef
from channels.timetable.class_facts import ClassFacts
from channels.timetable.model import TimetableLesson
from channels.timetable_files.ports import Stamp
from storage.pool import Connection
from storage.timetable.deviations import COLUMNS, DEVIATION, deviation

# A course's teachers on the lesson's day: who covers stands first.
_LESSONS = f"""
    select {COLUMNS}, l.revision, l.id, l.day, l.number, l.course_id, c.title, c.subject,
           coalesce(r.name, '') as room, l.cancelled, coalesce(h.name, '') as class_name,
           (l.day + b.starts) at time zone s.zone as starts_at, (l.day + b.ends) at time zone s.zone as ends_at,
           t.teachers
    from courses k
    cross join lateral (
        select l.* from lesson l where l.course_id = k.course_id and l.day >= $1 and l.day < $2 offset 0) l
    join course c on c.id = l.course_id and c.school_id = any($4::bigint[])
    join school s on s.id = c.school_id
    left join class h on h.id = c.class_id
    left join room r on r.id = l.room_id
    left join lateral bell_of(l.course_id, l.day, l.number) b on true
    {DEVIATION}
    cross join lateral (
        select coalesce(json_agg(json_build_array(p.id, p.family_name, p.given_name, p.middle_name)
                                 order by d.rank, p.id), '[]')::text as teachers
        from (select teacher_id, min(rank) as rank from teaching_days
              where course_id = l.course_id and from_day <= l.day and l.day < until_day
                and coalesce(lesson_id, l.id) = l.id
              group by teacher_id) d
        join person p on p.id = d.teacher_id
    ) t
"""


_OF_TEACHER = f"""
    with courses as (
        select distinct course_id from teaching_days where teacher_id = $3 and from_day < $2 and until_day > $1
    )
    {_LESSONS}
    where exists (select from teaching_days d where d.course_id = l.course_id and d.teacher_id = $3
                  and d.from_day <= l.day and l.day < d.until_day and coalesce(d.lesson_id, l.id) = l.id)
"""
_OF_CLASS = f"""
    with courses as (
        select distinct e.course_id
        from class_enrolment_now m
        join course_enrolment_now e on e.student_id = m.student_id
        join course c on c.id = e.course_id
        join class h on h.id = m.class_id and h.school_id = c.school_id
        where m.class_id = $3
    )
    {_LESSONS}
"""
_OF_STUDENT = f"""
    with courses as (
        select distinct course_id from course_enrolment_days
        where student_id = $3 and from_day < $2 and until_day > $1
    )
    {_LESSONS}
    where exists (select from lesson_enrolled i where i.lesson_id = l.id and i.student_id = $3)
"""
_OF_ROOM = f"""
    with courses as (select distinct course_id from lesson where room_id = $3 and day >= $1 and day < $2)
    {_LESSONS}
    where l.room_id = $3
"""
_OF_SCHOOL = f"""
    with courses as (select c.id as course_id from course c where c.school_id = $3)
    {_LESSONS}
"""


class PostgresTimetables:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def schools_of_teacher(self, person: int) -> list[int]:
        rows = await self._connection.fetch(
            """
            select r.school_id from role_now r
            where r.person_id = $1 and is_staff(r.role) group by r.school_id order by r.school_id
            """,
            person,
        )
        return [row["school_id"] for row in rows]

    async def lessons(
        self,
        schools: Collection[int],
        first: date,
        until: date,
        *,
        teacher: int | None = None,
        class_: int | None = None,
        student: int | None = None,
        room: int | None = None,
        school: int | None = None,
    ) -> list[TimetableLesson]:
        whose, of = next(
            (query, number)
            for query, number in (
                (_OF_TEACHER, teacher),
                (_OF_CLASS, class_),
                (_OF_STUDENT, student),
                (_OF_ROOM, room),
                (_OF_SCHOOL, school),
            )
            if number is not None
        )
        rows = await self._connection.fetch(
            f"{whose} order by l.day, starts_at nulls last, l.number, l.id", first, until, of, list(schools)
        )
        return [
            TimetableLesson(
                id=row["id"],
                course=row["course_id"],
                title=row["title"],
                subject=row["subject"],
                class_=row["class_name"],
                day=row["day"],
                number=row["number"],
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                room=row["room"],
                teachers=[
                    PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
                    for number, family, given, middle in json.loads(row["teachers"])
                ],
                cancelled=row["cancelled"],
                revision=row["revision"],
                deviation=deviation(row),
            )
            for row in rows
        ]

    async def courses_of_classes(self, school: int) -> Mapping[int, frozenset[int]]:
        rows = await self._connection.fetch(
            """
            select p.class_id, array_agg(p.course_id) as courses
            from (
                select distinct m.class_id, e.course_id
                from class h
                join class_enrolment m on m.class_id = h.id
                join course_enrolment e on e.student_id = m.student_id
                join course c on c.id = e.course_id and c.school_id = h.school_id
                where h.school_id = $1
            ) p
            where (select true
                   from class_enrolment_now m
                   join course_enrolment_now e on e.student_id = m.student_id and e.course_id = p.course_id
                   where m.class_id = p.class_id limit 1)
            group by p.class_id
            """,
            school,
        )
        return {row["class_id"]: frozenset(row["courses"]) for row in rows}

    async def class_facts(self, school: int, day: date) -> list[ClassFacts]:
        rows = await self._connection.fetch(
            """
            select h.id, h.name, h.grade, c.courses, c.untaught, c.rows,
                   (select count(*) from class_enrolment e where e.class_id = h.id and e.ended_at is null) as students,
                   exists (select from bell_schedule s join bell_rule r on r.schedule_id = s.id
                           where s.school_id = h.school_id and s.until_day > $2
                             and (r.class_id is null or r.class_id = h.id)) as bells
            from class h
            cross join lateral (
                select count(*) as courses,
                       count(*) filter (where not exists (select from teaching t
                                                          where t.course_id = c.id and t.ended_at is null)) as untaught,
                       coalesce(sum((select count(*) from pattern_row p
                                     where p.course_id = c.id and p.until_day > greatest($2, p.from_day))), 0) as rows
                from course c where c.class_id = h.id and c.ended_at is null
            ) c
            where h.school_id = $1 and h.ended_at is null order by h.grade, h.name, h.id
            """,
            school,
            day,
        )
        return [
            ClassFacts(
                ClassRef(id=row["id"], name=row["name"], grade=row["grade"]),
                students=row["students"],
                courses=row["courses"],
                untaught=row["untaught"],
                rows=int(row["rows"]),
                bells=row["bells"],
            )
            for row in rows
        ]

    async def stamps(self, lessons: Collection[int]) -> dict[int, Stamp]:
        rows = await self._connection.fetch(
            """
            select l.id, l.revision + coalesce(b.revision, 0) + coalesce(r.revision, 0) as sequence,
                   greatest((select max(x.at) from lesson_change x where x.lesson_id = l.id), p.added_at, b.set_at,
                            r.set_at, c.created_at) as changed_at
            from lesson l
            join course c on c.id = l.course_id
            left join school_bells b on b.school_id = c.school_id
            left join school_rooms r on r.school_id = c.school_id
            left join pattern_row p on p.id = l.row_id
            where l.id = any($1::bigint[])
            """,
            list(lessons),
        )
        return {row["id"]: Stamp(row["sequence"], row["changed_at"]) for row in rows}
