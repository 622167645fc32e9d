"""Who cannot get in says so, hears why with the code of a mail, and is let in; a stranger hears nothing."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from channels.invitations.hashes import InvitationHashes
from channels.sign_in_cases import opening
from channels.sign_in_cases.opening import MOST_WRONG
from handlers.sign_in_cases import CODES, MAILS
from tests.handlers.test_contact_details import write_down
from tests.handlers.test_login import sign_in
from tests.support.brake import no_time_passes
from tests.support.invitations import FRESH, on_paper, use, without_account
from tests.support.post import Postman, Relaying
from tests.support.school import School
from tests.support.serving import Answer, Served, serving

MAIL = "olga@example.org"
OLGA = {"family": "Соколова", "given": "Ольга"}
ANNA = {"family": "соколова", "given": "Анна", "class": "5 а"}


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """A school that has a mail relay; the tests' own postman carries."""
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        yield served


class Doctor:
    """Cases as somebody opens them, with the codes that come by mail."""

    def __init__(self, served: Served, hashes: InvitationHashes, relay: Relaying, post: Postman) -> None:
        self._served, self._hashes, self._relay, self._post = served, hashes, relay, post

    async def open(self, address: str = MAIL, **asked: Any) -> Answer:
        body = {"who": "guardian", "sees": "wrong", "name": OLGA, "child": ANNA, "address": address, **asked}
        return await self._served.stranger.post("/api/sign-in-cases", body)

    async def codes(self) -> dict[str, tuple[str, str]]:
        """Number of each case of which a mail came -> address and code."""
        while await self._served.server.pool.fetchval("select count(*) from sign_in_case where diagnosed_at is null"):
            await opening.answer(self._served.server.desk, self._hashes)
        await self._post.catch_up()
        bodies = [(to, mail.get_body(("plain",))) for to, mail in self._relay.take()]
        texts = [(to, body.get_content()) for to, body in bodies if body is not None]
        return {
            re.findall(r"help#(\d+)", text)[0]: (to, re.findall(r"\d{3} \d{3}", text)[0])
            for to, text in texts
            if "help#" in text
        }

    async def asks(self, address: str = MAIL, **asked: Any) -> tuple[str, str]:
        """Opens a case; returns its number and code."""
        opened = await self.open(address, **asked)
        assert opened.status == 202, opened.body
        case = opened.body["case"]
        to, code = (await self.codes())[case]
        assert to == address
        return case, code

    async def answer(self, case: str, code: str) -> Answer:
        return await self._served.stranger.post(f"/api/sign-in-cases/{case}/answer", {"code": code})

    async def step(self, case: str, code: str) -> Answer:
        return await self._served.stranger.post(f"/api/sign-in-cases/{case}/step", {"code": code})

    async def hears(self, address: str = MAIL, **asked: Any) -> dict[str, Any]:
        told: dict[str, Any] = (await self.answer(*await self.asks(address, **asked))).body
        return told

    async def mailed(self) -> list[tuple[str, str]]:
        """Addresses and texts of the mails that came since."""
        await self._post.catch_up()
        bodies = [(to, mail.get_body(("plain",))) for to, mail in self._relay.take()]
        return [(to, body.get_content()) for to, body in bodies if body is not None]


@pytest.fixture
def doctor(served: Served, hashes: InvitationHashes, relay: Relaying, post: Postman) -> Doctor:
    return Doctor(served, hashes, relay, post)


