"""What people write is text, wherever it is shown: no payload runs, or even tries to, in any field."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.support.announcements import announced, to_class
from tests.support.files import ready
from tests.support.groups import group
from tests.support.payloads import PAYLOADS
from tests.support.school import School
from tests.support.school_events import planned, trip
from tests.support.serving import Caller, Served, serving

# What the policy of the page would stop was tried: that is a defect, too.
TRIED = """
    window.tried = [];
    document.addEventListener('securitypolicyviolation', event => tried.push(event.violatedDirective));
"""
GO = "to => { history.pushState({ inside: true }, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
WILD = """
    [...document.querySelectorAll(
        'script:not([src]), iframe, object, embed, base, [onerror], [onload], [onclick], a[href^="javascript:" i],'
        + 'a[href^="data:" i], form[action^="javascript:" i]'
    )].map(one => one.outerHTML)
"""
AT_ONCE = 8  # requests


async def each(*work: Any) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(do: Any) -> None:
        async with gate:
            await do

    await asyncio.gather(*map(one, work))


async def did(asked: Any) -> None:
    answer = await asked
    assert answer.status < 300, answer.body


@pytest.fixture
async def served(school_url: str) -> AsyncIterator[Served]:
    """One person writes all payloads."""
    async with serving(school_url, messages_per_minute=0) as served:
        yield served


async def named(served: Served, school: School) -> None:
    """Everybody and everything that the roster names."""
    pool = served.server.pool
    for number, login in enumerate(("olga", "boris", "anya", "misha", "maria", "lev", "clara")):
        names = PAYLOADS[number * 3 : number * 3 + 3]
        await pool.execute(
            "update person set family_name = $2, given_name = $3, middle_name = $4 where id = $1",
            school.people[login],
            *names,
        )
    await pool.execute("update class set name = $1 where id = $2", PAYLOADS[9], school.class_5a)
    await pool.execute("update course set title = $1, subject = $2", PAYLOADS[10], PAYLOADS[11])
    await pool.execute("update school set name = $1", PAYLOADS[17])
    add_room = "insert into room (school_id, name) values ($1, $2) returning id"
    room = await pool.fetchval(add_room, school.id, PAYLOADS[20])
    await pool.execute("update lesson set topic = $1, homework = $2, room_id = $3", *PAYLOADS[18:20], room)


async def opened(page: Page, *paths: str) -> None:
    """By the page's own ways: what is in memory stays."""
    for path in paths:
        await page.evaluate(GO, path)
        await page.wait_for_load_state("networkidle")


