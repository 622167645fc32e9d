"""What becomes of a message after it was sent."""

from typing import Any

import pytest

from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


class Talk:
    """A group of Olga, Boris and Maria, and its messages by their offsets."""

    def __init__(self, served: Served, chat: int, **people: Caller) -> None:
        self.served, self.pool = served, served.server.pool
        self.path, self.channel = f"/api/chats/{chat}", f"chat:{chat}"
        self.chat = chat
        self.olga, self.boris, self.maria = (people[name] for name in ("olga", "boris", "maria"))

    async def send(self, person: Caller, text: str, **more: Any) -> Any:
        answer = await person.post(f"{self.path}/messages", {"text": text, **more})
        assert answer.status == 201, answer.body
        return answer.body["message"]

    async def edit(self, person: Caller, message: Any, text: str, **more: Any) -> Answer:
        return await person.patch(
            f"{self.path}/messages/{message['offset']}", {"revision": message["revision"], "text": text, **more}
        )

    async def withdraw(self, person: Caller, message: Any) -> Answer:
        return await person.post(f"{self.path}/messages/{message['offset']}/withdraw")

    async def react(self, person: Caller, message: Any, reaction: str | None) -> Answer:
        return await person.ask("PUT", f"{self.path}/messages/{message['offset']}/reaction", {"reaction": reaction})

    async def pin(self, person: Caller, message: Any, pinned: bool) -> Answer:
        return await person.ask("PUT", f"{self.path}/messages/{message['offset']}/pin", {"pinned": pinned})

    async def shown(self, person: Caller) -> list[Any]:
        shown: list[Any] = (await person.get(f"{self.path}/messages")).body["messages"]
        return shown

    async def listed(self, person: Caller) -> Any:
        [chat] = [one for one in (await person.get("/api/chats")).body["chats"] if one["id"] == str(self.chat)]
        return chat

    async def age(self, seconds: int) -> None:
        await self.pool.execute("update message set sent_at = sent_at - make_interval(secs => $1)", seconds)


@pytest.fixture
async def talk(served: Served, school: School) -> Talk:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    return Talk(served, chat, **{name: await served.person(name) for name in ("olga", "boris", "maria")})


async def test_a_reply_names_the_message_and_the_mention_its_person(talk: Talk, school: School) -> None:
    first = await talk.send(talk.olga, "Когда собрание?")
    reply = await talk.send(talk.maria, "@Ольга, в пятницу", reply_to=first["offset"], mentions=[str(school.olga)])
    assert (reply["reply_to"], reply["mentions"]) == (first["offset"], [str(school.olga)])
    assert await talk.shown(talk.boris) == [first, reply]


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"reply_to": 77}, "unknown_reply", "reply_to"),
        ({"mentions": ["1000000"]}, "unknown_mention", "mentions"),
        ({"mentions": "clara"}, "unknown_mention", "mentions"),
    ],
)
async def test_who_is_not_there_is_neither_answered_nor_mentioned(
    talk: Talk, school: School, more: dict[str, Any], code: str, field: str
) -> None:
    if more == {"mentions": "clara"}:  # of the school, but not of the chat
        more = {"mentions": [str(school.clara)]}
    answer = await talk.olga.post(f"{talk.path}/messages", {"text": "Привет", **more})
    assert (answer.status, answer.code, answer.body["errors"][0]["field"]) == (422, code, field)
    assert await talk.shown(talk.olga) == []


async def test_an_edit_is_told_to_all_and_keeps_what_stood_before_for_its_author(talk: Talk) -> None:
    sent = await talk.send(talk.olga, "Собрание в четверг")
    async with wire(talk.served, talk.boris) as phone:
        edited = (await talk.edit(talk.olga, sent, "Собрание в пятницу")).body["message"]
        told = await phone.publication(talk.channel)
    assert told["data"] == {"type": "message_edited", "message": edited}
    assert (edited["text"], edited["revision"], edited["offset"]) == ("Собрание в пятницу", 2, sent["offset"])
    assert await talk.shown(talk.boris) == [edited]
    path = f"{talk.path}/messages/{sent['offset']}/history"
    [before] = (await talk.olga.get(path)).body["before"]
    assert (before["text"], before["at"]) == ("Собрание в четверг", sent["sent_at"])
    assert ((await talk.boris.get(path)).status, (await talk.boris.get(path)).code) == (403, "not_your_message")


async def test_the_second_of_two_edits_is_told_what_stands(talk: Talk) -> None:
    sent = await talk.send(talk.olga, "раз")
    edited = (await talk.edit(talk.olga, sent, "два")).body["message"]
    late = await talk.edit(talk.olga, sent, "три")
    assert (late.status, late.code, late.body["current"]) == (409, "stale", edited)
    assert await talk.shown(talk.olga) == [edited]


async def test_nobody_changes_or_withdraws_what_another_wrote(talk: Talk) -> None:
    sent = await talk.send(talk.olga, "Моё")
    for answer in (await talk.edit(talk.boris, sent, "Ваше"), await talk.withdraw(talk.boris, sent)):
        assert (answer.status, answer.code) == (403, "not_your_message")
    assert (await talk.edit(talk.maria, sent, "Ваше")).code == "not_your_message"  # not even who looks after the chat
    assert await talk.shown(talk.olga) == [sent]


