"""Safety: reported in one tap, looked after by those who are appointed, decided; blocks between peers."""

from typing import Any

import pytest

from channels.safety.reports import watch
from tests.support.files import sent_file
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire


async def appointed(served: Served, school: School, *logins: str) -> Caller:
    """The last of them, signed in."""
    clara = await served.person("clara")
    for login in logins:
        asked = {"person": str(school.people[login]), "appointed": True}
        assert (await clara.ask("PUT", f"/api/schools/{school.id}/safeguarding", asked)).status == 200
    return await served.person(logins[-1])


async def say(person: Caller, chat: int | str, text: str) -> int:
    answer = await person.post(f"/api/chats/{chat}/messages", {"text": text})
    assert answer.status == 201, answer.body
    offset: int = answer.body["message"]["offset"]
    return offset


async def report(person: Caller, chat: int | str, offset: int, reason: str = "insult", words: str = "") -> Answer:
    return await person.post(f"/api/chats/{chat}/messages/{offset}/report", {"reason": reason, "words": words})


async def queue(person: Caller, school: School, **wanted: Any) -> list[Any]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    answer = await person.get(f"/api/schools/{school.id}/reports?{query}")
    assert answer.status == 200, answer.body
    lines: list[Any] = answer.body["reports"]
    return lines


@pytest.fixture
async def chat(served: Served, school: School) -> int:
    return await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")


async def test_leadership_appoints_staff_and_nobody_else_does(served: Served, school: School) -> None:
    path = f"/api/schools/{school.id}/safeguarding"
    for login, chosen in (("maria", "nina"), ("olga", "olga"), ("clara", "olga"), ("foreign_teacher", "nina")):
        asked = {"person": str(school.people[chosen]), "appointed": True}
        assert (await (await served.person(login)).ask("PUT", path, asked)).status == 404, login
    nina = await appointed(served, school, "nina")
    assert (await nina.get("/api/me")).body["safeguards"] == [str(school.id)]
    told = (await (await served.person("olga")).get(path)).body["people"]
    assert [one["id"] for one in told] == [str(school.nina)]
    clara = await served.person("clara")
    await clara.ask("PUT", path, {"person": str(school.nina), "appointed": False})
    assert (await nina.get("/api/me")).body["safeguards"] == []
    rows = await served.server.pool.fetch("select action from audit where target = $1 order by id", school.nina)
    assert [row["action"] for row in rows] == ["appoint_safeguarding", "dismiss_safeguarding"]


async def test_who_leaves_the_staff_looks_after_nothing_any_more(served: Served, school: School) -> None:
    nina = await appointed(served, school, "nina")
    await served.server.pool.execute("update role set ended_at = now() where person_id = $1", school.nina)
    assert (await nina.get(f"/api/schools/{school.id}/reports")).status == 404


async def test_a_report_keeps_the_message_as_it_was(served: Served, school: School, chat: int) -> None:
    nina, olga, boris = (
        await appointed(served, school, "nina"),
        await served.person("olga"),
        await served.person("boris"),
    )
    await say(olga, chat, "Добрый день")
    offset = await say(boris, chat, "Дурак")
    await boris.patch(f"/api/chats/{chat}/messages/{offset}", {"revision": 1, "text": "Сам дурак"})
    await say(olga, chat, "Зачем так?")
    async with wire(served, nina) as page:
        number = (await report(olga, chat, offset, words="Оскорбляет")).body["report"]
        told = await page.publication(f"person:{school.nina}")
    assert told["data"] == {"type": "report", "report": number, "school": str(school.id)}
    await boris.post(f"/api/chats/{chat}/messages/{offset}/withdraw")
    shown = (await nina.get(f"/api/reports/{number}")).body["report"]
    evidence = shown["evidence"]
    assert (evidence["message"]["text"], [one["text"] for one in evidence["revisions"]]) == ("Сам дурак", ["Дурак"])
    assert [one["text"] for one in evidence["before"] + evidence["after"]] == ["Добрый день", "Зачем так?"]
    assert [(one["person"]["id"], one["reason"], one["words"]) for one in shown["reported_by"]] == [
        (str(school.olga), "insult", "Оскорбляет")
    ]
    rows = await served.server.pool.fetch("select person_id from audit where action = 'read_report'")
    assert [row["person_id"] for row in rows] == [school.nina]  # every reading is kept


