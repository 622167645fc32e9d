"""Consents to texts of a school: given for each child, withdrawn, asked for anew by a new version, counted."""

import asyncio
from typing import Any

import pytest

from tests.support.consents import MINE, answer, mine, new_text, next_version, published
from tests.support.merging import joined, twin
from tests.support.school import PASSWORD, School
from tests.support.serving import Caller, Served
from tests.support.trusts import with_family


def texts_of(school: School) -> str:
    return f"/api/schools/{school.id}/consent-texts"


async def counted(served: Served, school: School, text: str) -> dict[str, int]:
    counts: dict[str, int] = (await (await served.person("clara")).get(f"{texts_of(school)}/{text}")).body["text"][
        "counts"
    ]
    return counts


def counts(given: int = 0, refused: int = 0, withdrawn: int = 0, open_: int = 0) -> dict[str, int]:
    return {"given": given, "refused": refused, "withdrawn": withdrawn, "open": open_}


async def says(person: Caller, text: str, student: int | None, **said: Any) -> dict[str, Any]:
    """Returns what stands then of this text, for this child."""
    answered = await person.post(MINE, answer(text, student, **said))
    assert answered.status == 200, answered.body
    return of(answered.body["consents"], text, student)


def of(consents: list[dict[str, Any]], text: str, student: int | None) -> dict[str, Any]:
    [found] = [one for one in consents if one["text"] == text and (one["child"] and int(one["child"]["id"])) == student]
    return found


async def test_a_guardian_gives_a_consent_withdraws_it_and_gives_it_again(served: Served, school: School) -> None:
    text, olga = await published(served, school, required=True), await served.person("olga")
    [asked] = await mine(olga)
    assert (asked["state"], asked["is_due"], asked["required"], asked["present"]) == ("open", True, True, 1)
    assert (asked["child"]["name"]["given"], asked["title"]) == ("Анна", {"ru": "Съёмка класса", "en": None})
    given = await says(olga, text, school.anya)
    assert (given["state"], given["is_due"], given["answered"]) == ("given", False, 1)
    assert await counted(served, school, text) == counts(given=1, open_=1)
    gone = (await olga.post(f"{MINE}/{given['consent']}/withdraw")).body["consents"]
    assert [(one["state"], one["is_due"]) for one in gone] == [("withdrawn", False)]
    assert gone[0]["answered_at"] == given["answered_at"] < gone[0]["withdrawn_at"]
    assert await counted(served, school, text) == counts(withdrawn=1, open_=1)
    again = await olga.post(f"{MINE}/{given['consent']}/withdraw")
    assert (again.status, again.code) == (409, "consent_not_in_force")
    anew = await says(olga, text, school.anya)
    assert anew["state"] == "given"
    assert anew["consent"] != given["consent"]
    rows = await served.server.pool.fetch("select withdrawn_at is null as holds from consent order by id")
    assert [row["holds"] for row in rows] == [False, True]  # nothing is deleted


async def test_two_guardians_of_a_child_answer_each_for_themselves(served: Served, school: School) -> None:
    await with_family(served.server.pool, school)
    text = await published(served, school)
    olga, boris = await served.person("olga"), await served.person("boris")
    await says(olga, text, school.anya)
    assert of(await mine(boris), text, school.anya)["state"] == "open"
    assert (await says(boris, text, school.anya, agreed=False))["state"] == "refused"
    assert of(await mine(olga), text, school.anya)["state"] == "given"
    assert of(await mine(boris), text, school.misha)["state"] == "open"  # his other child is another question
    assert await counted(served, school, text) == counts(given=1, refused=1, open_=1)
    shown = (await (await served.person("clara")).get(f"{texts_of(school)}/{text}")).body["classes"]
    assert [(one["class"]["name"], one["counts"]) for one in shown] == [("5А", counts(given=1, refused=1, open_=1))]


