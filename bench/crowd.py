"""Many people made in bulk, and a server of their own to write to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import asyncpg

from storage.embedded import embedded_postgres
from storage.logins import PostgresLogins
from storage.migrate import migrate
from storage.pool import Connection, open_pool
from storage.statistics import gather_statistics
from tests.support.processes import ServerProcess, server_process
from tests.support.serving import free_port

C = TypeVar("C")
STUDENTS = 30  # in a class


@dataclass(frozen=True)
class Served:
    process: ServerProcess
    port: int
    database: str

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"


@dataclass(frozen=True)
class Chatters:
    """`chats`: the members of each chat, by person; `tokens`: of everybody's login."""

    chats: dict[int, list[int]]
    tokens: dict[int, str]


@dataclass(frozen=True)
class Class:
    course: int
    lesson: int
    teacher: str  # token
    students: list[int]
    families: list[str]  # tokens, one for each student


@asynccontextmanager
async def served(fill: Callable[[asyncpg.Pool], Awaitable[C]]) -> AsyncIterator[tuple[Served, C]]:
    """A server as a process of its own, on a database that `fill` has filled."""
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        data = Path(folder) / "data"
        async with embedded_postgres(data) as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            crowd = await fill(pool)
            async with pool.acquire() as connection:
                await gather_statistics(connection)
            await pool.close()
        port = free_port()
        async with server_process(data, port) as process:
            yield Served(process, port, (data / "postgres.url").read_text().strip()), crowd
            await process.stop()  # its PostgreSQL as well, before the folder goes


async def groups(pool: asyncpg.Pool, sizes: Iterable[int]) -> Chatters:
    """A group of each of these sizes, everybody in one of them."""
    async with pool.acquire() as db:
        school = await _school(db)
        chats = {}
        for size in sizes:
            chat = await db.fetchval(
                "insert into chat (kind, title, school_id, opened_at) values ('group', 'Кружок', $1, now())"
                " returning id",
                school,
            )
            chats[chat] = await _people(db, f"chat {chat}", size)
            await _give_role(db, school, "guardian", chats[chat])
            await db.execute(
                "insert into membership (chat_id, person_id, joined_at) select $1, unnest($2::bigint[]), now()",
                chat,
                chats[chat],
            )
    return Chatters(chats, await _tokens(pool, [person for members in chats.values() for person in members]))


async def classes(pool: asyncpg.Pool, count: int) -> tuple[list[Class], int]:
    """Classes of 30 with a teacher and two guardians a child; also a kind of work."""
    async with pool.acquire() as db:
        school = await _school(db)
        kind: int = await db.fetchval(
            "insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)"
            " values ('b', 'k', 'ответ', 'answer', 'отв', 'ans', 1) returning id"
        )
        made = [await _class(db, school, number) for number in range(count)]
    tokens = await _tokens(pool, [teacher for _, _, teacher, _, _ in made] + [g for *_, gs in made for g in gs])
    return [
        Class(course, lesson, tokens[teacher], students, [tokens[one] for one in guardians])
        for course, lesson, teacher, students, guardians in made
    ], kind


async def _class(db: Connection, school: int, number: int) -> tuple[int, int, int, list[int], list[int]]:
    name = f"{5 + number % 5}{chr(ord('А') + number // 5)}"
    [teacher] = await _people(db, f"teacher {number}", 1)
    students = await _people(db, f"student {number}", STUDENTS)
    mothers, fathers = [await _people(db, f"{who} {number}", STUDENTS) for who in ("mother", "father")]
    class_ = await db.fetchval(
        "insert into class (source, source_id, school_id, name, grade) values ('b', $1, $2, $1, $3) returning id",
        name,
        school,
        5 + number % 5,
    )
    course: int = await db.fetchval(
        "insert into course (source, source_id, school_id, title, subject, grade, subject_source_id)"
        " values ('b', $1, $2, 'Математика', 'Математика', $3, 'm') returning id",
        name,
        school,
        5 + number % 5,
    )
    for role, people in (("teacher", [teacher]), ("student", students), ("guardian", mothers + fathers)):
        await _give_role(db, school, role, people)
    for sql in (
        "insert into class_enrolment (source, source_id, class_id, student_id)"
        " select 'b', p || '-class', $1, p from unnest($2::bigint[]) p",
        "insert into course_enrolment (source, source_id, course_id, student_id)"
        " select 'b', p || '-course', $1, p from unnest($2::bigint[]) p",
    ):
        await db.execute(sql, class_ if "class_enrolment" in sql else course, students)
    await db.execute(
        "insert into teaching (source, source_id, course_id, teacher_id, is_primary) values ('b', $1, $2, $3, true)",
        name,
        course,
        teacher,
    )
    for relation, guardians in (("mother", mothers), ("father", fathers)):
        await db.execute(
            "insert into guardianship (source, guardian_id, student_id, relation)"
            " select 'b', g, s, $3::relation_name from unnest($1::bigint[], $2::bigint[]) as t (g, s)",
            guardians,
            students,
            relation,
        )
    lesson: int = await db.fetchval(
        "insert into lesson (course_id, day, number) values ($1, (now() at time zone 'Europe/Moscow')::date, 1)"
        " returning id",
        course,
    )
    return course, lesson, teacher, students, mothers


async def _school(db: Connection) -> int:
    school: int = await db.fetchval(
        "insert into school (source, source_id, name, zone) values ('b', 's', 'Гимназия № 7', 'Europe/Moscow')"
        " returning id"
    )
    return school


async def _give_role(db: Connection, school: int, role: str, people: Sequence[int]) -> None:
    await db.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 'b', p || '-role', p, $2, $3::role_name from unnest($1::bigint[]) p",
        people,
        school,
        role,
    )


async def _people(db: Connection, name: str, count: int) -> list[int]:
    rows = await db.fetch(
        """
        insert into person (source, source_id, family_name, given_name, middle_name)
        select 'b', $1 || '-' || n, 'Соколова', 'Анна', 'Игоревна' from generate_series(1, $2) n returning id
        """,
        name,
        count,
    )
    return [row["id"] for row in rows]


async def _tokens(pool: asyncpg.Pool, people: Iterable[int]) -> dict[int, str]:
    logins = PostgresLogins(pool)
    return {person: await logins.start(person, "bench", datetime.now(UTC)) for person in people}
