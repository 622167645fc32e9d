"""Many people with chats, and a server of their own to write to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from storage.embedded import embedded_postgres
from storage.logins import PostgresLogins
from storage.migrate import migrate
from storage.pool import open_pool
from tests.processes import ServerProcess, server_process
from tests.serving import free_port


@dataclass(frozen=True)
class Chatters:
    """`chats`: the members of each chat, by person; `tokens`: of everybody's login."""

    chats: dict[int, list[int]]
    tokens: dict[int, str]


@asynccontextmanager
async def chatting(*sizes: int) -> AsyncIterator[tuple[ServerProcess, int, Chatters, str]]:
    """A served school with a group of each of these sizes; yields server, port, people and the database's address."""
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        data = Path(folder) / "data"
        async with embedded_postgres(data) as url:
            pool = await open_pool(url)
            people = await _fill(pool, sizes)
            await pool.close()
        port = free_port()
        async with server_process(data, port) as server:
            yield server, port, people, (data / "postgres.url").read_text().strip()


async def _fill(pool: asyncpg.Pool, sizes: tuple[int, ...]) -> Chatters:
    async with pool.acquire() as db:
        await migrate(db)
        school = await db.fetchval(
            "insert into school (source, source_id, name, zone) values ('b', 's', 'Гимназия № 7', 'Europe/Moscow')"
            " returning id"
        )
        chats = {}
        for size in sizes:
            chat = await db.fetchval(
                "insert into chat (kind, title, school_id, opened_at) values ('group', 'Кружок', $1, now())"
                " returning id",
                school,
            )
            rows = await db.fetch(
                """
                insert into person (source, source_id, family_name, given_name)
                select 'b', $1 || '-' || n, 'Соколова', 'Анна' from generate_series(1, $2) n returning id
                """,
                str(chat),
                size,
            )
            chats[chat] = [row["id"] for row in rows]
            await db.execute(
                "insert into membership (chat_id, person_id, joined_at) select $1, unnest($2::bigint[]), now()",
                chat,
                chats[chat],
            )
    logins = PostgresLogins(pool)
    people = [person for members in chats.values() for person in members]
    return Chatters(chats, {person: await logins.start(person, "bench", datetime.now(UTC)) for person in people})
