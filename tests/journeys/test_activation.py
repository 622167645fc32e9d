"""From an empty installation to a family that is in: activation, the set-up, slips, and the codes on them."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from handlers.commands.activate import make_first
from tests.journeys.conftest import Language
from tests.journeys.test_invitations import Visitor, choose_password
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.printed import pages
from tests.support.serving import Caller, Served, serving

FRESH = "четыре зимних слова"


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Served]:
    """A server without any school."""
    async with serving(empty_url) as served:
        yield served


@pytest.fixture
async def visitor(browser: Browser, empty: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, empty)
    yield visitor
    assert visitor.errors == []


async def open_school(page: Page, code: str) -> None:
    """From the code to the first page of the set-up."""
    await page.fill("#code", code.lower())
    await page.locator("[data-check-code]").click()
    for field, text in {
        "name": "Гимназия № 7",
        "family": "Виноградова",
        "given": "Татьяна",
        "middle": "Александровна",
        "email": "head@school7.example",
        "password": FRESH,
    }.items():
        await page.fill(f"input[name={field}]", text)
    await page.locator("[data-activate]").click()
    await expect(page.locator("[data-way-in=activation-done] [data-login]")).to_have_text("vinogradova.tatiana")
    await page.locator("[data-to-set-up]").click()
    await expect(page.locator("[data-steps]")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_school_is_opened_with_the_code_of_the_start(
    visitor: Visitor, empty: Served, language: Language, width: int
) -> None:
    code = await make_first(empty.server.pool)
    assert code is not None
    page = await visitor.page("/", width, language)
    await expect(page.locator("[data-way-in=activation-code]")).to_be_visible()  # the sign-in leads there
    await no_sideways(page)
    await page.fill("#code", "XXXX-XXXX-XXXX")
    await page.locator("[data-check-code]").click()
    await expect(page.locator("#code-wrong")).to_be_visible()
    await page.fill("#code", code)
    await page.locator("[data-check-code]").click()
    await page.locator("[data-activate]").click()
    await expect(page.locator(".field.wrong")).to_have_count(3)  # school, family name, given name
    await no_sideways(page)
    await page.locator("button.plain").click()
    await open_school(page, code)
    assert [row["name"] for row in await empty.server.pool.fetch("select name from school")] == ["Гимназия № 7"]
    other = await visitor.page("/activate", width, language)
    await other.fill("#code", code)
    await other.locator("[data-check-code]").click()
    await expect(other.locator("#code-wrong")).to_be_visible()  # it has opened its school


async def test_a_school_of_one_family_is_opened_and_the_family_comes_in(visitor: Visitor, empty: Served) -> None:
    code = await make_first(empty.server.pool)
    assert code is not None
    head = await visitor.page("/activate", 1280)
    await open_school(head, code)
    class_ = await one_family(empty)
    await head.goto(f"/class/{class_}/in")
    await head.locator("[data-print-all]").first.click()
    async with head.expect_download() as printing:
        await head.locator("[data-go]").click()
    slips = (await (await printing.value).path()).read_bytes()
    student, adult = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", " ".join(page.all() for page in pages(slips)))
    for own, family, shown in ((student, "Жуков", "Уроки сегодня"), (adult, "Жукова", "Дневник, неделя")):
        page = await visitor.page("/in")
        await page.fill("input[name=code]", own)
        await page.fill("input[name=family]", family)
        await page.locator("[data-prove]").click()
        await choose_password(page)
        await expect(page.locator("main")).to_contain_text(shown)
    await head.reload()
    await head.locator("[data-shown=all]").click()
    await expect(head.locator("[data-status=used]")).to_have_count(2)


async def one_family(served: Served) -> str:
    """A class with a student and the mother, typed by who opened the school; returns the class."""
    entered = await served.stranger.post("/api/login", {"login": "head@school7.example", "password": FRESH})
    head = Caller(served.http, served.base, entered.body["token"])
    school = (await head.get("/api/me")).body["schools"][0]["id"]
    register = f"/api/schools/{school}/register"
    class_: str = (await head.post(f"{register}/classes", {"name": "5А", "grade": 5})).body["class"]["id"]
    child = {"family": "Жуков", "given": "Лев", "role": "student", "class": class_}
    student = (await head.post(f"{register}/people", child)).body["id"]
    mother = (await head.post(f"{register}/people", {"family": "Жукова", "given": "Ада", "role": "guardian"})).body[
        "id"
    ]
    named = await head.ask("PUT", f"{register}/people/{student}/guardians", {"guardian": mother, "relation": "mother"})
    assert named.status == 200, named.body
    return class_
