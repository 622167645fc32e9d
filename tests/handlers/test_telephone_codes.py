"""Codes by telephone: who has no mail and cannot get in shows six digits, and strangers learn nothing by them."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from channels.invitations import requests
from channels.invitations.hashes import InvitationHashes
from channels.invitations.media import Media
from channels.invitations.telephone_codes import GOOD, MESSAGES, MOST_WRONG
from handlers.invitations import TELEPHONE_CODES
from realtime.carriers.webhook import Ring
from tests.carriers.stands import SECRET
from tests.handlers.test_contact_details import write_down
from tests.handlers.test_login import sign_in
from tests.support.brake import no_time_passes
from tests.support.invitations import FRESH, on_paper, show, use
from tests.support.post import Postman, Relaying, Telephones, postman
from tests.support.school import PASSWORD, School, read_school
from tests.support.serving import Answer, Served, serving

MAIL, PHONE = "olga@example.org", "+7 916 123-45-67"
OWN = "/api/me/telephone"


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """A school that has a relay and a gateway; the tests' own postman carries."""
    gateway = {"webhook_url": "http://gateway.local/zvonok", "webhook_secret": SECRET}
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1", **gateway) as served:
        yield served


@pytest.fixture
def telephones() -> Telephones:
    return Telephones()


@pytest.fixture
def post(served: Served, relay: Relaying, telephones: Telephones) -> Postman:
    return postman(served, relay.port, telephones=telephones)


@pytest.fixture
async def olga(served: Served, school: School) -> int:
    """A mother who has a sign-in, a telephone and no address."""
    await write_down(served, school.olga, phone=PHONE)
    return school.olga


async def ask(served: Served, login: str = PHONE) -> Answer:
    return await served.stranger.post("/api/invitations/ask", {"login": login})


async def answered(served: Served, hashes: InvitationHashes) -> None:
    """All requests have been answered; the server's own job may have been faster."""
    while await served.server.pool.fetchval("select count(*) from invitation_request"):
        await requests.answer(served.server.desk, hashes, Media(mails=True, messages=True))


async def asked(
    served: Served, hashes: InvitationHashes, post: Postman, telephones: Telephones, *logins: str
) -> list[Ring]:
    """The messages that requests by these names lead to."""
    for login in logins or (PHONE,):
        assert (await ask(served, login)).status == 202
    await answered(served, hashes)
    await post.catch_up()
    rang, telephones.rang = telephones.rang, []
    return rang


def code_in(ring: Ring) -> str:
    [code] = re.findall(r"\d{3} \d{3}", ring.data["text"])
    return str(code)


async def show_code(served: Served, code: str, login: str = PHONE) -> Answer:
    return await served.stranger.post("/api/invitations/code", {"login": login, "code": code})


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


@pytest.mark.parametrize("login", ["olga", "8 (916) 123-45-67", PHONE])
async def test_a_forgotten_password_becomes_a_new_one(
    served: Served,
    school: School,
    olga: int,
    hashes: InvitationHashes,
    post: Postman,
    telephones: Telephones,
    login: str,
) -> None:
    assert (await ask(served, login)).body == {"codes": True}
    await answered(served, hashes)
    await post.catch_up()
    [ring] = telephones.rang
    assert (ring.type, ring.data["phone"], ring.data["urgent"]) == ("code", PHONE, True)
    assert ring.data["text"].startswith("Гимназия № 7: код ")
    assert not any(name in ring.data["text"] for name in ("Ольга", "Соколова", "Анна", "olga"))
    assert (await sign_in(served, "olga")).status == 200  # nothing changes until it is used
    token = (await show_code(served, code_in(ring), login)).body["token"]
    assert await confirmed(served, olga) == "9161234567"
    assert (await show(served, token=token)).body["initials"] == "О. С."
    assert (await use(served, "Чужая", token=token)).code == "invitation_does_not_open"  # the name is asked for, too
    assert (await use(served, "Соколова", token=token)).body["login"] == "olga"
    assert [(await sign_in(served, "olga", one)).status for one in (PASSWORD, FRESH)] == [401, 200]


async def confirmed(served: Served, person: int) -> str | None:
    number: str | None = await served.server.pool.fetchval(
        "select phone_key from confirmed_telephone where person_id = $1", person
    )
    return number


async def test_a_number_is_typed_however_one_writes_it(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones, "89161234567")
    assert (await show_code(served, code_in(ring).replace(" ", ""), "+7 (916) 123-45-67")).status == 200


