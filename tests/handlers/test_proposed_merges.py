"""An import names people whom the school has twice; two of the office decide, and once."""

from typing import Any

import pytest

from tests.support.people_files import HEADINGS, MEANINGS, PUPILS, answer, applied, bring, new_school, remarks, xlsx
from tests.support.school import SERVICES
from tests.support.serving import Caller, Served

INNA, PHONE = ("Алёшина", "Инна", "Львовна"), "+7 916 555-47-01"


@pytest.fixture
async def clara(served: Served) -> Caller:
    return await served.person("clara")


@pytest.fixture
async def third(served: Served) -> str:
    return await new_school(served)


async def person(
    served: Served, school: str, source_id: str, name: tuple[str, str, str] = INNA, role: str = "guardian", **said: Any
) -> int:
    """Somebody whom the school has typed."""
    number: int = await served.server.pool.fetchval(
        """
        with added as (
            insert into person (source, source_id, family_name, given_name, middle_name, phone, email, identifier)
            values ('typed', $1, $2, $3, $4, $5, $6, $7) returning id
        ), given as (
            insert into role (source, source_id, person_id, school_id, role)
            select 'typed', $1, id, $8, $9::role_name from added
        )
        select id from added
        """,
        source_id,
        *name,
        said.get("phone"),
        said.get("email"),
        said.get("snils"),
        int(school),
        role,
    )
    return number


async def imported(clara: Caller, third: str, pupils: list[list[str]] = PUPILS) -> int:
    """Brings the table of students and their mothers; returns how many pairs it proposes."""
    file = await bring(clara, third, "список.xlsx", xlsx([HEADINGS, *pupils]))
    if file["state"] == "refused":
        file = await answer(clara, third, file["id"], MEANINGS)
    assert file["state"] == "ready", remarks(file)
    done = await applied(clara, third, file, confirmed=True)
    assert done["state"] == "applied", done
    proposed: int = done["report"]["proposed"]
    return proposed


async def waiting(caller: Caller, third: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await caller.get(f"/api/schools/{third}/merges")).body["merges"]
    return found


async def second_voice(served: Served, third: str) -> Caller:
    await served.server.pool.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 'typed', 'admin of the third', person_id, $1, 'admin' from account where name = 'sysop'",
        int(third),
    )
    return await served.person("sysop")


async def test_who_is_there_already_by_name_and_telephone_is_proposed_and_two_decide(
    served: Served, clara: Caller, third: str
) -> None:
    typed = await person(served, third, "inna", phone=PHONE)
    assert await imported(clara, third) == 1
    [one] = await waiting(clara, third)
    assert str(typed) in (one["survivor"]["id"], one["other"]["id"])
    assert one["survivor"]["name"] == one["other"]["name"]
    assert (one["proposed_by"], one["mine"], one["may_propose"], one["may_confirm"]) == (None, False, True, False)
    sysop = await second_voice(served, third)
    at = f"/api/schools/{third}/merges"
    # nobody has said so yet: the import's word is not the first of two voices
    assert (await sysop.post(f"{at}/{one['merge']}/confirm")).code == "merge_needs_another"
    pair = {"person": one["survivor"]["id"], "other": one["other"]["id"]}
    [said] = (await clara.post(at, pair)).body["merges"]
    assert (said["mine"], said["may_propose"]) == (True, False)
    [made] = (await sysop.post(f"{at}/{said['merge']}/confirm")).body["merges"]
    assert made["merged_at"] is not None
    assert await imported(clara, third, PUPILS[:7]) == 0


async def test_the_same_file_proposes_nothing_again_and_what_is_declined_stays_so(
    served: Served, clara: Caller, third: str
) -> None:
    await person(served, third, "inna", phone=PHONE)
    assert await imported(clara, third) == 1
    assert await imported(clara, third, PUPILS[:7]) == 0  # it waits
    [one] = await waiting(clara, third)
    declined = await clara.post(f"/api/schools/{third}/merges/{one['merge']}/decline")
    assert (declined.status, declined.body["merges"]) == (200, [])
    assert await imported(clara, third) == 0
    assert await waiting(clara, third) == []


async def test_a_proposal_whose_time_is_over_comes_again(served: Served, clara: Caller, third: str) -> None:
    await person(served, third, "inna", phone=PHONE)
    assert await imported(clara, third) == 1
    await served.server.pool.execute("update merge set expires_at = now()")
    assert await waiting(clara, third) == []
    assert await imported(clara, third, PUPILS[:7]) == 1
    assert len(await waiting(clara, third)) == 1


@pytest.mark.parametrize(
    ("name", "role", "said", "proposed"),
    [
        (INNA, "guardian", {}, 0),  # a name alone
        (INNA, "guardian", {"phone": "+7 916 555-47-02"}, 0),  # of another mother
        (("Алёшина", "Ирина", "Львовна"), "guardian", {"phone": PHONE}, 0),
        (("Алешина", "ИННА", "Львовна"), "teacher", {"phone": "8(916)5554701"}, 1),
        (INNA, "student", {"phone": PHONE}, 0),  # a child of her name
    ],
)
async def test_only_the_name_and_a_contact_together_are_enough(
    served: Served,
    clara: Caller,
    third: str,
    name: tuple[str, str, str],
    role: str,
    said: dict[str, str],
    proposed: int,
) -> None:
    await person(served, third, "inna", name, role, **said)
    assert await imported(clara, third) == proposed


async def test_a_contact_of_many_and_somebody_of_another_school_propose_nobody(
    served: Served, clara: Caller, third: str
) -> None:
    second = await served.server.pool.fetchval("select id from school where source_id = 's2'")
    await person(served, str(second), "inna", phone=PHONE)
    assert await imported(clara, third) == 0
    await person(served, third, "here", phone=PHONE)
    for at in range(2):
        await person(served, third, f"family{at}", ("Алёшина", f"Имя{at}", ""), phone=PHONE)
    assert await imported(clara, third, PUPILS[:7]) == 0


async def test_who_is_kept_from_the_child_is_not_hinted_at(served: Served, clara: Caller, third: str) -> None:
    kept = await person(served, third, "inna", phone=PHONE)
    assert await imported(clara, third) == 1
    pool = served.server.pool
    await pool.execute("delete from merge")
    await pool.execute(
        """
        insert into guardianship (source, guardian_id, student_id, relation, scopes, restricted)
        select 'typed', $1, student_id, 'mother', $2, true from guardianship g
        join person p on p.id = g.student_id where p.family_name = 'Алёшина' and g.source <> 'typed'
        """,
        kept,
        SERVICES,
    )
    assert await imported(clara, third, PUPILS[:7]) == 0


async def test_who_keeps_no_register_sees_no_proposal(served: Served, clara: Caller, third: str) -> None:
    await person(served, third, "inna", phone=PHONE)
    await imported(clara, third)
    [one] = await waiting(clara, third)
    for login in ("maria", "olga", "sysop"):
        caller = await served.person(login)
        assert (await caller.get(f"/api/schools/{third}/merges")).status == 404
        for act in ("confirm", "decline", "undo"):
            assert (await caller.post(f"/api/schools/{third}/merges/{one['merge']}/{act}")).status == 404
