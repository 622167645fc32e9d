"""Who comes into chats and who goes, by hand and by the roster."""

import asyncio
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from handlers.commands.export_roster import export_roster
from handlers.commands.import_roster import import_roster
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

GROUP = "/api/groups"


async def opened(person: Caller, school: School, *members: str, **more: Any) -> Any:
    asked = {"school": str(school.id), "title": "Шахматы", "members": [str(school.people[m]) for m in members], **more}
    answer = await person.post(GROUP, asked)
    assert answer.status == 201, answer.body
    return answer.body["chat"]


async def role(person: Caller, chat: Any, member: int, role: str | None) -> Answer:
    return await person.patch(f"{GROUP}/{chat['id']}/members/{member}", {"role": role})


async def listed(person: Caller) -> list[str]:
    return [chat["id"] for chat in (await person.get("/api/chats")).body["chats"]]


async def say(person: Caller, chat: Any, text: str) -> Answer:
    return await person.post(f"/api/chats/{chat['id']}/messages", {"text": text})


async def test_who_is_brought_into_a_group_hears_it_at_once(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    async with wire(served, olga) as phone:
        chat = await opened(maria, school, "olga", "lev")
        assert (await phone.push("subscribe"))["channel"] == chat["channel"]
        await say(maria, chat, "Добрый день")
        assert (await phone.publication(chat["channel"]))["data"]["message"]["text"] == "Добрый день"
    roles = {member["id"]: member["role"] for member in chat["members"]}
    assert roles == {str(school.maria): "owner", str(school.olga): "member", str(school.lev): "member"}
    assert chat["writes"] is True


async def test_who_is_put_out_hears_nothing_that_is_said_afterwards(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = await opened(maria, school, "olga")
    async with wire(served, olga) as phone:
        writing = [say(maria, chat, f"{number}") for number in range(20)]
        await asyncio.gather(*writing[:10], role(maria, chat, school.olga, None), *writing[10:])
        heard = await phone.until_unsubscribed(chat["channel"])
        position = (await maria.get(f"/api/chats/{chat['id']}")).body["chat"]["position"]["offset"]
        ended = await served.server.pool.fetchval(
            'select p."offset" from publication p join channel c on c.id = p.channel_id'
            " where c.name = $1 and p.changes_readers",
            chat["channel"],
        )
        assert len(heard) < ended <= position == 21
        assert (await phone.rpc("chat", chat=chat["id"]))["error"]["code"] == 404
    assert await listed(olga) == []
    assert (await say(olga, chat, "Я тут")).status == 404


async def test_one_brings_in_only_whom_one_answers_for(served: Served, school: School) -> None:
    nina = await served.person("nina")  # teaches year one, not Anya
    answer = await nina.post(
        GROUP, {"school": str(school.id), "title": "Кружок", "members": [str(school.lev), str(school.olga)]}
    )
    assert (answer.status, answer.code, answer.body["errors"][0]["field"]) == (422, "may_not_bring", "members.1")
    foreign = await nina.post(GROUP, {"school": "999", "title": "Кружок"})
    assert foreign.status == 404


async def test_a_group_keeps_an_owner_and_moderators_deal_with_members_only(served: Served, school: School) -> None:
    maria, lev, olga = [await served.person(login) for login in ("maria", "lev", "olga")]
    chat = await opened(maria, school, "olga", "lev", "clara")
    assert (await role(maria, chat, school.lev, "moderator")).status == 200
    assert (await role(lev, chat, school.clara, "moderator")).code == "forbidden"
    assert (await role(lev, chat, school.maria, None)).code == "forbidden"
    assert (await role(olga, chat, school.clara, None)).code == "forbidden"
    assert (await role(lev, chat, school.olga, None)).status == 200
    for last in (await role(maria, chat, school.maria, "member"), await maria.post(f"{GROUP}/{chat['id']}/leave")):
        assert (last.status, last.code) == (409, "last_owner")
    assert (await role(maria, chat, school.lev, "owner")).status == 200
    assert (await maria.post(f"{GROUP}/{chat['id']}/leave")).status == 200
    assert await listed(maria) == []


async def test_a_private_chat_is_not_left(served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]
    answer = await olga.post(f"{GROUP}/{chat['id']}/leave")
    assert (answer.status, answer.code) == (409, "chat_not_left")


async def test_where_moderators_write_the_others_only_say_thanks(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = await opened(maria, school, "olga", posting="moderators")
    sent = (await say(maria, chat, "Объявление")).body["message"]
    refused = await say(olga, chat, "А когда?")
    assert (refused.status, refused.code) == (403, "may_not_write_to")
    thanks = await olga.ask(
        "PUT", f"/api/chats/{chat['id']}/messages/{sent['offset']}/reaction", {"reaction": "thanks"}
    )
    assert thanks.status == 200
    assert (await olga.get(f"/api/chats/{chat['id']}")).body["chat"]["writes"] is False
    async with wire(served, olga) as phone:
        changed = await maria.patch(f"{GROUP}/{chat['id']}", {"posting": "all", "title": "Разговоры"})
        told = (await phone.publication(chat["channel"]))["data"]
    assert told == {"type": "group_changed", "group": changed.body["chat"]["group"]}
    assert (await say(olga, chat, "А когда?")).status == 201


async def test_into_a_public_group_one_comes_alone_and_into_another_by_asking(served: Served, school: School) -> None:
    maria, misha, anya = [await served.person(login) for login in ("maria", "misha", "anya")]
    public = await opened(maria, school, title="Хор", openness="public")
    asking = await opened(maria, school, title="Театр", openness="request")
    await opened(maria, school, title="Закрытый", openness="invitation")
    found = (await misha.get(GROUP)).body["groups"]
    assert [(one["group"]["title"], one["joined"], one["asked"]) for one in found] == [
        ("Театр", False, False),
        ("Хор", False, False),
    ]
    async with wire(served, misha) as phone, wire(served, maria) as desk:
        assert (await misha.post(f"{GROUP}/{public['id']}/join", {})).status == 200
        assert (await phone.push("subscribe"))["channel"] == public["channel"]
        assert (await misha.post(f"{GROUP}/{asking['id']}/join", {"words": "Я пою и играю"})).status == 200
        asked = await desk.publication(f"person:{school.maria}")
        assert asked["data"] == {"type": "join_asked", "chat": asking["id"]}
    assert await listed(misha) == [public["id"]]
    [request] = (await maria.get(f"{GROUP}/{asking['id']}/requests")).body["requests"]
    assert (request["person"]["id"], request["words"]) == (str(school.misha), "Я пою и играю")
    await anya.post(f"{GROUP}/{asking['id']}/join", {})
    answers = [(school.misha, True), (school.anya, False)]
    for person, accept in answers:
        path = f"{GROUP}/{asking['id']}/requests/{person}"
        assert (await maria.post(path, {"accept": accept})).status == 200
        assert (await maria.post(path, {"accept": accept})).status == 404  # answered once
    assert await listed(misha) == [asking["id"], public["id"]]
    assert await listed(anya) == []


async def test_a_student_and_staff_write_where_the_class_teacher_reads_along(served: Served, school: School) -> None:
    anya, lev, maria, clara, olga = [await served.person(one) for one in ("anya", "lev", "maria", "clara", "olga")]
    contacts = {one["person"]["id"]: one["kind"] for one in (await lev.get("/api/contacts")).body["contacts"]}
    assert (contacts[str(school.anya)], contacts[str(school.olga)]) == ("supervised", "private")
    chat = (await lev.post("/api/chats", {"person": str(school.anya)})).body["chat"]
    assert (chat["kind"], {member["id"]: member["role"] for member in chat["members"]}) == (
        "supervised",
        {str(school.lev): "member", str(school.anya): "member", str(school.maria): "supervisor"},
    )
    assert (await say(anya, chat, "Здравствуйте")).status == 201
    assert (await maria.get(f"/api/chats/{chat['id']}/messages")).body["messages"][0]["text"] == "Здравствуйте"
    assert (await say(maria, chat, "Вмешаюсь")).status == 403
    assert (await clara.get(f"/api/chats/{chat['id']}/messages")).status == 200  # leads the school
    assert await listed(clara) == []  # and is not in it
    async with wire(served, clara) as office:
        assert "subscribe" in await office.call("subscribe", {"channel": chat["channel"]})
        assert "rpc" in await office.rpc("history", chat=chat["id"])
        assert (await office.rpc("typing", chat=chat["id"]))["error"]["code"] == 404
        assert (await office.rpc("mark_seen", chat=chat["id"], offset=1))["error"]["code"] == 404
    noted = await served.server.pool.fetch("select person_id, action, target from audit order by id")
    assert {tuple(row) for row in noted} == {(school.clara, "oversee_chat", int(chat["id"]))}
    assert len(noted) == 3  # each time, by each way
    assert (await olga.get(f"/api/chats/{chat['id']}/messages")).status == 404


async def test_a_school_decides_who_writes_to_whom_and_it_holds_from_then_on(served: Served, school: School) -> None:
    clara, lev, anya, misha = [await served.person(login) for login in ("clara", "lev", "anya", "misha")]
    rules = f"/api/schools/{school.id}/rules"
    chat = (await lev.post("/api/chats", {"person": str(school.anya)})).body["chat"]
    assert (await anya.post("/api/chats", {"person": str(school.misha)})).status == 404
    await clara.ask("PUT", rules, {"rule": "staff_write_students", "allowed": False})
    await clara.ask("PUT", rules, {"rule": "students_write_each_other", "allowed": True})
    assert (await say(lev, chat, "Задание")).code == "may_not_write_to"
    assert (await anya.post("/api/chats", {"person": str(school.misha)})).body["chat"]["kind"] == "supervised"
    states = {one["rule"]: one["allowed"] for one in (await misha.get(rules)).body["rules"]}
    assert states == {
        "staff_write_students": False,
        "students_write_each_other": True,
        "families_write_each_other": False,
        "groups_span_schools": False,
        "leavers_read_past": False,
    }
    noted = await served.server.pool.fetch("select person_id, action, outcome from audit order by id")
    assert [(row["person_id"], row["action"], row["outcome"]) for row in noted] == [
        (school.anya, "open_private_chat", "not_found"),
        (school.clara, "set_rule:staff_write_students:False", "done"),
        (school.clara, "set_rule:students_write_each_other:True", "done"),
    ]


async def test_a_class_chat_has_the_families_and_the_class_teacher(served: Served, school: School) -> None:
    maria, olga, lev = [await served.person(login) for login in ("maria", "olga", "lev")]
    async with wire(served, olga) as phone:
        chat = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).body["chat"]
        assert (await phone.push("subscribe"))["channel"] == chat["channel"]
    # not the restricted father, the nanny, or the aunt whose time has ended
    assert {member["id"] for member in chat["members"]} == {str(school.maria), str(school.olga), str(school.boris)}
    assert (chat["class"]["name"], chat["audience"]) == ("5А", "families")
    again = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).body["chat"]
    students = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "students"})).body["chat"]
    assert again["id"] == chat["id"] != students["id"]
    assert {member["id"] for member in students["members"]} == {str(school.maria), str(school.anya), str(school.misha)}
    assert (await lev.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).status == 404


