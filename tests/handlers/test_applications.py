"""A school applies for a connection, hears what became of it, and opens with the code of the mail; strangers learn
nothing, and where no applications are taken nothing of all this is there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from channels.activation import make_code
from channels.applications import deciding
from channels.applications.inputs import Refusing
from channels.applications.model import CONFIRM_WITHIN, KEPT, MOST_OPEN, MOST_WRONG
from channels.errors import Codes, Refusal
from channels.invitations.codes import readings
from channels.invitations.hashes import InvitationHashes
from handlers.applications import CODES, FEW, MAILS
from handlers.settings import Settings, WrongSetting
from tests.handlers.test_activation import activate, check
from tests.support.applications import FORM, MAIL, City, Sent
from tests.support.brake import no_time_passes
from tests.support.post import Postman, Relaying
from tests.support.school import School
from tests.support.serving import Served, serving

THERE = {"name": FORM["school"], "zone": FORM["zone"]}


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """An installation with one school that takes applications; the tests' own postman carries."""
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1", applications=True) as served:
        yield served


@pytest.fixture
def city(served: Served, school: School, school_url: str, relay: Relaying, post: Postman) -> City:
    return City(served, school_url, relay, post)


async def rows(city: City) -> list[dict[str, Any]]:
    return [dict(row) for row in await city.served.server.pool.fetch("select * from application order by id")]


async def move(city: City, ago: timedelta) -> None:
    """Everything that stands there was so much earlier."""
    await city.served.server.pool.execute(
        """
        update application set made_at = made_at - $1::interval, confirmed_at = confirmed_at - $1::interval,
                               decided_at = decided_at - $1::interval
        """,
        ago,
    )


# from the form to the school


async def test_a_school_applies_is_accepted_and_opens(city: City) -> None:
    sent, number = await city.waits()
    listed = (await city.zvonok()).output.splitlines()
    assert "waits for you" in listed.pop(1)
    assert listed == [
        f"{number}  Школа № 3  (Asia/Yekaterinburg)",
        "    Виноградова Татьяна Александровна, заместитель директора",
        f"    {MAIL}",
    ]
    code = await city.accepted(number)
    assert await city.state(sent) == "code_sent"
    assert (await check(city.served, code)).body == {"school": THERE}
    entered = await activate(city.served, code, **THERE)
    assert entered.status == 201
    shown = (await city.open(sent.token)).body
    assert (shown["state"], shown["school"], shown["code_until"]) == ("connected", "Школа № 3", None)
    assert "connected" in (await city.zvonok("list", "--all")).output
    assert (await city.zvonok()).output == "No application waits.\n"
    assert (await activate(city.served, code, **THERE)).code == "activation_code_wrong"


async def test_who_is_refused_reads_why(city: City) -> None:
    sent, number = await city.waits()
    said = await city.zvonok("refuse", str(number), "--reason", "Такой школы нет в городе")
    assert (said.exit_code, said.output) == (0, f"Школа № 3 is refused. The reason goes to {MAIL}.\n")
    [(to, text)] = await city.mailed()
    assert to == MAIL
    assert "Причина: Такой школы нет в городе" in text
    shown = (await city.open(sent.token)).body
    assert (shown["state"], shown["reason"]) == ("refused", "Такой школы нет в городе")


async def test_a_code_opens_only_the_school_that_applied(city: City) -> None:
    _, number = await city.waits()
    code = await city.accepted(number)
    other = await activate(city.served, code, **{**THERE, "name": "Школа № 4"})
    assert (other.status, other.code) == (422, "code_of_another_school")
    assert [error["field"] for error in other.body["errors"]] == ["name"]
    elsewhere = await activate(city.served, code, **{**THERE, "zone": "Europe/Moscow"})
    assert [error["field"] for error in elsewhere.body["errors"]] == ["zone"]
    assert (await activate(city.served, code, **THERE)).status == 201


