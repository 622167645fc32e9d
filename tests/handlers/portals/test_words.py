"""Who signs in at a portal and is nobody here hears why, by its word, and is in once the school has mended it."""

from typing import Any

import pytest

from tests.support.brake import no_time_passes
from tests.support.portals import OLGA, Browser, Claims, Portal, cause_of, come, who
from tests.support.school import School
from tests.support.serving import Answer, Served

CASES = "/api/sign-in-cases/by-portal"
ANNA = {"family": "Соколова", "given": "Анна", "class": "5А"}
ASKED: dict[str, Any] = {"who": "guardian", "sees": "not_enough", "child": ANNA}
PHONE = {"phone_number": "+7 900 111-22-33", "phone_number_verified": True}


async def write_down(served: Served, school: School, **said: Any) -> None:
    """What the school has of Olga."""
    for column, value in said.items():
        await served.server.pool.execute(f"update person set {column} = $2 where id = $1", school.olga, value)


async def asks(served: Served, portal: Portal, number: str, claims: Claims, **asked: Any) -> tuple[Browser, Answer]:
    """Somebody whom the portal does not let in here, and the answer to why not."""
    browser, answer = await come(served, portal, number, **claims)
    assert cause_of(answer) == "not_matched"
    return browser, await browser.post(CASES, {**ASKED, **asked})


DIFFERENCES: dict[str, tuple[dict[str, Any], Claims, tuple[str, str | None, str]]] = {
    "another address": ({}, {"email": "o.sokolova@mail.example"}, ("contact", "email", "ask_school")),
    "another telephone": (
        {"email": None, "phone": "8 900 111 22 44"},
        PHONE,
        ("contact", "phone", "ask_school"),
    ),
    "no contact at the school": ({"email": None, "phone": None}, {}, ("contact", None, "ask_school")),
    "no telephone at the portal": ({"email": None, "phone": "8 900 111 22 44"}, {}, ("missing", "phone", "again")),
    "one letter": ({}, {"family_name": "Сокалова"}, ("letter", None, "ask_school")),
    "no patronymic at the school": ({"middle_name": ""}, {}, ("patronymic", None, "ask_school")),
    "no patronymic at the portal": ({}, {"middle_name": None}, ("missing", "patronymic", "again")),
    "an address that was not confirmed": ({}, {"email_verified": False}, ("missing", "email", "again")),
}


@pytest.mark.parametrize("what", DIFFERENCES)
async def test_one_cause_and_one_step_are_told(
    served: Served, school: School, portal: Portal, number: str, what: str
) -> None:
    has, said, (cause, field, step) = DIFFERENCES[what]
    await write_down(served, school, **has)
    _, told = await asks(served, portal, number, {**OLGA, **said})
    answer = told.body["answer"]
    assert (answer["cause"], answer["field"]) == (cause, field)
    assert answer["step"] == step
    assert answer["name"]["family"] == {**OLGA, **said}["family_name"]
    assert answer["portal"] == {"ru": "Городской портал", "en": "City portal"}


async def test_contacts_of_the_school_are_masked(served: Served, school: School, portal: Portal, number: str) -> None:
    _, told = await asks(served, portal, number, {**OLGA, "email": "o.sokolova@mail.example"})
    assert told.body["answer"]["theirs"] == "o…a@m….example"
    assert "olga@mail.example" not in str(told.body)