async def test_who_was_never_invited_gets_an_invitation_and_is_in(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await without_account(served, school.olga)
    case, code = await doctor.asks(sees="uninvited")
    told = await doctor.answer(case, code)
    assert (told.body["cause"], told.body["step"], told.body["done"]) == ("uninvited", "invite", False)
    assert (await doctor.step(case, code)).body["done"] is True
    assert (await doctor.step(case, code)).body["done"] is True
    [(to, text)] = await doctor.mailed()  # once, also if it is pressed twice
    assert to == MAIL
    entered = await use(served, "Соколова", token=re.findall(r"/in#([\w-]{43})", text)[0])
    assert entered.status == 200, entered.body


async def test_whose_link_is_of_another_year_gets_a_new_invitation(
    served: Served, school: School, hashes: InvitationHashes, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await without_account(served, school.olga)
    told = await doctor.hears(sees="no_link")  # nobody here has made it
    assert (told["cause"], told["step"]) == ("old_link", "invite")
    await on_paper(served, school, hashes, school.olga)
    await served.server.pool.execute("update invitation set expires_at = now() - interval '1 year'")
    case, code = await doctor.asks(sees="no_link")
    told = (await doctor.answer(case, code)).body
    assert (told["cause"], told["step"]) == ("old_link", "invite")
    await doctor.step(case, code)
    [(_, text)] = await doctor.mailed()
    entered = await use(served, "Соколова", token=re.findall(r"/in#([\w-]{43})", text)[0])
    assert entered.status == 200, entered.body


@pytest.mark.parametrize(
    ("sees", "cause", "step"),
    [("wrong", "fine", "invite"), ("no_child", "fine", "ask_school"), ("white", "network", "open")],
)
async def test_who_has_a_sign_in_hears_that_all_is_well(
    served: Served, school: School, doctor: Doctor, sees: str, cause: str, step: str
) -> None:
    await write_down(served, school.olga, email=MAIL)
    told = await doctor.hears(sees=sees)
    assert (told["cause"], told["step"]) == (cause, step)


@pytest.mark.parametrize(
    ("changes", "asked", "cause"),
    [
        ({"family_name": "Сокалова"}, {}, "letter"),
        ({"family_name": "Cоколова"}, {}, "latin"),  # a Latin C
        ({}, {"name": {**OLGA, "middle": "Петровна"}}, "patronymic"),
        ({"middle_name": "Петровна"}, {}, "missing"),
        ({"family_name": "Белова"}, {}, "stranger"),
        ({}, {"child": {**ANNA, "given": "Полина"}}, "waiting"),
        ({}, {"child": {**ANNA, "class": "7Б"}}, "waiting"),
        ({}, {"child": {"family": "Белов", "given": "Михаил", "class": "5А"}}, "waiting"),
        ({}, {"address": "another@example.org"}, "stranger"),
    ],
)
async def test_one_cause_is_named(
    served: Served, school: School, doctor: Doctor, changes: dict[str, str], asked: dict[str, Any], cause: str
) -> None:
    await write_down(served, school.olga, email=MAIL)
    for column, value in changes.items():
        await served.server.pool.execute(f"update person set {column} = $2 where id = $1", school.olga, value)
    told = await doctor.hears(**asked)
    assert told["cause"] == cause
    if cause == "letter":
        assert told["differs_at"] == 3  # Сок|о|лова


async def test_a_restriction_is_told_as_a_talk_in_person(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.ivan, email="ivan@example.org")
    ivan = {"family": "Соколов", "given": "Иван"}
    told = await doctor.hears("ivan@example.org", name=ivan)
    assert (told["cause"], told["step"], told["day"], told["theirs"]) == ("restricted", "call", None, None)
    other = await doctor.hears("ivan2@example.org", name=ivan)
    assert other["cause"] == "stranger"


async def test_a_right_that_is_over_is_named_with_its_day(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.aunt, email="aunt@example.org")
    told = await doctor.hears("aunt@example.org", who="trusted", name={"family": "Чёрная", "given": "Инна"})
    assert (told["cause"], told["day"]) == ("ended", school.day.isoformat())


async def test_a_right_is_over_by_the_day_of_the_school(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.aunt, email="aunt@example.org")
    pool = served.server.pool
    # where the day begins fourteen hours before UTC's: for most of a day the two differ
    await pool.execute("update school set zone = 'Pacific/Kiritimati' where id = $1", school.id)
    day = await pool.fetchval("select (now() at time zone 'Pacific/Kiritimati')::date")
    await pool.execute("update guardianship set until_day = $2 where guardian_id = $1", school.aunt, day)
    told = await doctor.hears("aunt@example.org", who="trusted", name={"family": "Чёрная", "given": "Инна"})
    assert (told["cause"], told["day"]) == ("ended", day.isoformat())


async def test_a_second_sign_in_that_holds_the_child_is_named_by_its_beginning(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email="old@example.org", phone="+7 916 123-45-12")
    pool = served.server.pool
    again = await pool.fetchval(
        """
        insert into person (source, source_id, family_name, given_name, email)
        values ('t', 'again', 'Соколова', 'Ольга', $1) returning id
        """,
        MAIL,
    )
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'again', $1, $2, 'guardian')",
        again,
        school.id,
    )
    told = await doctor.hears(sees="no_child")
    assert (told["cause"], told["other"]["by"], told["other"]["phone_end"]) == ("second", "password", "12")


async def test_a_student_and_a_teacher_are_helped_as_well(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.anya, email="anya@example.org")
    await write_down(served, school.maria, email="maria@example.org")
    anna = {"family": "Соколова", "given": "Анна"}
    told = await doctor.hears("anya@example.org", who="student", name=anna, child=None, **{"class": "5А"})
    assert told["cause"] == "fine"
    maria = {"family": "Рябова", "given": "Мария"}
    assert (await doctor.hears("maria@example.org", who="staff", name=maria, child=None))["cause"] == "fine"