async def test_a_new_code_takes_the_place_of_the_earlier(city: City) -> None:
    _, number = await city.waits()
    before = await city.accepted(number)
    again = await city.zvonok("accept", str(number))
    assert (again.exit_code, "--again" in again.output) == (1, True)
    now = await city.accepted(number, "--again")
    assert (await activate(city.served, before, **THERE)).code == "activation_code_wrong"
    assert (await activate(city.served, now, **THERE)).status == 201
    assert (await city.zvonok("accept", str(number), "--again")).exit_code == 1
    assert (await city.zvonok("refuse", str(number), "--reason", "Поздно")).exit_code == 1
    assert await city.mailed() == []


async def test_a_code_that_expired_is_followed_by_another_one(city: City) -> None:
    sent, number = await city.waits()
    await city.accepted(number)
    await city.served.server.pool.execute("update activation_code set expires_at = now()")
    assert (await city.open(sent.token)).body["code_until"] is not None
    assert (await activate(city.served, await city.accepted(number), **THERE)).status == 201


async def test_who_is_refused_after_all_opens_nothing_with_the_code_that_was_sent(city: City) -> None:
    sent, number = await city.waits()
    code = await city.accepted(number)
    assert (await city.zvonok("refuse", str(number), "--reason", "Ошибка оператора")).exit_code == 0
    assert (await activate(city.served, code, **THERE)).code == "activation_code_wrong"
    assert await city.state(sent) == "refused"
    assert (await city.zvonok("accept", str(number))).exit_code == 1


async def test_codes_of_the_command_open_any_school_as_before(city: City, hashes: InvitationHashes) -> None:
    code = await make_code(city.served.server.desk, hashes)
    assert (await check(city.served, code)).body == {"school": None}
    assert (await activate(city.served, code, name="Школа № 5")).status == 201


# the address


async def test_no_code_goes_to_an_address_that_nobody_confirmed(city: City) -> None:
    sent = await city.sent()
    [row] = await rows(city)
    assert (await city.zvonok()).output == "No application waits.\n"
    for arguments in (["accept"], ["refuse", "--reason", "Нет"]):
        said = await city.zvonok(*arguments, str(row["id"]))
        assert (said.exit_code, "waits for the code of its mail" in said.output) == (1, True)
    assert await city.mailed() == []
    assert await city.state(sent) == "unconfirmed"


async def test_a_wrong_code_confirms_nothing_and_the_right_one_does_twice(city: City) -> None:
    sent = await city.sent()
    assert (await city.confirm(sent, sent.wrong)).code == "application_code_wrong"
    assert await city.state(sent) == "unconfirmed"
    first = await city.confirm(sent, f"{sent.code[:3]} {sent.code[3:]}")
    assert first.body["state"] == "waiting"
    assert (await city.confirm(sent)).body == first.body


async def test_a_code_is_good_for_its_own_application(city: City) -> None:
    one, other = await city.sent(), await city.sent(email="other@school4.example")
    if one.code != other.code:
        assert (await city.confirm(Sent(one.token, other.code))).code == "application_code_wrong"
    assert (await city.confirm(one)).status == 200


async def test_after_too_many_wrong_codes_the_right_one_confirms_nothing(city: City) -> None:
    sent = await city.sent()
    for _ in range(MOST_WRONG):
        assert (await city.confirm(sent, sent.wrong)).code == "application_code_wrong"
        await city.served.server.pool.execute("delete from sign_in_failure")
    assert (await city.confirm(sent)).code == "application_code_wrong"


async def test_codes_are_tried_ever_more_slowly(city: City) -> None:
    sent = await city.sent()
    answers = [(await city.confirm(sent, sent.wrong)).code for _ in range(CODES.free)]
    await no_time_passes(city.served)
    answers.append((await city.confirm(sent)).code)
    assert answers == ["application_code_wrong"] * CODES.free + ["too_many_attempts"]


