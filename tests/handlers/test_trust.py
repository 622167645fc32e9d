"""Trusted persons: the half that a family does alone, from the offer to the end."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from channels.notices.content import OfTrust
from channels.people import Name
from channels.trust.due import end_lost, look_at_trusts
from channels.trust.facts import TrustNews
from handlers.letters.words import words
from tests.support.post import expanded
from tests.support.school import School
from tests.support.serving import Served
from tests.support.trusts import does, offered, opened, time_passes, trust, with_family

TRUSTS = "/api/me/trusts"


@pytest.fixture(autouse=True)
async def family(served: Served, school: School) -> None:
    await with_family(served.server.pool, school)


async def reads(served: Served, login: str, school: School) -> bool:
    return (await (await served.person(login)).get(f"/api/students/{school.anya}/diary")).status == 200


async def test_who_is_new_to_the_school_reads_a_day_after_accepting(served: Served, school: School) -> None:
    alla, boris = await served.person("foreign_teacher"), await served.person("boris")
    one = await offered(served, school)
    [found] = (await alla.get(TRUSTS)).body["trusts"]
    assert (found["stage"], found["may"], found["mine"]) == ("offered", ["accept", "end"], True)
    assert (found["giver"], found["child"]) == (
        {"family": "С.", "given": "Ольга", "middle": ""},
        {"family": "", "given": "Анна", "middle": ""},
    )
    accepted = await does(alla, "accept", one)
    assert (accepted.body["stage"], accepted.body["delay_hours"]) == ("waiting", 24)
    assert not await reads(served, "foreign_teacher", school)
    [of_boris] = (await boris.get(TRUSTS)).body["trusts"]
    assert (of_boris["stage"], of_boris["may"], of_boris["given"]) == ("waiting", ["end"], False)
    assert of_boris["name"]["family"] == "Чужая"
    await time_passes(served.server.pool, one, timedelta(hours=23, minutes=59))
    await look_at_trusts(served.server.desk)
    assert not await reads(served, "foreign_teacher", school)
    await time_passes(served.server.pool, one, timedelta(minutes=1))
    await look_at_trusts(served.server.desk)
    assert await reads(served, "foreign_teacher", school)
    assert [child["id"] for child in (await alla.get("/api/me")).body["children"]] == [str(school.anya)]


async def test_whom_the_school_knows_reads_at_once(served: Served, school: School) -> None:
    one = await offered(served, school, family="чёрная", phone="900 000 00 04")
    assert not await reads(served, "aunt", school)
    accepted = await does(await served.person("aunt"), "accept", one)
    assert (accepted.body["stage"], accepted.body["delay_hours"]) == ("open", 0)
    assert await reads(served, "aunt", school)


async def test_the_school_sets_how_long_a_family_may_object(served: Served, school: School) -> None:
    clara, olga = await served.person("clara"), await served.person("olga")
    path = f"/api/schools/{school.id}/trust_delay"
    assert (await olga.get(path)).body == {"stranger_hours": 24, "known_hours": 0}
    assert (await olga.ask("PUT", path, {"stranger_hours": 2, "known_hours": 1})).status == 404
    assert (await clara.ask("PUT", path, {"stranger_hours": 25, "known_hours": 1})).status == 400
    assert (await clara.ask("PUT", path, {"stranger_hours": 2, "known_hours": 1})).status == 200
    one = await offered(served, school, family="Чёрная", phone="+79000000004")
    assert (await does(await served.person("aunt"), "accept", one)).body["stage"] == "waiting"
    await time_passes(served.server.pool, one, timedelta(hours=1))
    await look_at_trusts(served.server.desk)
    assert await reads(served, "aunt", school)


@pytest.mark.parametrize("who", ["olga", "boris", "foreign_teacher", "clara"])
async def test_each_of_the_family_the_trusted_person_and_the_office_end_it(
    served: Served, school: School, who: str
) -> None:
    one = await opened(served, school)
    assert await reads(served, "foreign_teacher", school)
    ended = await does(await served.person(who), "end", one)
    assert (ended.body["stage"], ended.body["ending"]) == ("ended", "ended")
    assert not await reads(served, "foreign_teacher", school)
    assert (await (await served.person("foreign_teacher")).get("/api/me")).body["children"] == []
    assert (await does(await served.person("olga"), "end", one)).code == "trust_ended"


@pytest.mark.parametrize(
    ("who", "ending"), [("olga", "withdrawn"), ("boris", "refused"), ("foreign_teacher", "declined")]
)
@pytest.mark.parametrize("accepted", [False, True])
async def test_one_refusal_before_it_opens_is_enough(
    served: Served, school: School, who: str, ending: str, accepted: bool
) -> None:
    one = await offered(served, school)
    if accepted:
        await does(await served.person("foreign_teacher"), "accept", one)
    refused = await does(await served.person(who), "end", one)
    assert (refused.body["stage"], refused.body["ending"]) == ("ended", ending)
    await time_passes(served.server.pool, one, timedelta(hours=25))
    await look_at_trusts(served.server.desk)
    assert not await reads(served, "foreign_teacher", school)
    assert (await does(await served.person("foreign_teacher"), "accept", one)).status == 404


async def test_who_refused_takes_it_back_and_nobody_else_does(served: Served, school: School) -> None:
    one = await offered(served, school)
    await does(await served.person("foreign_teacher"), "accept", one)
    boris = await served.person("boris")
    assert (await does(boris, "end", one)).body["may"] == ["take_back"]
    assert (await does(await served.person("olga"), "take_back", one)).code == "trust_ended"
    assert (await does(await served.person("foreign_teacher"), "take_back", one)).status == 404
    assert (await does(boris, "take_back", one)).body["stage"] == "waiting"
    await time_passes(served.server.pool, one, timedelta(hours=24))
    await look_at_trusts(served.server.desk)
    assert await reads(served, "foreign_teacher", school)


async def test_each_service_opens_itself_and_nothing_else(served: Served, school: School) -> None:
    alla, olga = await served.person("foreign_teacher"), await served.person("olga")
    maria = {"person": str(school.maria)}
    assert (await alla.post("/api/chats", maria)).status == 404
    one = await opened(served, school, services=["chat"])
    assert not await reads(served, "foreign_teacher", school)
    assert (await alla.get("/api/me")).body["children"] == []
    chat = (await alla.post("/api/chats", maria)).body["chat"]["id"]
    written = {"text": "Анна сегодня с няней"}
    assert (await alla.post(f"/api/chats/{chat}/messages", written)).status == 201
    changed = await olga.patch(f"{TRUSTS}/{one['id']}", {"services": ["diary"], "until_day": one["until_day"]})
    assert (changed.body["services"], changed.body["more"]["services"]) == ([], ["diary"])
    assert (await alla.post(f"/api/chats/{chat}/messages", written)).code == "may_not_write_to"
    assert not await reads(served, "foreign_teacher", school)


async def test_less_applies_at_once_and_more_waits_as_a_new_one_does(served: Served, school: School) -> None:
    olga = await served.person("olga")
    one = await opened(served, school, services=["diary", "chat"])
    path = f"{TRUSTS}/{one['id']}"
    less = await olga.patch(path, {"services": ["chat"], "until_day": school.day.isoformat()})
    assert [(error["field"], error["code"]) for error in less.body["errors"]] == [("until_day", "trust_too_short")]
    less = await olga.patch(path, {"services": ["chat"], "until_day": (school.day + timedelta(days=3)).isoformat()})
    assert (less.body["services"], less.body["more"]) == (["chat"], None)
    assert not await reads(served, "foreign_teacher", school)
    until = (school.day + timedelta(days=300)).isoformat()
    more = await olga.patch(path, {"services": ["diary", "chat"], "until_day": until})
    assert more.body["services"] == ["chat"]
    assert (more.body["more"]["services"], more.body["more"]["until_day"]) == (["diary", "chat"], until)
    assert not await reads(served, "foreign_teacher", school)
    await time_passes(served.server.pool, one, timedelta(hours=24))
    await look_at_trusts(served.server.desk)
    assert await reads(served, "foreign_teacher", school)


async def test_the_rest_of_the_family_refuses_what_was_added_and_the_rest_stays(served: Served, school: School) -> None:
    one = await opened(served, school, services=["diary"])
    until = (school.day + timedelta(days=300)).isoformat()
    olga, boris = await served.person("olga"), await served.person("boris")
    await olga.patch(f"{TRUSTS}/{one['id']}", {"services": ["diary", "chat"], "until_day": until})
    assert (await does(await served.person("foreign_teacher"), "refuse_more", one)).status == 404
    refused = await does(boris, "refuse_more", one)
    assert (refused.body["stage"], refused.body["services"], refused.body["more"]) == ("open", ["diary"], None)
    await time_passes(served.server.pool, one, timedelta(hours=24))
    await look_at_trusts(served.server.desk)
    [seen] = (await olga.get(TRUSTS)).body["trusts"]
    assert seen["services"] == ["diary"]
    assert await reads(served, "foreign_teacher", school)
    assert (await does(boris, "refuse_more", one)).code == "trust_ended"


async def test_it_ends_on_its_day_by_itself(served: Served, school: School) -> None:
    one = await opened(served, school, until_day=school.day + timedelta(days=3))
    assert await reads(served, "foreign_teacher", school)
    await time_passes(served.server.pool, one, timedelta(days=3))
    assert not await reads(served, "foreign_teacher", school)  # before anything has looked at it
    await look_at_trusts(served.server.desk)
    [seen] = (await (await served.person("olga")).get(TRUSTS)).body["trusts"]
    assert (seen["stage"], seen["ending"]) == ("ended", "over")


async def test_an_offer_that_nobody_accepts_ends_after_thirty_days(served: Served, school: School) -> None:
    one = await offered(served, school, until_day=school.day + timedelta(days=300))
    await time_passes(served.server.pool, one, timedelta(days=30))
    late = await does(await served.person("foreign_teacher"), "accept", one)
    assert late.code in ("trust_ended", "not_found")  # the server, too, looks from time to time
    await look_at_trusts(served.server.desk)
    [seen] = (await (await served.person("olga")).get(TRUSTS)).body["trusts"]
    assert (seen["stage"], seen["ending"]) == ("ended", "expired")


async def test_a_week_before_the_end_giver_and_trusted_person_are_reminded_once(served: Served, school: School) -> None:
    one = await opened(served, school, until_day=school.day + timedelta(days=10))

    async def reminded() -> list[str]:
        rows = await served.server.pool.fetch(
            """
            select c.name from publication p join channel c on c.id = p.channel_id
            join outbox o on o.channel_id = p.channel_id and o."offset" = p."offset"
            where p.data ->> 'news' = 'ends_soon' order by 1
            """
        )
        return [row["name"] for row in rows]

    assert await reminded() == []
    await time_passes(served.server.pool, one, timedelta(days=3))
    await look_at_trusts(served.server.desk)
    await look_at_trusts(served.server.desk)
    assert await reminded() == sorted([f"person:{school.olga}", f"person:{school.foreign_teacher}"])
    [seen] = (await (await served.person("olga")).get(TRUSTS)).body["trusts"]
    assert seen["ends_soon"]


async def test_when_the_giver_loses_the_right_so_does_who_has_it_from_there(served: Served, school: School) -> None:
    one = await opened(served, school)
    pool = served.server.pool
    await pool.execute("update guardianship set ended_at = now() where guardian_id = $1", school.olga)
    assert not await reads(served, "foreign_teacher", school)
    await end_lost(served.server.desk)
    seen = (await (await served.person("boris")).get(f"{TRUSTS}/{one['id']}")).body
    assert (seen["stage"], seen["ending"]) == ("ended", "lost")


async def test_a_restriction_wins_over_all(served: Served, school: School) -> None:
    one = await opened(served, school)
    clara = await served.person("clara")
    path = f"/api/schools/{school.id}/register/people/{school.anya}/restrictions"
    answer = await clara.ask("PUT", path, {"guardian": str(school.foreign_teacher), "relation": "other"})
    assert answer.status == 200, answer.body
    assert not await reads(served, "foreign_teacher", school)
    await end_lost(served.server.desk)
    seen = (await (await served.person("olga")).get(f"{TRUSTS}/{one['id']}")).body
    assert (seen["stage"], seen["ending"], seen["ended_by"]) == ("ended", "lost", None)


async def test_a_trusted_person_names_nobody_signs_nothing_and_gives_nothing_on(served: Served, school: School) -> None:
    await opened(served, school, services=["diary", "chat"])
    alla = await served.person("foreign_teacher")
    assert (await alla.get(TRUSTS)).body["children"] == []
    given_on = trust(school, family="Лебедев", phone="+7 900 000-00-07")
    assert (await alla.post(TRUSTS, given_on)).status == 404
    members = await served.server.pool.fetch("select * from member_now where person_id = $1", school.foreign_teacher)
    assert members == []  # no chat of the families


REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "a child of others": ({"student": "misha"}, 404, "not_found"),
    "somebody who is no child": ({"student": "olga"}, 404, "not_found"),
    "longer than a year": ({"until_day": timedelta(days=367)}, 422, "trust_too_long"),
    "until today": ({"until_day": timedelta()}, 422, "trust_too_short"),
    "oneself": ({"family": "Соколова", "phone": "+7 900 000-00-01"}, 422, "trust_in_yourself"),
    "the number of a restricted father": ({"family": "Соколов", "phone": "89000000003"}, 409, "guardian_restricted"),
    "half a number": ({"phone": "900 000-00-0"}, 422, "phone_incomplete"),
    "no number": ({"phone": "позвоните мне"}, 422, "phone_incomplete"),
    "a service that is not there yet": ({"services": ["visits"]}, 422, "service_not_yours"),
    "no service": ({"services": []}, 400, "bad_request"),
    "no name": ({"family": " "}, 400, "bad_request"),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_cannot_be_given_is_refused(served: Served, school: School, what: str) -> None:
    said, status, code = REFUSED[what]
    asked = {name: school.day + value if isinstance(value, timedelta) else value for name, value in said.items()}
    if "student" in said:
        asked["student"] = str(school.people[said["student"]])
    answer = await (await served.person("olga")).post(TRUSTS, trust(school, **asked))
    assert (answer.status, answer.code) == (status, code)
    assert await served.server.pool.fetchval("select count(*) from trust") == 0


async def test_who_has_no_diary_gives_no_diary(served: Served, school: School) -> None:
    pool = served.server.pool
    await pool.execute("update guardianship set scopes = '{chat}' where guardian_id = $1", school.olga)
    olga = await served.person("olga")
    assert (await olga.get(TRUSTS)).body["children"][0]["services"] == ["chat"]
    assert (await olga.post(TRUSTS, trust(school))).code == "service_not_yours"
    assert (await olga.post(TRUSTS, trust(school, services=["chat"]))).status == 201


NOT_FOR = {
    "a pupil": {"family": "Белов", "phone": "+7 900 000-00-06"},
    "the restricted father under another number": {"family": "Соколов", "phone": "+7 900 000-00-99"},
    "somebody of the family": {"family": "Белов", "phone": "+7 900 000-00-02"},
    "a wrong number": {"phone": "+7 900 000-00-98"},
    "another family name": {"family": "Чужой"},
    "two of one name and number": {"family": "Лебедев", "phone": "+7 900 000-00-07"},
    "a namesake of the restricted father": {"family": "Соколов", "phone": "+7 900 000-00-97"},
}


@pytest.mark.parametrize("what", NOT_FOR)
async def test_an_offer_reaches_nobody_but_the_one_person_named(served: Served, school: School, what: str) -> None:
    pool = served.server.pool
    await pool.execute("update person set phone = '+7 900 000-00-99' where id = $1", school.ivan)
    await pool.execute(
        "update person set phone = '+7 900 000-00-97', given_name = 'Иван' where id = $1", school.foreign_guardian
    )
    await pool.execute(
        "update person set phone = '+7 900 000-00-07', family_name = 'Лебедев' where id = $1", school.nina
    )
    olga = await served.person("olga")
    said = NOT_FOR[what]
    answer = await olga.post(TRUSTS, trust(school, **said))
    if what == "the restricted father under another number":
        assert answer.code == "guardian_restricted"
        return
    assert answer.status == 201
    await look_at_trusts(served.server.desk)
    for login in ("misha", "boris", "lev", "nina", "foreign_guardian", "foreign_teacher", "aunt", "ivan"):
        person = await served.person(login)
        one = answer.body
        assert (await does(person, "accept", one)).status == 404
        if login != "boris":
            assert (await person.get(f"{TRUSTS}/{one['id']}")).status == 404
            assert one["id"] not in [each["id"] for each in (await person.get(TRUSTS)).body["trusts"]]


async def test_the_giver_is_answered_alike_whether_there_is_anybody_or_not(served: Served, school: School) -> None:
    olga = await served.person("olga")
    seen = []
    for phone in ("+7 900 000-00-05", "+7 900 000-00-95"):
        answer = await olga.post(TRUSTS, trust(school, phone=phone))
        await look_at_trusts(served.server.desk)
        [own] = [one for one in (await olga.get(TRUSTS)).body["trusts"] if one["id"] == answer.body["id"]]
        moments = dict.fromkeys(("id", "phone", "offered_at", "expires_at"))
        seen.append((answer.status, answer.body | moments, own | moments))
    assert seen[0] == seen[1]


async def test_a_child_has_at_most_twenty(served: Served, school: School) -> None:
    olga = await served.person("olga")
    for _ in range(20):
        assert (await olga.post(TRUSTS, trust(school))).status == 201
    assert (await olga.post(TRUSTS, trust(school))).code == "too_many_trusts"


async def test_each_act_is_noted(served: Served, school: School) -> None:
    one = await opened(served, school)
    await does(await served.person("boris"), "end", one)
    rows = await served.server.pool.fetch("select person_id, action from audit where action like '%trust%' order by id")
    assert [tuple(row) for row in rows] == [
        (school.olga, "offer_trust"),
        (school.foreign_teacher, "accept_trust"),
        (school.boris, "end_trust:ended"),
    ]


async def test_who_leaves_the_school_takes_what_families_gave_along(served: Served, school: School) -> None:
    pool = served.server.pool
    await pool.execute("update person set source = 'typed' where id = $1", school.aunt)
    await pool.execute("update role set source = 'typed' where person_id = $1", school.aunt)
    one = await offered(served, school, family="Чёрная", phone="+7 900 000-00-04")
    await does(await served.person("aunt"), "accept", one)
    clara = await served.person("clara")
    of_aunt = f"/api/schools/{school.id}/register/people/{school.aunt}"
    seen = (await clara.get(of_aunt)).body
    [now] = [child for child in seen["children"] if child["standing"] == "now"]
    assert (now["given"], now["typed"]) == (True, False)
    ended = await clara.post(f"{of_aunt}/end", {})
    assert ended.status == 200, ended.body
    assert ended.body["ended"]
    seen = (await (await served.person("olga")).get(f"{TRUSTS}/{one['id']}")).body
    assert (seen["stage"], seen["ending"]) == ("ended", "ended")


async def test_everybody_concerned_is_told_and_a_lock_screen_says_nothing(served: Served, school: School) -> None:
    one = await offered(served, school)
    await expanded(served)

    async def told() -> dict[int, dict[str, Any]]:
        rows = await served.server.pool.fetch("select id, person_id from notice where kind = 'trust' order by id")
        logins = {number: login for login, number in school.people.items()}
        found = {}
        for row in rows:
            person = await served.person(logins[row["person_id"]])
            found[row["person_id"]] = (await person.get(f"/api/notices/{row['id']}")).body
        return found

    seen = await told()
    assert seen.keys() == {school.boris, school.foreign_teacher}
    for notice in seen.values():
        assert (notice["title"], notice["path"]) == ("Доверенные лица", f"/me/trusted/{one['id']}")
    await does(await served.person("foreign_teacher"), "accept", one)
    await expanded(served)
    assert school.olga in await told()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("mine", [False, True])
@pytest.mark.parametrize("news", TrustNews)
def test_each_piece_of_news_has_its_words(news: TrustNews, mine: bool, language: str) -> None:
    child, giver = Name(family="Соколова", given="Анна"), Name(family="Соколова", given="Ольга")
    said = words(OfTrust(5, news, "Чужая Алла", child, giver, date(2027, 5, 31), mine), language, "UTC")
    assert said.path == "/me/trusted/5"
    assert "Анна" in said.text
    assert "{" not in said.head + said.text


async def test_of_ten_acceptances_at_once_one_wins_and_an_end_among_them_stays(served: Served, school: School) -> None:
    alla, boris = await served.person("foreign_teacher"), await served.person("boris")
    for ends in (False, True):
        one = await offered(served, school)
        asked = [does(alla, "accept", one) for _ in range(10)]
        answers = await asyncio.gather(*asked, *([does(boris, "end", one)] if ends else []))
        accepted = [answer.status for answer in answers[:10]].count(200)
        assert accepted == 1 or (ends and accepted == 0)
        seen = (await boris.get(f"{TRUSTS}/{one['id']}")).body
        assert seen["stage"] == ("ended" if ends else "waiting")
