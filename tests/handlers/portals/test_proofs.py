"""Signing in by a portal: who it proves comes in, and nothing else does."""

import asyncio
import json
import logging
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeyParameters, OctKey, OKPKey, RSAKey

from handlers.cookies import COOKIE
from handlers.oidc.portal_servers import AGAIN_SECONDS
from tests.support.portals import (
    OLGA,
    SECRET,
    SUBJECT,
    Browser,
    Claims,
    Portal,
    cause_of,
    come,
    logins,
    new_key,
    settings_of,
    who,
)
from tests.support.school import School
from tests.support.serving import Served


async def test_who_the_school_knows_by_name_and_address_comes_in(served: Served, portal: Portal, number: str) -> None:
    browser, answer = await come(served, portal, number, **OLGA)
    assert answer.headers["Location"] == "/in/portal?next=%2F"
    assert await who(browser) == "Ольга"
    assert [one["id"] for one in (await served.stranger.get("/api/portals")).body["portals"]] == [number]


async def test_it_is_remembered_where_one_wanted_to_go(served: Served, portal: Portal, number: str) -> None:
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number, next="/chats?x=1"), SUBJECT, **OLGA)
    assert (await browser.open(back)).headers["Location"] == "/in/portal?next=%2Fchats%3Fx%3D1"


@pytest.mark.parametrize(
    "place", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a b", "/\tx", "/x\n", ""]
)
async def test_nobody_is_sent_to_another_place(served: Served, number: str, place: str) -> None:
    answer = await Browser(served).post("/api/login/portal", {"portal": number, "next": place})
    assert answer.code == "bad_request"