async def test_many_reports_of_one_message_are_one_and_twice_is_once(served: Served, school: School, chat: int) -> None:
    nina, olga, maria = [await served.person(login) for login in ("nina", "olga", "maria")]
    await appointed(served, school, "nina")
    offset = await say(await served.person("boris"), chat, "Дурак")
    numbers = {(await report(person, chat, offset)).body["report"] for person in (olga, olga, maria)}
    [line] = await queue(nina, school)
    assert (len(numbers), line["id"], line["reporters"], line["reasons"]) == (1, *numbers, 2, ["insult"])


async def test_the_reporter_is_hidden_from_all_but_the_appointed(served: Served, school: School, chat: int) -> None:
    await appointed(served, school, "nina")
    olga, boris = await served.person("olga"), await served.person("boris")
    offset = await say(boris, chat, "Дурак")
    number = (await report(olga, chat, offset)).body["report"]
    for login in ("boris", "maria", "clara", "olga", "foreign_teacher"):
        caller = await served.person(login)
        assert (await caller.get(f"/api/reports/{number}")).status == 404, login
        assert (await caller.get(f"/api/schools/{school.id}/reports")).status == 404, login
    rows = await served.server.pool.fetch(
        "select p.data::text, p.author_id from publication p join channel c on c.id = p.channel_id"
        " where p.data::text like '%report%'"
    )
    assert rows
    assert all(str(school.olga) not in row["data"] and row["author_id"] is None for row in rows)


@pytest.mark.parametrize("login", ["clara", "anya", "foreign_guardian", "nina"])
async def test_only_what_one_reads_can_be_reported(served: Served, school: School, chat: int, login: str) -> None:
    await appointed(served, school, "nina")
    offset = await say(await served.person("boris"), chat, "Дурак")
    nowhere = await report(await served.person(login), 999_999, offset)
    refused = await report(await served.person(login), chat, offset)
    assert (refused.status, refused.body) == (404, nowhere.body)


async def test_a_school_that_has_appointed_nobody_says_so(served: Served, school: School, chat: int) -> None:
    offset = await say(await served.person("boris"), chat, "Дурак")
    refused = await report(await served.person("olga"), chat, offset)
    assert (refused.status, refused.code) == (409, "nobody_safeguards")


async def test_a_decision_takes_the_words_away_and_the_reporter_hears_that_it_was_looked_at(
    served: Served, school: School, chat: int
) -> None:
    nina, olga, boris = (
        await appointed(served, school, "nina"),
        await served.person("olga"),
        await served.person("boris"),
    )
    offset = await say(boris, chat, "Дурак")
    number = (await report(olga, chat, offset)).body["report"]
    assert (await nina.post(f"/api/reports/{number}/take")).body["report"]["taken_by"]["id"] == str(school.nina)
    async with wire(served, olga) as page:
        decided = await nina.post(f"/api/reports/{number}/decide", {"decision": "withdrawn", "note": "Беседа с семьёй"})
        assert decided.status == 200
        told = await page.publication(f"person:{school.olga}")
    assert told["data"] == {"type": "report_looked_at", "report": number}
    [shown] = [
        one for one in (await olga.get(f"/api/chats/{chat}/messages")).body["messages"] if one["offset"] == offset
    ]
    assert (shown["text"], shown["withdrawn"]["by"]) == ("", str(school.nina))
    again = await nina.post(f"/api/reports/{number}/decide", {"decision": "nothing"})
    assert (again.status, again.code) == (409, "report_closed")
    assert ([one["id"] for one in await queue(nina, school, closed="true")], await queue(nina, school)) == (
        [number],
        [],
    )


