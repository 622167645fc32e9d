"""Whom announcements are for, from the roster as of now."""

from collections.abc import Collection, Mapping, Sequence

from pydantic import TypeAdapter

from channels.announcements.model import AudienceCourse, Target
from channels.announcements.ports import Reason
from channels.people import ClassRef, Name
from channels.policy import Addressed, AudienceOf
from storage.people import name
from storage.pool import Connection

TARGETS = TypeAdapter(list[Target])


def targets_as_kept(targets: Sequence[Target]) -> str:
    return TARGETS.dump_json(list(targets), by_alias=True).decode()


class PostgresAudience:
    _connection: Connection

    async def known(self, school: int, targets: Sequence[Target]) -> list[bool]:
        rows = await self._connection.fetch(
            """
            select 'class' as of, id from class where school_id = $1 and ended_at is null and id = any($2::bigint[])
            union all
            select 'course', id from course where school_id = $1 and ended_at is null and id = any($3::bigint[])
            """,
            school,
            [target.class_ for target in targets if target.class_ is not None],
            [target.course for target in targets if target.course is not None],
        )
        there = {(row["of"], row["id"]) for row in rows}
        return [
            target.of in (AudienceOf.SCHOOL, AudienceOf.GRADE) or (target.of.value, target.number) in there
            for target in targets
        ]

    async def classes_of(self, school: int) -> list[ClassRef]:
        rows = await self._connection.fetch(
            "select id, name, grade from class where school_id = $1 and ended_at is null order by grade, name, id",
            school,
        )
        return [ClassRef(id=row["id"], name=row["name"], grade=row["grade"]) for row in rows]

    async def courses_of(self, school: int) -> list[AudienceCourse]:
        rows = await self._connection.fetch(
            "select id, title, subject from course where school_id = $1 and ended_at is null order by title, id", school
        )
        return [AudienceCourse(id=row["id"], title=row["title"], subject=row["subject"]) for row in rows]

    async def reasons(self, school: int, targets: Sequence[Target]) -> list[Reason]:
        """A child in two classes is one reason: the class with the smaller id stands for both."""
        pairs = [(target, addressed) for target in targets for addressed in target.to]
        rows = await self._connection.fetch(
            """
            with target as materialized (
                select * from unnest($2::text[], $3::bigint[], $4::text[]) as t (of, number, addressed)
            ), student as materialized (
                select t.of, t.number, t.addressed, e.student_id, e.class_id
                from target t
                join class_enrolment_now e on e.school_id = $1
                join class k on k.id = e.class_id
                where t.of = 'school' or (t.of = 'class' and e.class_id = t.number)
                   or (t.of = 'grade' and k.grade = t.number)
                   or (t.of = 'course' and exists (
                       select from course_enrolment_now c where c.course_id = t.number and c.student_id = e.student_id))
            ), reason as (
                select g.guardian_id as person_id, 'families' as addressed, s.student_id, s.class_id
                from student s
                join guardianship_now g on g.student_id = s.student_id
                    and 'diary' = any(g.scopes) and g.relation <> 'trusted'
                where s.addressed = 'families'
                union all
                select s.student_id, 'students', s.student_id, s.class_id from student s where s.addressed = 'students'
                union all
                select r.person_id, 'staff', null, null
                from target t
                join role_now r on r.school_id = $1 and r.role in ('teacher', 'staff', 'leadership', 'admin')
                where t.of = 'school' and t.addressed = 'staff'
                union all
                select l.teacher_id, 'staff', null, null
                from student s join class_teacher_now l on l.class_id = s.class_id
                where s.addressed = 'staff' and s.of in ('class', 'grade')
                union all
                select w.teacher_id, 'staff', null, null
                from student s
                join course_enrolment_now c on c.student_id = s.student_id
                join teaching_now w on w.course_id = c.course_id and w.school_id = $1
                where s.addressed = 'staff' and s.of in ('class', 'grade')
                union all
                select w.teacher_id, 'staff', null, null
                from target t join teaching_now w on w.course_id = t.number and w.school_id = $1
                where t.of = 'course' and t.addressed = 'staff'
            )
            select person_id, addressed, student_id, min(class_id) as class_id from reason
            group by person_id, addressed, student_id order by person_id, addressed, student_id
            """,
            school,
            [target.of.value for target, _ in pairs],
            [target.number for target, _ in pairs],
            [addressed.value for _, addressed in pairs],
        )
        return [
            Reason(row["person_id"], Addressed(row["addressed"]), row["student_id"], row["class_id"]) for row in rows
        ]

    async def students(self, school: int) -> list[tuple[int, Name, ClassRef]]:
        rows = await self._connection.fetch(
            """
            select p.id, p.family_name, p.given_name, p.middle_name, k.id as class_id, k.name, k.grade
            from class_enrolment_now e
            join person p on p.id = e.student_id
            join class k on k.id = e.class_id
            where e.school_id = $1 order by p.id
            """,
            school,
        )
        return [
            (
                row["id"],
                name(row),
                ClassRef(id=row["class_id"], name=row["name"], grade=row["grade"]),
            )
            for row in rows
        ]

    async def classes(self, numbers: Collection[int]) -> Mapping[int, ClassRef]:
        rows = await self._connection.fetch(
            "select id, name, grade from class where id = any($1::bigint[])", list(numbers)
        )
        return {row["id"]: ClassRef(id=row["id"], name=row["name"], grade=row["grade"]) for row in rows}

    async def last_readers(self, author: int, school: int, targets: Sequence[Target]) -> frozenset[int] | None:
        rows = await self._connection.fetch(
            """
            select r.person_id
            from (select id from announcement
                  where author_id = $1 and school_id = $2 and sent_at is not null and targets::jsonb = $3::json::jsonb
                  order by id desc limit 1) a
            left join announcement_reader r on r.announcement_id = a.id
            """,
            author,
            school,
            targets_as_kept(targets),
        )
        return frozenset(row["person_id"] for row in rows if row["person_id"] is not None) if rows else None