async def test_who_looks_after_the_chat_withdraws_with_a_trace_however_soon(talk: Talk, school: School) -> None:
    sent = await talk.send(talk.boris, "Реклама")
    assert (await talk.withdraw(talk.maria, sent)).status == 200
    [left] = await talk.shown(talk.olga)
    assert (left["text"], left["withdrawn"]["by"]) == ("", str(school.maria))
    path = f"{talk.path}/messages/{sent['offset']}/history"
    assert [one["text"] for one in (await talk.maria.get(path)).body["before"]] == ["Реклама"]


async def test_a_withdrawn_message_leaves_a_trace_without_its_words(talk: Talk, school: School) -> None:
    sent = await talk.send(talk.olga, "Это про другого ребёнка")
    await talk.age(60)
    edited = (await talk.edit(talk.olga, sent, "Это про другого ребёнка, простите")).body["message"]
    await talk.react(talk.boris, sent, "question")
    await talk.pin(talk.maria, sent, True)
    assert (await talk.withdraw(talk.olga, sent)).status == 200
    [left] = await talk.shown(talk.boris)
    assert (left["text"], left["reactions"], left["withdrawn"]["by"]) == ("", [], str(school.olga))
    assert (await talk.listed(talk.boris))["pinned"] == []
    assert (await talk.listed(talk.boris))["unread"] == 0
    for answer in (await talk.edit(talk.olga, edited, "ещё"), await talk.react(talk.olga, sent, "thanks")):
        assert (answer.status, answer.code) == (409, "message_withdrawn")


async def test_who_comes_back_later_is_not_told_the_words_of_what_was_withdrawn(talk: Talk) -> None:
    sent = await talk.send(talk.olga, "секрет один")
    await talk.age(60)
    await talk.edit(talk.olga, sent, "секрет два")
    await talk.withdraw(talk.olga, sent)
    async with wire(talk.served, talk.boris) as phone:
        history = (await phone.call("history", {"channel": talk.channel, "limit": 10}))["history"]["publications"]
    assert [one["data"]["type"] for one in history] == ["message_withdrawn"] * 3
    assert "секрет" not in str(history)
    assert "секрет" not in str(await talk.shown(talk.boris))


async def test_what_is_taken_back_at_once_is_shown_nowhere(talk: Talk) -> None:
    first = await talk.send(talk.olga, "Добрый день")
    second = await talk.send(talk.olga, "Ой")
    async with wire(talk.served, talk.boris) as phone:
        assert (await talk.withdraw(talk.olga, second)).status == 200
        told = (await phone.publication(talk.channel))["data"]
    assert (told["taken_back"], told["message"]["text"]) == (True, "")
    assert await talk.shown(talk.boris) == [first]
    assert (await talk.listed(talk.boris))["last"] == first
    assert (await talk.withdraw(talk.olga, second)).status == 404
    assert (await talk.send(talk.boris, "?"))["offset"] == 4  # numbers are never given twice


async def test_a_word_in_reply_is_one_for_each_person_and_can_be_taken_back(talk: Talk, school: School) -> None:
    sent = await talk.send(talk.maria, "В пятницу контрольная")
    async with wire(talk.served, talk.olga) as phone:
        await talk.react(talk.olga, sent, "thanks")
        await talk.react(talk.boris, sent, "got_it")
        await talk.react(talk.olga, sent, "will_be")
        await talk.react(talk.olga, sent, "will_be")  # nothing new: nothing is told
        await talk.react(talk.boris, sent, None)
        told = [(await phone.publication(talk.channel))["data"] for _ in range(4)]
    assert [(one["person"], one["reaction"]) for one in told] == [
        (str(school.olga), "thanks"),
        (str(school.boris), "got_it"),
        (str(school.olga), "will_be"),
        (str(school.boris), None),
    ]
    [shown] = await talk.shown(talk.maria)
    assert shown["reactions"] == [{"person": str(school.olga), "reaction": "will_be"}]
    assert (await talk.react(talk.olga, sent, "🙂")).status == 400


async def test_pinned_messages_stand_in_the_chat_and_are_bounded(talk: Talk) -> None:
    messages = [await talk.send(talk.maria, f"{number}") for number in range(21)]
    for message in messages[:20]:
        assert (await talk.pin(talk.maria, message, True)).status == 200
    refused = await talk.pin(talk.maria, messages[20], True)
    assert (refused.status, refused.code) == (409, "too_many_pins")
    by_member = await talk.pin(talk.boris, messages[0], False)
    assert (by_member.status, by_member.code) == (403, "may_not_write_to")
    await talk.pin(talk.maria, messages[0], False)
    assert (await talk.pin(talk.maria, messages[20], True)).body["pinned"] == list(range(2, 22))
    assert (await talk.listed(talk.maria))["pinned"] == list(range(2, 22))


async def test_who_has_left_changes_nothing_any_more(talk: Talk, school: School) -> None:
    sent = await talk.send(talk.olga, "Ухожу")
    await talk.pool.execute("update membership set left_at = now() where person_id = $1", school.olga)
    for answer in (
        await talk.edit(talk.olga, sent, "Осталась"),
        await talk.withdraw(talk.olga, sent),
        await talk.react(talk.olga, sent, "thanks"),
        await talk.pin(talk.olga, sent, True),
        await talk.olga.get(f"{talk.path}/messages/{sent['offset']}/history"),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
