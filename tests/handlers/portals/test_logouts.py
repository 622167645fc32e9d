"""Orders of portals to end logins: signed, of the right portal, for us, and each once."""

import logging
import time

import pytest

from handlers.cookies import COOKIE
from tests.support.portals import OLGA, SECRET, SUBJECT, Browser, Claims, Portal, come, who
from tests.support.serving import Caller, Served
from tests.support.wire import wire


async def ordered(served: Served, number: str, token: object) -> int:
    async with served.http.post(f"{served.base}/portals/{number}/logout", data={"logout_token": str(token)}) as answer:
        return answer.status


async def test_who_signs_out_at_the_portal_is_out_here_with_all_sockets(
    served: Served, portal: Portal, number: str
) -> None:
    there, _ = await come(served, portal, number, **OLGA, sid="of the telephone")
    other, _ = await come(served, portal, number, **OLGA, sid="of the computer")
    own = await served.person("olga")
    async with wire(served, Caller(served.http, served.base, there.cookies[COOKIE])) as socket:
        assert await ordered(served, number, portal.logout_token(sid="of the telephone")) == 200
        assert await socket.closed() == 3503
    assert (await there.open(f"{served.base}/api/me")).status == 401
    assert await who(other) == "Ольга"
    assert (await own.get("/api/me")).status == 200
    assert await ordered(served, number, portal.logout_token(sub=SUBJECT)) == 200
    assert (await other.open(f"{served.base}/api/me")).status == 401
    assert (await own.get("/api/me")).status == 200  # this login did not begin at the portal


LOGOUT_FAULTS: dict[str, Claims] = {
    "of another issuer": {"iss": "https://evil.example"},
    "for another client": {"aud": "another-client"},
    "an ID token in its place": {"events": None},
    "with a nonce": {"nonce": "n"},
    "of nobody": {"sub": None},
    "without a number": {"jti": None},
    "old": {"iat": int(time.time()) - 3600},
    "expired": {"exp": int(time.time()) - 3600},
    "another event": {"events": {"https://evil.example": {}}},
}


@pytest.mark.parametrize("what", LOGOUT_FAULTS)
async def test_an_order_that_proves_nothing_ends_no_login(
    served: Served, portal: Portal, number: str, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser, _ = await come(served, portal, number, **OLGA)
    assert await ordered(served, number, portal.logout_token(**{"sub": SUBJECT, **LOGOUT_FAULTS[what]})) == 400
    assert await who(browser) == "Ольга"
    [line] = [record.getMessage() for record in caplog.records if "order" in record.getMessage()]
    assert SUBJECT not in line


async def test_an_order_is_good_once(served: Served, portal: Portal, number: str) -> None:
    await come(served, portal, number, **OLGA)
    token = portal.logout_token(sub=SUBJECT)
    assert await ordered(served, number, token) == 200
    again, _ = await come(served, portal, number, **OLGA)
    assert await ordered(served, number, token) == 400
    assert await who(again) == "Ольга"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "x" * 100_000])
async def test_what_is_no_order_ends_nothing(served: Served, number: str, token: str) -> None:
    assert await ordered(served, number, token) in (400, 413)


async def test_nothing_of_a_visit_is_in_the_log(
    served: Served, portal: Portal, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        browser = Browser(served)
        address = await browser.depart(number)
        back = portal.sign_in(address, SUBJECT, **OLGA, sid="of the telephone")
        await browser.open(back)
        await browser.open(back)  # used up: this is said
        await ordered(served, number, portal.logout_token(sub=SUBJECT))
        await ordered(served, number, "made up")
    code, state = back.partition("?code=")[2].split("&state=")
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("zvonok"))
    assert said.count("portal") == 2
    for secret in (SUBJECT, code, state, "Ольга", "Соколова", "olga@", "telephone", "eyJ", SECRET, "access-"):
        assert secret not in said