async def test_withdrawing_for_one_child_leaves_what_was_given_for_the_other(served: Served, school: School) -> None:
    await with_family(served.server.pool, school)
    text, boris = await published(served, school), await served.person("boris")
    given = await says(boris, text, school.anya)
    await says(boris, text, school.misha)
    now = (await boris.post(f"{MINE}/{given['consent']}/withdraw")).body["consents"]
    assert of(now, text, school.anya)["state"] == "withdrawn"
    assert of(now, text, school.misha)["state"] == "given"
    assert await counted(served, school, text) == counts(given=1, withdrawn=1, open_=1)


async def test_who_may_do_nothing_for_a_child_is_neither_asked_nor_counted(served: Served, school: School) -> None:
    text, boris = await published(served, school), await served.person("boris")
    await served.server.pool.execute("update guardianship set scopes = '{}' where guardian_id = $1", school.boris)
    assert await mine(boris) == []
    assert (await boris.post(MINE, answer(text, school.misha))).status == 404
    assert await counted(served, school, text) == counts(open_=1)  # Olga, for Anna


async def test_a_new_version_asks_anew_and_what_was_said_to_the_earlier_one_stays(
    served: Served, school: School
) -> None:
    text, olga = await published(served, school), await served.person("olga")
    first = await says(olga, text, school.anya)
    await next_version(served, school, text)
    [now] = await mine(olga)
    assert (now["state"], now["is_due"], now["present"], now["answered"]) == ("given", True, 2, 1)
    assert await counted(served, school, text) == counts(open_=2)
    old = (await olga.get(f"/api/consent-texts/{text}/versions/1")).body
    assert (old["ru"]["title"], old["is_present"]) == ("Съёмка класса", False)
    late = await olga.post(MINE, answer(text, school.anya))
    assert (late.status, late.code) == (409, "consent_text_changed")
    assert (await says(olga, text, school.anya, version=2))["answered"] == 2
    assert await counted(served, school, text) == counts(given=1, open_=1)
    withdrawn = (await olga.post(f"{MINE}/{first['consent']}/withdraw")).body["consents"]
    assert withdrawn[0]["state"] == "withdrawn"  # of the text as a whole: no version of it holds any more
    assert await served.server.pool.fetchval("select count(*) from consent where agreed and withdrawn_at is null") == 0


async def test_who_refuses_the_new_version_does_not_hold_to_the_earlier_one(served: Served, school: School) -> None:
    text, olga = await published(served, school), await served.person("olga")
    await says(olga, text, school.anya)
    await next_version(served, school, text)
    assert (await says(olga, text, school.anya, version=2, agreed=False))["state"] == "refused"
    held = await served.server.pool.fetch(
        "select number, agreed, withdrawn_at is null as holds from consent order by 1"
    )
    assert [tuple(row) for row in held] == [(1, True, False), (2, False, True)]


async def test_a_repeated_answer_is_one_answer(served: Served, school: School) -> None:
    text, olga = await published(served, school), await served.person("olga")
    said = answer(text, school.anya)
    told = await asyncio.gather(*(olga.post(MINE, said, key=f"key{n % 2}") for n in range(6)))
    assert {one.status for one in told} == {200}
    assert await served.server.pool.fetchval("select count(*) from consent") == 1


async def test_staff_answer_for_themselves_and_nobody_else_is_asked(served: Served, school: School) -> None:
    text = await published(served, school, "Фотография на сайте", role="staff")
    maria = await served.person("maria")
    assert (await says(maria, text, None))["state"] == "given"
    for login in ("olga", "anya", "foreign_teacher", "nanny"):
        assert await mine(await served.person(login)) == [], login
    staff = {"maria", "lev", "nina", "clara", "sysop"}
    assert await counted(served, school, text) == counts(given=1, open_=len(staff) - 1)
    for_child = await maria.post(MINE, answer(text, school.anya))
    assert for_child.status == 404


