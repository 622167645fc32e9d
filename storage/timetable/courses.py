"""Courses that a school types itself."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from channels.people import PersonRef
from channels.timetable.inputs import CourseFields
from storage.people import person_ref
from storage.pool import Connection
from storage.sources import TYPED


async def follow_classes(connection: Connection, school: int | None = None) -> None:
    """Brings the students of courses that take classes whole to those of the classes, until the days these leave.

    Who comes into the class on a day to come is in the course from that day, who is in it already from today. Without
    a school, courses of all schools are looked at.
    """
    of_school = "" if school is None else "and c.school_id = $2"
    await connection.execute(
        f"""
        with members as (
            select k.course_id, m.student_id, 'class:' || k.course_id || ':' || m.student_id as source_id, d.today,
                   nullif(greatest(min(coalesce(m.from_day, '-infinity')), d.today), d.today) as from_day,
                   nullif(max(coalesce(m.until_day, 'infinity')), 'infinity') as until_day
            from course_class k
            join course c on c.id = k.course_id and c.ended_at is null {of_school}
            join school s on s.id = c.school_id
            cross join lateral (select (now() at time zone s.zone)::date as today) d
            join class_enrolment m on m.class_id = k.class_id and m.ended_at is null
                and coalesce(m.until_day, 'infinity') > d.today
            group by k.course_id, m.student_id, d.today
        ), wanted as (
            select m.source_id, m.course_id, m.student_id, m.until_day,
                   case when e.id is null or e.ended_at is not null then m.from_day
                        when e.from_day > m.today then coalesce(m.from_day, m.today)
                        else e.from_day end as from_day
            from members m left join course_enrolment e on e.source = $1 and e.source_id = m.source_id
        ), gone as (
            update course_enrolment e set ended_at = now()
            from course c
            where c.id = e.course_id and c.source = $1 and e.source = $1 and e.source_id like 'class:%' {of_school}
              and e.ended_at is null and e.source_id not in (select source_id from wanted)
        )
        insert into course_enrolment as e (source, source_id, course_id, student_id, from_day, until_day)
        select $1, source_id, course_id, student_id, from_day, until_day from wanted
        on conflict (source, source_id) do update set ended_at = null, suspended = false,
            from_day = excluded.from_day, until_day = excluded.until_day
        where e.ended_at is not null
           or (e.from_day, e.until_day) is distinct from (excluded.from_day, excluded.until_day)
        """,
        TYPED,
        *([] if school is None else [school]),
    )


class PostgresCourses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def students_of(self, classes: Collection[int]) -> set[int]:
        rows = await self._connection.fetch(
            "select student_id from class_enrolment where class_id = any($1::bigint[]) and ended_at is null",
            list(classes),
        )
        return {row["student_id"] for row in rows}

    async def members(self, course: int) -> tuple[list[int], list[int]]:
        row = await self._connection.fetchrow(
            """
            select array(select class_id from course_class where course_id = $1 order by class_id) as whole,
                   array(select student_id from course_enrolment
                         where course_id = $1 and source = $2 and source_id like 'chosen:%' and ended_at is null
                         order by student_id) as chosen
            """,
            course,
            TYPED,
        )
        assert row is not None
        return row["whole"], row["chosen"]

    async def whole_classes(self, school: int) -> dict[int, frozenset[int]]:
        rows = await self._connection.fetch(
            """
            select k.course_id, array_agg(k.class_id) as classes
            from course_class k join course c on c.id = k.course_id
            where c.school_id = $1 and c.ended_at is null
            group by k.course_id
            """,
            school,
        )
        return {row["course_id"]: frozenset(row["classes"]) for row in rows}

    async def in_class(self, class_: int) -> list[PersonRef]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name
            from class_enrolment_now e join person p on p.id = e.student_id
            where e.class_id = $1 order by p.family_name, p.given_name, p.id
            """,
            class_,
        )
        return [person_ref(row) for row in rows]

    async def add(self, school: int, asked: CourseFields) -> int:
        course = await self._add(school, asked)
        await follow_classes(self._connection, school)
        return course

    async def add_all(self, school: int, asked: Sequence[CourseFields]) -> list[int]:
        courses = [await self._add(school, one) for one in asked]
        await follow_classes(self._connection, school)
        return courses

    async def _add(self, school: int, asked: CourseFields) -> int:
        course: int = await self._connection.fetchval(
            """
            insert into course (source, source_id, school_id, title, subject, grade, class_id, group_name)
            select $1, gen_random_uuid()::text, $2, $3, $4, h.grade, h.id, $6 from class h where h.id = $5 returning id
            """,
            TYPED,
            school,
            asked.title,
            asked.subject,
            asked.class_,
            asked.group,
        )
        await self._set_people(course, asked)
        return course

    async def colleagues(self, course: int, day: date) -> set[int]:
        rows = await self._connection.fetch(
            """
            with replaced as (
                select l.id, l.course_id from lesson_deviation d join lesson l on l.id = d.lesson_id
                where d.replaced_by in (select id from lesson where course_id = $1 and day >= $2)
            )
            select teacher_id from substitution where course_id = $1 and until_day > $2
            union
            select s.teacher_id from substitution s join replaced r on s.lesson_id = r.id
            union
            select t.teacher_id from teaching t join replaced r on t.course_id = r.course_id where t.ended_at is null
            """,
            course,
            day,
        )
        return {row["teacher_id"] for row in rows}

    async def change(self, course: int, asked: CourseFields, at: datetime) -> None:
        school = await self._connection.fetchval(
            """
            update course c set title = $2, subject = $3, class_id = h.id, grade = h.grade, group_name = $5,
                revision = c.revision + 1
            from class h where c.id = $1 and h.id = $4 returning c.school_id
            """,
            course,
            asked.title,
            asked.subject,
            asked.class_,
            asked.group,
        )
        await self._connection.execute(
            """
            update course_enrolment set ended_at = $3
            where course_id = $1 and source = $4 and source_id like 'chosen:%' and ended_at is null
              and not student_id = any($2::bigint[])
            """,
            course,
            asked.students,
            at,
            TYPED,
        )
        await self._connection.execute(
            "update teaching set ended_at = $3 where course_id = $1 and ended_at is null"
            " and not teacher_id = any($2::bigint[])",
            course,
            asked.teachers,
            at,
        )
        await self._connection.execute("delete from course_class where course_id = $1", course)
        await self._set_people(course, asked)
        await follow_classes(self._connection, school)

    async def _set_people(self, course: int, asked: CourseFields) -> None:
        await self._connection.executemany(
            "insert into course_class (course_id, class_id) values ($1, $2)",
            [(course, class_) for class_ in sorted(set(asked.classes))],
        )
        await self._connection.executemany(
            """
            insert into course_enrolment as e (source, source_id, course_id, student_id)
            values ($1, 'chosen:' || $2::bigint::text || ':' || $3::bigint::text, $2, $3)
            on conflict (source, source_id) do update set ended_at = null, suspended = false
            where e.ended_at is not null
            """,
            [(TYPED, course, student) for student in asked.students],
        )
        await self._connection.executemany(
            """
            insert into teaching as t (source, source_id, course_id, teacher_id, is_primary)
            values ($1, 'typed:' || $2::bigint::text || ':' || $3::bigint::text, $2, $3, $4)
            on conflict (source, source_id) do update
            set ended_at = null, suspended = false, is_primary = excluded.is_primary
            """,
            [(TYPED, course, teacher, n == 0) for n, teacher in enumerate(asked.teachers)],
        )

    async def end(self, course: int, at: datetime) -> None:
        # the lessons that the trigger on them lets go (views/keep_lessons.sql)
        await self._connection.execute(
            """
            delete from lesson l using course c, school s
            where l.course_id = $1 and c.id = l.course_id and s.id = c.school_id
              and l.row_id is not null and not l.by_hand and not l.cancelled and l.topic = '' and l.homework = ''
              and l.kind_id is null and l.day > (now() at time zone s.zone)::date
            """,
            course,
        )
        await self._connection.execute(
            """
            update pattern_row r set until_day = greatest(r.from_day, (now() at time zone s.zone)::date + 1)
            from course c join school s on s.id = c.school_id
            where r.course_id = $1 and c.id = $1 and r.until_day > (now() at time zone s.zone)::date + 1
            """,
            course,
        )
        await self._connection.execute("update course set ended_at = $2 where id = $1", course, at)