async def reimported(served: Served, folder: Path, change: Callable[[Path], None]) -> None:
    """The roster as it stands, changed as the school's own system would, and read again."""
    await export_roster(served.server.pool, folder, source="t")
    await asyncio.to_thread(change, folder)
    status = await import_roster(
        served.server.pool,
        folder,
        yes=True,
        as_json=True,
        source=None,
        zone="Europe/Moscow",
        confirm=lambda: True,
        console=Console(quiet=True),
    )
    assert status == 0


def without(file: str, **values: str) -> Callable[[Path], None]:
    """Takes out the rows that have these values."""

    def change(folder: Path) -> None:
        path = folder / file
        with path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        kept = [row for row in rows if any(row[name] != value for name, value in values.items())]
        assert len(kept) < len(rows), rows
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0].keys())
            writer.writeheader()
            writer.writerows(kept)

    return change


@pytest.mark.slow
async def test_who_leaves_the_class_is_out_of_its_chat_before_the_next_word(
    served: Served, school: School, tmp_path: Path
) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).body["chat"]
    group = await opened(maria, school, "olga")
    async with wire(served, olga) as phone:
        await reimported(served, tmp_path / "roster", without("enrollments.csv", userSourcedId="anya"))
        assert (await say(maria, chat, "После")).status == 201
        assert await phone.until_unsubscribed(chat["channel"]) == []
        assert (await phone.rpc("history", chat=chat["id"]))["error"]["code"] == 404
    assert await listed(olga) == [group["id"]]  # she still has a role in the school
    async with wire(served, olga, subs={chat["channel"]: {"recover": True, "offset": 0}}) as back:
        assert chat["channel"] not in back.subs


async def test_mute_archive_and_draft_are_the_same_on_all_devices(served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]
    async with wire(served, olga) as tablet:
        for change in ({"muted": True}, {"draft": "Мария, здравств"}, {"archived": True}):
            await olga.patch(f"/api/chats/{chat['id']}/mine", change)
        kept = await olga.patch(f"/api/chats/{chat['id']}/mine", {"archived": True})
        told = [(await tablet.publication(f"person:{school.olga}"))["data"]["mine"] for _ in range(3)]
    assert kept.body == told[-1] == {"muted": True, "archived": True, "draft": "Мария, здравств"}
    assert (await olga.get(f"/api/chats/{chat['id']}")).body["chat"]["mine"] == kept.body
    maria = await served.person("maria")
    assert (await maria.get(f"/api/chats/{chat['id']}")).body["chat"]["mine"]["draft"] == ""
