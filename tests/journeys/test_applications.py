"""From the form of a school that applies to its first administrator, by the mails and the operator between them."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from channels.applications import deciding
from channels.applications.inputs import Refusing
from channels.invitations.hashes import InvitationHashes
from tests.journeys.conftest import Language
from tests.journeys.test_invitations import Visitor
from tests.journeys.test_notices import LANGUAGES, mailed, no_sideways
from tests.support.applications import MAIL
from tests.support.post import Relaying
from tests.support.school import School
from tests.support.serving import Served, serving

FRESH = "четыре зимних слова"
SCHOOL = "Школа № 3 имени Константинопольского-Преображенского с углублённым изучением всего"


@pytest.fixture
async def served(school_url: str, school: School, relay: Relaying) -> AsyncIterator[Served]:
    """An installation of a city, with one school."""
    async with serving(
        school_url,
        postman=True,
        smtp_url=f"smtp+plain://127.0.0.1:{relay.port}",
        mail_from="Звонок города <zvonok@city.example>",
        applications=True,
    ) as served:
        yield served


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def write(page: Page, **other: str) -> None:
    """Fills the form in and sends it."""
    typed = {
        "school": SCHOOL,
        "telephone": "",
        "applicant": "Виноградова Татьяна",
        "position": "директор",
        "email": MAIL,
        **other,
    }
    for field, text in typed.items():
        await page.fill(f"input[name={field}]", text)
    await page.select_option("select[name=zone]", "Asia/Yekaterinburg")
    await page.locator("[data-apply]").click()


async def confirmed(page: Page, relay: Relaying) -> tuple[int, str]:
    """Applies and types the code of the mail; returns the number and the link."""
    await write(page)
    await expect(page.locator("[data-application=unconfirmed]")).to_contain_text(MAIL)
    text = await text_of(relay)
    await page.fill("#code", re.findall(r"\d{3} \d{3}", text)[0])
    await page.locator("[data-confirm]").click()
    await expect(page.locator("[data-application=waiting] .was").first).to_contain_text(SCHOOL)
    [link] = re.findall(r"/activate/application#[\w-]{43}", text)
    return int(re.findall(r"\d+", await page.locator(".way-in-head .meta").inner_text())[0]), link


async def text_of(relay: Relaying) -> str:
    """The text of the one mail that comes."""
    [(to, mail)] = await mailed(relay)
    assert to == MAIL
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_school_applies_and_its_first_administrator_is_in(
    visitor: Visitor,
    served: Served,
    relay: Relaying,
    hashes: InvitationHashes,
    language: Language,
    width: int,
) -> None:
    page = await visitor.page("/how-to-get-in", width, language)
    await page.locator("[data-to-apply]").click()
    await expect(page.locator("[data-way-in=apply]")).to_be_visible()
    await page.locator("[data-apply]").click()
    await expect(page.locator(".field.wrong")).to_have_count(4)
    await no_sideways(page)
    await write(page, email="kanc")
    await expect(page.locator("#email-wrong")).to_be_visible()
    await expect(page.locator(".field.wrong")).to_have_count(1)
    await write(page, telephone="позвоните")
    await expect(page.locator("#telephone-wrong")).to_be_visible()
    await page.fill("input[name=telephone]", "")
    number, link = await confirmed(page, relay)
    await no_sideways(page)
    other = await visitor.page(link, width, language)
    await expect(other.locator("[data-application=waiting]")).to_be_visible()
    await deciding.accept(served.server.desk, hashes, number, again=False)
    [code] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", await text_of(relay))
    await page.reload()
    await expect(page.locator("[data-application=code_sent] .now")).to_contain_text(MAIL)
    await no_sideways(page)
    await page.locator("[data-act]").click()
    await page.fill("#code", code)
    await page.locator("[data-check-code]").click()
    await expect(page.locator(".way-in-head b")).to_have_text(SCHOOL)
    await expect(page.locator("input[name=name]")).to_have_count(0)  # it is known, and so is the zone
    await no_sideways(page)
    for field, text in {"family": "Виноградова", "given": "Татьяна", "password": FRESH}.items():
        await page.fill(f"input[name={field}]", text)
    await page.locator("[data-activate]").click()
    await page.locator("[data-to-set-up]").click()
    await expect(page.locator("[data-steps]")).to_be_visible()
    await other.reload()
    await expect(other.locator("[data-application=connected]")).to_be_visible()
    found = await served.server.pool.fetchval("select zone from school where name = $1", SCHOOL)
    assert found == "Asia/Yekaterinburg"


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_who_is_refused_reads_why_and_may_apply_again(
    visitor: Visitor, served: Served, relay: Relaying, language: Language, width: int
) -> None:
    page = await visitor.page("/activate", width, language)
    await page.locator("[data-to-apply]").click()
    number, _ = await confirmed(page, relay)
    await deciding.refuse(served.server.desk, number, Refusing(reason="Такой школы нет в городе"))
    assert "Такой школы нет в городе" in await text_of(relay)
    await page.reload()
    await expect(page.locator("[data-reason]")).to_contain_text("Такой школы нет в городе")
    await no_sideways(page)
    await page.locator("[data-act]").click()
    await expect(page.locator("[data-way-in=apply]")).to_be_visible()


async def test_a_wrong_code_is_named_and_what_was_typed_before_stays(visitor: Visitor, relay: Relaying) -> None:
    page = await visitor.page("/activate/apply", 360)
    await write(page)
    text = await text_of(relay)
    right = re.findall(r"\d{3} \d{3}", text)[0].replace(" ", "")
    await page.fill("#code", f"{(int(right) + 1) % 10**6:06d}")
    await page.locator("[data-confirm]").click()
    await expect(page.locator("#code-wrong")).to_be_visible()
    await page.fill("#code", right)
    await page.locator("[data-confirm]").click()
    await expect(page.locator("[data-application=waiting]")).to_be_visible()


async def test_a_link_that_is_cut_off_says_so_and_leads_to_the_form(visitor: Visitor) -> None:
    page = await visitor.page("/activate/application#abc", 360)
    await expect(page.locator("[data-application=gone]")).to_be_visible()
    await page.locator("[data-act]").click()
    await expect(page.locator("[data-way-in=apply]")).to_be_visible()


async def test_where_no_applications_are_taken_no_page_speaks_of_them(browser: Browser, school_url: str) -> None:
    async with serving(school_url, smtp_url="smtp+plain://127.0.0.1:1") as served:
        visitor = Visitor(browser, served)
        for path in ("/activate", "/activate/apply", f"/activate/application#{'A' * 43}"):
            page = await visitor.page(path, 360)
            await expect(page.locator("[data-way-in=activation-code]")).to_be_visible()
            await expect(page.locator("[data-to-apply]")).to_have_count(0)
        page = await visitor.page("/how-to-get-in", 360)
        await expect(page.locator("[data-role=student]")).to_be_visible()
        await expect(page.locator("[data-to-apply]")).to_have_count(0)
