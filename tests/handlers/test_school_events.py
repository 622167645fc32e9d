"""School events: planned, answered for each child, full, moved, cancelled, in a calendar."""

from typing import Any
from urllib.parse import urlencode

import pytest

from handlers.icalendars import installation
from tests.support.calendars import read_calendar
from tests.support.school import School
from tests.support.school_events import answers, days_from_now, place_of, planned, seen, trip
from tests.support.serving import Caller, Served
from tests.support.wire import wire


async def listed(person: Caller, **wanted: Any) -> list[str]:
    answer = await person.get(f"/api/school-events?{urlencode(wanted)}")
    assert answer.status == 200, answer.body
    return [event["title"] for event in answer.body["events"]]


async def test_who_is_asked_sees_it_at_once_and_nobody_else(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    async with wire(served, olga) as page:
        event = await planned(maria, school)
        told = await page.publication(f"person:{school.olga}")
    assert told["data"] == {"type": "school_event", "event": event["id"], "school": str(school.id)}
    for login in ("olga", "boris", "anya", "misha", "maria"):
        assert await listed(await served.person(login)) == ["В планетарий"], login
    for login in ("ivan", "nanny", "aunt", "petya", "nina", "foreign_teacher", "foreign_guardian"):
        caller = await served.person(login)
        assert await listed(caller) == [], login
        assert (await caller.get(f"/api/school-events/{event['id']}")).status == 404, login


async def test_a_childs_wish_counts_once_a_guardian_agrees(served: Served, school: School) -> None:
    maria, olga, anya = [await served.person(login) for login in ("maria", "olga", "anya")]
    event = await planned(maria, school)
    assert (await answers(anya, event, school.anya, "yes")).status == 200
    assert await place_of(olga, event, school.anya) == ("yes", "asked", None)
    assert (await seen(maria, event))["counts"]["going"] == 0
    assert (await answers(olga, event, school.anya, "yes")).status == 200
    assert await place_of(anya, event, school.anya) == ("yes", "going", None)
    refused = await answers(anya, event, school.anya, "no")
    assert (refused.status, refused.code) == (409, "decided_by_others")


@pytest.mark.parametrize("login", ["boris", "nanny", "ivan", "misha", "foreign_guardian", "foreign_student", "lev"])
async def test_nobody_answers_for_somebody_elses_child(served: Served, school: School, login: str) -> None:
    event = await planned(await served.person("maria"), school)
    nowhere = await answers(await served.person(login), {"id": "999999"}, school.anya, "yes")
    refused = await answers(await served.person(login), event, school.anya, "yes")
    assert (refused.status, refused.body) == (404, nowhere.body)


async def test_a_family_is_asked_without_the_child(served: Served, school: School) -> None:
    event = await planned(await served.person("maria"), school, trip(school, "families", kind="meeting"))
    olga, anya = await served.person("olga"), await served.person("anya")
    assert (await answers(olga, event, school.anya, "yes")).status == 200
    assert await listed(anya) == []
    assert (await answers(anya, event, school.anya, "no")).status == 404


async def test_who_is_too_late_waits_and_moves_up_in_turn(served: Served, school: School) -> None:
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    event = await planned(maria, school, trip(school, capacity=1))
    await answers(olga, event, school.anya, "yes")
    await answers(boris, event, school.misha, "yes")
    assert await place_of(boris, event, school.misha) == ("yes", "waiting", 1)
    async with wire(served, boris) as page:
        await answers(olga, event, school.anya, "maybe")
        told = await page.publication(f"person:{school.boris}")
    assert told["data"] == {"type": "school_event_place", "event": event["id"], "participant": str(school.misha)}
    assert await place_of(boris, event, school.misha) == ("yes", "going", None)
    await answers(olga, event, school.anya, "yes")  # a turn that was given away is gone
    assert await place_of(olga, event, school.anya) == ("yes", "waiting", 1)


async def test_who_leaves_the_class_leaves_a_place(served: Served, school: School) -> None:
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    event = await planned(maria, school, trip(school, capacity=1))
    await answers(olga, event, school.anya, "yes")
    await answers(boris, event, school.misha, "yes")
    await served.server.pool.execute("update class_enrolment set ended_at = now() where student_id = $1", school.anya)
    assert await place_of(boris, event, school.misha) == ("yes", "going", None)
    assert (await olga.get(f"/api/school-events/{event['id']}")).status == 404


async def test_capacity_does_not_fall_below_those_who_go(served: Served, school: School) -> None:
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    event = await planned(maria, school)
    await answers(olga, event, school.anya, "yes")
    await answers(boris, event, school.misha, "yes")
    path, fewer = f"/api/school-events/{event['id']}", trip(school, capacity=1, revision=1)
    refused = await maria.patch(path, fewer)
    assert (refused.status, refused.code, refused.body["going"]) == (409, "fewer_than_go", 2)
    await answers(olga, event, school.anya, "no")
    assert (await maria.patch(path, fewer)).status == 200


async def test_the_organiser_notes_what_was_said_elsewhere(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    event = await planned(maria, school, trip(school, answer_until=days_from_now(1)))
    await served.server.pool.execute("update school_event set answer_until = now() - interval '1 minute'")
    refused = await answers(olga, event, school.anya, "yes")
    assert (refused.status, refused.code) == (409, "answers_closed")
    assert (await answers(maria, event, school.anya, "yes")).status == 200
    assert (await answers(maria, event, school.petya, "yes")).status == 404  # not asked
    told = (await maria.get(f"/api/school-events/{event['id']}/answers")).body
    assert [(one["participant"]["id"], one["standing"]) for one in told["places"]] == [
        (str(school.anya), "going"),
        (str(school.misha), None),
    ]
    assert told["places"][0]["answered_by"] == str(school.maria)


async def test_a_change_and_a_cancellation_are_pushed_to_all_who_are_asked(served: Served, school: School) -> None:
    maria, boris = await served.person("maria"), await served.person("boris")
    event = await planned(maria, school)
    path = f"/api/school-events/{event['id']}"
    async with wire(served, boris) as page:
        changed = trip(school, title="В музей", revision=1)
        assert (await maria.patch(path, changed)).body["event"]["title"] == "В музей"
        told = await page.publication(f"person:{school.boris}")
        assert told["data"] == {"type": "school_event_changed", "event": event["id"]}
        assert (await maria.patch(path, changed)).code == "stale"
        assert (await maria.post(f"{path}/cancel", {"because": "Карантин"})).status == 200
        told = await page.publication(f"person:{school.boris}")
        assert told["data"] == {"type": "school_event_cancelled", "event": event["id"]}
    assert (await seen(boris, event))["cancelled"]["because"] == "Карантин"
    refused = await answers(boris, event, school.misha, "yes")
    assert (refused.status, refused.code) == (409, "event_cancelled")


async def test_the_chat_follows_the_answers(served: Served, school: School) -> None:
    maria, olga, boris, anya = [await served.person(login) for login in ("maria", "olga", "boris", "anya")]
    event = await planned(maria, school)
    await answers(olga, event, school.anya, "yes")
    chat = (await maria.post(f"/api/school-events/{event['id']}/chat")).body["chat"]
    assert {member["id"] for member in chat["members"]} == {str(school.maria), str(school.olga)}
    messages = f"/api/chats/{chat['id']}/messages"
    assert (await boris.post(messages, {"text": "Можно вопрос?"})).status == 404
    async with wire(served, boris) as page:
        await answers(boris, event, school.misha, "maybe")
        assert (await page.push("subscribe"))["channel"] == chat["channel"]
        assert (await boris.post(messages, {"text": "Можно вопрос?"})).status == 201
        assert (await page.publication(chat["channel"]))["data"]["type"] == "message"
        await answers(boris, event, school.misha, "no")
        assert (await page.push("unsubscribe"))["channel"] == chat["channel"]
    assert (await boris.get(messages)).status == 404
    assert (await anya.get(messages)).status == 404  # grown-ups only
    assert (await seen(olga, event))["chat"] == chat["id"]
    assert (await maria.patch(f"/api/school-events/{event['id']}", trip(school, title="В музей", revision=1))).status
    assert (await olga.get(f"/api/chats/{chat['id']}")).body["chat"]["group"]["title"] == "В музей"


async def test_the_citys_events_are_found_by_everybody_and_told_to_nobody(served: Served, school: School) -> None:
    clara, foreign = await served.person("clara"), await served.person("foreign_guardian")
    olympiad = {
        "kind": "olympiad",
        "title": "Олимпиада по физике",
        "subject": "Физика",
        "starts_at": days_from_now(20),
        "city": ["students"],
    }
    event = await planned(clara, school, olympiad)
    await planned(clara, school, {**olympiad, "kind": "seminar", "title": "Семинар", "city": ["staff"]})
    assert await listed(foreign) == []
    assert await listed(foreign, of="city", kind="olympiad", subject="физика", q="олимпиады") == ["Олимпиада по физике"]
    assert await listed(foreign, of="city", since=days_from_now(21)) == []
    [child] = (await foreign.get("/api/me")).body["children"]
    assert (await answers(foreign, event, int(child["id"]), "yes")).status == 200
    assert await listed(foreign) == ["Олимпиада по физике"]
    assert await place_of(foreign, event, int(child["id"])) == ("yes", "going", None)
    maria = await served.person("maria")
    refused = await maria.post(f"/api/schools/{school.id}/school-events", olympiad)
    assert (refused.status, refused.code) == (422, "may_not_announce_to")


async def test_pages_follow_each_other_by_time(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    for day in range(33, 0, -1):
        await planned(maria, school, trip(school, title=f"День {day}", starts_at=days_from_now(day)))
    first = (await olga.get("/api/school-events")).body
    rest = (await olga.get(f"/api/school-events?after={first['events'][-1]['id']}")).body
    assert (first["more"], rest["more"]) == (True, False)
    assert [event["title"] for event in first["events"] + rest["events"]] == [f"День {day}" for day in range(1, 34)]


async def test_a_calendar_program_follows_a_secret_address(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    event = await planned(maria, school, trip(school, title="Музей; зал 2, этаж 1", text="Взять\nсменную обувь"))
    await answers(olga, event, school.anya, "yes")
    path = (await olga.post("/api/calendar")).body["path"]
    answer = await served.stranger.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = read_calendar(answer.raw)
    [entry] = calendar.walk("VEVENT")
    assert (entry["summary"], entry["description"]) == ("Музей; зал 2, этаж 1", "Взять\nсменную обувь")
    assert entry.decoded("dtstart").isoformat()[:16] == event["starts_at"][:16]
    assert "Анна" not in answer.raw.decode()
    await maria.post(f"/api/school-events/{event['id']}/cancel", {})
    [entry] = read_calendar((await served.stranger.get(path)).raw).walk("VEVENT")
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 2)
    await olga.post("/api/calendar")
    assert (await served.stranger.get(path)).status == 404  # a new address ends the one before


async def test_a_calendar_is_named_and_sent_again_only_when_it_has_changed(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    event = await planned(maria, school, trip(school))
    path = (await olga.post("/api/calendar")).body["path"]
    first = await served.stranger.get(path)
    calendar = read_calendar(first.raw)
    assert (str(calendar["name"]), str(calendar["x-wr-calname"])) == ("Гимназия № 7", "Гимназия № 7")
    tag = first.headers["ETag"]
    same = await served.stranger.get(path, If_None_Match=tag)
    assert (same.status, same.raw, same.headers["ETag"]) == (304, b"", tag)
    assert (await served.stranger.get(path, If_None_Match=f'"other", W/{tag}')).status == 304
    await maria.post(f"/api/school-events/{event['id']}/cancel", {})
    changed = await served.stranger.get(path, If_None_Match=tag)
    assert (changed.status, changed.headers["ETag"] != tag) == (200, True)


TEXT = "Съешь ещё этих мягких французских булок, да выпей чаю. " * 9


async def test_no_line_of_a_calendar_is_longer_than_75_octets_and_none_cuts_a_letter(
    served: Served, school: School
) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    title = "Ёлка в актовом зале — 5А, 6Б и все, кто придёт 🎄" * 3
    await planned(
        maria,
        school,
        trip(school, title=title[:150], text=TEXT),
    )
    raw = (await served.stranger.get((await olga.post("/api/calendar")).body["path"])).raw
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # raises where a letter is cut
    [entry] = read_calendar(raw).walk("VEVENT")
    assert entry["summary"] == title[:150]


async def test_an_entry_has_the_same_id_for_ever_and_another_one_elsewhere(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    await planned(maria, school, trip(school))
    path = (await olga.post("/api/calendar")).body["path"]

    async def uid(at: Served) -> str:
        [entry] = read_calendar((await at.stranger.get(path)).raw).walk("VEVENT")
        return str(entry["uid"])

    before = await uid(served)
    assert await uid(served) == before
    here = before.partition("@")[2]
    secret = await served.server.pool.fetchval("select value from secret where name = 'installation'")
    assert here == installation(secret)
    assert here != installation(bytes(32))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "а" * 151},
        {"title": "В\x00музей"},
        {"kind": "party"},
        {"ends_at": "2020-01-01T10:00:00+03:00"},
        {"answer_until": "2099-01-01T10:00:00+03:00"},
        {"starts_at": "2026-12-01T10:00:00"},
        {"capacity": 0},
        {"targets": []},
        {"targets": [{"of": "class", "to": ["students"]}]},
        {"city": ["everybody"]},
        {"unknown": 1},
    ],
)
async def test_what_makes_no_sense_is_refused(served: Served, school: School, wrong: dict[str, Any]) -> None:
    answer = await (await served.person("clara")).post(f"/api/schools/{school.id}/school-events", trip(school, **wrong))
    assert (answer.status, answer.code) == (400, "bad_request")
