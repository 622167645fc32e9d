"""Groups of the small school, made in the database, of people who need not be tied to anybody."""

import asyncpg

from tests.support.school import School


async def group(
    pool: asyncpg.Pool, school: School, *members: str, title: str = "Шахматный кружок", owner: str = ""
) -> int:
    """A new group of these people; returns its id."""
    chat: int = await pool.fetchval(
        "insert into chat (kind, title, school_id, opened_at) values ('group', $1, $2, now()) returning id",
        title,
        school.id,
    )
    await pool.execute(
        "insert into membership (chat_id, person_id, role, joined_at)"
        " select $1, unnest($2::bigint[]), unnest($3::text[]), now()",
        chat,
        [school.people[member] for member in members],
        ["owner" if member == owner else "member" for member in members],
    )
    return chat