async def test_who_has_an_address_that_works_gets_a_mail_and_no_message(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones, relay: Relaying
) -> None:
    await write_down(served, olga, email=MAIL, phone=PHONE)
    assert await asked(served, hashes, post, telephones) == []
    assert [to for to, _ in relay.take()] == [MAIL]


async def test_a_code_is_good_once_and_for_ten_minutes(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    answers = await asyncio.gather(*[show_code(served, code_in(ring)) for _ in range(TELEPHONE_CODES.free)])
    assert sorted(answer.status for answer in answers) == [200] + [404] * (TELEPHONE_CODES.free - 1)
    [ring] = await asked(served, hashes, post, telephones)
    await served.server.pool.execute("update telephone_code set expires_at = expires_at - $1::interval", GOOD)
    assert (await show_code(served, code_in(ring))).code == "telephone_code_wrong"


async def test_the_next_code_takes_the_place_of_the_one_before(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [first] = await asked(served, hashes, post, telephones, PHONE)
    [second] = await asked(served, hashes, post, telephones, "olga")
    assert (await show_code(served, code_in(first))).code == "telephone_code_wrong"
    assert (await show_code(served, code_in(second), "olga")).status == 200


async def test_after_five_wrong_codes_the_right_one_is_none(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    for _ in range(MOST_WRONG):
        assert (await show_code(served, another(code_in(ring)))).code == "telephone_code_wrong"
    await served.server.pool.execute("delete from sign_in_failure")  # whoever waits long enough
    assert (await show_code(served, code_in(ring))).code == "telephone_code_wrong"


async def test_guesses_at_once_count_one_by_one(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    guesses = [another(code_in(ring))] * 20
    answers = await asyncio.gather(*[show_code(served, guess) for guess in guesses])
    assert {answer.code for answer in answers} == {"telephone_code_wrong", "too_many_attempts"}
    wrong = sum(answer.code == "telephone_code_wrong" for answer in answers)
    assert await served.server.pool.fetchval("select wrong_codes from telephone_code") == min(wrong, MOST_WRONG)


async def test_a_stranger_hears_the_same_whoever_is_known(
    served: Served, school: School, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    names = (PHONE, "olga", "+7 999 000-00-00", "nobody", "boris")  # he has neither an address nor a number
    assert {str((await ask(served, name)).body) for name in names} == {"{'codes': True}"}
    await answered(served, hashes)
    answers = [await show_code(served, "000 001", name) for name in names for _ in range(2)]
    assert len({(answer.status, str(answer.body)) for answer in answers}) == 1
    wrong = await served.server.pool.fetch(
        "select asked_hash, min(wrong_codes) as wrong from telephone_code where expires_at > now() group by asked_hash"
    )
    assert [row["wrong"] for row in wrong] == [2] * (len(names) - 1)  # as much is written; the first of hers is over


async def test_tries_wait_for_known_and_unknown_names_alike(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    for name in (PHONE, "+7 999 000-00-00"):
        assert {
            (await show_code(served, another(code_in(ring)), name)).status for _ in range(TELEPHONE_CODES.free)
        } == {404}
        await no_time_passes(served)
        assert (await show_code(served, code_in(ring), name)).code == "too_many_attempts"


async def test_nobody_is_sent_more_than_three_messages_an_hour(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    spellings = [PHONE, "olga", "89161234567", "916 123 45 67", "OLGA"]
    assert [len(await asked(served, hashes, post, telephones, one)) for one in spellings] == [1] * MESSAGES + [0, 0]


async def test_of_a_family_with_one_telephone_the_code_says_who_it_is(
    served: Served, school: School, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    await write_down(served, school.anya, phone="8 916 1234567")
    rang = await asked(served, hashes, post, telephones)
    of = {re.findall(r"для: (\S+ \S+)", ring.data["text"])[0]: code_in(ring) for ring in rang}
    assert set(of) == {"О. С.", "А. С."}
    token = (await show_code(served, of["А. С."])).body["token"]
    assert (await show(served, token=token)).body["initials"] == "А. С."


async def test_a_number_that_the_school_has_corrected_opens_nothing(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    await write_down(served, olga, phone="+7 916 765-43-21")
    assert (await show_code(served, code_in(ring))).code == "telephone_code_wrong"
    assert await confirmed(served, olga) is None


async def test_a_slip_goes_on_until_the_code_is_typed(
    served: Served, school: School, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    slip = await on_paper(served, school, hashes, olga)
    [ring] = await asked(served, hashes, post, telephones)
    assert (await show(served, token=slip.token)).status == 200
    assert (await show_code(served, code_in(ring))).status == 200
    assert (await show(served, token=slip.token, family="Соколова")).code == "invitation_replaced"


async def test_a_gateway_that_was_away_does_not_get_a_code_of_the_past(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    await ask(served)
    await answered(served, hashes)
    await post.round(after=GOOD + timedelta(minutes=1))
    assert telephones.rang == []
    assert await served.server.pool.fetchval("select state from dispatch") == "failed"


async def test_a_code_is_kept_nowhere_once_the_message_is_out(
    served: Served, olga: int, hashes: InvitationHashes, post: Postman, telephones: Telephones
) -> None:
    [ring] = await asked(served, hashes, post, telephones)
    digits = code_in(ring).replace(" ", "")
    rows = await served.server.pool.fetch("select note::text as said from dispatch")
    assert rows
    assert not any(f'"{digits}"' in row["said"] for row in rows)
    assert digits not in repr(ring)
    await served.server.pool.execute("update telephone_code set made_at = made_at - interval '2 hours'")
    await asked(served, hashes, post, telephones, "nobody")
    assert await served.server.pool.fetchval("select count(*) from telephone_code") == 1


@pytest.mark.parametrize("code", ["", "12345", "12345a", "1" * 13, "１２３４５６"])
async def test_what_is_no_code_is_refused(served: Served, school: School, code: str) -> None:
    assert (await show_code(served, code)).status == 400


async def test_who_is_signed_in_confirms_the_number_that_the_school_has(
    served: Served, olga: int, post: Postman, telephones: Telephones
) -> None:
    caller = await served.person("olga")
    assert (await caller.get(OWN)).body == {"number": PHONE, "confirmed": False, "codes": True}
    assert (await caller.post(f"{OWN}/code")).status == 200
    await post.catch_up()
    [ring] = telephones.rang
    assert (ring.type, ring.data["phone"]) == ("code", PHONE)
    wrong = await caller.post(f"{OWN}/confirm", {"code": another(code_in(ring))})
    assert wrong.code == "own_code_wrong"
    boris = await served.person("boris")
    assert (await boris.post(f"{OWN}/confirm", {"code": code_in(ring)})).code == "own_code_wrong"
    right = await caller.post(f"{OWN}/confirm", {"code": code_in(ring)})
    assert right.body == (await caller.get(OWN)).body == {"number": PHONE, "confirmed": True, "codes": True}
    again = await caller.post(f"{OWN}/confirm", {"code": code_in(ring)})
    assert again.code == "own_code_wrong"  # it was good once
    await write_down(served, olga, phone="+7 916 765-43-21")
    assert not (await caller.get(OWN)).body["confirmed"]  # of this number nobody has shown anything


async def test_a_code_for_oneself_opens_nothing_to_a_stranger(
    served: Served, olga: int, post: Postman, telephones: Telephones
) -> None:
    await (await served.person("olga")).post(f"{OWN}/code")
    await post.catch_up()
    [ring] = telephones.rang
    for login in (PHONE, "olga"):
        assert (await show_code(served, code_in(ring), login)).code == "telephone_code_wrong"


async def test_without_a_number_there_is_no_code_and_with_one_three_an_hour(
    served: Served, school: School, olga: int
) -> None:
    boris, caller = await served.person("boris"), await served.person("olga")
    assert (await boris.get(OWN)).body == {"number": None, "confirmed": False, "codes": False}
    assert (await boris.post(f"{OWN}/code")).code == "no_way"
    assert [(await caller.post(f"{OWN}/code")).status for _ in range(MESSAGES)] == [200] * MESSAGES
    assert (await caller.post(f"{OWN}/code")).code == "too_many_codes"


async def test_without_a_gateway_nobody_confirms_a_number(school_url: str) -> None:
    async with serving(school_url) as served:
        school = await read_school(served.server.pool)
        await write_down(served, school.olga, phone=PHONE)
        caller = await served.person("olga")
        assert (await caller.get(OWN)).body == {"number": PHONE, "confirmed": False, "codes": False}
        assert (await caller.post(f"{OWN}/code")).code == "no_way"
