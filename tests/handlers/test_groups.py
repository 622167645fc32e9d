"""Groups: chats of more than two."""

import asyncpg
import pytest

from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Served
from tests.support.wire import wire


async def test_a_group_shows_its_title_and_all_its_members(served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria")
    olga = await served.person("olga")
    private = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]
    chats = {one["id"]: one for one in (await olga.get("/api/chats")).body["chats"]}
    shown = chats[str(chat)]
    assert (shown["kind"], shown["group"]["title"]) == ("group", "Шахматный кружок")
    assert shown["channel"] == f"chat:{chat}"
    assert {member["id"] for member in shown["members"]} == {str(school.olga), str(school.boris), str(school.maria)}
    assert (private["kind"], private["group"]) == ("private", None)


async def test_each_member_writes_and_all_hear_it_though_nothing_else_ties_them(served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "anya")
    olga, boris, anya = [await served.person(login) for login in ("olga", "boris", "anya")]
    async with wire(served, boris) as father:
        for number, person in enumerate((olga, boris, anya), 1):
            answer = await person.post(f"/api/chats/{chat}/messages", {"text": f"{number}"})
            assert (answer.status, answer.body["message"]["offset"]) == (201, number)
        told = [(await father.publication(f"chat:{chat}"))["data"]["message"]["text"] for _ in range(3)]
    assert told == ["1", "2", "3"]


@pytest.mark.parametrize("left", [False, True])
async def test_who_is_not_a_member_or_has_left_neither_reads_nor_writes(
    served: Served, school: School, left: bool
) -> None:
    pool = served.server.pool
    chat = await group(pool, school, "olga", "anya", *(["boris"] if left else []))
    await pool.execute("update membership set left_at = now() where person_id = $1", school.boris)
    boris = await served.person("boris")
    path = f"/api/chats/{chat}"
    for answer in (
        await boris.post(f"{path}/messages", {"text": "Можно?"}),
        await boris.get(f"{path}/messages"),
        await boris.post(f"{path}/seen", {"offset": 1}),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
    assert (await boris.get("/api/chats")).body["chats"] == []
    async with wire(served, boris) as socket:
        assert f"chat:{chat}" not in socket.subs
    assert await pool.fetchval("select top_offset from channel where name = $1", f"chat:{chat}") == 0


@pytest.mark.parametrize(
    ("kind", "title", "first"),
    [
        ("group", None, None),
        ("group", "", None),
        ("group", "Кружок", "anya"),
        ("private", "Кружок", "anya"),
    ],
)
async def test_a_group_has_a_title_and_no_pair_and_a_private_chat_the_other_way_round(
    served: Served, school: School, kind: str, title: str | None, first: str | None
) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await served.server.pool.execute(
            "insert into chat (kind, title, school_id, first_id, second_id, opened_at)"
            " values ($1, $2, $3, $4, $5, now())",
            kind,
            title,
            school.id,
            first and school.anya,
            first and school.maria,
        )
