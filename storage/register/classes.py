"""Classes of a school, as rosters brought them and as they were typed."""

import json
from datetime import date

from channels.people import Name, PersonRef
from channels.register.model import RegisteredClass
from storage.pool import Connection
from storage.sources import TYPED


async def read_classes(connection: Connection, school: int, today: date, *, ended: bool) -> list[RegisteredClass]:
    rows = await connection.fetch(
        """
        select k.id, k.name, k.grade, k.profile, k.source, k.revision, g.gone,
               (select count(distinct e.student_id) from class_enrolment_days e
                where e.class_id = k.id and e.until_day > $2) as students,
               (select coalesce(json_agg(json_build_array(p.id, p.family_name, p.given_name, p.middle_name)
                                         order by p.family_name, p.id), '[]')::text
                from person p
                where p.id in (select t.teacher_id from class_teacher_days t
                               where t.class_id = k.id and t.until_day > $2)) as teachers
        from class k
        cross join lateral (
            select not stands(k.ended_at) or coalesce(k.end_day, 'infinity') <= $2 as gone) g
        where k.school_id = $1 and ($3 or not g.gone)
        order by g.gone, k.grade, k.name, k.id
        """,
        school,
        today,
        ended,
    )
    return [
        RegisteredClass(
            id=row["id"],
            name=row["name"],
            grade=row["grade"],
            profile=row["profile"],
            typed=row["source"] == TYPED,
            revision=row["revision"],
            ended=row["gone"],
            students=0 if row["gone"] else row["students"],
            teachers=[
                PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
                for number, family, given, middle in json.loads(row["teachers"])
            ],
        )
        for row in rows
    ]


async def read_courses_of_class(connection: Connection, class_: int) -> list[str]:
    rows = await connection.fetch(
        """
        select c.title from course c
        where c.ended_at is null
          and (c.class_id = $1 or exists (select from course_class k where k.course_id = c.id and k.class_id = $1))
        order by c.title limit 20
        """,
        class_,
    )
    return [row["title"] for row in rows]
