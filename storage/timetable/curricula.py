"""Curricula of classes."""

import json
from datetime import date, datetime

from channels.people import ClassRef, Name, PersonRef
from channels.timetable.curriculum_facts import CourseFacts, RowFacts
from storage.pool import Connection

# Those of its students, as in its timetable, and those that are held for it and have none yet.
_COURSES = """
    with taken as (
        select e.course_id, array_agg(distinct m.student_id) as students
        from class_enrolment_now m
        join course_enrolment_now e on e.student_id = m.student_id
        where m.class_id = $1
        group by e.course_id
    )
    select c.id, c.subject, c.title, c.group_name, coalesce(k.students, '{}') as students,
           t.teachers, p.rows, n.held, n.planned, n.cancelled
    from class h
    join course c on c.school_id = h.school_id and stands(c.ended_at)
    join school s on s.id = c.school_id
    left join taken k on k.course_id = c.id
    cross join lateral (
        select coalesce(json_agg(json_build_array(w.id, w.family_name, w.given_name, w.middle_name)
                                 order by d.rank, w.id), '[]')::text as teachers
        from (select teacher_id, min(rank) as rank from teaching_days
              where course_id = c.id and rank > 1 and until_day > ($4::timestamptz at time zone s.zone)::date
              group by teacher_id) d
        join person w on w.id = d.teacher_id
    ) t
    cross join lateral (
        select coalesce(json_agg(json_build_array(r.cycle, r.weeks, greatest(r.from_day, '0001-01-01'),
                                                 least(r.until_day, '9999-12-31')) order by r.id),
                        '[]')::text as rows
        from pattern_row r
        where r.course_id = c.id
          and r.until_day > greatest(($4::timestamptz at time zone s.zone)::date, r.from_day)
    ) p
    cross join lateral (
        select count(*) filter (where not l.cancelled and l.over) as held,
               count(*) filter (where not l.cancelled) as planned,
               count(*) filter (where l.cancelled) as cancelled
        from (select l.cancelled,
                     case when l.day <> ($4::timestamptz at time zone s.zone)::date
                     then l.day < ($4::timestamptz at time zone s.zone)::date
                     else coalesce((select (l.day + b.ends) at time zone s.zone <= $4
                                    from bell_of(l.course_id, l.day, l.number) b), false) end as over
              from lesson l where l.course_id = c.id and l.day >= $2 and l.day < $3) l
    ) n
    where h.id = $1 and (k.course_id is not null or c.class_id = h.id)
    order by lower(c.subject), c.group_name, c.title, c.id
"""


class PostgresCurricula:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def of_class(self, class_: int) -> tuple[ClassRef, str]:
        row = await self._connection.fetchrow("select id, name, grade, profile from class where id = $1", class_)
        assert row is not None
        return ClassRef(id=row["id"], name=row["name"], grade=row["grade"]), row["profile"]

    async def courses(self, class_: int, first: date, until: date, now: datetime) -> list[CourseFacts]:
        rows = await self._connection.fetch(
            _COURSES,
            class_,
            first,
            until,
            now,
        )
        return [
            CourseFacts(
                id=row["id"],
                subject=row["subject"],
                title=row["title"],
                group=row["group_name"],
                teachers=[
                    PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
                    for number, family, given, middle in json.loads(row["teachers"])
                ],
                rows=tuple(
                    RowFacts(cycle, tuple(weeks), date.fromisoformat(from_day), date.fromisoformat(until_day))
                    for cycle, weeks, from_day, until_day in json.loads(row["rows"])
                ),
                students=frozenset(row["students"]),
                held=row["held"],
                planned=row["planned"],
                cancelled=row["cancelled"],
            )
            for row in rows
        ]
