"""Polls in chats, messages that go at a time, and when teachers are there for messages."""

from typing import Any

import pytest

from channels.talk.scheduled import send_due
from tests.support.groups import group
from tests.support.school import School
from tests.support.school_events import days_from_now
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

POLL = {"text": "Когда собрание?", "poll": {"options": ["В среду", "В пятницу", "Не приду"]}}


@pytest.fixture
async def chat(served: Served, school: School) -> int:
    return await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")


async def asked(person: Caller, chat: int, **more: Any) -> Any:
    body = {"text": POLL["text"], "poll": {**POLL["poll"], **more}}  # type: ignore[dict-item]
    answer = await person.post(f"/api/chats/{chat}/messages", body)
    assert answer.status == 201, answer.body
    return answer.body["message"]


async def vote(person: Caller, message: Any, *choices: int) -> Answer:
    path = f"/api/chats/{message['chat']}/messages/{message['offset']}/vote"
    return await person.ask("PUT", path, {"choices": list(choices)})


async def test_a_poll_is_asked_answered_and_closed(served: Served, school: School, chat: int) -> None:
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    message = await asked(maria, chat)
    async with wire(served, maria) as page:
        assert (await vote(olga, message, 1)).status == 200
        told = await page.publication(f"chat:{chat}")
    assert told["data"] == {
        "type": "poll_voted", "offset": message["offset"], "person": str(school.olga), "choices": [1]
    }  # fmt: skip
    await vote(boris, message, 0)
    await vote(boris, message, 2)  # another takes its place
    poll = (await vote(olga, message)).body["message"]["poll"]  # none takes it back
    assert poll["votes"] == [{"person": str(school.boris), "choices": [2]}]
    several = await vote(olga, message, 0, 1)
    assert (several.status, several.code) == (400, "bad_request")
    beyond = await vote(olga, message, 3)
    assert (beyond.status, beyond.code) == (400, "bad_request")
    path = f"/api/chats/{chat}/messages/{message['offset']}/close"
    assert (await boris.post(path)).code == "not_your_message"
    assert (await maria.post(path)).body["message"]["poll"]["closed_at"] is not None
    assert (await vote(olga, message, 1)).code == "poll_closed"


async def test_several_may_be_chosen_where_the_poll_says_so(served: Served, chat: int) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    message = await asked(maria, chat, multiple=True)
    voted = (await vote(olga, message, 2, 0, 2)).body["message"]["poll"]["votes"]
    assert voted[0]["choices"] == [0, 2]
    [shown] = (await olga.get(f"/api/chats/{chat}/messages")).body["messages"]
    assert shown["poll"]["votes"] == voted


async def test_a_poll_ends_at_its_time_and_goes_with_its_message(served: Served, chat: int) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    message = await asked(maria, chat, closes_at=days_from_now(1))
    await served.server.pool.execute("update poll set closes_at = now() - interval '1 second'")
    assert (await vote(olga, message, 0)).code == "poll_closed"
    plain = (await maria.post(f"/api/chats/{chat}/messages", {"text": "Без вопроса"})).body["message"]
    assert (await vote(olga, plain, 0)).code == "no_poll"
    await maria.post(f"/api/chats/{chat}/messages/{message['offset']}/withdraw")
    shown = (await olga.get(f"/api/chats/{chat}/messages")).body["messages"]
    assert all(one["poll"] is None for one in shown)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "", "poll": {"options": ["а", "б"]}},
        {"text": "?", "poll": {"options": ["а"]}},
        {"text": "?", "poll": {"options": ["а", "а"]}},
        {"text": "?", "poll": {"options": ["а", ""]}},
        {"text": "?", "poll": {"options": [str(n) for n in range(11)]}},
        {"text": "?", "poll": {"options": ["а", "б"], "closes_at": "2026-12-01T10:00:00"}},
    ],
)
async def test_a_poll_that_asks_nothing_is_refused(served: Served, chat: int, wrong: dict[str, Any]) -> None:
    answer = await (await served.person("maria")).post(f"/api/chats/{chat}/messages", wrong)
    assert answer.status in (400, 422), answer.body