async def test_who_has_corrected_the_record_lets_them_in_with_no_other_try(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    claims = {**OLGA, "email": "o.sokolova@mail.example"}
    browser, told = await asks(served, portal, number, claims)
    case, code = told.body["answer"]["case"], told.body["code"]
    step = await browser.post(f"/api/sign-in-cases/{case}/step", {"code": code})
    assert (step.status, step.body["done"]) == (200, True)
    clara, cases = await served.person("clara"), f"/api/schools/{school.id}/sign-in-cases"
    [line] = (await clara.get(cases)).body["cases"]
    assert (line["case"], line["cause"]) == (case, "contact")
    seen = (await clara.get(f"{cases}/{case}")).body
    assert seen["portal"]["en"] == "City portal"
    assert {one["field"]: one["same"] for one in seen["fields"]} == {"name": True, "email": False}
    solved = await clara.post(f"{cases}/{case}/solve", {"act": "correct"})
    assert solved.status == 200, solved.body
    inside, answer = await come(served, portal, number, **claims)
    assert cause_of(answer) is None
    assert await who(inside) == "Ольга"


async def test_a_number_that_the_portal_says_is_seen_beside_the_school_s(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await write_down(served, school, email=None, phone="8 900 111 22 44")
    browser, told = await asks(served, portal, number, {**OLGA, "email": None, **PHONE})
    answer = told.body["answer"]
    assert (answer["phone"], answer["theirs"], answer["address"]) == (PHONE["phone_number"], "…44", None)
    await browser.post(f"/api/sign-in-cases/{answer['case']}/step", {"code": told.body["code"]})
    clara = await served.person("clara")
    seen = (await clara.get(f"/api/schools/{school.id}/sign-in-cases/{answer['case']}")).body
    [phone] = [one for one in seen["fields"] if one["field"] == "phone"]
    assert (phone["theirs"], phone["ours"], phone["same"]) == (PHONE["phone_number"], "8 900 111 22 44", False)
    assert "correct" not in seen["acts"]  # nothing is mailed to a number; it is written down at the person
    await write_down(served, school, phone=PHONE["phone_number"])
    inside, _ = await come(served, portal, number, **{**OLGA, "email": None, **PHONE})
    assert await who(inside) == "Ольга"


async def test_a_snils_says_who_somebody_is_when_nothing_else_does(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await write_down(served, school, identifier="112-233-445 95", email=None)
    claims = {**OLGA, "family_name": "Петрова", "email": None, "snils": "11223344595"}
    _, told = await asks(served, portal, number, claims)
    assert told.body["answer"]["cause"] == "fine"  # the school knows her, whatever she is called


STRANGER = {**OLGA, "family_name": "Крылова", "given_name": "Вера", "email": "vera@mail.example"}


async def test_a_stranger_hears_the_same_whoever_exists(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    """Whether there is such a child, such an adult or such a class."""
    await write_down(served, school, email="olga@mail.example")
    children = [ANNA, {**ANNA, "given": "Полина"}, {**ANNA, "class": "11Я"}]
    answers = []
    for child in children:
        _, told = await asks(served, portal, number, STRANGER, child=child)
        answers.append({**told.body["answer"], "case": "", "last_day": ""})
    assert {one["cause"] for one in answers} == {"stranger"}
    assert answers == answers[:1] * len(children)


async def test_a_word_is_used_up_and_good_in_the_browser_that_came_from_there(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    browser, answer = await come(served, portal, number, **STRANGER)
    assert cause_of(answer) == "not_matched"
    assert (await Browser(served).open(served.base + CASES)).status == 404
    assert (await Browser(served).post(CASES, ASKED)).status == 404
    assert (await browser.open(served.base + CASES)).body["name"]["family"] == "Крылова"
    assert (await browser.post(CASES, ASKED)).status == 200
    assert (await browser.open(served.base + CASES)).status == 404
    assert (await browser.post(CASES, ASKED)).status == 404


async def test_who_is_let_in_or_turns_back_leaves_no_word(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await come(served, portal, number, **OLGA)
    await come(served, portal, number, family_name="", given_name="")
    await served.server.pool.execute("update portal set matches = false")  # nothing that is corrected lets anybody in
    await come(served, portal, number, **STRANGER)
    assert await served.server.pool.fetchval("select count(*) from portal_word") == 0


async def test_a_code_of_another_case_opens_nothing(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await no_time_passes(served)
    browser, told = await asks(served, portal, number, STRANGER)
    wrong = "000000" if told.body["code"] != "000000" else "111111"
    path = f"/api/sign-in-cases/{told.body['answer']['case']}"
    assert (await browser.post(f"{path}/answer", {"code": wrong})).code == "case_does_not_open"
    assert (await browser.post(f"{path}/answer", {"code": told.body["code"]})).body["cause"] == "stranger"
