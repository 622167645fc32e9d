"""Who cannot get in asks for a mail: it goes to the address that the school has, and says nothing to anybody else."""

import re
from collections.abc import AsyncIterator

import pytest

from channels.invitations import requests
from channels.invitations.hashes import InvitationHashes
from channels.invitations.media import Media
from handlers.invitations import MAILS
from tests.handlers.test_contact_details import write_down
from tests.handlers.test_login import sign_in
from tests.support.brake import no_time_passes
from tests.support.invitations import FRESH, on_paper, show, use, without_account
from tests.support.post import Postman, Relaying
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Served, serving

MAIL = "olga@example.org"


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """A school that has a mail relay; the tests' own postman carries."""
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        yield served


async def ask(served: Served, login: str) -> Answer:
    return await served.stranger.post("/api/invitations/ask", {"login": login})


async def mailed(served: Served, hashes: InvitationHashes, relay: Relaying, post: Postman) -> list[tuple[str, str]]:
    """The mails that the requests so far led to, each with the token of its link."""
    while await served.server.pool.fetchval("select count(*) from invitation_request"):
        await requests.answer(served.server.desk, hashes, Media(mails=True, messages=False))
    await post.catch_up()
    bodies = [(to, mail.get_body(("plain",))) for to, mail in relay.take()]
    return [(to, re.findall(r"/in#([\w-]{43})", body.get_content())[0]) for to, body in bodies if body is not None]


@pytest.mark.parametrize("typed", ["olga", "OLGA@example.org", "8 916 123-45-67"])
async def test_a_forgotten_password_becomes_a_new_one(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman, typed: str
) -> None:
    await write_down(served, school.olga, email=MAIL, phone="+79161234567")
    assert (await ask(served, typed)).status == 202
    [(to, token)] = await mailed(served, hashes, relay, post)
    assert to == MAIL
    assert (await sign_in(served, "olga")).status == 200  # nothing changes until it is used
    entered = await use(served, "Соколова", token=token)
    assert (entered.status, entered.body["login"]) == (200, "olga")
    assert [(await sign_in(served, "olga", one)).status for one in (PASSWORD, FRESH)] == [401, 200]


async def test_who_never_had_a_sign_in_gets_one(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman
) -> None:
    await without_account(served, school.olga)
    await write_down(served, school.olga, email=MAIL)
    await ask(served, MAIL)
    [(_, token)] = await mailed(served, hashes, relay, post)
    assert (await use(served, "Соколова", token=token)).body["login"] == "sokolova.olga"


async def test_the_answer_is_the_same_for_everybody(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await write_down(served, school.gone, email="gone@example.org")
    answers = [
        await ask(served, one) for one in (MAIL, "olga", "boris", "nobody@example.org", "gone", "gone@example.org")
    ]
    assert {(answer.status, str(answer.body)) for answer in answers} == {(202, "{'codes': False}")}
    assert [to for to, _ in await mailed(served, hashes, relay, post)] == [MAIL]  # once, though it was asked for twice


async def test_everybody_of_one_address_gets_a_mail_of_their_own(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman
) -> None:
    for person in (school.olga, school.anya):
        await write_down(served, person, email=MAIL)
    await ask(served, MAIL)
    mails = await mailed(served, hashes, relay, post)
    assert sorted([(await show(served, token=token)).body["initials"] for _, token in mails]) == ["А. С.", "О. С."]


async def test_an_address_that_half_a_class_has_gets_none(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman
) -> None:
    for login in ("olga", "anya", "boris", "misha", "nanny", "petya"):
        await write_down(served, school.people[login], email=MAIL)
    await ask(served, MAIL)
    assert await mailed(served, hashes, relay, post) == []


async def test_a_slip_goes_on_until_the_mail_is_asked_for(
    served: Served, school: School, hashes: InvitationHashes, relay: Relaying, post: Postman
) -> None:
    await write_down(served, school.olga, email=MAIL)
    slip = await on_paper(served, school, hashes, school.olga)
    await ask(served, MAIL)
    [(_, token)] = await mailed(served, hashes, relay, post)
    assert (await show(served, token=slip.token, family="Соколова")).code == "invitation_replaced"
    assert (await use(served, "Соколова", token=token)).status == 200


async def test_nobody_fills_a_mailbox_with_mails(served: Served, school: School) -> None:
    for name in (MAIL, "nobody@example.org"):
        assert [(await ask(served, name)).status for _ in range(MAILS.free)] == [202] * MAILS.free
        await no_time_passes(served)
        assert (await ask(served, name)).code == "too_many_attempts"


@pytest.mark.parametrize("login", ["", " ", "x" * 201, "a\x00b"])
async def test_what_is_no_name_is_refused(served: Served, login: str) -> None:
    assert (await ask(served, login)).code == "bad_request"
