"""A school whose roster changes from day to day, and an independent account of what was so on each of them.

A day passes by everything that is stored moving a day into the past: what is asked of the database is always today.
The account knows days only: for every line of the roster the days on which it ties somebody to a course. Compared are
who stands in the lessons, who is named as their teacher, which means there are, who keeps which journal today, and
who follows which child and is in which class (`rights.py`).
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import asyncpg

from storage.gradebook.diary import PostgresDiaries
from storage.people import PostgresPeople
from storage.pool import Connection
from tests.histories.lines import DAYS, SOURCE, Lines
from tests.histories.rights import Rights

COURSES, TEACHERS = 5, 6
QUARTER, HOLIDAYS = 8, 2


@dataclass
class World:
    pool: asyncpg.Pool
    chance: random.Random
    students: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)
    courses: list[int] = field(default_factory=list)
    periods: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # course -> first day, day after the last
    role_days: dict[int, set[int]] = field(default_factory=dict)  # student -> days with the role
    marks: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    lessons: dict[int, tuple[int, int]] = field(default_factory=dict)  # id -> course, day
    today: int = 0
    head: int = 0
    kind: int = 0
    compared: int = 0
    enrolled: Lines = field(init=False)
    teaching: Lines = field(init=False)
    rights: Rights = field(init=False)

    async def begin(self, students: int) -> None:
        async with self.pool.acquire() as db:
            school = await db.fetchval(
                "insert into school (source, source_id, name, zone) values ($1, 's', 'Школа', 'UTC') returning id",
                SOURCE,
            )
            self.kind = await db.fetchval(
                "insert into mark_kind (source, source_id, school_id, name_ru, name_en, short_ru, short_en, weight)"
                " values ($1, 'k', $2, 'ответ', 'answer', 'о', 'a', 1) returning id",
                SOURCE,
                school,
            )
            reporting = [await self._periods(db, 1), await self._periods(db, 2)]
            for number in range(COURSES):
                course = await db.fetchval(
                    "insert into course (source, source_id, school_id, title, subject) values ($1, $2, $3, 'К', 'К')"
                    " returning id",
                    SOURCE,
                    f"c{number}",
                    school,
                )
                own = reporting[number % 2]
                await db.execute("insert into course_term select $1, unnest($2::bigint[])", course, list(own.values()))
                self.courses.append(course)
                self.periods[course] = list(own)
            self.head = (await _people(db, school, "leadership", 1))[0]
            self.teachers = await _people(db, school, "teacher", TEACHERS)
            self.students = await _people(db, school, "student", students)
            self.role_days = {student: set(range(DAYS)) for student in self.students}
            self.enrolled = Lines("course_enrolment", self.students, self.courses, "c", 0.25)
            self.teaching = Lines("teaching", self.teachers, self.courses, "c", 0.5)
            self.rights = Rights(self.chance, self.students, self.role_days)
            await self.rights.begin(db, school, reporting, await _people(db, school, "teacher", TEACHERS))

    async def _periods(self, db: Connection, quarters: int) -> dict[tuple[int, int], int]:
        """(first day, day after the last) -> id; holidays follow each."""
        length = quarters * (QUARTER + HOLIDAYS)
        found = {}
        for first in range(0, DAYS, length):
            found[first, first + length - HOLIDAYS] = await db.fetchval(
                """
                insert into academic_session (source, source_id, title, type, from_day, until_day, school_year)
                select $1, $2, $2, 'gradingPeriod', today + $3::int, today + $4::int, 2026
                from (select (now() at time zone 'UTC')::date as today) t returning id
                """,
                SOURCE,
                f"{quarters}-{first}",
                first,
                first + length - HOLIDAYS,
            )
        return found

    async def day(self) -> None:
        """The roster changes, lessons are held, marks are given; then it is tomorrow."""
        async with self.pool.acquire() as db, db.transaction():
            await self.enrolled.change(db, self.chance, self.today)
            await self.teaching.change(db, self.chance, self.today)
            await self._turn_roles(db)
            await self.rights.change(db, self.today)
            await self._hold_lessons(db)
            if self.today + 1 < DAYS:
                await _pass_a_day(db)
                self.today += 1

    async def _turn_roles(self, db: Connection) -> None:
        for student in self.students:
            if self.today and self.chance.random() < 0.03:
                days = self.role_days[student]
                if self.today in days:
                    days -= set(range(self.today, DAYS))
                    change = "ended_at = now()"
                else:
                    days |= set(range(self.today, DAYS))
                    change = "ended_at = null"
                await db.execute(f"update role set {change} where person_id = $1", student)

    async def _hold_lessons(self, db: Connection) -> None:
        for course in self.courses:
            lesson = await db.fetchval(
                "insert into lesson (course_id, day, number)"
                " values ($1, (now() at time zone 'UTC')::date, $2) returning id",
                course,
                self.today,
            )
            self.lessons[lesson] = course, self.today
            for student in self.students:
                if self.chance.random() < 0.1:
                    value = self.chance.randrange(2, 6)
                    self.marks[student, lesson].append((value, weight := self.chance.randrange(0, 4)))
                    await db.execute(
                        """
                        insert into mark (lesson_id, course_id, student_id, revision, value, kind_id, weight, author_id,
                                          posted_at, changed_at)
                        values ($1, $2, $3, 1, $4, $5, $6, $7, now(), now())
                        """,
                        lesson,
                        course,
                        student,
                        value,
                        self.kind,
                        weight,
                        self.head,
                    )

    # what is compared

    async def compare(self) -> None:
        """Raises AssertionError at the first difference."""
        async with self.pool.acquire() as db:
            await self._compare_lessons(db)
            await self._compare_teachers(db)
            for student in self.students:
                await self._compare_means(db, student, self.chance.randrange(self.today + 1))
            viewers = await PostgresPeople(db).viewers(self.teachers)
            await self.rights.compare(db, self.today)
        running = {course for course, periods in self.periods.items() if self.today < max(end for _, end in periods)}
        for teacher in self.teachers:
            now = {course for course in running if self.teaching.tied(teacher, course, self.today)}
            assert viewers[teacher].courses == now, f"day {self.today}: {teacher} keeps {viewers[teacher].courses}"
            self.compared += 1

    def _stands(self, student: int, course: int, day: int) -> bool:
        return day in self.role_days[student] and self.enrolled.tied(student, course, day)

    async def _compare_lessons(self, db: Connection) -> None:
        rows = await db.fetch("select lesson_id, student_id from lesson_student")
        got = {(row["lesson_id"], row["student_id"]) for row in rows}
        want = {
            (lesson, student)
            for lesson, (course, day) in self.lessons.items()
            for student in self.students
            if self._stands(student, course, day) or self.marks.get((student, lesson))
        }
        assert got == want, f"day {self.today}: only stored {got - want}, only in the account {want - got}"
        self.compared += len(self.lessons) * len(self.students)

    async def _compare_teachers(self, db: Connection) -> None:
        student = self.chance.choice(self.students)
        today = await db.fetchval("select (now() at time zone 'UTC')::date")
        days = await PostgresDiaries(db).days(student, today - timedelta(days=DAYS), today + timedelta(days=1))
        for lesson in (lesson for day in days for lesson in day.lessons):
            course, held = self.lessons[lesson.id]
            taught = [
                (not key.endswith("0"), line.person)
                for key, line in self.teaching.lines.items()
                if held in line.days[course]
            ]
            named = None if lesson.teacher is None else lesson.teacher.id
            want = min(taught)[1] if taught else None
            assert named == want, f"lesson of day {held} names {named}, not {want}"
            self.compared += 1

    async def _compare_means(self, db: Connection, student: int, day: int) -> None:
        today = await db.fetchval("select (now() at time zone 'UTC')::date")
        shown = await PostgresDiaries(db).averages(student, today + timedelta(days=day - self.today))
        want = {}
        for course in self.courses:
            begun = [period for period in self.periods[course] if period[0] <= day]
            first, end = max(begun)
            counted = [
                mark
                for (who, lesson), marks in self.marks.items()
                if who == student and self.lessons[lesson][0] == course and first <= self.lessons[lesson][1] < end
                for mark in marks
            ]
            if counted:
                want[course] = sum(v * w for v, w in counted), sum(w for _, w in counted)
        got = {one.course: (one.sum, one.weight) for one in shown}
        assert got == want, f"means of {student} on day {day}: {got}, not {want}"
        self.compared += 1


async def _people(db: Connection, school: int, role: str, number: int) -> list[int]:
    rows = await db.fetch(
        """
        with new as (
            insert into person (source, source_id, family_name, given_name)
            select $1, $3 || n, 'Соколова', 'Анна' from generate_series(1, $4::int) n returning id
        ), named as (
            insert into role (source, source_id, person_id, school_id, role)
            select $1, 'r' || id, id, $2, $3::role_name from new
        )
        select id from new
        """,
        SOURCE,
        school,
        role,
        number,
    )
    ids = [row["id"] for row in rows]
    await db.execute("update person set source_id = 'p' || id where id = any($1::bigint[])", ids)
    return ids


async def _pass_a_day(db: Connection) -> None:
    await db.execute("update lesson set day = day - 1")
    await db.execute("update academic_session set from_day = from_day - 1, until_day = until_day - 1")
    await db.execute("update course set created_at = created_at - interval '1 day'")
    await db.execute("update class set created_at = created_at - interval '1 day'")
    await db.execute("update guardianship set from_day = from_day - 1, until_day = until_day - 1")
    for table in ("course_enrolment", "teaching", "class_enrolment", "class_teacher", "role"):
        await db.execute(f"alter table {table} disable trigger past")
        await db.execute(
            f"update {table} set from_day = from_day - 1, until_day = until_day - 1, since_day = since_day - 1"
        )
        await db.execute(f"alter table {table} enable trigger past")
        await db.execute(f"update {table}_past set from_day = from_day - 1, until_day = until_day - 1")


async def play(pool: asyncpg.Pool, chance: random.Random, students: int) -> World:
    """A month of so many students; compared on every day."""
    world = World(pool, chance)
    await world.begin(students)
    for _ in range(DAYS):
        await world.day()
        await world.compare()
    return world
