"""The demo's own portal: a real one to our side of the protocol, and open to nobody but this machine."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from handlers.demo.portal import CLIENT, PATH, is_served, register_portal
from handlers.settings import Settings
from tests.support.portals import Browser, cause_of, who
from tests.support.serving import Answer, Served, serving


@pytest.fixture
async def demo(school_url: str) -> AsyncIterator[Served]:
    """The small school as if it were the demo: Olga is connected, Boris is not."""
    async with serving(school_url) as served:
        pool = served.server.pool
        await pool.execute("update account set name = 'demo.guardian' where name = 'olga'")
        await pool.execute("update account set name = 'demo.teacher2' where name = 'boris'")
        await register_portal(pool, Settings(port=served.server.port))
        yield served


async def departed(demo: Served) -> tuple[Browser, str]:
    browser = Browser(demo)
    [one] = (await demo.stranger.get("/api/portals")).body["portals"]
    return browser, await browser.depart(one["id"])


async def chosen(demo: Served, browser: Browser, address: str, login: str) -> Answer:
    """Somebody who chooses one of the people on the portal's page, and what our side says to that."""
    person = await demo.server.pool.fetchval("select 'demo-' || person_id from account where name = $1", login)
    answer = await browser.open(f"{address}&person={person or 'stranger'}")
    assert answer.status == 303, answer.body
    return await browser.open(answer.headers["Location"])


async def test_one_tap_signs_in_and_the_sign_out_comes_back(demo: Served) -> None:
    browser, address = await departed(demo)
    listed = await browser.open(address)
    assert "Соколова Ольга" in listed.body
    assert "Белов Борис" in listed.body
    assert cause_of(await chosen(demo, browser, address, "demo.guardian")) is None
    assert await who(browser) == "Ольга"
    mine = (await browser.open(f"{demo.base}/api/me/portals")).body
    left = await browser.open(mine["sign_out"])
    assert left.headers["Location"] == f"{demo.base}/sign-in"


async def test_who_is_not_connected_and_a_stranger_stay_outside(demo: Served) -> None:
    for login in ("demo.teacher2", "nobody"):
        browser, address = await departed(demo)
        assert cause_of(await chosen(demo, browser, address, login)) == "not_matched"


async def test_a_later_start_finds_the_portal_at_its_new_address(demo: Served) -> None:
    await register_portal(demo.server.pool, Settings(port=1))
    assert (await demo.stranger.get(f"{PATH}/keys")).status == 404
    await register_portal(demo.server.pool, Settings(port=demo.server.port))
    assert (await demo.stranger.get(f"{PATH}/keys")).status == 200
    assert await demo.server.pool.fetchval("select count(*) from portal") == 1


async def test_there_is_none_where_no_demo_is(served: Served) -> None:
    for path in ("/.well-known/openid-configuration", "/keys", "/authorize", "/logout"):
        assert (await served.stranger.get(PATH + path)).status == 404


def test_it_is_served_to_this_machine_alone() -> None:
    here = Settings(data=Path("data"))
    assert is_served(here)
    for elsewhere in (
        replace(here, host="0.0.0.0"),
        replace(here, public_url="https://school7.example"),
        replace(here, behind_proxy=True),
    ):
        assert not is_served(elsewhere)


async def test_it_is_not_opened_by_a_name_that_leads_here(demo: Served) -> None:
    answer = await demo.stranger.get(f"{PATH}/keys", Host=f"evil.example:{demo.server.port}")
    assert answer.status == 404


@pytest.mark.parametrize(
    "back", ["https://evil.example/portals/1/callback", "http://localhost:1/portals/1/callback", ""]
)
async def test_it_sends_nobody_elsewhere(demo: Served, back: str) -> None:
    _, address = await departed(demo)
    asked = dict(parse_qsl(urlsplit(address).query)) | {"redirect_uri": back, "person": "demo-1"}
    async with demo.http.get(f"{demo.base}{PATH}/authorize", params=asked, allow_redirects=False) as answer:
        assert answer.status == 400


async def test_a_code_without_its_verifier_is_worth_nothing(demo: Served) -> None:
    browser, address = await departed(demo)
    answer = await browser.open(f"{address}&person=demo-1")
    back = answer.headers["Location"]
    said = dict(parse_qsl(urlsplit(back).query))
    for form in (
        {"code": said["code"], "code_verifier": "another"},
        {"code": "made up", "code_verifier": "another"},
        {},
    ):
        whole = {"client_id": CLIENT, "redirect_uri": back.partition("?")[0], **form}
        async with demo.http.post(f"{demo.base}{PATH}/token", data=whole) as refused:
            assert refused.status == 400
