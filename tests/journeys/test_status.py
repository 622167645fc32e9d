"""Telling people: does the server work, how does one get in, and an announcement that says so."""

import asyncio
from collections.abc import AsyncIterator

import pypdfium2
import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.handlers.test_status import end_others
from tests.journeys.conftest import NO_WEBSOCKETS, PATIENCE, Language, SignIn
from tests.journeys.test_invitations import Visitor
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.school import School
from tests.support.serving import Served

SCHOOL = "Гимназия № 7"
TITLES = {"ru": "Как войти", "en": "How to get in"}
HEADS = {
    "ru": ["Ученик", "Взрослый ученика", "Учитель", "Канцелярия"],
    "en": ["Student", "Adult of a student", "Teacher", "Office"],
}
A4 = (595, 842)  # points


@pytest.fixture
async def visitor(browser: Browser, served: Served, school: School) -> AsyncIterator[Visitor]:
    """Somebody before the only school of an installation."""
    await end_others(served, school)
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


@pytest.fixture
async def blocked(browser: Browser, served: Served, school: School) -> AsyncIterator[Page]:
    """A device in a network that lets no websocket through; no service worker hides requests from the test."""
    context = await browser.new_context(base_url=served.base, locale="ru-RU", service_workers="block")
    await context.add_init_script(NO_WEBSOCKETS)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    await context.close()


async def found(page: Page) -> dict[str, str]:
    """What the page has found out, by what it tried."""
    await page.wait_for_selector("[data-checks]")
    lines = await page.locator("[data-check]").all()
    return {str(await line.get_attribute("data-check")): str(await line.get_attribute("data-is")) for line in lines}


async def printed(page: Page) -> list[str]:
    """Texts of the sheets that a page is printed on, which are A4."""
    paper = pypdfium2.PdfDocument(await page.pdf(prefer_css_page_size=True))
    assert {tuple(map(round, sheet.get_size())) for sheet in paper} == {A4}
    return [sheet.get_textpage().get_text_bounded() for sheet in paper]


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_stranger_finds_the_server_in_order_from_the_sign_in(
    visitor: Visitor, language: Language, width: int
) -> None:
    page = await visitor.page("/sign-in", width, language)
    await expect(page.locator("[data-school]")).to_have_text(SCHOOL)
    await expect(page.locator(".door-head")).to_contain_text("Бесплатно" if language == "ru" else "Free of charge")
    await no_sideways(page)
    await page.locator("[data-status-page]").click()
    assert await found(page) == {"server": "works", "live": "websocket", "clock": "right", "browser": "new"}
    carriers = [await one.get_attribute("data-there") for one in await page.locator("[data-carrier]").all()]
    assert carriers == ["true", "false", "false"]  # push, mail, telephone
    await expect(page.locator("header")).to_contain_text(SCHOOL)
    await no_sideways(page)
    await page.locator("[data-again]").click()
    assert (await found(page))["server"] == "works"
    await page.locator("[data-leave]").click()
    await expect(page.locator("input[name=password]")).to_be_visible()


async def test_the_form_stands_still_when_the_name_of_the_school_comes(
    blocked: Page, served: Served, school: School
) -> None:
    await end_others(served, school)
    name = "Муниципальное бюджетное общеобразовательное учреждение «Гимназия № 7 имени А. С. Пушкина»"
    await served.server.pool.execute("update school set name = $1", name)
    held: asyncio.Future[Route] = asyncio.get_running_loop().create_future()
    await blocked.route("**/api/status", lambda route: held.set_result(route))
    await blocked.set_viewport_size({"width": 360, "height": 800})
    await blocked.goto("/sign-in")
    answer, field = await held, blocked.locator("#username")
    await expect(blocked.locator("[data-school]")).to_have_text("Звонок")
    before = await field.bounding_box()
    await answer.continue_()
    await expect(blocked.locator("[data-school]")).to_have_text(name)
    assert await field.bounding_box() == before


