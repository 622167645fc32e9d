"""Portals in a browser: signing in and out by one, connecting it, turning back, and keeping it."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from handlers.demo.portal import register_portal
from handlers.settings import Settings
from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_invitations import Visitor
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.consents import published
from tests.support.invitations import hashes_of, on_paper, without_account
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

PLACES = pytest.mark.parametrize(("language", "width"), LANGUAGES)


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    """A device at the school that the demo's own portal lets into: Olga is connected, Boris and Anya are not."""
    pool = served.server.pool
    await pool.execute("update account set name = 'demo.guardian' where name = 'olga'")
    await pool.execute("update account set name = 'demo.teacher2' where name = 'boris'")
    await register_portal(pool, Settings(port=served.server.port))
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def choose(page: Page, login: str) -> None:
    """One tap at the portal."""
    one = "a.btn[href*='person=stranger']" if login == "stranger" else f"a.btn:has-text('{login}')"
    await page.locator(one).click()


@PLACES
async def test_one_tap_at_the_portal_opens_the_page_and_one_leaves_both(
    visitor: Visitor, language: Language, width: int
) -> None:
    page = await visitor.page("/sign-in?next=/me", width, language)
    await expect(page.locator("[data-portal]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-portal]").click()
    await choose(page, "demo.guardian")
    await expect(page.locator("html[data-link=live]")).to_have_count(1)
    await expect(page.locator("[data-my-portal][data-bound=true]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-sign-out]").click()
    await expect(page.get_by_role("dialog").locator("[data-leave-both]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-leave-both]").click()
    await expect(page.locator("input[name=username]")).to_be_visible()
    assert (await page.context.request.get("/api/me")).status == 401


@PLACES
async def test_a_stranger_reads_why_the_page_stays_closed(visitor: Visitor, language: Language, width: int) -> None:
    page = await visitor.page("/sign-in", width, language)
    await page.locator("[data-portal]").click()
    await choose(page, "stranger")
    await expect(page.locator("[data-portal-cause=not_matched]")).to_be_focused()
    await no_sideways(page)
    await page.locator("[data-why-not]").click()
    await expect(page.locator("[data-from-portal]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-who=guardian]").click()
    await page.fill("input[name=childFamily]", "Соколова")
    await page.fill("input[name=childGiven]", "Анна")
    await page.fill("input[name=class]", "5А")
    await expect(page.locator("input[name=family]")).to_have_count(0)  # the portal has said it
    await page.locator("[data-next]").click()
    await page.locator("[data-sees=not_enough]").click()
    await expect(page.locator("[data-cause=stranger]")).to_be_visible()
    await no_sideways(page)


@PLACES
async def test_who_is_nearly_somebody_reads_the_one_cause_and_asks_the_school(
    visitor: Visitor, served: Served, school: School, language: Language, width: int
) -> None:
    pool = served.server.pool
    await pool.execute("update portal_account set ended_at = now()")
    await pool.execute("update person set email = null, phone = null where id = $1", school.olga)
    page = await visitor.page("/sign-in", width, language)
    await page.locator("[data-portal]").click()
    await choose(page, "demo.guardian")
    await page.locator("[data-why-not]").click()
    await expect(page.locator("[data-from-portal]")).to_be_visible()
    await page.locator("[data-who=guardian]").click()
    await page.fill("input[name=childFamily]", "Соколова")
    await page.fill("input[name=childGiven]", "Анна")
    await page.fill("input[name=class]", "5А")
    await page.locator("[data-next]").click()
    await page.locator("[data-sees=not_enough]").click()
    await expect(page.locator("[data-cause=contact]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-step=ask_school]").click()
    await expect(page.locator("[data-done]")).to_be_visible()
    await no_sideways(page)


@PLACES
async def test_a_portal_is_connected_with_the_password_and_parted_with(
    visitor: Visitor, language: Language, width: int
) -> None:
    page = await visitor.page("/sign-in?next=/me", width, language)
    await page.fill("input[name=username]", "demo.teacher2")
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator("[data-my-portal][data-bound=false] [data-portal-dialog]").click()
    await page.fill("dialog input[name=password]", "a guess")
    await page.locator("[data-connect-portal]").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    await page.fill("dialog input[name=password]", PASSWORD)
    await page.locator("[data-connect-portal]").click()
    await choose(page, "demo.teacher2")
    await expect(page.locator("[data-portal-connected]")).to_be_visible()
    await page.locator("[data-my-portal][data-bound=true] [data-portal-dialog]").click()
    await page.locator("[data-part-portal]").click()
    await expect(page.locator("[data-my-portal][data-bound=false]")).to_be_visible()


@PLACES
async def test_a_slip_is_used_with_the_portal(
    visitor: Visitor, served: Served, school: School, language: Language, width: int
) -> None:
    await without_account(served, school.anya)
    slip = await on_paper(served, school, await hashes_of(served), school.anya)
    page = await visitor.page(f"/in#{slip.token}", width, language)
    await page.fill("input[name=family]", "Соколова")
    await page.keyboard.press("Enter")
    await page.locator("[data-way-in=way] [data-portal]").click()
    await choose(page, "stranger")  # an account that is nobody's here yet
    await expect(page).not_to_have_url(re.compile("/in/portal"))  # the page after the way back
    await expect(page.locator("html[data-link=live]")).to_have_count(1)
    await page.goto("/me")
    await expect(page.locator("[data-my-portal][data-bound=true]")).to_be_visible()


async def test_who_is_invited_and_comes_by_the_portal_is_asked_for_consents_once(
    visitor: Visitor, served: Served, school: School
) -> None:
    text = await published(served, school)
    await without_account(served, school.boris)
    slip = await on_paper(served, school, await hashes_of(served), school.boris)
    page = await visitor.page(f"/in#{slip.token}")
    await page.fill("input[name=family]", "Белов")
    await page.keyboard.press("Enter")
    await page.locator("[data-way-in=way] [data-portal]").click()
    await choose(page, "stranger")
    await page.locator(f"[data-way-in=consents] [data-asked='{text}'] input[type=checkbox]").check()
    await page.locator("[data-consents-done]").click()
    await expect(page).not_to_have_url(re.compile("/in/portal"))
    [said] = (await (await page.context.request.get("/api/me/consents")).json())["consents"]
    assert (said["text"], said["state"]) == (text, "given")


@PLACES
async def test_no_page_offers_a_password_that_would_open_nothing(
    visitor: Visitor, served: Served, school: School, language: Language, width: int
) -> None:
    pool = served.server.pool
    await without_account(served, school.anya)
    slip = await on_paper(served, school, await hashes_of(served), school.anya)
    await pool.execute("update school set ended_at = now() where id <> $1", school.id)
    await pool.execute(
        """
        insert into password_off (school_id, role, set_by, set_at)
        select $1, unnest(enum_range(null::role_name)), $2, now()
        """,
        school.id,
        school.clara,
    )
    entrance = await visitor.page("/sign-in", width, language)
    await expect(entrance.locator("[data-portal]")).to_be_visible()
    await expect(entrance.locator("input[name=username]")).to_have_count(0)
    await expect(entrance.locator("input[type=password]")).to_have_count(0)
    await no_sideways(entrance)

    page = await visitor.page(f"/in#{slip.token}", width, language)
    await page.fill("input[name=family]", "Соколова")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-way-in=way] [data-portal]")).to_be_visible()
    await expect(page.locator("[data-use-password]")).to_have_count(0)
    await no_sideways(page)


@PLACES
async def test_a_portal_that_is_away_says_so_and_passwords_work(
    visitor: Visitor, served: Served, language: Language, width: int
) -> None:
    await served.server.pool.execute("update portal set away_since = now()")
    page = await visitor.page("/sign-in", width, language)
    await expect(page.locator("[data-portal-away]")).to_be_visible()
    await expect(page.locator("[data-portal][aria-disabled=true]")).to_be_visible()
    await no_sideways(page)
    await page.fill("input[name=username]", "demo.guardian")
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("html[data-link=live]")).to_have_count(1)


@PLACES
async def test_an_admin_adds_a_portal_switches_it_on_and_ends_it(
    sign_in: SignIn, visitor: Visitor, language: Language, width: int
) -> None:
    page = await sign_in("sysop", "/admin", width=width, language=language)
    await page.locator("[data-to-portals]").click()
    await expect(page.locator("[data-kept-portals='1']")).to_be_visible()
    await page.locator("[data-add-portal]").click()
    for name, text in {
        "name_ru": "Вход школы",
        "name_en": "Sign-in of the school",
        "issuer": "https://keycloak.school7.example/realms/school",
        "client_id": "zvonok",
        "client_secret": "a secret",
    }.items():
        await page.fill(f"[data-portal-form] input[name={name}]", text)
    await no_sideways(page)
    await page.locator("[data-save-portal]").click()
    card = page.locator("[data-kept-portal][data-on=false]")
    await expect(card).to_contain_text("/callback")
    await no_sideways(page)
    await card.locator("[data-change-portal]").click()
    await page.locator("[data-portal-form] input[name=is_on]").check()
    await page.locator("[data-save-portal]").click()
    await expect(page.locator("[data-kept-portal][data-on=true]")).to_have_count(2)

    entrance = await visitor.page("/sign-in", width, language)
    await expect(entrance.locator("[data-portal]")).to_have_count(2)

    await page.locator("input[name=passwords-off][value=guardian]").check()
    await page.locator("[data-save-passwords]").click()
    await expect(page.locator("[data-passwords-off=guardian]")).to_be_visible()
    await page.locator("input[name=passwords-off][value=admin]").check()
    await page.locator("[data-save-passwords]").click()
    await expect(page.locator("[data-passwords-off] .err")).to_be_visible()  # no admin could get in

    await page.locator("[data-change-portal]").last.click()
    await page.locator("[data-end-portal]").click()
    await page.locator("[data-end-it]").click()
    await expect(page.locator("[data-kept-portals='1']")).to_be_visible()
