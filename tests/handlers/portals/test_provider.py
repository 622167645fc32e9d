"""A provider that others have written, npm `oidc-provider`: it insists on PKCE, and ends logins from its side."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urljoin

import aiohttp
import pytest

from handlers.cookies import COOKIE
from tests.support.node import node
from tests.support.portals import CLIENT, SECRET, Browser, Portal, cause_of, settings_of, who
from tests.support.school import School
from tests.support.serving import Caller, Served, free_port, serving
from tests.support.wire import wire

SCRIPT = Path(__file__).with_name("provider.mjs")


@pytest.fixture
async def port() -> int:
    return free_port()


@pytest.fixture
async def served(school_url: str, port: int) -> AsyncIterator[Served]:
    async with serving(school_url, portal_hosts=frozenset({f"127.0.0.1:{port}"})) as served:
        yield served


@pytest.fixture
async def number(served: Served, school: School, port: int) -> AsyncIterator[str]:
    """The portal as the school has added it; it runs."""
    await served.server.pool.execute(
        "update person set email = 'olga@mail.example', middle_name = 'Сергеевна' where id = $1", school.olga
    )
    sysop = await served.person("sysop")
    answer = await sysop.post(f"/api/schools/{school.id}/portals", settings_of(Portal(port)))
    number: str = answer.body["portals"][0]["id"]
    process = await asyncio.create_subprocess_exec(
        *(node(), str(SCRIPT), str(port), CLIENT, SECRET, served.base, number),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    async for line in process.stdout:
        if b"listening" in line:
            break
    yield number
    process.stdin.close()  # it ends with its input
    await process.wait()


@asynccontextmanager
async def at_the_provider() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser's part that is at the provider, with its cookies there."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        yield http


async def signed_in(http: aiohttp.ClientSession, address: str, ours: str) -> str:
    """Signs in at the provider and agrees; returns where it sends the browser back to."""
    form: dict[str, str] | None = None
    for _ in range(12):
        async with http.request("GET" if form is None else "POST", address, data=form, allow_redirects=False) as answer:
            text, place = await answer.text(), answer.headers.get("Location")
        if place is not None:
            address, form = urljoin(address, place), None
            if address.startswith(ours):
                return address
            continue
        assert answer.status == 200, text
        action = re.search(r'action="([^"]+)"', text)
        prompt = re.search(r'name="prompt" value="(\w+)"', text)
        assert action is not None
        assert prompt is not None, text
        address, form = urljoin(address, action[1]), {"prompt": prompt[1], "login": "of-olga", "password": "any"}
    raise AssertionError("the provider asks on and on")


async def test_a_provider_that_others_have_written_lets_in_and_ends_the_login(served: Served, number: str) -> None:
    async with at_the_provider() as http:
        browser = Browser(served)
        back = await signed_in(http, await browser.depart(number), served.base)
        assert cause_of(await browser.open(back)) is None
        assert await who(browser) == "Ольга"
        mine = (await browser.open(f"{served.base}/api/me/portals")).body
        async with wire(served, Caller(served.http, served.base, browser.cookies[COOKIE])) as socket:
            async with http.get(mine["sign_out"]) as answer:
                page = await answer.text()
            action, secret = re.search(r'action="([^"]+)"', page), re.search(r'name="xsrf" value="(\w+)"', page)
            assert action is not None
            assert secret is not None, page
            form = {"xsrf": secret[1], "logout": "yes"}
            async with http.post(action[1], data=form, allow_redirects=False) as answer:
                assert answer.headers["Location"].startswith(f"{served.base}/sign-in")
            assert await socket.closed() == 3503
        assert (await browser.open(f"{served.base}/api/me")).status == 401


async def test_it_gives_no_token_for_another_verifier(served: Served, number: str) -> None:
    async with at_the_provider() as http:
        browser = Browser(served)
        back = await signed_in(http, await browser.depart(number), served.base)
        await served.server.pool.execute("update portal_visit set verifier = $1", "another" * 10)
        assert cause_of(await browser.open(back)) == "portal_failed"
        assert COOKIE not in browser.cookies


async def test_it_asks_for_a_challenge(served: Served, number: str) -> None:
    address = re.sub(r"&code_challenge(_method)?=[^&]+", "", await Browser(served).depart(number))
    async with at_the_provider() as http, http.get(address, allow_redirects=False) as answer:
        assert "error=invalid_request" in answer.headers["Location"]
