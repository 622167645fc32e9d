"""Trusts in tests: people with telephones, and time that passes for one trust."""

from datetime import date, timedelta
from typing import Any

import asyncpg

from channels.trust.due import look_at_trusts
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served

PHONES = {
    "olga": "+7 900 000-00-01",
    "boris": "+7 900 000-00-02",
    "ivan": "+7 900 000-00-03",
    "aunt": "8 (900) 000-00-04",
    "foreign_teacher": "+7 900 000-00-05",
    "misha": "+7 900 000-00-06",
    "lev": "+7 900 000-00-07",
}


async def with_family(pool: asyncpg.Pool, school: School) -> None:
    """Anya has two guardians, Olga and Boris; people have telephones; the school knows the aunt."""
    for login, phone in PHONES.items():
        await pool.execute("update person set phone = $2 where id = $1", school.people[login], phone)
    await pool.execute(
        "insert into guardianship (source, guardian_id, student_id, relation) values ('t', $1, $2, 'other')",
        school.boris,
        school.anya,
    )


def trust(school: School, **said: Any) -> dict[str, Any]:
    """What Olga says: Alla Chuzhaya, whom the school does not know, with Anya's diary."""
    asked: dict[str, Any] = {
        "student": str(school.anya),
        "family": "Чужая",
        "phone": "8 900 000 00 05",
        "services": ["diary"],
        "until_day": (school.day + timedelta(days=30)).isoformat(),
    }
    return asked | {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


async def offered(served: Served, school: School, **said: Any) -> dict[str, Any]:
    answer = await (await served.person("olga")).post("/api/me/trusts", trust(school, **said))
    assert answer.status == 201, answer.body
    await look_at_trusts(served.server.desk)
    body: dict[str, Any] = answer.body
    return body


async def does(person: Caller, what: str, one: dict[str, Any]) -> Answer:
    return await person.post(f"/api/me/trusts/{one['id']}/{what}")


async def time_passes(pool: asyncpg.Pool, one: dict[str, Any], passed: timedelta) -> None:
    """It is later for this trust and for what it gives: all its moments and days are as much earlier."""
    days = passed.days
    async with pool.acquire() as db, db.transaction():
        # as the server does, which looks from time to time
        await db.execute(
            "select from person where id = (select student_id from trust where id = $1) for no key update",
            int(one["id"]),
        )
        await db.execute(
            """
            update trust set offered_at = offered_at - $2::interval, expires_at = expires_at - $2::interval,
                accepted_at = accepted_at - $2::interval, opens_at = opens_at - $2::interval,
                opened_at = opened_at - $2::interval, more_opens_at = more_opens_at - $2::interval,
                due_at = due_at - $2::interval, until_day = until_day - $3::int,
                more_until_day = more_until_day - $3::int
            where id = $1
            """,
            int(one["id"]),
            passed,
            days,
        )
        await db.execute(
            "update guardianship set until_day = until_day - $2::int where source = $1", f"trust:{one['id']}", days
        )
        await db.execute(
            "update role set until_day = until_day - $2::int where source = 'trust' and source_id = $1", one["id"], days
        )


async def opened(served: Served, school: School, invitee: str = "foreign_teacher", **said: Any) -> dict[str, Any]:
    """A trust that was offered, accepted and has waited."""
    one = await offered(served, school, **said)
    accepted = await does(await served.person(invitee), "accept", one)
    assert accepted.status == 200, accepted.body
    await time_passes(served.server.pool, one, timedelta(hours=24))
    await look_at_trusts(served.server.desk)
    return one
