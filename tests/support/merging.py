"""Merges in tests: people whom a school has twice."""

from datetime import timedelta
from typing import Any

from tests.support.school import PASSWORD, SERVICES, School
from tests.support.serving import Answer, Caller, Served

MINE = "/api/me/merges"


async def twin(
    served: Served,
    school: School,
    login: str,
    *,
    of: str = "olga",
    role: str = "guardian",
    child: str | None = "misha",
    relation: str = "mother",
    at: int | None = None,
) -> int:
    """A second record of somebody, with a sign-in `login`: in a role, and maybe with another child."""
    pool = served.server.pool
    number: int = await pool.fetchval(
        """
        insert into person (source, source_id, family_name, given_name)
        select 't', $1, family_name, given_name from person where id = $2 returning id
        """,
        login,
        school.people[of],
    )
    await pool.execute(
        "insert into account (person_id, name, password_hash)"
        " select $1, $2, password_hash from account where name = 'olga'",
        number,
        login,
    )
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', $1, $2, $3, $4::role_name)",
        f"{login}-{role}",
        number,
        at or school.id,
        role,
    )
    if child is not None:
        await pool.execute(
            "insert into guardianship (source, guardian_id, student_id, relation, scopes)"
            " values ('t', $1, $2, $4::relation_name, $3)",
            number,
            school.people[child],
            SERVICES,
            relation,
        )
    return number


async def shown(person: Caller, login: str, **more: Any) -> Answer:
    return await person.post(MINE, {"login": login, "password": PASSWORD, **more})


async def joined(person: Caller, login: str) -> str:
    """Somebody shows another sign-in and joins it; returns the merge."""
    preview = await shown(person, login)
    assert (preview.status, preview.body["problem"]) == (201, None), preview.body
    answer = await person.post(f"{MINE}/{preview.body['merge']}/join")
    assert answer.status == 200, answer.body
    merge: str = preview.body["merge"]
    return merge


async def days_pass(served: Served, days: int) -> None:
    """All merges and proposals are so much older."""
    await served.server.pool.execute(
        "update merge set proposed_at = proposed_at - $1::interval, expires_at = expires_at - $1::interval,"
        " merged_at = merged_at - $1::interval",
        timedelta(days=days),
    )


def office(school: School) -> str:
    return f"/api/schools/{school.id}/merges"


async def proposed(person: Caller, school: School, one: int, other: int) -> Answer:
    return await person.post(office(school), {"person": str(one), "other": str(other)})