async def test_without_websockets_it_says_that_another_way_works(blocked: Page) -> None:
    await blocked.goto("/status")
    assert (await found(blocked))["live"] == "stream"
    await expect(blocked.locator("[data-check=live]")).to_contain_text("делать ничего не нужно")


async def test_where_no_way_works_it_says_what_helps(blocked: Page, served: Served) -> None:
    await blocked.route("**/connection/**", lambda route: route.abort())
    await blocked.goto("/status")
    assert (await found(blocked))["live"] == "closed"
    host = served.base.removeprefix("http://")
    await expect(blocked.locator("[data-check=live]")).to_contain_text(f"разрешить веб-сокеты для {host}")


async def test_a_device_with_a_wrong_clock_is_told_by_how_much(visitor: Visitor) -> None:
    page = await visitor.page("/sign-in", 1280)
    await page.clock.install()
    await page.clock.fast_forward(60 * 60 * 1000)
    await page.locator("[data-status-page]").click()
    assert (await found(page))["clock"] == "ahead"
    await expect(page.locator("[data-check=clock]")).to_contain_text("спешат на 60 минут")


async def test_without_an_answer_it_says_what_to_try_and_finds_the_server_again(blocked: Page) -> None:
    await blocked.goto("/status")
    assert (await found(blocked))["server"] == "works"
    await blocked.route("**/api/status", lambda route: route.abort())
    await blocked.locator("[data-again]").click()
    await expect(blocked.locator("[data-is=no_answer]")).to_contain_text("дело в интернете")
    await no_sideways(blocked)
    await blocked.unroute("**/api/status")
    await blocked.locator("[data-again]").click()
    await expect(blocked.locator("[data-check=server]")).to_have_attribute("data-is", "works")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_the_way_in_is_printed_a_page_a_role_with_the_school_and_the_address(
    visitor: Visitor, served: Served, language: Language, width: int
) -> None:
    page = await visitor.page("/in", width, language)
    await page.locator("[data-how]").click()
    await expect(page.locator("[data-role]")).to_have_count(4)
    await expect(page.locator("header b")).to_have_text(SCHOOL)
    await no_sideways(page)
    host = served.base.removeprefix("http://")
    sheets = await printed(page)
    assert len(sheets) == 4
    for sheet, head in zip(sheets, HEADS[language], strict=True):
        assert all(said in sheet for said in (SCHOOL, TITLES[language], head, host))
    await page.locator("a[href='/how-to-get-in/adult']").click()
    await expect(page.locator("[data-role]")).to_have_count(1)
    [only] = await printed(page)
    assert HEADS[language][1] in only
    assert HEADS[language][0] + "\r\n" not in only


async def test_a_class_teacher_prints_it_and_announces_it(sign_in: SignIn, served: Served, school: School) -> None:
    page = await sign_in("maria", f"/class/{school.class_5a}/in", width=360)
    await page.locator("[data-how]").click()
    await expect(page.locator("[data-role]")).to_have_count(4)
    await page.locator("[data-leave]").click()
    await page.wait_for_selector("html[data-link=live]")
    await page.goto("/school/new")
    await page.locator("[data-template=how]").click()
    await expect(page.locator("#an-title")).to_have_value("Как войти в «Звонок»")
    await expect(page.locator("[data-templates]")).to_have_count(0)
    await no_sideways(page)
    await page.locator("[data-send]").click()
    await page.locator("[data-send-really]").click()
    olga = await sign_in("olga", "/school", width=360)
    await olga.locator("[data-announcement]").click()
    await expect(olga.locator("[data-letter]")).to_contain_text(f"{served.base}/how-to-get-in")


async def test_help_leads_to_the_status_for_those_who_are_in(sign_in: SignIn, school: School) -> None:
    page = await sign_in("olga", "/help", width=360)
    await page.locator("[data-status-page]").click()
    assert (await found(page))["server"] == "works"
    await page.locator("[data-leave]").click()
    await expect(page.locator("nav.rail")).to_be_visible()
