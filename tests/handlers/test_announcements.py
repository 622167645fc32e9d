"""Announcements: whom they reach, who has confirmed, and what can be taken back."""

import asyncio
import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.announcements.announcements import send_due
from channels.store import Desk
from tests.support.announcements import announced, drafted, proof, saying, send, to_class
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.wire import wire

ANNOUNCEMENTS = "/api/announcements"


@dataclass(frozen=True)
class ClockAt:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


def later(served: Served, **after: float) -> Desk:
    return replace(served.server.desk, clock=ClockAt(datetime.now(UTC) + timedelta(**after)))


async def received(person: Caller) -> list[Any]:
    found: list[Any] = (await person.get(ANNOUNCEMENTS)).body["announcements"]
    return found


async def tops(served: Served, channels: list[str]) -> list[int]:
    return [
        await served.server.pool.fetchval("select top_offset from channel where name = $1", name) for name in channels
    ]


async def end_guardianship(served: Served, guardian: int, student: int) -> None:
    await served.server.pool.execute(
        "update guardianship set ended_at = now() where guardian_id = $1 and student_id = $2", guardian, student
    )


async def test_families_of_a_class_hear_it_at_once_and_nobody_else_does(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    async with wire(served, olga) as phone:
        number = await announced(maria, school)
        told = (await phone.publication(f"person:{school.olga}"))["data"]
    assert told == {"type": "announcement", "announcement": number, "school": str(school.id), "confirm": True}
    shown = (await olga.get(f"{ANNOUNCEMENTS}/{number}")).body["announcement"]
    assert (shown["title"], shown["confirmed_at"]) == ("Собрание", None)
    why = [(each["addressed"], each["student"]["id"], each["class"]["name"]) for each in shown["why"]]
    assert why == [("families", str(school.anya), "5А")]
    for login in ("ivan", "nanny", "aunt", "anya", "lev", "foreign_guardian"):
        assert await received(await served.person(login)) == [], login


async def test_each_is_told_to_whom_they_may_announce(served: Served, school: School) -> None:
    async def may(login: str) -> tuple[bool, bool, list[int], list[str], list[str]]:
        told = (await (await served.person(login)).get(f"/api/schools/{school.id}/audiences")).body
        names = [one["name"] for one in told["classes"]]
        return told["school"], told["city"], told["grades"], names, [one["id"] for one in told["courses"]]

    assert await may("maria") == (False, False, [], ["5А"], [str(school.maths)])
    assert await may("lev") == (False, False, [], [], [str(school.maths)])  # who covers for somebody
    assert await may("sysop") == (False, False, [], [], [])
    school_wide, city, grades, classes, courses = await may("clara")
    assert (school_wide, city, grades, "5А" in classes, len(courses)) == (True, True, [1, 5], True, 2)


async def test_the_proof_says_how_many_and_why_each(served: Served, school: School) -> None:
    clara = await served.person("clara")
    body = saying({"of": "school", "to": ["families", "staff"]}, {"of": "grade", "grade": 5, "to": ["students"]})
    looked = await proof(clara, school, body)
    people = {each["person"]["id"] for each in looked["recipients"]}
    staff = {school.maria, school.lev, school.nina, school.sysop}  # who writes it is not told
    expected = {school.olga, school.boris, school.anya, school.misha, *staff}
    assert {str(person) for person in expected} <= people
    assert str(school.clara) not in people
    assert (looked["people"], looked["students"]) == (len(people), 2)
    assert looked["joined"] is None
    assert (looked["families"], looked["staff"]) == (2, 4)


async def test_what_was_looked_at_is_what_it_goes_to(served: Served, school: School) -> None:
    maria = await served.person("maria")
    body = saying(to_class(school.class_5a))
    draft = await drafted(maria, school, body)
    looked = await proof(maria, school, body)
    await end_guardianship(served, school.boris, school.misha)
    refused = await send(maria, draft, looked["digest"])
    assert (refused.status, refused.code) == (409, "audience_changed")
    assert refused.body["proof"]["people"] == looked["people"] - 1
    assert (await send(maria, draft, refused.body["proof"]["digest"])).status == 200
    assert await received(await served.person("boris")) == []


async def test_who_came_and_who_went_since_the_last_time_is_said(served: Served, school: School) -> None:
    maria = await served.person("maria")
    body = saying(to_class(school.class_5a))
    await announced(maria, school, body)
    await end_guardianship(served, school.boris, school.misha)
    looked = await proof(maria, school, body)
    assert (looked["joined"], [person["id"] for person in looked["left"]]) == ([], [str(school.boris)])


async def test_a_childs_name_is_asked_about_before_other_families_read_it(served: Served, school: School) -> None:
    maria = await served.person("maria")
    body = saying(to_class(school.class_5a), text="Родителей Михаила Белова прошу зайти")
    draft = await drafted(maria, school, body)
    looked = await proof(maria, school, body)
    assert [(child["student"]["id"], child["others"]) for child in looked["named"]] == [(str(school.misha), 1)]
    refused = await send(maria, draft, looked["digest"])
    assert (refused.status, refused.code, len(refused.body["named"])) == (409, "names_children", 1)
    assert await received(await served.person("olga")) == []
    assert (await send(maria, draft, looked["digest"], keep_names=True)).status == 200


async def test_one_adult_of_each_child_is_enough_and_the_author_hears_of_it(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    number = await announced(maria, school)
    await served.server.pool.execute(
        "insert into guardianship (source, guardian_id, student_id, relation) values ('t', $1, $2, 'other')",
        school.aunt,
        school.misha,
    )
    async with wire(served, maria) as desk, wire(served, olga) as tablet:
        first, second = await asyncio.gather(*[olga.post(f"{ANNOUNCEMENTS}/{number}/confirm") for _ in range(2)])
        assert first.body == second.body
        told = (await desk.publication(f"person:{school.maria}"))["data"]
        own = (await tablet.publication(f"person:{school.olga}"))["data"]
    assert told == own
    assert (told["type"], told["person"]) == ("announcement_confirmed", str(school.olga))
    followed = (await maria.get(f"{ANNOUNCEMENTS}/{number}/readers")).body
    assert followed["counts"] == {
        "people": 2,
        "families": 2,
        "families_confirmed": 1,
        "students": 0,
        "students_confirmed": 0,
        "staff": 0,
        "staff_confirmed": 0,
    }
    households = {house["student"]["id"]: house["confirmed"] for house in followed["households"]}
    assert households == {str(school.anya): True, str(school.misha): False}


async def test_two_confirmations_at_once_are_told_once(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    number = await announced(maria, school)
    before = await served.server.pool.fetchval("select count(*) from publication")
    await asyncio.gather(*[olga.post(f"{ANNOUNCEMENTS}/{number}/confirm") for _ in range(5)])
    assert await served.server.pool.fetchval("select count(*) from publication") == before + 2


async def test_only_those_who_have_not_confirmed_are_reminded_and_not_every_minute(
    served: Served, school: School
) -> None:
    maria, olga, boris = [await served.person(login) for login in ("maria", "olga", "boris")]
    number = await announced(maria, school)
    await olga.post(f"{ANNOUNCEMENTS}/{number}/confirm")
    names = [f"person:{school.olga}", f"person:{school.boris}"]
    before = await tops(served, names)
    async with wire(served, boris) as phone:
        assert (await maria.post(f"{ANNOUNCEMENTS}/{number}/remind")).status == 200
        told = (await phone.publication(f"person:{school.boris}"))["data"]
    assert told == {"type": "announcement_reminder", "announcement": number}
    after = await tops(served, names)
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1]
    again = await maria.post(f"{ANNOUNCEMENTS}/{number}/remind")
    assert (again.status, again.code) == (409, "reminded_lately")


async def test_what_is_recalled_has_no_words_any_more_and_leaves_a_trace(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    number = await announced(maria, school)
    async with wire(served, olga) as phone:
        assert (await maria.post(f"{ANNOUNCEMENTS}/{number}/recall")).body["announcement"]["state"] == "recalled"
        told = (await phone.publication(f"person:{school.olga}"))["data"]
    assert told == {"type": "announcement_recalled", "announcement": number}
    (shown,) = await received(olga)
    assert (shown["title"], shown["text"], shown["confirm"]) == ("", "", False)
    assert shown["recalled_at"] is not None
    late = await olga.post(f"{ANNOUNCEMENTS}/{number}/confirm")
    assert (late.status, late.code) == (409, "nothing_to_confirm")
    archived = await served.server.pool.fetchval("select count(*) from publication where data::text like '%Собрание%'")
    assert archived == 0  # words are never in what is published


async def test_who_is_no_longer_a_guardian_reads_it_no_more(served: Served, school: School) -> None:
    maria, boris = await served.person("maria"), await served.person("boris")
    number = await announced(maria, school)
    assert len(await received(boris)) == 1
    await end_guardianship(served, school.boris, school.misha)
    assert await received(boris) == []
    nowhere = await boris.get(f"{ANNOUNCEMENTS}/999999999")
    for answer in (
        await boris.get(f"{ANNOUNCEMENTS}/{number}"),
        await boris.post(f"{ANNOUNCEMENTS}/{number}/confirm"),
    ):
        assert (answer.status, answer.body) == (404, nowhere.body)


async def test_what_is_scheduled_goes_once_when_its_time_has_come(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    body = saying(to_class(school.class_5a))
    draft = await drafted(maria, school, body)
    at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    scheduled = await send(maria, draft, (await proof(maria, school, body))["digest"], at=at)
    assert scheduled.body["announcement"]["state"] == "scheduled"
    await send_due(later(served, hours=1))
    assert await received(olga) == []
    async with wire(served, olga) as phone:
        await asyncio.gather(*[send_due(later(served, hours=3)) for _ in range(3)])
        assert (await phone.publication(f"person:{school.olga}"))["data"]["announcement"] == draft["id"]
    assert len(await received(olga)) == 1
    told = await served.server.pool.fetchval(
        "select count(*) from publication where data::text like '%\"announcement\"%' and channel_id ="
        " (select id from channel where name = $1)",
        f"person:{school.olga}",
    )
    assert told == 1


async def test_what_its_author_may_no_longer_announce_is_a_draft_again(served: Served, school: School) -> None:
    maria = await served.person("maria")
    body = saying(to_class(school.class_5a))
    draft = await drafted(maria, school, body)
    at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    await send(maria, draft, (await proof(maria, school, body))["digest"], at=at)
    await served.server.pool.execute("update class_teacher set ended_at = now() where teacher_id = $1", school.maria)
    await send_due(later(served, hours=3))
    assert await received(await served.person("olga")) == []
    (found,) = (await maria.get(f"/api/schools/{school.id}/announcements")).body["announcements"]
    assert (found["state"], found["send_at"]) == ("draft", None)


async def test_a_draft_is_its_authors_alone_and_changed_by_one_device_at_a_time(served: Served, school: School) -> None:
    maria, clara = await served.person("maria"), await served.person("clara")
    draft = await drafted(maria, school, saying(to_class(school.class_5a)))
    written = f"{ANNOUNCEMENTS}/{draft['id']}/written"
    assert (await clara.get(written)).status == 404
    changed = saying(to_class(school.class_5a), title="Собрание в четверг", revision=1)
    assert (await maria.patch(written, changed)).body["announcement"]["revision"] == 2
    stale = await maria.patch(written, changed)
    assert (stale.status, stale.code, stale.body["current"]["title"]) == (409, "stale", "Собрание в четверг")
    assert (await maria.ask("DELETE", written)).status == 200
    assert (await maria.get(written)).status == 404


async def test_a_family_sees_the_same_in_another_language(served: Served, school: School) -> None:
    maria, olga = await served.person("maria"), await served.person("olga")
    english = {"language": "en", "title": "Meeting", "text": "On Wednesday at 18:00"}
    await announced(maria, school, saying(to_class(school.class_5a), variants=[english]))
    assert (await received(olga))[0]["variants"] == [english]


async def test_the_list_of_readers_is_a_table_that_runs_nothing(served: Served, school: School) -> None:
    maria = await served.person("maria")
    number = await announced(maria, school)
    await served.server.pool.execute("update person set family_name = '=1+1' where id = $1", school.olga)
    answer = await maria.get(f"{ANNOUNCEMENTS}/{number}/readers/export")
    rows = list(csv.reader(io.StringIO(answer.raw.decode("utf-8-sig"))))
    assert rows[0] == ["to", "class", "student", "person", "confirmed", "reachable"]
    assert sorted(row[3] for row in rows[1:]) == ["'=1+1 Ольга", "Белов Борис"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_a_teacher_announces_to_the_own_course_and_to_no_other_class(served: Served, school: School) -> None:
    lev, nina = await served.person("lev"), await served.person("nina")
    course = {"of": "course", "course": str(school.maths), "to": ["students"]}
    await announced(lev, school, saying(course))
    assert len(await received(await served.person("anya"))) == 1
    for target in (to_class(school.class_5a), course, {"of": "school", "to": ["families"]}, to_class(999999999)):
        refused = await nina.post(f"/api/schools/{school.id}/announcements", saying(target))
        assert (refused.status, refused.code) == (422, "may_not_announce_to"), target
        assert refused.body["errors"][0]["field"] == "targets.0"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "а" * 151},
        {"text": " \n "},
        {"text": "a\x00b"},
        {"targets": []},
        {"targets": [{"of": "class", "to": ["families"]}]},
        {"targets": [{"of": "school", "grade": 5, "to": ["families"]}]},
        {"targets": [{"of": "school", "to": []}]},
        {"targets": [{"of": "school", "to": ["everybody"]}]},
        {"confirm_until": "2026-12-01"},
        {"variants": [{"language": "english", "title": "a", "text": "b"}]},
        {"variants": [{"language": "en", "title": "a", "text": "b"}] * 2},
        {"surprise": 1},
    ],
)
async def test_what_is_wrong_with_a_draft_is_said(served: Served, school: School, wrong: dict[str, Any]) -> None:
    clara = await served.person("clara")
    answer = await clara.post(
        f"/api/schools/{school.id}/announcements", {**saying({"of": "school", "to": ["families"]}), **wrong}
    )
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize("at", ["2020-01-01T00:00:00Z", "2096-01-01T00:00:00Z"])
async def test_nothing_is_scheduled_for_the_past_or_for_another_year(served: Served, school: School, at: str) -> None:
    maria = await served.person("maria")
    body = saying(to_class(school.class_5a))
    draft = await drafted(maria, school, body)
    refused = await send(maria, draft, (await proof(maria, school, body))["digest"], at=at)
    assert (refused.status, refused.code) == (422, "not_in_the_future")


async def test_what_reaches_nobody_is_not_sent(served: Served, school: School) -> None:
    clara = await served.person("clara")
    body = saying({"of": "grade", "grade": 11, "to": ["families"]})
    draft = await drafted(clara, school, body)
    refused = await send(clara, draft, (await proof(clara, school, body))["digest"])
    assert (refused.status, refused.code) == (409, "nobody_addressed")
