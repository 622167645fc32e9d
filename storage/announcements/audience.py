"""Audiences of announcements, from the roster as of now."""

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


# People addressed by the targets `$2` to `$4` (of, number, addressed) in the school `$1`, with the reasons.
REASONS = """
    with target as materialized (
        select * from unnest($2::text[], $3::bigint[], $4::text[]) as t (of, number, addressed)
    ), enrolled as materialized (
        select e.student_id, e.class_id, k.grade
        from class k
        cross join lateral (
            select e.student_id, e.class_id from class_enrolment_now e where e.class_id = k.id offset 0) e
        where k.school_id = $1 and k.ended_at is null
          and exists (select from target t
                      where t.of in ('school', 'course') or (t.of = 'class' and t.number = k.id)
                         or (t.of = 'grade' and t.number = k.grade))
    ), student as materialized (
        select t.of, t.number, t.addressed, e.student_id, e.class_id
        from target t
        join enrolled e on t.of = 'school' or (t.of = 'class' and e.class_id = t.number)
            or (t.of = 'grade' and e.grade = t.number)
            or (t.of = 'course' and (select true from course_enrolment_now c
                                     where c.course_id = t.number and c.student_id = e.student_id limit 1))
    ), reason as (
        select g.guardian_id as person_id, 'families' as addressed, s.student_id, s.class_id
        from student s
        cross join lateral (
            select g.guardian_id from guardianship_now g
            where g.student_id = s.student_id and has_service(g.scopes, 'diary')
              and is_family(g.relation) offset 0) g
        where s.addressed = 'families'
        union all
        select s.student_id, 'students', s.student_id, s.class_id from student s where s.addressed = 'students'
        union all
        select r.person_id, 'staff', null, null
        from target t
        cross join lateral (
            select r.person_id from role_now r
            where r.school_id = $1 and is_staff(r.role) offset 0) r
        where t.of = 'school' and t.addressed = 'staff'
        union all
        select l.teacher_id, 'staff', null, null
        from (select distinct class_id from student where addressed = 'staff' and of in ('class', 'grade')) s
        cross join lateral (
            select l.teacher_id from class_teacher_now l where l.class_id = s.class_id offset 0) l
        union all
        select w.teacher_id, 'staff', null, null
        from (select distinct c.course_id from student s
              cross join lateral (
                  select c.course_id from course_enrolment_now c where c.student_id = s.student_id offset 0) c
              where s.addressed = 'staff' and s.of in ('class', 'grade') offset 0) c
        cross join lateral (
            select w.teacher_id from teaching_now w
            where w.course_id = c.course_id and w.school_id = $1 offset 0) w
        union all
        select w.teacher_id, 'staff', null, null
        from target t
        cross join lateral (
            select w.teacher_id from teaching_now w
            where w.course_id = t.number and w.school_id = $1 offset 0) w
        where t.of = 'course' and t.addressed = 'staff'
    )
    select person_id, addressed, student_id, min(class_id) as class_id from reason
    group by person_id, addressed, student_id order by person_id, addressed, student_id
"""


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

    async def courses_of(self, school: int) -> list[AudienceCourse]:
        rows = await self._connection.fetch(
            "select id, title, subject from course where school_id = $1 and ended_at is null order by title, id", school
        )
        return [AudienceCourse(id=row["id"], title=row["title"], subject=row["subject"]) for row in rows]

    async def reasons(self, school: int, targets: Sequence[Target]) -> list[Reason]:
        """Returns the reasons. A child in two classes is one reason: the class with the smaller id stands for both."""
        pairs = [(target, addressed) for target in targets for addressed in target.to]
        rows = await self._connection.fetch(
            REASONS,
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
            from class k
            cross join lateral (
                select e.student_id from class_enrolment_now e where e.class_id = k.id offset 0) e
            join person p on p.id = e.student_id
            where k.school_id = $1 and k.ended_at is null order by p.id
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
