"""Groups of several schools, when both allow it."""

from typing import Any

import pytest

from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


@pytest.fixture
async def other(served: Served, school: School) -> int:
    """The other school, led by its teacher."""
    pool = served.server.pool
    number: int = await pool.fetchval("select id from school where id <> $1", school.id)
    await pool.execute(
        "insert into role (school_id, person_id, role, source, source_id)"
        " values ($1, $2, 'leadership', 't', 'lead-other')",
        number,
        school.foreign_teacher,
    )
    return number


@pytest.fixture
async def chat(served: Served, school: School) -> int:
    return await group(served.server.pool, school, "olga", "maria", owner="maria")


async def allow(served: Served, school: School, other: int, *, home: bool = True, there: bool = True) -> None:
    for login, number, allowed in (("clara", school.id, home), ("foreign_teacher", other, there)):
        rule = {"rule": "groups_span_schools", "allowed": allowed}
        answer = await (await served.person(login)).ask("PUT", f"/api/schools/{number}/rules", rule)
        assert answer.status == 200, answer.body


async def invite(person: Caller, chat: int, school: int, invited: bool = True) -> Answer:
    return await person.ask("PUT", f"/api/groups/{chat}/schools", {"school": str(school), "invited": invited})


async def come(person: Caller, chat: int, school: int, accept: bool = True) -> Answer:
    return await person.ask("PUT", f"/api/schools/{school}/group-invitations/{chat}", {"accept": accept})


async def writes(person: Caller, chat: int) -> int:
    return (await person.post(f"/api/chats/{chat}/messages", {"text": "Здравствуйте, соседи"})).status


async def joined(served: Served, school: School, chat: int, other: int) -> tuple[Any, Any]:
    await allow(served, school, other)
    maria, leader = await served.person("maria"), await served.person("foreign_teacher")
    assert (await invite(maria, chat, other)).status == 200
    assert (await come(leader, chat, other)).status == 200
    return maria, leader


async def test_one_invites_the_other_accepts_and_brings_their_own(
    served: Served, school: School, chat: int, other: int
) -> None:
    await allow(served, school, other)
    maria, leader = await served.person("maria"), await served.person("foreign_teacher")
    async with wire(served, leader) as page:
        told = (await invite(maria, chat, other)).body["schools"]
        heard = await page.publication(f"person:{school.foreign_teacher}")
        assert heard["data"] == {"type": "school_invited", "school": str(other)}
        assert [(one["school"]["id"], one["state"]) for one in told] == [(str(other), "invited")]
        assert await writes(leader, chat) == 404
        [line] = (await leader.get(f"/api/schools/{other}/group-invitations")).body["invitations"]
        assert (line["group"], line["school"]["id"], line["accepted"]) == (str(chat), str(school.id), False)
        await come(leader, chat, other)
        assert (await page.push("subscribe"))["channel"] == f"chat:{chat}"
    assert await writes(leader, chat) == 201
    foreign = await served.person("foreign_guardian")
    assert await writes(foreign, chat) == 404
    brought = await leader.post(f"/api/groups/{chat}/members", {"persons": [str(school.foreign_guardian)]})
    assert brought.status == 200, brought.body
    assert await writes(foreign, chat) == 201
    refused = await leader.post(f"/api/groups/{chat}/members", {"persons": [str(school.boris)]})
    assert (refused.status, refused.code) == (422, "may_not_bring")  # not of their school


@pytest.mark.parametrize(("home", "there"), [(False, True), (True, False)])
async def test_both_must_allow_it(
    served: Served, school: School, chat: int, other: int, home: bool, there: bool
) -> None:
    await allow(served, school, other, home=home, there=there)
    refused = await invite(await served.person("maria"), chat, other)
    assert (refused.status, refused.code) == (409, "schools_do_not_allow")


@pytest.mark.parametrize("login", ["clara", "foreign_teacher"])
async def test_when_one_no_longer_allows_it_the_others_are_out_at_once(
    served: Served, school: School, chat: int, other: int, login: str
) -> None:
    maria, leader = await joined(served, school, chat, other)
    async with wire(served, leader) as page:
        number = school.id if login == "clara" else other
        rule = {"rule": "groups_span_schools", "allowed": False}
        await (await served.person(login)).ask("PUT", f"/api/schools/{number}/rules", rule)
        assert (await page.push("unsubscribe"))["channel"] == f"chat:{chat}"
    assert await writes(leader, chat) == 404
    assert await writes(maria, chat) == 201


async def test_either_side_ends_it(served: Served, school: School, chat: int, other: int) -> None:
    maria, leader = await joined(served, school, chat, other)
    assert (await come(leader, chat, other, accept=False)).body == {"invitations": []}
    assert await writes(leader, chat) == 404
    await joined(served, school, chat, other)
    assert await writes(leader, chat) == 201
    assert (await invite(maria, chat, other, invited=False)).body["schools"][0]["state"] == "free"
    assert await writes(leader, chat) == 404


async def test_nobody_else_invites_or_accepts(served: Served, school: School, chat: int, other: int) -> None:
    await allow(served, school, other)
    assert (await invite(await served.person("olga"), chat, other)).code == "forbidden"
    assert (await invite(await served.person("lev"), chat, other)).status == 404
    await invite(await served.person("maria"), chat, other)
    for login in ("foreign_guardian", "clara", "maria"):
        caller = await served.person(login)
        assert (await come(caller, chat, other)).status == 404, login
    assert (await come(await served.person("foreign_teacher"), chat + 1, other)).status == 404  # not invited