async def test_many_wrong_codes_at_once_are_all_counted(city: City) -> None:
    sent = await city.sent()
    answers = await asyncio.gather(*[city.confirm(sent, sent.wrong) for _ in range(20)])
    assert {answer.code for answer in answers} <= {"application_code_wrong", "too_many_attempts"}
    tried = [answer.code for answer in answers].count("application_code_wrong")
    [row] = await rows(city)
    assert row["wrong_codes"] == tried <= CODES.free + 1


async def test_an_application_that_nobody_confirms_in_time_opens_no_more(city: City) -> None:
    sent = await city.sent()
    await move(city, CONFIRM_WITHIN)
    assert (await city.confirm(sent)).code == "application_does_not_open"
    assert (await city.open(sent.token)).code == "application_does_not_open"


# strangers


async def test_a_stranger_does_not_learn_who_has_applied(city: City) -> None:
    known, _ = await city.waits()
    same = await city.apply()
    fresh = await city.apply(email="other@school4.example", school="Школа № 4")
    assert (same.status, same.body.keys()) == (fresh.status, fresh.body.keys()) == (202, {"token"})
    assert len({known.token, same.body["token"], fresh.body["token"]}) == 3
    unknown = "A" * 43
    ways = [await city.open(unknown), await city.confirm(Sent(unknown, "123456"))]
    assert {way.raw for way in ways} == {ways[0].raw}
    assert (ways[0].status, ways[0].code) == (404, "application_does_not_open")


async def test_the_mail_to_a_strangers_address_holds_nothing_that_was_typed(city: City) -> None:
    await city.apply(school="Купите слона", applicant="Мошенников Пётр", position="http://evil.example", language="en")
    [(to, text)] = await city.mailed()
    assert to == MAIL
    for typed in ("слона", "Мошенников", "evil.example"):
        assert typed not in text
    assert "Your code:" in text


async def test_an_address_is_not_filled_with_mails(city: City) -> None:
    assert [(await city.apply()).status for _ in range(MAILS.free)] == [202] * MAILS.free
    await no_time_passes(city.served)
    assert (await city.apply(email=MAIL.upper())).code == "too_many_attempts"
    assert (await city.apply(email="other@school4.example")).status == 202


async def test_one_network_sends_no_more_than_its_budget(city: City) -> None:
    answers = [await city.apply(email=f"kanc@school{n}.example") for n in range(FEW.failures + 3)]
    taken = [answer.status for answer in answers].count(202)
    assert FEW.failures <= taken <= FEW.failures + 1  # a mail is forgiven every three minutes
    assert [answer.status for answer in answers] == [202] * taken + [429] * (len(answers) - taken)
    assert answers[-1].body["retry_after"] > 0


async def test_of_those_who_apply_at_once_the_last_place_goes_to_one(city: City) -> None:
    await city.served.server.pool.execute(
        """
        insert into application (school_name, zone, language, applicant, position, email, token_hash, made_at)
        select 'Школа', 'Europe/Moscow', 'ru', 'Она', 'директор', 'a@b.example', sha256(n::text::bytea), now()
        from generate_series(1, $1) n
        """,
        MOST_OPEN - 1,
    )
    answers = await asyncio.gather(*[city.apply(email=f"kanc@school{n}.example") for n in range(5)])
    assert sorted(answer.status for answer in answers) == [202, 409, 409, 409, 409]
    assert {answer.code for answer in answers if answer.status == 409} == {"applications_full"}
    await city.served.server.pool.execute("update application set made_at = now() - $1::interval", CONFIRM_WITHIN)
    assert (await city.apply(email="kanc@school9.example")).status == 202