@pytest.mark.parametrize("login", ["ivan", "nanny", "aunt", "anya", "boris", "maria", "foreign_guardian", "clara"])
async def test_only_a_guardian_of_the_family_answers_for_a_child(served: Served, school: School, login: str) -> None:
    text, person = await published(served, school), await served.person(login)
    assert [one["text"] for one in await mine(person) if one["child"]["id"] == str(school.anya)] == []
    asked = await person.post(MINE, answer(text, school.anya))
    nobody = await person.post(MINE, answer("999999", school.anya))
    assert (asked.status, asked.body) == (404, nobody.body)


async def test_who_is_kept_from_a_child_loses_sight_of_what_they_said(served: Served, school: School) -> None:
    text, olga = await published(served, school), await served.person("olga")
    given = await says(olga, text, school.anya)
    clara = await served.person("clara")
    path = f"/api/schools/{school.id}/register/people/{school.anya}/restrictions"
    assert (await clara.ask("PUT", path, {"guardian": str(school.olga), "relation": "mother"})).status == 200
    assert await mine(olga) == []
    assert (await olga.post(f"{MINE}/{given['consent']}/withdraw")).status == 404
    assert (await olga.get(f"/api/consent-texts/{text}/versions/1")).status == 404
    assert await counted(served, school, text) == counts(open_=1)


async def test_what_was_given_stays_and_is_not_due_when_the_right_has_ended(served: Served, school: School) -> None:
    text, other = await published(served, school), await published(served, school, "Прививки")
    olga = await served.person("olga")
    given = await says(olga, text, school.anya)
    await served.server.pool.execute(
        "update role set ended_at = now() where person_id = $1 and role = 'student'", school.anya
    )
    [left] = await mine(olga)
    assert (left["text"], left["state"], left["is_due"], left["present"]) == (text, "given", False, None)
    assert (await olga.post(MINE, answer(other, school.anya))).status == 404
    assert (await olga.get(f"/api/consent-texts/{text}/versions/1")).status == 200  # what one has signed one may read
    assert (await olga.get(f"/api/consent-texts/{other}/versions/1")).status == 404
    assert await counted(served, school, text) == counts(open_=1)  # Boris, for Misha
    [withdrawn] = (await olga.post(f"{MINE}/{given['consent']}/withdraw")).body["consents"]
    assert withdrawn["state"] == "withdrawn"


async def test_an_ended_text_asks_nobody_and_its_consents_can_be_withdrawn(served: Served, school: School) -> None:
    text, olga, boris = await published(served, school), await served.person("olga"), await served.person("boris")
    given, sysop = await says(olga, text, school.anya), await served.person("sysop")
    ended = await sysop.post(f"{texts_of(school)}/{text}/end")
    assert (ended.status, ended.body["text"]["ended_at"] is not None) == (200, True)
    assert await mine(boris) == []
    assert [(one["state"], one["present"]) for one in await mine(olga)] == [("given", None)]
    for asked in (
        await boris.post(MINE, answer(text, school.misha)),
        await sysop.post(f"{texts_of(school)}/{text}/end"),
    ):
        assert (asked.status, asked.code) == (409, "consent_text_ended")
    assert (await olga.post(f"{MINE}/{given['consent']}/withdraw")).status == 200


async def test_a_published_version_is_never_changed_and_two_authors_do_not_overwrite_each_other(
    served: Served, school: School
) -> None:
    text, clara = await published(served, school), await served.person("clara")
    await next_version(served, school, text)
    asked = {**{name: value for name, value in new_text("Другое").items() if name != "role"}, "after": 1}
    late = await clara.post(f"{texts_of(school)}/{text}/versions", asked)
    assert (late.status, late.code) == (409, "stale")
    shown = (await clara.get(f"{texts_of(school)}/{text}")).body
    assert [(one["number"], one["title"]["ru"]) for one in shown["versions"]] == [
        (2, "Съёмка и сайт"),
        (1, "Съёмка класса"),
    ]