class Looked:
    """A page that notes what should not happen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        page.on("dialog", self._dialog)

    async def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(f"{dialog.message} at {self.page.url}")
        await dialog.dismiss()

    async def nothing_ran(self) -> None:
        assert self.dialogs == []
        assert await self.page.evaluate("window.tried") == []
        assert await self.page.evaluate(WILD) == []


async def looked(sign_in: SignIn, login: str, path: str, **more: Any) -> Looked:
    page = await sign_in(login, path, **more)
    await page.add_init_script(TRIED)
    await page.reload()
    await page.wait_for_selector("html[data-link=live]")
    return Looked(page)


async def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_in_conversations(sign_in: SignIn, served: Served, school: School, language: str) -> None:
    await named(served, school)
    maria, olga = await served.person("maria"), await served.person("olga")
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    await did(maria.patch(f"/api/groups/{chat}", {"title": PAYLOADS[9][:100], "description": PAYLOADS[17]}))
    messages = f"/api/chats/{chat}/messages"
    await each(*(did(maria.post(messages, {"text": text})) for text in PAYLOADS))
    for start in range(0, 60, 10):
        poll = {"options": [text[:200] for text in PAYLOADS[start : start + 10]]}
        await did(olga.post(messages, {"text": PAYLOADS[start], "poll": poll}))
    for start in range(0, len(PAYLOADS), 10):
        names = [f"{text[:100]}.txt".replace("/", "⁄") for text in PAYLOADS[start : start + 10]]
        files = [await ready(maria, chat, name, b"x") for name in names]
        await did(maria.post(messages, {"text": "", "files": files}))
    await did(maria.ask("PUT", "/api/me/office-hours", {"hours": [], "note": PAYLOADS[9]}))
    await did(olga.patch(f"/api/chats/{chat}/mine", {"draft": PAYLOADS[9]}))
    one = await looked(sign_in, "olga", f"/chats/{chat}", language=language)
    page = one.page
    await page.wait_for_selector("[data-poll]")
    body, shown = page.locator(".conv-body"), page.locator(".msg")
    while (before := await shown.count()) < len(PAYLOADS):  # further up
        await body.evaluate("view => { view.scrollTop = 0; }")
        await expect(shown).not_to_have_count(before)
    await one.nothing_ran()
    for act in ("find", "later", "poll"):
        await page.locator("[data-about-chat]").click()
        await page.locator(f"[data-act={act}]").click()
        if act == "find":
            await page.locator("dialog input[name=words]").fill("alert")
            await page.wait_for_selector("dialog [data-hit]")
        await one.nothing_ran()
        await page.locator("dialog header button").last.click()
    await opened(page, "/chats", "/diary", "/today", "/me", "/clubs")
    await one.nothing_ran()


async def _events(maria: Caller, clara: Caller, school: School) -> list[str]:
    made = []
    for text in PAYLOADS:
        body = trip(school, "families", title=text, text=text, place=text, subject=text[:100], city=[])
        made.append((await planned(maria, school, body))["id"])
    await did(clara.post(f"/api/school-events/{made[0]}/cancel", {"because": PAYLOADS[9]}))
    return made


async def test_in_the_school(sign_in: SignIn, served: Served, school: School) -> None:
    await named(served, school)
    maria, clara = await served.person("maria"), await served.person("clara")
    target = to_class(school.class_5a)
    ids = []
    for text in PAYLOADS:
        variants = [{"language": "en", "title": text, "text": text}]
        body = {"title": text, "text": text, "variants": variants, "targets": [target], "confirm": True}
        ids.append(await announced(maria, school, body))
    events = await _events(maria, clara, school)
    reader = await looked(sign_in, "olga", "/school")
    await reader.page.wait_for_selector("[data-announcement]")
    await reader.nothing_ran()
    for paths in (ids, events):
        kind = "a" if paths is ids else "e"
        for number in paths:
            await opened(reader.page, f"/school/{kind}/{number}")
            await reader.page.wait_for_selector(f"[data-letter='{number}'], [data-event-page='{number}']")
            await reader.nothing_ran()
    await opened(reader.page, "/school/events", "/school/city")
    await reader.nothing_ran()
    writer = await looked(sign_in, "maria", "/school/written")
    await opened(writer.page, f"/school/a/{ids[9]}/who", f"/school/e/{events[9]}/who", f"/school/e/{events[9]}/edit")
    await writer.nothing_ran()


async def test_in_reports(sign_in: SignIn, served: Served, school: School) -> None:
    await named(served, school)
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    clara, olga, boris = [await served.person(login) for login in ("clara", "olga", "boris")]
    await did(
        clara.ask("PUT", f"/api/schools/{school.id}/safeguarding", {"person": str(school.nina), "appointed": True})
    )
    for text in PAYLOADS[:20]:
        offset = (await boris.post(f"/api/chats/{chat}/messages", {"text": text})).body["message"]["offset"]
        await did(olga.post(f"/api/chats/{chat}/messages/{offset}/report", {"reason": "other", "words": text}))
    keeper = await looked(sign_in, "nina", "/reports")
    await keeper.page.wait_for_selector("[data-report]")
    await keeper.nothing_ran()
    for number in await served.server.pool.fetch("select id from report"):
        await opened(keeper.page, f"/reports/{number['id']}")
        await keeper.page.wait_for_selector(f"[data-report-page='{number['id']}']")
        await keeper.nothing_ran()