async def test_what_is_wrong_in_the_form_is_named_with_its_field(city: City) -> None:
    nowhere = await city.apply(zone="Europe/Nowhere")
    assert (nowhere.code, nowhere.body["errors"][0]["field"]) == ("unknown_zone", "zone")
    for wrong in ({"school": " "}, {"email": "kanc"}, {"applicant": "a\nb"}, {"telephone": "call me"}):
        assert (await city.apply(**wrong)).code == "bad_request"
    assert await rows(city) == []


async def test_two_applications_for_one_school_both_wait_and_the_list_says_so(city: City) -> None:
    _, one = await city.waits()
    _, other = await city.waits(school="школа №3", email="zavuch@school3.example")
    said = (await city.zvonok()).output
    assert said.index(f"{one}  ") < said.index(f"{other}  ")
    assert said.count("another one of this list is for a school of the same name") == 2


async def test_of_the_secrets_only_hashes_are_kept(city: City) -> None:
    sent, number = await city.waits()
    code = await city.accepted(number)
    pool = city.served.server.pool
    stored = [
        row["said"]
        for table in ("application", "activation_code", "dispatch")
        for row in await pool.fetch(f"select t::text as said from {table} t")
    ]
    for secret in (sent.token, sent.code, code, *readings(code)):
        assert not any(secret in said for said in stored)
        assert not any(secret.encode().hex() in said for said in stored)


# where nobody may apply


async def test_where_no_applications_are_taken_there_is_nothing(school_url: str) -> None:
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        assert (await served.stranger.get("/api/status")).body["applications"] is False
        token = "A" * 43
        asked = [("", FORM), ("/open", {"token": token}), ("/confirm", {"token": token, "code": "123456"})]
        for path, body in asked:
            answer = await served.stranger.post(f"/api/applications{path}", body)
            assert (answer.status, answer.code) == (404, "not_found")
        assert await served.server.pool.fetchval("select count(*) from application") == 0


async def test_where_they_are_taken_the_client_hears_of_it(city: City) -> None:
    assert (await city.served.stranger.get("/api/status")).body["applications"] is True


def test_applications_are_off_unless_they_are_switched_on_with_a_mail_relay() -> None:
    assert Settings.from_environment({}).applications is False
    with pytest.raises(WrongSetting, match="ZVONOK_SMTP_URL"):
        Settings.from_environment({"ZVONOK_APPLICATIONS": "1"})
    on = {"ZVONOK_APPLICATIONS": "1", "ZVONOK_SMTP_URL": "smtp://mail.example"}
    assert Settings.from_environment(on).applications is True


# at once


async def test_accepted_twice_at_once_one_code_is_sent(city: City, hashes: InvitationHashes) -> None:
    _, number = await city.waits()
    desk = city.served.server.desk
    done = await asyncio.gather(
        *[deciding.accept(desk, hashes, number, again=False) for _ in range(8)], return_exceptions=True
    )
    refused = [one for one in done if isinstance(one, BaseException)]
    assert [isinstance(one, Refusal) and one.code for one in refused] == [Codes.APPLICATION_DECIDED] * 7
    [code] = await city.codes()
    assert (await activate(city.served, code, **THERE)).status == 201


@pytest.mark.parametrize("attempt", range(5))
async def test_accepted_and_refused_at_once_it_is_refused_and_no_code_works(
    city: City, hashes: InvitationHashes, attempt: int
) -> None:
    sent, number = await city.waits()
    desk = city.served.server.desk
    accepted, refused = await asyncio.gather(
        deciding.accept(desk, hashes, number, again=False),
        deciding.refuse(desk, number, Refusing(reason="Нет")),
        return_exceptions=True,
    )
    assert not isinstance(refused, BaseException)
    if isinstance(accepted, BaseException):
        assert isinstance(accepted, Refusal)
        assert accepted.code is Codes.APPLICATION_DECIDED
    assert await city.state(sent) == "refused"
    for code in await city.codes():
        assert (await activate(city.served, code, **THERE)).code == "activation_code_wrong"