async def test_another_name_and_address_at_the_portal_are_the_same_person(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await come(served, portal, number, **OLGA)
    married = {**OLGA, "family_name": "Белова", "email": "misha@mail.example"}
    browser, _ = await come(served, portal, number, **married)
    assert await who(browser) == "Ольга"
    pool = served.server.pool
    assert await pool.fetchval("select name from account where person_id = $1", school.olga) == "olga"
    assert await pool.fetchval("select family_name from person where id = $1", school.olga) == "Соколова"
    assert await pool.fetchval("select count(*) from portal_account") == 1


async def test_when_everybody_has_another_subject_nobody_is_doubled(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await come(served, portal, number, **OLGA)
    portal.clients["another-client"] = SECRET
    sysop = await served.person("sysop")
    changed = {**settings_of(portal), "client_id": "another-client", "client_secret": None}
    del changed["issuer"]
    at = f"/api/schools/{school.id}/portals/{number}"
    assert (await sysop.ask("PUT", at, changed)).status == 200
    before = await logins(served)
    _, answer = await come(served, portal, number, "pairwise-and-new", **OLGA)
    assert cause_of(answer) == "portal_changed"
    assert await logins(served) == before
    assert await served.server.pool.fetchval("select count(*) from portal_account") == 1
    [one] = (await sysop.get(f"/api/schools/{school.id}/portals")).body["portals"]
    assert one["changed_subjects_at"] is not None


NOT_MATCHED: dict[str, Claims] = {
    "a name alone": {"email": None},
    "an address alone": {"family_name": "Орлова"},
    "an address that the portal has not confirmed": {"email_verified": False},
    "an address of which it does not say so": {"email_verified": None},
    "a child with the mother's address": {"birthdate": "2016-05-01"},
    "nothing": dict.fromkeys(OLGA),
}


@pytest.mark.parametrize("what", NOT_MATCHED)
async def test_who_is_not_somebody_beyond_doubt_stays_outside(
    served: Served, portal: Portal, number: str, what: str
) -> None:
    claims = {name: value for name, value in {**OLGA, **NOT_MATCHED[what]}.items() if value is not None}
    _, answer = await come(served, portal, number, **claims)
    assert cause_of(answer) == "not_matched"
    assert await logins(served) == 0


async def test_a_portal_that_shall_not_match_lets_in_only_who_is_connected(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await served.server.pool.execute("update portal set matches = false")
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "not_matched"


async def test_what_the_id_token_leaves_out_comes_from_userinfo(served: Served, portal: Portal, number: str) -> None:
    portal.user_info = dict(OLGA)
    browser, _ = await come(served, portal, number)
    assert await who(browser) == "Ольга"
    portal.user_info = {**OLGA, "sub": "somebody else"}
    _, answer = await come(served, portal, number, "another")
    assert cause_of(answer) == "portal_failed"


async def test_a_portal_is_for_its_roles_and_its_school(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    await come(served, portal, number, **OLGA)
    pool = served.server.pool
    await pool.execute("update portal set roles = '{teacher}'")
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "not_matched"
    await pool.execute("update person set email = 'petr@mail.example' where id = $1", school.foreign_guardian)
    foreign = {**OLGA, "family_name": "Соколов", "given_name": "Пётр", "email": "petr@mail.example", "middle_name": ""}
    await pool.execute("update portal set roles = '{guardian}'")
    _, answer = await come(served, portal, number, "of another school", **foreign)
    assert cause_of(answer) == "not_matched"


async def test_who_had_no_sign_in_gets_one_without_a_password(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    pool = served.server.pool
    await pool.execute("delete from account where person_id = $1", school.olga)
    browser, _ = await come(served, portal, number, **OLGA)
    assert await who(browser) == "Ольга"
    row = await pool.fetchrow("select name, password_hash from account where person_id = $1", school.olga)
    assert row is not None
    assert row["name"]
    assert row["password_hash"] is None


Fault = Callable[[Portal], None]


def said(**changes: Any) -> Fault:
    """An ID token with other claims; None: without them."""

    def change(portal: Portal) -> None:
        portal.claims = lambda claims: {k: v for k, v in {**claims, **changes}.items() if v is not None}

    return change


def signed(sign: Callable[[str], object]) -> Fault:
    def change(portal: Portal) -> None:
        portal.signed = sign

    return change


def coded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(token: str) -> str:
    return f"{coded({'alg': 'none'})}.{token.split('.')[1]}."


def by_secret(token: str) -> str:
    claims = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(SECRET.encode()))


def altered(token: str) -> str:
    head, body, seal = token.split(".")
    return f"{head}.{body[:-4]}{'AAAA' if body[-4:] != 'AAAA' else 'BBBB'}.{seal}"


def stranger_s_key(portal: Portal) -> None:
    published = portal.published
    portal.key = new_key("first")
    portal.published = published


def unknown_key(portal: Portal) -> None:
    portal.key = new_key("never published")


def critical(portal: Portal) -> None:
    portal.header = {"alg": "ES256", "crit": ["of_ours"], "of_ours": 1}


FAULTS: dict[str, Fault] = {
    "no nonce": said(nonce=None),
    "another nonce": said(nonce="of another visit"),
    "another issuer": said(iss="http://127.0.0.1:1"),
    "an issuer with a slash more": lambda portal: said(iss=portal.issuer + "/")(portal),
    "no issuer": said(iss=None),
    "another audience": said(aud="another-client"),
    "no audience": said(aud=None),
    "several audiences and no authorized party": lambda portal: said(aud=["zvonok-of-school-7", "other"])(portal),
    "another authorized party": said(azp="another-client"),
    "expired": said(exp=int(time.time()) - 3600),
    "no end": said(exp=None),
    "an end that is no number": said(exp="tomorrow"),
    "made in the future": said(iat=int(time.time()) + 3600),
    "not said when": said(iat=None),
    "no subject": said(sub=None),
    "an empty subject": said(sub=""),
    "a subject that is no text": said(sub=5),
    "a subject too long": said(sub="x" * 256),
    "a subject with a control character": said(sub="a\nb"),
    "not signed": signed(unsigned),
    "signed with the secret of the client": signed(by_secret),
    "altered": signed(altered),
    "no token": signed(lambda token: None),
    "a number for a token": signed(lambda token: 5),
    "half a token": signed(lambda token: token.rpartition(".")[0]),
    "too long a token": signed(lambda token: token + "A" * 40_000),
    "the key of a stranger under a known name": stranger_s_key,
    "a key that was never published": unknown_key,
    "something critical that we do not know": critical,
}


@pytest.mark.parametrize("what", FAULTS)
async def test_a_token_that_proves_nothing_is_refused_with_one_line_in_the_log(
    served: Served, portal: Portal, number: str, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    if what in ("the key of a stranger under a known name", "a key that was never published"):
        await come(served, portal, number, "somebody")  # our server has the keys
        caplog.clear()
    FAULTS[what](portal)
    with caplog.at_level(logging.DEBUG, "zvonok"):
        browser, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "portal_failed"
    assert COOKIE not in browser.cookies
    assert await logins(served) == 0
    [line] = [record.getMessage() for record in caplog.records if "portal" in record.getMessage()]
    for secret in ("eyJ", SUBJECT, "Ольга", "Соколова", "olga", "access-", SECRET):
        assert secret not in line


async def test_the_log_names_the_fault(
    served: Served, portal: Portal, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    said(aud="another-client")(portal)
    await come(served, portal, number, **OLGA)
    assert f"portal {number}: a sign-in was refused: audience" in [record.getMessage() for record in caplog.records]


async def test_a_token_of_an_earlier_visit_opens_nothing(served: Served, portal: Portal, number: str) -> None:
    tokens: list[str] = []

    def kept(token: str) -> str:
        tokens.append(token)
        return token

    portal.signed = kept
    await come(served, portal, number, **OLGA)
    portal.signed = lambda token: tokens[0]
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "portal_failed"


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "EdDSA"])
async def test_every_algorithm_of_the_list_is_read(served: Served, portal: Portal, number: str, algorithm: str) -> None:
    said_of_it: KeyParameters = {"kid": "new", "use": "sig"}
    portal.key = (
        OKPKey.generate_key("Ed25519", said_of_it)
        if algorithm == "EdDSA"
        else await asyncio.to_thread(RSAKey.generate_key, 2048, said_of_it)
    )
    portal.published, portal.header = [portal.key], {"alg": algorithm}
    portal.signed = lambda token: token
    browser, _ = await come(served, portal, number, **OLGA)
    assert await who(browser) == "Ольга"


async def test_a_short_rsa_key_proves_nothing(served: Served, portal: Portal, number: str) -> None:
    with pytest.warns(match="2048"):
        portal.key = await asyncio.to_thread(RSAKey.generate_key, 1024, {"kid": "short"})
    portal.published, portal.header = [portal.key], {"alg": "RS256"}
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "portal_failed"


async def test_a_new_key_of_the_portal_is_fetched_once(
    served: Served, portal: Portal, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await come(served, portal, number, **OLGA)
    assert portal.asked.count("/keys") == 1
    portal.rotate("second")
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "portal_failed"  # asked a moment ago
    monkeypatch.setattr("handlers.oidc.portal_servers.AGAIN_SECONDS", 0.0)
    for _ in range(3):
        browser, _ = await come(served, portal, number, **OLGA)
        assert await who(browser) == "Ольга"
    assert portal.asked.count("/keys") == 2
    assert AGAIN_SECONDS == 30


async def test_strangers_with_made_up_keys_do_not_make_us_flood_the_portal(
    served: Served, portal: Portal, number: str
) -> None:
    unknown_key(portal)
    for _ in range(5):
        await come(served, portal, number, **OLGA)
    assert portal.asked.count("/keys") == 1
