"""Visits to portals: what comes back has to belong to what went away, whatever a portal answers."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from channels.portals.letting_in import VISIT_LIFE, forget
from handlers.cookies import COOKIE, PORTAL
from handlers.oidc.visits import VISITS, challenge
from tests.support.portals import OLGA, SUBJECT, Browser, Portal, cause_of, come, logins, portal_here, settings_of, who
from tests.support.school import School
from tests.support.serving import Served


async def test_what_was_not_begun_in_this_browser_does_not_come_in(served: Served, portal: Portal, number: str) -> None:
    browser, other = Browser(served), Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    assert cause_of(await other.open(back)) == "portal_failed"  # without anything of ours
    await other.depart(number)
    assert cause_of(await other.open(back)) == "portal_failed"  # with a visit of its own
    assert COOKIE not in other.cookies
    assert cause_of(await browser.open(back)) is None  # and the one whose it is has lost nothing


@pytest.mark.parametrize("query", ["", "?code=1", "?state=1", "?code=1&state=%00", "?code=1&state=" + "x" * 5000])
async def test_what_no_portal_sends_comes_in_nowhere(served: Served, number: str, query: str) -> None:
    browser = Browser(served)
    await browser.depart(number)
    answer = await browser.open(f"{served.base}/portals/{number}/callback{query}")
    assert cause_of(answer) == "portal_failed"


async def test_of_two_who_come_back_with_one_state_one_comes_in(served: Served, portal: Portal, number: str) -> None:
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    answers = await asyncio.gather(*[Browser(served, dict(browser.cookies)).open(back) for _ in range(10)])
    assert sorted(str(cause_of(answer)) for answer in answers) == ["None", *["portal_failed"] * 9]
    assert await logins(served) == 1


async def test_two_first_sign_ins_of_one_person_at_once_make_one_account(
    served: Served, portal: Portal, number: str
) -> None:
    browsers = [Browser(served) for _ in range(6)]
    backs = [portal.sign_in(await browser.depart(number), SUBJECT, **OLGA) for browser in browsers]
    answers = await asyncio.gather(*[one.open(back) for one, back in zip(browsers, backs, strict=True)])
    assert {cause_of(answer) for answer in answers} == {None}
    assert await served.server.pool.fetchval("select count(*) from portal_account") == 1


async def test_a_visit_is_good_for_ten_minutes_and_swept_then(served: Served, portal: Portal, number: str) -> None:
    browser, pool = Browser(served), served.server.pool
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    await pool.execute("update portal_visit set expires_at = expires_at - $1::interval", VISIT_LIFE)
    assert cause_of(await browser.open(back)) == "portal_failed"
    await browser.depart(number)
    await forget(served.server.desk)
    assert await pool.fetchval("select count(*) from portal_visit") == 1


async def test_a_visit_to_one_portal_does_not_end_at_another(
    served: Served, school: School, portal: Portal, number: str
) -> None:
    async with portal_here() as other:
        sysop = await served.person("sysop")
        added = await sysop.post(f"/api/schools/{school.id}/portals", settings_of(other, name_ru="Другой"))
        [two] = [one["id"] for one in added.body["portals"] if one["id"] != number]
        browser = Browser(served)
        back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
        moved = back.replace(f"/portals/{number}/", f"/portals/{two}/")
        assert cause_of(await browser.open(moved)) == "portal_failed"


async def test_an_answer_of_another_issuer_is_not_taken(served: Served, portal: Portal, number: str) -> None:
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    assert cause_of(await browser.open(back + "&iss=https://evil.example")) == "portal_failed"
    assert "/token" not in portal.asked  # no code leaves us
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    assert cause_of(await browser.open(f"{back}&iss={portal.issuer}")) is None


async def test_a_portal_that_names_itself_in_its_answers_does_so_in_each(
    served: Served, portal: Portal, number: str
) -> None:
    portal.discovery = {"authorization_response_iss_parameter_supported": True}
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) == "portal_failed"


async def test_who_turns_back_at_the_portal_reads_so_and_nothing_of_the_portal_s_words(
    served: Served, portal: Portal, number: str
) -> None:
    browser = Browser(served)
    state = portal.sign_in(await browser.depart(number), SUBJECT).rpartition("state=")[2]
    said = f"?error=access_denied&error_description=<script>alert(1)</script>&state={state}"
    answer = await browser.open(f"{served.base}/portals/{number}/callback{said}")
    assert answer.headers["Location"] == "/sign-in?portal=portal_stopped"
    assert answer.body is None


async def test_a_code_is_no_good_without_what_the_browser_began_with(
    served: Served, portal: Portal, number: str
) -> None:
    """The example of RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    await served.server.pool.execute("update portal_visit set verifier = 'another'")
    assert cause_of(await browser.open(back)) == "portal_failed"


