"""The server as a process of its own with the small school of the tests, and people who use it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from playwright.async_api import Page, async_playwright

from tests.browser import ARGUMENTS, chromium
from tests.support.processes import ServerProcess, fill, server_process
from tests.support.school import PASSWORD, School
from tests.support.serving import Caller, free_port


@dataclass(frozen=True)
class Scene:
    server: ServerProcess
    school: School
    teacher: Caller
    page: Page  # the guardian's open diary
    lessons: list[int]  # of today's mathematics


async def until(page: Page, expression: str) -> None:
    """Waits until the expression is true there; the page's own policy forbids the browser to watch a text of code."""
    async with asyncio.timeout(60):
        while not await page.evaluate(expression):  # noqa: ASYNC110 - the page is another process
            await asyncio.sleep(0.05)


@asynccontextmanager
async def scene(*, lessons: int = 1) -> AsyncIterator[Scene]:
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        data = Path(folder) / "data"
        school = await fill(data, lessons=lessons)
        http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=10))
        async with server_process(data, free_port()) as server, http, async_playwright() as playwright:
            stranger = Caller(http, server.base, None)
            answer = await stranger.post("/api/login", {"login": "maria", "password": PASSWORD})
            browser = await playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            page = await browser.new_page(base_url=server.base, locale="ru-RU", timezone_id="Europe/Moscow")
            await page.goto("/sign-in")
            await page.fill("input[name=username]", "olga")
            await page.fill("input[name=password]", PASSWORD)
            await page.press("input[name=password]", "Enter")
            await page.wait_for_selector("html[data-link=live]")
            await page.goto(f"/diary/{school.anya}")
            await page.wait_for_selector(f'html[data-link=live] [data-lesson="{school.today}"]', state="attached")
            teacher = Caller(http, server.base, answer.body["token"])
            journal = (await teacher.get(f"/api/courses/{school.maths}/journal")).body
            today = [int(lesson["id"]) for lesson in journal["lessons"] if lesson["day"] == journal["today"]]
            yield Scene(server, school, teacher, page, today)
            await browser.close()