async def test_texts_come_in_pages_those_that_are_asked_first_and_there_are_at_most_twenty(
    served: Served, school: School
) -> None:
    sysop = await served.person("sysop")
    made = [await published(served, school, f"Текст {n}") for n in range(20)]
    over = await sysop.post(texts_of(school), new_text("Ещё один"))
    assert (over.status, over.code) == (409, "too_many_consent_texts")
    await sysop.post(f"{texts_of(school)}/{made[-1]}/end")
    made = [*made[:-1], await published(served, school, "Ещё один")]
    seen: list[str] = []
    more, last = True, ""
    while more:
        page = (await sysop.get(f"{texts_of(school)}{last}")).body
        seen += [one["present"]["title"]["ru"] for one in page["texts"]]
        more, last = page["more"], f"?last={page['texts'][-1]['id']}"
        assert len(page["texts"]) <= 10
    assert seen == ["Ещё один", *(f"Текст {n}" for n in reversed(range(19))), "Текст 19"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ru": {"title": "", "words": "Текст"}},
        {"ru": {"title": "Съёмка", "words": "   "}},
        {"ru": {"title": "Я" * 121, "words": "Текст"}},
        {"ru": {"title": "Съёмка", "words": "Я" * 20_001}},
        {"ru": {"title": "Съёмка", "words": "Те\x00кст"}},
        {"en": {"title": "Photos"}},
        {"role": "student"},
        {"role": "trusted"},
        {"html": "<b>"},
    ],
)
async def test_a_text_is_plain_bounded_and_for_guardians_or_staff(
    served: Served, school: School, wrong: dict[str, Any]
) -> None:
    refused = await (await served.person("sysop")).post(texts_of(school), new_text(**wrong))
    assert refused.status == 400


async def test_of_two_records_of_one_human_the_later_word_counts_and_undoing_gives_each_their_own(
    served: Served, school: School
) -> None:
    other = await twin(served, school, "olga2", child="anya")
    text, second = await published(served, school), await published(served, school, "Прививки")
    olga, olga2 = await served.person("olga"), await served.person("olga2")
    await says(olga, text, school.anya, agreed=False)
    await says(olga2, text, school.anya)
    await says(olga2, second, school.anya)
    merge = await joined(olga, "olga2")
    assert {one["text"]: one["state"] for one in await mine(olga)} == {text: "given", second: "given"}
    assert await counted(served, school, text) == counts(given=1, open_=1)
    assert (await olga.post(f"/api/me/merges/{merge}/undo", {"password": PASSWORD})).status == 200
    assert {one["text"]: one["state"] for one in await mine(olga)} == {text: "refused", second: "open"}
    assert {one["text"]: one["state"] for one in await mine(await served.person("olga2"))} == {
        text: "given",
        second: "given",
    }
    assert other != school.olga


async def test_what_is_published_given_refused_and_withdrawn_is_in_the_audit(served: Served, school: School) -> None:
    text, olga, boris = await published(served, school), await served.person("olga"), await served.person("boris")
    given = await says(olga, text, school.anya)
    await says(boris, text, school.misha, agreed=False)
    await olga.post(f"{MINE}/{given['consent']}/withdraw")
    await next_version(served, school, text)
    await (await served.person("sysop")).post(f"{texts_of(school)}/{text}/end")
    rows = await served.server.pool.fetch(
        "select person_id, action, outcome from audit where action like '%consent%' order by id"
    )
    assert [tuple(row) for row in rows] == [
        (school.sysop, "publish_consent_text", "done"),
        (school.olga, "give_consent", "done"),
        (school.boris, "refuse_consent", "done"),
        (school.olga, "withdraw_consent", "done"),
        (school.sysop, "publish_consent_version", "done"),
        (school.sysop, "end_consent_text", "done"),
    ]


async def test_a_required_text_closes_nothing(served: Served, school: School) -> None:
    text, olga = await published(served, school, required=True), await served.person("olga")
    assert (await says(olga, text, school.anya, agreed=False))["state"] == "refused"
    assert (await olga.get(f"/api/students/{school.anya}/diary")).status == 200
    await next_version(served, school, text, required=True)
    assert (await olga.get(f"/api/students/{school.anya}/diary")).status == 200
