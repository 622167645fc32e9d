"""How long a school keeps what is written, and what is held nevertheless."""

from typing import Any

import pytest

from channels.safety.retention import expire
from tests.support.files import sent_file
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.wire import wire


@pytest.fixture
async def chat(served: Served, school: School) -> int:
    clara = await served.person("clara")
    asked = {"person": str(school.nina), "appointed": True}
    await clara.ask("PUT", f"/api/schools/{school.id}/safeguarding", asked)
    return await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")


async def keep(served: Served, school: School, kind: str = "group", days: int | None = 365) -> None:
    clara = await served.person("clara")
    answer = await clara.ask("PUT", f"/api/schools/{school.id}/retention", {"kind": kind, "days": days})
    assert answer.status == 200, answer.body


async def old(served: Served, chat: int, days: int = 400) -> None:
    await served.server.pool.execute(
        "update message set sent_at = sent_at - make_interval(days => $2) where chat_id = $1", chat, days
    )


async def shown(person: Caller, chat: int) -> list[Any]:
    messages: list[Any] = (await person.get(f"/api/chats/{chat}/messages")).body["messages"]
    return messages


async def test_what_is_past_its_term_goes_for_good_and_leaves_a_trace(
    served: Served, school: School, chat: int
) -> None:
    olga, pool = await served.person("olga"), served.server.pool
    sent = (await olga.post(f"/api/chats/{chat}/messages", {"text": "Прошлогоднее"})).body["message"]["offset"]
    await olga.patch(f"/api/chats/{chat}/messages/{sent}", {"revision": 1, "text": "Прошлогоднее, исправленное"})
    await sent_file(olga, chat)
    await old(served, chat)
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Сегодняшнее"})
    await expire(served.server.desk)
    assert [one["withdrawn"] for one in await shown(olga, chat)] == [None] * 3  # for ever, until the school says else
    await keep(served, school)
    async with wire(served, await served.person("boris")) as page:
        await expire(served.server.desk)
        told = await page.publication(f"chat:{chat}")
    assert (told["data"]["type"], told["data"]["message"]["withdrawn"]["by"]) == ("message_withdrawn", None)
    assert [one["text"] for one in await shown(olga, chat)] == ["", "", "Сегодняшнее"]
    kept = "select count(*) from message_revision union all select count(*) from publication where data::text like $1"
    assert [row[0] for row in await pool.fetch(kept, "%рошлогоднее%")] == [0, 0]
    assert await pool.fetchval("select state from file") == "taken"
    assert (await olga.get("/api/search?q=прошлогоднее")).body["messages"] == []


async def test_other_kinds_and_other_schools_are_kept(served: Served, school: School, chat: int) -> None:
    olga = await served.person("olga")
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Прошлогоднее"})
    await old(served, chat)
    await keep(served, school, "private")
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == ["Прошлогоднее"]
    await keep(served, school, days=500)
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == ["Прошлогоднее"]


@pytest.mark.parametrize("of", ["chat", "person"])
async def test_what_is_held_stays_until_it_is_released(served: Served, school: School, chat: int, of: str) -> None:
    olga, nina = await served.person("olga"), await served.person("nina")
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Прошлогоднее"})
    await old(served, chat)
    await keep(served, school)
    path = f"/api/schools/{school.id}/holds"
    held = await nina.post(path, {of: str(chat if of == "chat" else school.olga), "reason": "Запрос суда"})
    assert held.status == 201, held.body
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == ["Прошлогоднее"]
    released = await nina.ask("DELETE", f"{path}/{held.body['holds'][0]['id']}")
    assert released.body == {"holds": []}
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == [""]
    rows = await served.server.pool.fetch("select action from audit where person_id = $1 order by id", school.nina)
    assert [row["action"] for row in rows] == ["hold", "release_hold"]


async def test_a_report_under_way_holds_its_chat(served: Served, school: School, chat: int) -> None:
    olga, boris, nina = [await served.person(login) for login in ("olga", "boris", "nina")]
    sent = (await boris.post(f"/api/chats/{chat}/messages", {"text": "Прошлогоднее"})).body["message"]["offset"]
    number = (await olga.post(f"/api/chats/{chat}/messages/{sent}/report", {"reason": "insult"})).body["report"]
    await old(served, chat)
    await keep(served, school)
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == ["Прошлогоднее"]
    await nina.post(f"/api/reports/{number}/decide", {"decision": "nothing"})
    await expire(served.server.desk)
    assert [one["text"] for one in await shown(olga, chat)] == [""]


@pytest.mark.parametrize(
    "body", [{"reason": "а"}, {"chat": "1", "person": "1", "reason": "а"}, {"chat": "1", "reason": ""}]
)
async def test_a_hold_is_of_one_thing_and_has_a_reason(
    served: Served, school: School, chat: int, body: dict[str, Any]
) -> None:
    answer = await (await served.person("nina")).post(f"/api/schools/{school.id}/holds", body)
    assert (answer.status, answer.code) == (400, "bad_request")
