"""Private chats between a family and the school."""

import asyncio
from typing import Any

import pytest

from channels.talk.model import MOST_UNREAD
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.wire import wire


async def chat_with(person: Caller, other: int) -> dict[str, Any]:
    answer = await person.post("/api/chats", {"person": str(other)})
    assert answer.status == 200, answer.body
    chat: dict[str, Any] = answer.body["chat"]
    return chat


async def test_contacts_say_why_one_may_write_to_somebody(served: Served, school: School) -> None:
    olga = await served.person("olga")
    contacts = {c["person"]["id"]: c for c in (await olga.get("/api/contacts")).body["contacts"]}
    assert contacts.keys() == {str(school.maria), str(school.lev), str(school.clara)}
    about = contacts[str(school.maria)]["about"]
    assert {(one["role"], one["subject"], one["class"]) for one in about} == {
        ("teacher", "Математика", "5А"),
        ("class_teacher", None, "5А"),
    }
    maria = await served.person("maria")
    [mother] = [c for c in (await maria.get("/api/contacts")).body["contacts"] if c["person"]["id"] == str(school.olga)]
    assert [(one["relation"], one["child"]["name"]["given"]) for one in mother["about"]] == [("mother", "Анна")]


async def test_two_people_have_one_chat_whoever_opens_it(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    opened = await asyncio.gather(
        *(chat_with(olga, school.maria) for _ in range(3)), *(chat_with(maria, school.olga) for _ in range(3))
    )
    assert len({chat["id"] for chat in opened}) == 1


async def test_a_new_chat_reaches_open_sessions_of_both_with_its_first_message(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    async with wire(served, olga) as family, wire(served, maria) as teacher:
        chat = await chat_with(olga, school.maria)
        for socket in (family, teacher):
            assert (await socket.push("subscribe"))["channel"] == chat["channel"]
        sent = await olga.post(f"/api/chats/{chat['id']}/messages", {"text": "Здравствуйте"}, key="m-1")
        for socket in (family, teacher):
            told = await socket.publication(chat["channel"])
            assert told["data"] == {"type": "message", "message": sent.body["message"]}
            assert told["offset"] == sent.body["message"]["offset"] == 1
    assert sent.body["message"]["key"] == "m-1"


async def test_publishing_into_the_chat_sends_a_message_once(served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = await chat_with(olga, school.maria)
    async with wire(served, olga) as socket:
        for _ in range(2):
            reply = await socket.call("publish", {"channel": chat["channel"], "data": {"text": "Привет", "key": "m-1"}})
            assert reply["publish"] == {}
    messages = (await olga.get(f"/api/chats/{chat['id']}/messages")).body["messages"]
    assert [(m["text"], m["key"]) for m in messages] == [("Привет", "m-1")]


async def test_history_is_paged_both_ways_without_loss(served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = await chat_with(olga, school.maria)
    path = f"/api/chats/{chat['id']}/messages"
    for n in range(7):
        await olga.post(path, {"text": f"{n}"})
    newest = (await olga.get(f"{path}?limit=3")).body
    assert ([m["text"] for m in newest["messages"]], newest["more"]) == (["4", "5", "6"], True)
    older = (await olga.get(f"{path}?limit=3&before={newest['messages'][0]['offset']}")).body
    assert ([m["text"] for m in older["messages"]], older["more"]) == (["1", "2", "3"], True)
    oldest = (await olga.get(f"{path}?limit=3&before={older['messages'][0]['offset']}")).body
    assert ([m["text"] for m in oldest["messages"]], oldest["more"]) == (["0"], False)
    later = (await olga.get(f"{path}?limit=3&after={older['messages'][-1]['offset']}")).body
    assert ([m["text"] for m in later["messages"]], later["newer"]) == (["4", "5", "6"], False)
    assert [(page["more"], page["newer"]) for page in (newest, older, oldest, later)] == [
        (True, False),
        (True, True),
        (False, True),
        (True, False),
    ]
    assert newest["position"]["offset"] == 7


async def test_unread_is_counted_to_a_hundred(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = await chat_with(olga, school.maria)
    path = f"/api/chats/{chat['id']}"
    for _ in range(MOST_UNREAD + 2):
        assert (await olga.post(f"{path}/messages", {"text": "ещё"})).status == 201

    async def left() -> int:
        unread: int = (await maria.get("/api/chats")).body["chats"][0]["unread"]
        return unread

    assert await left() == MOST_UNREAD
    await maria.post(f"{path}/seen", {"offset": 2})
    assert await left() == MOST_UNREAD
    await maria.post(f"{path}/seen", {"offset": 3})
    assert await left() == MOST_UNREAD - 1


async def test_what_is_seen_moves_forward_only_and_staff_let_it_be_known(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = await chat_with(olga, school.maria)
    path = f"/api/chats/{chat['id']}"
    for n in range(3):
        await olga.post(f"{path}/messages", {"text": f"{n}"})
    assert (await maria.get("/api/chats")).body["chats"][0]["unread"] == 3
    async with wire(served, olga) as family:
        assert (await maria.post(f"{path}/seen", {"offset": 2})).body == {"seen": 2}
        told = await family.publication(chat["channel"])
    assert (told["data"]["type"], told["data"]["person"], told["data"]["offset"]) == ("seen", str(school.maria), 2)
    assert (await maria.post(f"{path}/seen", {"offset": 1})).body == {"seen": 2}
    assert (await maria.get("/api/chats")).body["chats"][0]["unread"] == 1
    [seen] = [
        m["seen"] for m in (await olga.get("/api/chats")).body["chats"][0]["members"] if m["id"] == str(school.maria)
    ]
    assert seen == 2
    assert (await maria.post(f"{path}/seen", {"offset": 10**9})).body == {"seen": 4}  # never past the top


async def test_a_family_is_not_watched_unless_it_says_so(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = await chat_with(olga, school.maria)
    path = f"/api/chats/{chat['id']}"

    async def seen_by_olga() -> object:
        [member] = [
            m for m in (await maria.get("/api/chats")).body["chats"][0]["members"] if m["id"] == str(school.olga)
        ]
        return member["seen"]

    await maria.post(f"{path}/messages", {"text": "Добрый день"})
    async with wire(served, olga) as other_device:
        await olga.post(f"{path}/seen", {"offset": 1})
        own = await other_device.publication(f"person:{school.olga}")
    assert own["data"] == {"type": "seen", "channel": chat["channel"], "offset": 1}
    assert await seen_by_olga() is None
    assert await served.server.pool.fetchval("select top_offset from channel where name = $1", chat["channel"]) == 1
    await olga.patch("/api/me", {"share_seen": True})
    assert await seen_by_olga() == 1


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 422, "empty_message"),
        (" \n\t ", 422, "empty_message"),
        ("a\u0007b", 422, "control_characters"),
        ("x" * 8001, 400, "bad_request"),
        (None, 400, "bad_request"),
        (["x"], 400, "bad_request"),
    ],
)
async def test_what_is_no_message_is_refused(
    served: Served, school: School, text: object, status: int, code: str
) -> None:
    olga = await served.person("olga")
    chat = await chat_with(olga, school.maria)
    answer = await olga.post(f"/api/chats/{chat['id']}/messages", {"text": text})
    assert (answer.status, answer.code) == (status, code)
    assert await served.server.pool.fetchval("select count(*) from message") == 0


async def test_when_the_bond_ends_the_chat_can_be_read_but_not_written(served: Served, school: School) -> None:
    boris = await served.person("boris")
    chat = await chat_with(boris, school.maria)
    await served.server.pool.execute("update guardianship set ended_at = now() where guardian_id = $1", school.boris)
    answer = await boris.post(f"/api/chats/{chat['id']}/messages", {"text": "Ещё вопрос"})
    assert (answer.status, answer.code) == (403, "may_not_write_to")
    assert (await boris.get(f"/api/chats/{chat['id']}/messages")).status == 200


async def test_a_long_storm_of_messages_is_numbered_without_gaps(served: Served, school: School) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = await chat_with(olga, school.maria)
    path = f"/api/chats/{chat['id']}/messages"
    answers = await asyncio.gather(*(who.post(path, {"text": f"{n}"}) for n in range(30) for who in (olga, maria)))
    assert sorted(answer.body["message"]["offset"] for answer in answers) == list(range(1, 61))
    stored = (await olga.get(f"{path}?limit=100")).body["messages"]
    assert [message["offset"] for message in stored] == list(range(1, 61))