async def test_another_site_begins_no_visit(served: Served, number: str) -> None:
    answer = await served.stranger.ask("POST", "/api/login/portal", {"portal": number}, Origin="https://evil.example")
    assert answer.code == "foreign_origin"


async def test_one_address_begins_only_so_many_visits(served: Served, number: str) -> None:
    await Browser(served).depart(number)
    pool = served.server.pool
    await pool.execute("update sign_in_failure set failures = $1 + 1000, last_at = now()", VISITS.failures)
    assert (await Browser(served).post("/api/login/portal", {"portal": number})).code == "too_many_attempts"
    assert await pool.fetchval("select count(*) from portal_visit") == 1


async def test_a_head_of_a_mail_scanner_uses_no_visit_up(served: Served, portal: Portal, number: str) -> None:
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    async with served.http.head(back, headers={"Cookie": f"{PORTAL}={browser.cookies[PORTAL]}"}) as answer:
        assert answer.status == 405
    assert cause_of(await browser.open(back)) is None


# A portal that is away, or answers what no portal should.


def redirecting() -> web.StreamResponse:
    raise web.HTTPFound("http://127.0.0.1:1/")


ODD: dict[str, Callable[[], web.StreamResponse]] = {
    "an error": lambda: web.Response(status=500),
    "nothing": lambda: web.Response(text=""),
    "no JSON": lambda: web.Response(text="<html>"),
    "a list": lambda: web.json_response([]),
    "another shape": lambda: web.json_response({"issuer": 5, "keys": 5}),
    "deep JSON": lambda: web.Response(text="[" * 100_000),
    "too much": lambda: web.Response(text="{" + " " * 300_000 + "}"),
    "another place": redirecting,
}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
async def test_odd_answers_end_in_plain_words(
    served: Served, portal: Portal, number: str, path: str, what: str
) -> None:
    portal.answers[path] = ODD[what]
    answer = await Browser(served).post("/api/login/portal", {"portal": number})
    if path.startswith("/.well"):
        assert (answer.status, answer.code) == (409, "portal_away")
        [shown] = (await served.stranger.get("/api/portals")).body["portals"]
        assert shown["away_since"] is not None
        return
    _, answer = await come(served, portal, number, **OLGA)
    assert cause_of(answer) in ("portal_away", "portal_failed")
    assert await logins(served) == 0


async def test_a_portal_that_goes_away_in_between_is_said_so_and_who_is_in_stays(
    served: Served, portal: Portal, number: str
) -> None:
    inside, _ = await come(served, portal, number, **OLGA)
    browser = Browser(served)
    back = portal.sign_in(await browser.depart(number), SUBJECT, **OLGA)
    portal.answers["/token"] = ODD["an error"]
    assert cause_of(await browser.open(back)) == "portal_away"
    assert await who(inside) == "Ольга"
    [shown] = (await served.stranger.get("/api/portals")).body["portals"]
    assert shown["away_since"] is not None
    del portal.answers["/token"]
    await come(served, portal, number, **OLGA)
    [shown] = (await served.stranger.get("/api/portals")).body["portals"]
    assert shown["away_since"] is None


async def test_a_portal_that_calls_itself_otherwise_is_none(served: Served, portal: Portal, number: str) -> None:
    portal.discovery = {"issuer": "https://evil.example"}
    assert (await Browser(served).post("/api/login/portal", {"portal": number})).code == "portal_away"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://portal.example/authorize", "https://a:b@portal.example/", "ftp://portal.example"],
)
async def test_no_browser_is_sent_to_an_odd_place(served: Served, portal: Portal, number: str, address: str) -> None:
    portal.discovery = {"authorization_endpoint": address}
    assert (await Browser(served).post("/api/login/portal", {"portal": number})).code == "portal_away"
