"""What is pressed while the answer to an earlier press is on its way counts: the last press is what stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import APIResponse, Error, Page, Route, expect

from tests.handlers.test_polls_hours_later import asked as asked_poll
from tests.journeys.conftest import PATIENCE, SignIn
from tests.support.groups import group
from tests.support.school import School
from tests.support.school_events import place_of, planned
from tests.support.serving import Served


class SlowNetwork:
    """Holds what a page asks at an address until it is let go; if `answered`, the answer, which grows old meanwhile."""

    def __init__(self, *, answered: bool = False) -> None:
        self._answers_first = answered
        self._held = self._done = 0
        self._something = asyncio.Condition()
        self._let_go = asyncio.Event()
        self._answered: asyncio.Queue[APIResponse] = asyncio.Queue()

    async def hold(self, route: Route) -> None:
        early = await route.fetch() if self._answers_first else None
        async with self._something:
            self._held += 1
            self._something.notify_all()
        await self._let_go.wait()
        answer = early or await route.fetch()
        self._answered.put_nowait(answer)
        try:
            await route.fulfill(response=answer)
        except Error as error:
            if "already handled" not in error.message:  # asked while the holding ended: the browser goes on by itself
                raise
        async with self._something:
            self._done += 1
            self._something.notify_all()

    async def holds(self) -> None:
        async with asyncio.timeout(PATIENCE / 1000), self._something:
            await self._something.wait_for(lambda: self._held)

    async def lets_go(self, answers: int) -> None:
        """Returns when so many were answered."""
        self._let_go.set()
        async with asyncio.timeout(PATIENCE / 1000):
            for _ in range(answers):
                answer = await self._answered.get()
                assert answer.ok, await answer.text()

    async def is_over(self) -> None:
        """Returns when nothing that was asked is still to be answered: what the page asked again meanwhile as well."""
        self._let_go.set()
        async with asyncio.timeout(PATIENCE / 1000), self._something:
            await self._something.wait_for(lambda: self._done == self._held)


@asynccontextmanager
async def slow(page: Page, address: str, *, answered: bool = False) -> AsyncIterator[SlowNetwork]:
    network = SlowNetwork(answered=answered)
    await page.route(address, network.hold)
    yield network
    await network.is_over()
    await page.unroute(address)
    await network.is_over()


async def test_a_vote_under_way_stays_when_an_older_state_of_the_conversation_comes(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat, maria = await group(served.server.pool, school, "olga", "maria", owner="maria"), await served.person("maria")
    await asked_poll(maria, chat)
    page = await sign_in("olga", f"/chats/{chat}", width=360)
    wednesday = page.locator("[data-option='0']")
    await expect(wednesday).to_be_visible()
    await page.goto("about:blank")
    assert (await maria.post(f"/api/chats/{chat}/messages", {"text": "Жду ответов"})).status == 201
    async with slow(page, "**/messages?limit=50") as conversation, slow(page, "**/vote") as votes:
        await page.goto(f"{served.base}/chats/{chat}")
        await wednesday.click()  # of the copy that is kept here
        await votes.holds()
        await conversation.lets_go(answers=1)
        await expect(page.locator("[data-message]", has_text="Жду ответов")).to_be_visible()
        assert await wednesday.get_attribute("aria-pressed") == "true"
        await votes.lets_go(answers=1)
    await expect(wednesday).to_have_attribute("aria-pressed", "true")


async def test_the_second_of_two_votes_is_counted(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "maria", owner="maria")
    await asked_poll(await served.person("maria"), chat)
    page = await sign_in("olga", f"/chats/{chat}", width=360)
    wednesday, friday = page.locator("[data-option='0']"), page.locator("[data-option='1']")
    async with slow(page, "**/vote") as network:
        await wednesday.click()
        await expect(wednesday).to_have_attribute("aria-pressed", "true")
        await network.holds()
        await friday.click()
        await expect(friday).to_have_attribute("aria-pressed", "true")
        await network.lets_go(answers=2)
    assert await served.server.pool.fetchval("select choices from vote") == [1]
    await expect(friday).to_have_attribute("aria-pressed", "true")
    await expect(wednesday).to_have_attribute("aria-pressed", "false")


async def test_a_family_that_thinks_again_at_once_has_said_the_last(
    sign_in: SignIn, served: Served, school: School
) -> None:
    event = await planned(await served.person("maria"), school)
    page = await sign_in("olga", f"/school/e/{event['id']}", width=360)
    async with slow(page, "**/answer") as network:
        await page.locator("[data-say=yes]").click()
        await network.holds()
        await page.locator("[data-say=no]").click()
        await network.lets_go(answers=2)
    await expect(page.locator("[data-say=no]")).to_have_attribute("aria-pressed", "true")
    answer, _, _ = await place_of(await served.person("olga"), event, school.anya)
    assert answer == "no"


async def test_all_that_is_chosen_of_how_one_is_told_is_stored(sign_in: SignIn, served: Served) -> None:
    page = await sign_in("olga", "/me/notices", width=360)
    mark, message = page.locator("select[name=mark-push]"), page.locator("select[name=message-push]")
    async with slow(page, "**/ways") as network:
        await mark.select_option("off")
        await network.holds()
        await message.select_option("off")
        await mark.select_option("instant")
        await network.lets_go(answers=3)
    chosen = await served.server.pool.fetch(
        "select kind, mode from notice_mode where carrier = 'push' and kind in ('mark', 'message') order by kind"
    )
    assert [tuple(one) for one in chosen] == [("mark", "instant"), ("message", "off")]
    await expect(mark).to_have_value("instant")
    await expect(message).to_have_value("off")
    await page.reload()
    await expect(mark).to_have_value("instant")
    await expect(message).to_have_value("off")
