"""The demo school with as many people as a bench wants, and what they may do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bench.servers import Real
from handlers.commands.demo import make_demo
from handlers.demo.curriculum import ZONE

SEED = 7


async def fill_demo(real: Real, students: int) -> None:
    today = datetime.now(ZoneInfo(ZONE)).date()
    await make_demo(real.pool, students=students, seed=SEED, today=today, password="not used here")


async def people(real: Real, least: int) -> list[int]:
    """Persons who read something, guardians first. Raises ValueError when there are fewer than asked for."""
    rows = await real.pool.fetch(
        """
        select person_id, min(case role when 'guardian' then 1 when 'student' then 2 else 3 end) as turn
        from role group by person_id order by turn, person_id limit $1
        """,
        least,
    )
    if len(rows) < least:
        raise ValueError(f"this school has {len(rows)} people, {least} are wanted: take more students")
    return [row["person_id"] for row in rows]


@dataclass(frozen=True)
class Absence:
    """One that a teacher may enter now."""

    course: int
    lesson: int
    teacher: int
    student: int

    @property
    def path(self) -> str:
        return f"/api/courses/{self.course}/attendance"

    @property
    def body(self) -> object:
        return {
            "attendance": [
                {"student": str(self.student), "lesson": str(self.lesson), "status": "absent", "confirmed": True}
            ]
        }


async def absences(real: Real, number: int) -> list[Absence]:
    """Of so many students at the first lessons of the last school day, about whom nothing is entered yet."""
    rows = await real.pool.fetch(
        """
        select * from (
            select distinct on (e.student_id) l.course_id as course, l.id as lesson, t.teacher_id as teacher,
                e.student_id as student, md5(e.student_id::text) as mixed
            from lesson l
            join teaching t on t.course_id = l.course_id and t.is_primary
            join course_enrolment e on e.course_id = l.course_id
            where l.day = (select max(day) from lesson where day <= (now() at time zone $2)::date)
            and not exists (select from attendance a where a.lesson_id = l.id and a.student_id = e.student_id)
            order by e.student_id, l.number
        ) as possible order by mixed limit $1
        """,
        number,
        ZONE,
    )
    if len(rows) < number:
        raise ValueError(f"{len(rows)} absences are possible, {number} are wanted: take more students")
    return [Absence(row["course"], row["lesson"], row["teacher"], row["student"]) for row in rows]