async def test_strangers_hear_the_same_whoever_exists(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.olga, email=MAIL)
    nobody = {"family": "Никого", "given": "Нет"}
    answers: list[dict[str, Any]] = []
    for name, child in (
        (OLGA, ANNA),
        (OLGA, {**nobody, "class": "5А"}),
        (nobody, ANNA),
        (nobody, {**ANNA, "class": "11Я"}),
    ):
        told = await doctor.hears("stranger@else.example", name=name, child=child)
        assert told.pop("name")["family"] == name["family"]  # as it was typed
        told.pop("case")
        answers.append(told)
        await served.server.pool.execute("delete from sign_in_failure")
    assert all(told == answers[0] for told in answers)


async def test_opening_a_case_looks_nothing_up(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.olga, email=MAIL)
    known, unknown = await doctor.open(), await doctor.open("stranger@else.example")
    assert (known.status, known.body.keys(), known.body["last_day"]) == (
        unknown.status,
        unknown.body.keys(),
        unknown.body["last_day"],
    )
    assert {to for to, _ in (await doctor.codes()).values()} == {MAIL, "stranger@else.example"}


async def test_without_the_code_a_case_is_as_one_that_is_not_there(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email=MAIL)
    case, code = await doctor.asks()
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    for act in (doctor.answer, doctor.step):
        assert (await act(case, wrong)).code == "case_does_not_open"
        assert (await act("999999", code)).code == "case_does_not_open"
    assert (await doctor.answer(case, code)).status == 200


async def test_codes_are_tried_ever_more_slowly(served: Served, school: School, doctor: Doctor) -> None:
    case, code = await doctor.asks()
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    answers = [(await doctor.answer(case, wrong)).code for _ in range(CODES.free)]
    await no_time_passes(served)
    answers.append((await doctor.answer(case, code)).code)
    assert answers == ["case_does_not_open"] * CODES.free + ["too_many_attempts"]


async def test_after_twenty_wrong_codes_a_case_opens_to_none(served: Served, school: School, doctor: Doctor) -> None:
    case, code = await doctor.asks()
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    for _ in range(MOST_WRONG):
        assert (await doctor.answer(case, wrong)).code == "case_does_not_open"
        await served.server.pool.execute("delete from sign_in_failure")
    assert (await doctor.answer(case, code)).code == "case_does_not_open"


async def test_an_address_is_not_filled_with_mails(served: Served, school: School, doctor: Doctor) -> None:
    assert [(await doctor.open("victim@else.example")).status for _ in range(MAILS.free)] == [202] * MAILS.free
    await no_time_passes(served)
    assert (await doctor.open("victim@else.example")).code == "too_many_attempts"


async def test_the_school_sees_who_asks_and_corrects_the_address(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email="pavlova@example.org")
    await without_account(served, school.olga)
    case, code = await doctor.asks()
    clara = await served.person("clara")
    cases = f"/api/schools/{school.id}/sign-in-cases"
    assert (await clara.get(cases)).body["cases"] == []  # not before they have shown that the address is theirs
    assert (await doctor.answer(case, code)).body["cause"] == "stranger"
    [line] = (await clara.get(cases)).body["cases"]
    assert (line["case"], line["cause"]) == (case, "contact")
    shown = (await clara.get(f"{cases}/{case}")).body
    assert shown["person"]["id"] == str(school.olga)
    assert [(one["field"], one["same"], one["ours"]) for one in shown["fields"]] == [
        ("name", True, "Соколова Ольга"),
        ("email", False, "pavlova@example.org"),
    ]
    assert shown["acts"] == ["correct", "invite", "close"]
    solved = await clara.post(f"{cases}/{case}/solve", {"act": "correct"})
    assert (solved.status, solved.body["outcome"], solved.body["acts"]) == (200, "correct", [])
    assert (await clara.post(f"{cases}/{case}/solve", {"act": "close"})).code == "case_closed"
    [(to, text)] = await doctor.mailed()
    assert to == MAIL  # the address that they confirmed, not the one of before
    assert (await use(served, "Соколова", token=re.findall(r"/in#([\w-]{43})", text)[0])).status == 200
    assert (await sign_in(served, MAIL, FRESH)).status == 200