async def test_who_opens_the_school_is_not_refused_at_the_last_moment(city: City, hashes: InvitationHashes) -> None:
    sent, number = await city.waits()
    [code] = readings(await city.accepted(number))
    desk = city.served.server.desk
    async with desk.store.begin() as tx:
        used = await tx.activations.use(hashes.of_code(code), desk.clock.now())
        assert used is not None
        deciding_now = [
            asyncio.create_task(deciding.refuse(desk, number, Refusing(reason="Нет"))),
            asyncio.create_task(deciding.accept(desk, hashes, number, again=True)),
        ]
        await until_they_wait(city, 2)
        await tx.activations.open_school(used, THERE["name"], THERE["zone"])
    for outcome in await asyncio.gather(*deciding_now, return_exceptions=True):
        assert isinstance(outcome, Refusal)
        assert outcome.code is Codes.APPLICATION_DECIDED
    assert await city.state(sent) == "connected"
    assert await city.mailed() == []


async def until_they_wait(city: City, many: int) -> None:
    """Returns once so many transactions wait for others."""
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    async with asyncio.timeout(60):
        while await city.served.server.pool.fetchval(waiting) < many:  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(0.01)


async def test_a_code_opens_one_school_however_many_use_it(city: City) -> None:
    _, number = await city.waits()
    code = await city.accepted(number)
    answers = await asyncio.gather(*[activate(city.served, code, **THERE) for _ in range(8)])
    assert [answer.status for answer in answers].count(201) == 1
    count = await city.served.server.pool.fetchval("select count(*) from school where name = $1", THERE["name"])
    assert count == 1


# what is forgotten


async def test_who_applied_is_forgotten_long_after_the_decision_and_what_became_of_it_stays(city: City) -> None:
    sent, number = await city.waits(telephone="+7 343 200-00-03")
    code = await city.accepted(number)
    assert (await activate(city.served, code, **THERE)).status == 201
    other, refused = await city.waits(school="Школа № 4", email="kanc@school4.example")
    await city.zvonok("refuse", str(refused), "--reason", "Иванов не директор")
    await move(city, KEPT - timedelta(hours=1))
    await deciding.forget(city.served.server.desk)
    assert await city.state(sent) == "connected"
    await move(city, timedelta(hours=1))
    await deciding.forget(city.served.server.desk)
    stored = str(await rows(city))
    for word in ("Виноградова", "заместитель", MAIL, "343", "Иванов"):
        assert word not in stored
    for gone in (sent, other):
        assert (await city.open(gone.token)).code == "application_does_not_open"
    said = (await city.zvonok("list", "--all")).output
    assert said.count("who applied is not kept any more") == 2
    assert "connected" in said
    assert "refused" in said
    assert (await city.zvonok("accept", str(refused))).exit_code == 1


async def test_what_nobody_decided_is_forgotten_too_and_what_nobody_confirmed_is_deleted(city: City) -> None:
    await city.waits()
    await move(city, KEPT - CONFIRM_WITHIN)
    await city.sent(email="kanc@school4.example", school="Школа № 4")
    await move(city, CONFIRM_WITHIN)
    await deciding.forget(city.served.server.desk)
    [row] = await rows(city)
    assert (row["school_name"], row["applicant"], row["email"]) == ("Школа № 3", None, None)
    assert (await city.zvonok()).output == "No application waits.\n"


# the command


async def test_the_command_says_what_it_cannot_do(city: City) -> None:
    nobody = await city.zvonok("accept", "4711")
    assert (nobody.exit_code, "There is no application 4711" in nobody.output) == (1, True)
    _, number = await city.waits()
    long = await city.zvonok("refuse", str(number), "--reason", "x" * 501)
    assert (long.exit_code, "at most 500 characters" in long.output) == (2, True)
    silent = await city.zvonok("refuse", str(number))
    assert (silent.exit_code, "--reason" in silent.output) == (2, True)
    assert (await city.zvonok("list", "--all")).output.count("waits for you") == 1
