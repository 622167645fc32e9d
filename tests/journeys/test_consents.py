"""Consents in a browser: at the first way in, under Me, and as the school publishes them."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_invitations import FRESH, Visitor, not_in, slip
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.consents import MINE, answer, new_text, next_version, published
from tests.support.school import School
from tests.support.serving import Served

PHOTOS, TRIPS = "Съёмка класса", "Поездки с классом"
VALID = {"ru": "1 действует", "en": "1 valid"}
WITHDRAWN = {"ru": "1 отозвано", "en": "1 withdrawn"}


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def comes_in(page: Page) -> None:
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await page.fill("input[name=password]", FRESH)
    await page.locator("[data-use]").click()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_of_two_texts_one_is_given_at_the_first_way_in_and_withdrawn_later(
    visitor: Visitor, served: Served, school: School, language: Language, width: int
) -> None:
    photos = await published(served, school, PHOTOS)
    trips = await published(served, school, TRIPS, required=True)
    await not_in(served, school, school.olga)
    paper = await slip(served, school, school.olga)
    page = await visitor.page(f"/in#{paper.token}", width, language)
    await comes_in(page)
    await page.locator("[data-to-pages]").click()
    asked = page.locator("[data-way-in=consents] [data-asked]")
    await expect(asked).to_have_count(2)
    for box in await asked.locator("input[type=checkbox]").all():
        await expect(box).not_to_be_checked()  # nothing is ticked before
    first = page.locator(f"[data-asked='{photos}']")
    await first.locator("[data-words]").click()
    await expect(first.locator("[data-consent-words]")).to_contain_text("Снимки видят только семьи класса.")
    await first.locator("input[type=checkbox]").check()
    await no_sideways(page)
    await page.locator("[data-consents-done]").click()
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()  # what was left closes nothing
    await page.goto("/me")
    await expect(page.locator("[data-consents-due='1']")).to_be_visible()
    await expect(page.locator("[data-consents-link]")).to_contain_text(VALID[language])
    await page.locator("[data-consents-link]").click()
    await expect(page.locator(f"[data-section=asked] [data-consent='{trips}']")).to_be_visible()
    given = page.locator(f"[data-consent='{photos}'][data-state=given]")
    await given.locator("[data-withdraw]").click()
    await no_sideways(page)
    await page.locator("[data-withdraw-now]").click()
    await expect(page.locator(f"[data-section=over] [data-consent='{photos}'][data-state=withdrawn]")).to_be_visible()
    await page.goto("/me")
    await expect(page.locator("[data-consents-link]")).to_contain_text(WITHDRAWN[language])
    kept = await served.server.pool.fetch("select agreed, withdrawn_at is not null as gone from consent")
    assert [tuple(row) for row in kept] == [(True, True)]


async def test_who_leaves_all_for_later_is_in_and_answers_under_me(
    visitor: Visitor, served: Served, school: School
) -> None:
    text = await published(served, school, required=True)
    await not_in(served, school, school.olga)
    paper = await slip(served, school, school.olga)
    page = await visitor.page(f"/in#{paper.token}")
    await comes_in(page)
    await page.locator("[data-to-pages]").click()
    await page.locator("[data-consents-later]").click()
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    await page.goto("/me")
    await page.locator("[data-consents-due]").click()
    await page.locator("[data-refuse]").click()
    await expect(page.locator(f"[data-consent='{text}'][data-state=refused]")).to_be_visible()
    await page.locator("[data-agree]").click()
    await expect(page.locator(f"[data-consent='{text}'][data-state=given]")).to_be_visible()
    await page.goto("/me")
    await expect(page.locator("[data-consents-link]")).to_be_visible()
    await expect(page.locator("[data-consents-due]")).to_have_count(0)


async def test_where_the_school_asks_for_nothing_no_step_and_no_row_is_shown(
    visitor: Visitor, sign_in: SignIn, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga)
    paper = await slip(served, school, school.olga)
    page = await visitor.page(f"/in#{paper.token}")
    await comes_in(page)
    await page.locator("[data-to-pages]").click()
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    boris = await sign_in("boris", "/me")
    await expect(boris.locator("[data-trusted-link]")).to_be_visible()  # comes with the row that is not there
    await expect(boris.locator("[data-consents-link]")).to_have_count(0)
    await boris.goto("/me/consents")
    await expect(boris.locator("[data-consents='0'] .none")).to_be_visible()


async def test_a_new_version_asks_anew_and_its_words_are_those_of_the_version(
    sign_in: SignIn, served: Served, school: School
) -> None:
    text, olga = await published(served, school, PHOTOS), await served.person("olga")
    assert (await olga.post(MINE, answer(text, school.anya))).status == 200
    await next_version(served, school, text)
    page = await sign_in("olga", "/me/consents", width=360)
    due = page.locator(f"[data-section=asked] [data-consent='{text}']")
    await expect(due).to_contain_text("новая версия")
    await due.locator("[data-words='2']").click()
    await expect(due.locator("[data-consent-words]")).to_contain_text("Съёмка и сайт")
    await due.locator("[data-agree]").click()
    valid = page.locator(f"[data-section=inForce] [data-consent='{text}']")
    await expect(valid).to_contain_text("версия 2")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_an_admin_publishes_a_text_sees_who_has_answered_publishes_the_next_and_ends_it(
    sign_in: SignIn, served: Served, school: School, language: Language, width: int
) -> None:
    page = await sign_in("sysop", "/admin", width=width, language=language)
    await page.locator("[data-to-consents]").click()
    await expect(page.locator("[data-texts='0']")).to_be_visible()
    await page.locator("[data-new-text]").click()
    await page.locator("[data-look]").click()
    await expect(page.locator("[data-write-text] .err")).to_have_count(2)  # what is missing stands at its field
    await page.fill("input[name=title]", PHOTOS)
    await page.fill("textarea[name=words]", "Школа снимает праздники.\n\n<b>Только</b> для класса.")
    await page.locator("input[name=english]").check()
    await page.fill("input[name=titleEn]", "Photos")
    await page.fill("textarea[name=wordsEn]", "The school takes photos.\n\n<b>Only</b> for the class.")
    await page.locator("[data-look]").click()
    for one, words in (("ru", "<b>Только</b>"), ("en", "<b>Only</b>")):  # both are seen, and text stays text
        await expect(page.locator(f"[data-preview] [data-consent-words={one}]")).to_contain_text(words)
    await no_sideways(page)
    await page.locator("[data-publish]").click()
    await expect(page.locator("[data-one-text='1'] [data-counts='0 0 0 2']")).to_be_visible()
    text = page.url.rsplit("/", 1)[1].partition("?")[0]
    olga = await served.person("olga")
    assert (await olga.post(MINE, answer(text, school.anya))).status == 200
    await page.reload()
    await expect(page.locator("[data-one-text='1'] [data-counts='1 0 0 1']")).to_be_visible()
    await expect(page.locator("[data-class='5А']")).to_be_visible()
    await page.locator("[data-next-version]").click()
    await expect(page.locator("input[name=title]")).to_have_value(PHOTOS)  # begins with the words that stand
    await page.fill("textarea[name=words]", "Школа снимает праздники и уроки.")
    await page.locator("[data-look]").click()
    await page.locator("[data-publish]").click()
    await expect(page.locator("[data-one-text='2'] [data-counts='0 0 0 2']")).to_be_visible()
    await expect(page.locator("[data-versions='2']")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-end-text]").click()
    await page.locator("[data-end-now]").click()
    await expect(page.locator("[data-one-text][data-ended=true]")).to_be_visible()
    assert (await olga.get(MINE)).body["consents"][0]["present"] is None


async def test_what_somebody_else_has_published_meanwhile_is_not_overwritten(
    sign_in: SignIn, served: Served, school: School
) -> None:
    text = await published(served, school, PHOTOS)
    page = await sign_in("clara", f"/admin/consents/{text}")
    await page.locator("[data-next-version]").click()
    await page.fill("input[name=title]", "Моё название")
    await next_version(served, school, text)
    await page.locator("[data-look]").click()
    await page.locator("[data-publish]").click()
    await expect(page.locator("[data-preview] .err")).to_be_visible()
    await page.locator("[data-change]").click()
    await expect(page.locator("input[name=title]")).to_have_value("Моё название")  # what was typed stays


async def test_more_texts_than_a_page_come_when_asked_for(sign_in: SignIn, served: Served, school: School) -> None:
    sysop = await served.person("sysop")
    for n in range(12):
        asked = new_text(f"Текст {n}")
        assert (await sysop.post(f"/api/schools/{school.id}/consent-texts", asked)).status == 201
    page = await sign_in("clara", "/admin/consents", width=360)
    await expect(page.locator("[data-text]")).to_have_count(10)
    await page.locator("[data-more-texts]").click()
    await expect(page.locator("[data-text]")).to_have_count(12)
    await expect(page.locator("[data-more-texts]")).to_have_count(0)