async def test_who_is_like_nobody_of_the_school_is_found_by_the_number_alone(
    served: Served, school: School, doctor: Doctor
) -> None:
    await served.server.pool.execute("update school set ended_at = now() where id <> $1", school.id)
    nobody = {"family": "Никого", "given": "Нет"}
    case, code = await doctor.asks(name=nobody, child={**nobody, "class": "5А"})
    assert (await doctor.answer(case, code)).body["cause"] == "stranger"
    clara, path = await served.person("clara"), f"/api/schools/{school.id}/sign-in-cases"
    assert (await clara.get(path)).body["cases"] == []
    assert (await clara.get(f"{path}/{case}")).body["acts"] == ["close"]


async def test_a_corrected_letter_lets_in_without_another_try(served: Served, school: School, doctor: Doctor) -> None:
    await write_down(served, school.olga, email=MAIL)
    await served.server.pool.execute(
        "update person set family_name = 'Сокалова', source = 'typed' where id = $1", school.olga
    )
    case, code = await doctor.asks()
    assert (await doctor.step(case, code)).body["done"] is True
    clara = await served.person("clara")
    solved = await clara.post(f"/api/schools/{school.id}/sign-in-cases/{case}/solve", {"act": "correct"})
    assert solved.status == 200, solved.body
    assert solved.body["fields"][0] == {
        "field": "name",
        "theirs": "Соколова Ольга",
        "ours": "Соколова Ольга",
        "same": True,
    }
    [(to, text)] = await doctor.mailed()
    assert (to, "Войдите по логину, почте или телефону" in text) == (MAIL, True)


async def test_a_parent_whom_the_school_did_not_know_as_one_is_confirmed(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.boris, email="boris@example.org")
    case, code = await doctor.asks("boris@example.org", name={"family": "Белов", "given": "Борис"})
    assert (await doctor.step(case, code)).body["cause"] == "waiting"
    clara = await served.person("clara")
    path = f"/api/schools/{school.id}/sign-in-cases/{case}"
    assert (await clara.get(path)).body["acts"] == ["confirm", "invite", "close"]
    assert (await clara.post(f"{path}/solve", {"act": "confirm", "relation": "other"})).status == 200
    boris = await served.person("boris")
    assert (await boris.get(f"/api/students/{school.anya}/diary")).status == 200


async def test_a_class_teacher_sees_cases_of_the_class_and_decides_none(
    served: Served, school: School, doctor: Doctor
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await served.server.pool.execute("update person set family_name = 'Сокалова' where id = $1", school.olga)
    case, code = await doctor.asks()
    await doctor.step(case, code)
    maria, nina = await served.person("maria"), await served.person("nina")
    path = f"/api/schools/{school.id}/sign-in-cases"
    assert [one["case"] for one in (await maria.get(path)).body["cases"]] == [case]
    assert (await maria.get(f"{path}/{case}")).body["acts"] == ["close"]
    clara = await served.person("clara")
    assert (await clara.get(f"{path}/{case}")).body["acts"] == ["invite", "close"]  # the name is the roster's
    assert (await maria.post(f"{path}/{case}/solve", {"act": "correct"})).code == "case_act_unfit"
    assert (await nina.get(f"{path}/{case}")).code == "not_found"


async def test_who_may_not_invite_somebody_gives_them_no_address_either(
    served: Served, school: School, doctor: Doctor
) -> None:
    """A new address would get the mail for a new password: of leadership only leadership gives one."""
    await write_down(served, school.clara, email="clara@example.org")
    clara_says = {"who": "staff", "name": {"family": "Дорн", "given": "Клара"}, "child": None}
    case, code = await doctor.asks("admin@else.example", **clara_says)
    assert (await doctor.answer(case, code)).body["cause"] == "stranger"
    path = f"/api/schools/{school.id}/sign-in-cases/{case}"
    admin, head = await served.person("sysop"), await served.person("clara")
    assert (await admin.get(path)).body["acts"] == ["close"]
    assert (await admin.post(f"{path}/solve", {"act": "correct"})).code == "case_act_unfit"
    assert (await head.get(path)).body["acts"] == ["correct", "invite", "close"]


async def test_a_case_of_long_ago_is_forgotten(served: Served, school: School, doctor: Doctor) -> None:
    case, code = await doctor.asks()
    await served.server.pool.execute("update sign_in_case set expires_at = now() - interval '1 second'")
    assert (await doctor.answer(case, code)).code == "case_does_not_open"
    await opening.forget_cases(served.server.desk)
    assert await served.server.pool.fetchval("select count(*) from sign_in_case") == 0


@pytest.mark.parametrize("broken", [{"child": None}, {"who": "student"}, {"address": "nobody"}, {"sees": "nothing"}])
async def test_what_does_not_make_sense_is_refused(
    served: Served, school: School, doctor: Doctor, broken: dict[str, Any]
) -> None:
    assert (await doctor.open(**broken)).code == "bad_request"
