"""Attendance and its history."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from channels.gradebook.model import Attendance, NewAttendance, Status
from storage.gradebook.marks import at_lesson
from storage.people import person_ref
from storage.pool import Connection

# An entry as it is shown. Each reader adds a WHERE.
SHOWN = """
    select t.lesson_id, t.student_id, t.course_id, t.revision, t.status::text, t.minutes, t.at,
           a.id as author_id, a.family_name as author_family_name, a.given_name as author_given_name,
           a.middle_name as author_middle_name,
           l.day, l.number, c.subject
    from attendance t
    join person a on a.id = t.author_id
    join lesson l on l.id = t.lesson_id
    join course c on c.id = t.course_id
"""


def shown(row: asyncpg.Record) -> Attendance:
    return Attendance(
        student=row["student_id"],
        course=row["course_id"],
        lesson=row["lesson_id"],
        at_lesson=at_lesson(row),
        status=Status(row["status"]),
        minutes=row["minutes"],
        revision=row["revision"],
        author=person_ref(row, "author_"),
        at=row["at"],
    )


class PostgresAttendance:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def record(
        self, course: int, author: int, at: datetime, entries: Sequence[NewAttendance]
    ) -> tuple[list[Attendance], set[tuple[int, int]]]:
        changed = await self._connection.fetch(
            """
            with asked as (
                select * from unnest($4::bigint[], $5::bigint[], $6::attendance_status[], $7::int[], $8::int[])
                    as asked (lesson_id, student_id, status, minutes, seen)
                order by lesson_id, student_id          -- one order of locks for everybody
            ), recorded as (
                insert into attendance as t (lesson_id, student_id, course_id, revision, status, minutes, author_id, at)
                select lesson_id, student_id, $1, 1, status, minutes, $2, $3 from asked
                on conflict (lesson_id, student_id) do update
                    set revision = t.revision + 1, status = excluded.status, minutes = excluded.minutes,
                        author_id = excluded.author_id, at = excluded.at
                    where (t.status, t.minutes) is distinct from (excluded.status, excluded.minutes)
                      and t.revision = (select seen from asked
                                        where asked.lesson_id = t.lesson_id and asked.student_id = t.student_id)
                returning *
            )
            insert into attendance_revision (lesson_id, student_id, revision, status, minutes, author_id, at)
            select lesson_id, student_id, revision, status, minutes, author_id, at from recorded
            returning lesson_id, student_id
            """,
            course,
            author,
            at,
            [entry.lesson for entry in entries],
            [entry.student for entry in entries],
            [entry.status.value for entry in entries],
            [entry.minutes for entry in entries],
            [entry.revision for entry in entries],
        )
        rows = await self._connection.fetch(
            f"""
            {SHOWN}
            join unnest($1::bigint[], $2::bigint[]) with ordinality as asked (lesson_id, student_id, n)
                on asked.lesson_id = t.lesson_id and asked.student_id = t.student_id
            order by asked.n
            """,
            [entry.lesson for entry in entries],
            [entry.student for entry in entries],
        )
        return [shown(row) for row in rows], {(row["lesson_id"], row["student_id"]) for row in changed}