async def waits(person: Caller, chat: int, text: str, days: float = 1) -> Any:
    answer = await person.post(f"/api/chats/{chat}/later", {"text": text, "at": days_from_now(days)})
    assert answer.status == 201, answer.body
    return answer.body["message"]


async def texts(person: Caller, chat: int) -> list[str]:
    return [one["text"] for one in (await person.get(f"/api/chats/{chat}/messages")).body["messages"]]


async def test_a_message_goes_at_its_time_and_once(served: Served, school: School, chat: int) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    await waits(maria, chat, "Завтра контрольная")
    await waits(maria, chat, "Послезавтра поездка", 2)
    await send_due(served.server.desk)
    assert await texts(olga, chat) == []
    async with wire(served, maria) as page:
        due = "update later_message set send_at = now() - interval '1 minute' where body::text like '%контрольная%'"
        await served.server.pool.execute(due)
        await send_due(served.server.desk)
        await send_due(served.server.desk)
        told = await page.publication(f"person:{school.maria}")
    assert told["data"] == {"type": "later_changed", "chat": str(chat)}
    assert await texts(olga, chat) == ["Завтра контрольная"]
    left = (await maria.get(f"/api/chats/{chat}/later")).body["messages"]
    assert [one["text"] for one in left] == ["Послезавтра поездка"]
    assert (await olga.get(f"/api/chats/{chat}/later")).body["messages"] == []  # nobody else's business
    assert (await olga.ask("DELETE", f"/api/later/{left[0]['id']}")).status == 404
    assert (await maria.ask("DELETE", f"/api/later/{left[0]['id']}")).status == 200


async def test_rights_are_those_of_then(served: Served, school: School, chat: int) -> None:
    olga = await served.person("olga")
    await waits(olga, chat, "Спасибо")
    pool = served.server.pool
    await pool.execute("update membership set left_at = now() where person_id = $1", school.olga)
    # the server may look before we do
    await pool.execute("update later_message set send_at = now() - interval '1 minute'")
    await send_due(served.server.desk)
    assert await pool.fetchval("select refused from later_message") == "not_found"
    assert await texts(await served.person("maria"), chat) == []


async def test_a_time_that_has_passed_or_is_too_far_is_refused(served: Served, chat: int) -> None:
    olga = await served.person("olga")
    for days in (-1, 400):
        answer = await olga.post(f"/api/chats/{chat}/later", {"text": "а", "at": days_from_now(days)})
        assert (answer.status, answer.code) == (422, "not_in_the_future")


async def test_office_hours_are_seen_before_one_writes(served: Served, school: School, chat: int) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    hours = [{"day": 5, "begins": "14:00", "ends": "15:00"}, {"day": 1, "begins": "09:00", "ends": "17:00"}]
    said = await maria.ask("PUT", "/api/me/office-hours", {"hours": hours, "note": "В каникулы не отвечаю"})
    assert [one["day"] for one in said.body["hours"]] == [1, 5]
    seen = (await olga.get(f"/api/chats/{chat}/office-hours")).body
    assert (seen["zone"], [one["person"]["id"] for one in seen["people"]]) == ("Europe/Moscow", [str(school.maria)])
    assert (await maria.get(f"/api/chats/{chat}/office-hours")).body["people"] == []
    refused = await olga.ask("PUT", "/api/me/office-hours", {"hours": hours, "note": ""})
    assert (refused.status, refused.code) == (403, "forbidden")
    await maria.ask("PUT", "/api/me/office-hours", {"hours": [], "note": ""})
    assert (await olga.get(f"/api/chats/{chat}/office-hours")).body["people"] == []


@pytest.mark.parametrize(
    "hour", [{"day": 8, "begins": "09:00", "ends": "10:00"}, {"day": 1, "begins": "10:00", "ends": "09:00"}]
)
async def test_hours_that_cannot_be_are_refused(served: Served, hour: dict[str, Any]) -> None:
    answer = await (await served.person("maria")).ask("PUT", "/api/me/office-hours", {"hours": [hour], "note": ""})
    assert (answer.status, answer.code) == (400, "bad_request")