async def test_who_is_silenced_reads_only_and_only_there_and_only_for_a_time(
    served: Served, school: School, chat: int
) -> None:
    nina, olga, boris = (
        await appointed(served, school, "nina"),
        await served.person("olga"),
        await served.person("boris"),
    )
    offset = await say(boris, chat, "Дурак")
    number = (await report(olga, chat, offset)).body["report"]
    await nina.post(f"/api/reports/{number}/decide", {"decision": "silenced", "days": 3})
    refused = await boris.post(f"/api/chats/{chat}/messages", {"text": "Ещё"})
    assert (refused.status, refused.code) == (403, "may_not_write_to")
    assert (await boris.get(f"/api/chats/{chat}")).body["chat"]["writes"] is False
    private = (await boris.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    await say(boris, private, "Здравствуйте")
    await say(olga, chat, "Спасибо")
    await served.server.pool.execute("update silence set until = now()")
    await say(boris, chat, "Простите")


async def test_bytes_of_evidence_are_not_swept_while_the_report_is_under_way(
    served: Served, school: School, chat: int
) -> None:
    nina, olga, boris = (
        await appointed(served, school, "nina"),
        await served.person("olga"),
        await served.person("boris"),
    )
    await sent_file(boris, chat)
    offset = (await boris.get(f"/api/chats/{chat}/messages")).body["messages"][-1]["offset"]
    number = (await report(olga, chat, offset, "indecent")).body["report"]
    await boris.post(f"/api/chats/{chat}/messages/{offset}/withdraw")
    removable = "select count(*) from file where state = 'taken' and not bytes_removed"
    async with served.server.desk.store.read() as tx:
        assert await tx.files.removable(10) == []
    assert await served.server.pool.fetchval(removable) == 1
    await nina.post(f"/api/reports/{number}/decide", {"decision": "passed_on"})
    async with served.server.desk.store.read() as tx:
        assert len(await tx.files.removable(10)) == 1


async def test_a_word_of_the_list_is_a_hint_in_any_form_and_never_in_private_chats(
    served: Served, school: School, chat: int
) -> None:
    nina, olga = await appointed(served, school, "nina"), await served.person("olga")
    path = f"/api/schools/{school.id}/watched-words"
    assert (await nina.ask("PUT", path, {"words": ["сигарета", "ёрш"]})).body == {"words": ["сигарета", "ёрш"]}
    private = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    await say(olga, private, "Нашла сигареты в портфеле")
    await say(olga, chat, "Погода хорошая")
    offset = await say(olga, chat, "У кого есть сигареты?")
    await say(olga, chat, "Ловили ершей")
    await watch(served.server.desk)
    await watch(served.server.desk)  # a second look finds nothing new
    lines = await queue(nina, school)
    assert [(line["word"], line["reporters"]) for line in lines] == [("ёрш", 0), ("сигарета", 0)]
    number = (await report(await served.person("boris"), chat, offset, "other")).body["report"]
    assert number == lines[1]["id"]  # the same message, the same line


async def test_two_families_shut_each_other_out_and_nobody_shuts_out_staff(served: Served, school: School) -> None:
    pool, olga, boris = served.server.pool, await served.person("olga"), await served.person("boris")
    await (await served.person("clara")).ask(
        "PUT", f"/api/schools/{school.id}/rules", {"rule": "families_write_each_other", "allowed": True}
    )
    chat = (await olga.post("/api/chats", {"person": str(school.boris)})).body["chat"]["id"]
    await say(boris, chat, "Верните мяч")
    blocked = await olga.ask("PUT", "/api/blocks", {"person": str(school.boris), "blocked": True})
    assert [one["id"] for one in blocked.body["people"]] == [str(school.boris)]
    for writer in (boris, olga):
        refused = await writer.post(f"/api/chats/{chat}/messages", {"text": "Верните"})
        assert (refused.status, refused.code) == (403, "may_not_write_to")
    assert (await boris.get("/api/blocks")).body == {"people": []}  # nobody says it to him
    await olga.ask("PUT", "/api/blocks", {"person": str(school.boris), "blocked": False})
    await say(boris, chat, "Спасибо")
    await olga.post("/api/chats", {"person": str(school.maria)})
    refused = await olga.ask("PUT", "/api/blocks", {"person": str(school.maria), "blocked": True})
    assert (refused.status, refused.code) == (403, "cannot_block")
    assert await pool.fetchval("select count(*) from block") == 0


@pytest.mark.parametrize("login", ["ivan", "foreign_guardian", "anya"])
async def test_somebody_one_has_no_chat_with_is_not_there_to_be_blocked(
    served: Served, school: School, login: str
) -> None:
    asked = {"person": str(school.people[login]), "blocked": True}
    assert (await (await served.person("olga")).ask("PUT", "/api/blocks", asked)).status == 404
