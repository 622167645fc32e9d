"""A second factor in a browser: set up, asked at the sign-in, a recovery code once; by whom a school asks, in time."""

import re
from base64 import b32decode

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import PATIENCE, Language, SignIn
from tests.support.invitations import FRESH, hashes_of, on_paper
from tests.support.school import PASSWORD, School
from tests.support.second_factors import App, set_up
from tests.support.serving import Served

PLACES = pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])


async def sign_out(page: Page) -> None:
    await page.goto("/me")
    await page.evaluate("document.body.dataset.page = 'before'")
    await page.locator("[data-sign-out]").click()
    await page.get_by_role("dialog").locator(".btn.bad").click()
    await expect(page.locator("body:not([data-page]) input[name=username]")).to_be_visible()  # a fresh page


async def type_password(page: Page, login: str) -> None:
    await page.fill("input[name=username]", login)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")


async def signs_in(page: Page, login: str, code: str, *, recovery: bool = False) -> None:
    await type_password(page, login)
    await expect(page.locator("[data-second=code] input")).to_be_visible()
    if recovery:
        await page.locator("[data-other-code]").click()
        await expect(page.locator("[data-second=code] input:not([inputmode])")).to_be_visible()
    await page.fill("input[name=code]", code)
    await page.locator("[data-enter]").click()


async def set_up_here(page: Page, served: Served) -> App:
    """Sets an app up in the page that is open; returns it with the recovery codes."""
    await page.locator("[data-factor=setUp]").click()
    await page.fill("dialog input[name=password]", PASSWORD)
    await page.locator("[data-prove]").click()
    key = re.sub(r"\s", "", await page.locator("[data-factor-key]").inner_text())
    await expect(page.locator("dialog svg[role=img] path")).to_have_attribute("d", re.compile("^M"))
    app = App(served, b32decode(key))
    await page.fill("dialog input[name=code]", "000000" if app.now() != "000000" else "111111")
    await page.locator("[data-check]").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    await page.fill("dialog input[name=code]", app.now())
    await page.locator("[data-check]").click()
    codes = page.locator("[data-recovery-codes] li")
    await expect(codes).to_have_count(10)
    app.recovery = await codes.all_inner_texts()
    await page.locator("[data-kept]").click()
    return app


@PLACES
async def test_it_is_set_up_and_asked_from_then_on(
    served: Served, sign_in: SignIn, width: int, language: Language
) -> None:
    page = await sign_in("olga", "/me", width=width, language=language)
    await expect(page.locator("[data-second-factor=none]")).to_be_visible()
    app = await set_up_here(page, served)
    await expect(page.locator("[data-second-factor=set]")).to_be_visible()
    await expect(page.locator("[data-codes-left='10']")).to_be_visible()

    await sign_out(page)
    await signs_in(page, "olga", await app.fresh())
    await expect(page.locator("html[data-link=live]")).to_have_count(1)

    await sign_out(page)
    await signs_in(page, "olga", app.recovery[0], recovery=True)
    await expect(page.locator("html[data-link=live]")).to_have_count(1)

    await sign_out(page)
    await signs_in(page, "olga", app.recovery[0], recovery=True)  # once, not twice
    await expect(page.locator("[data-second] [role=alert]")).to_be_visible()
    await page.fill("input[name=code]", app.recovery[1])
    await page.locator("[data-enter]").click()
    await expect(page.locator("html[data-link=live]")).to_have_count(1)

    await page.goto("/me")
    await page.locator("[data-factor=off]").click()
    await page.fill("dialog input[name=password]", PASSWORD)
    await page.fill("dialog input[name=code]", await app.fresh())
    await page.locator("[data-prove]").click()
    await expect(page.locator("[data-second-factor=none]")).to_be_visible()


@PLACES
async def test_who_is_asked_for_it_is_told_until_when_and_then_sets_it_up_first(
    served: Served, sign_in: SignIn, width: int, language: Language
) -> None:
    page = await sign_in("clara", "/school", width=width, language=language)
    await expect(page.locator("[data-factor-bar]")).to_be_visible()
    await served.server.pool.execute("update account set second_factor_due_at = now() where name = 'clara'")
    await expect(page.locator("[data-factor-over]")).to_be_visible()  # its socket has ended
    await page.goto("/chats")
    await expect(page.locator("[data-factor-over]")).to_be_visible()
    await set_up_here(page, served)
    await expect(page.locator("html[data-link=live]")).to_have_count(1)
    await expect(page.locator("[data-factor-over], [data-factor-bar]")).to_have_count(0)


@PLACES
async def test_the_office_removes_it_for_who_has_lost_it(
    served: Served, school: School, sign_in: SignIn, width: int, language: Language
) -> None:
    await set_up(served, "olga")
    page = await sign_in("sysop", f"/admin/people/{school.olga}", width=width, language=language)
    await page.locator("[data-remove-factor]").click()
    await page.locator("[data-remove-it]").click()
    await expect(page.locator("[data-factor-removed]")).to_be_visible()
    await page.goto("/me")
    await expect(page.locator("[data-factor-roles] input[name=teacher]")).to_be_visible()
    async with page.expect_response(lambda answer: answer.request.method == "PUT"):
        await page.locator("[data-factor-roles] input[name=teacher]").check()
    await page.reload()
    await expect(page.locator("[data-factor-roles] input[name=teacher]")).to_be_checked()


async def test_an_invitation_asks_for_a_code_in_its_form(browser: Browser, served: Served, school: School) -> None:
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    _, app = await set_up(served, "olga")
    context = await browser.new_context(base_url=served.base, viewport={"width": 360, "height": 800}, locale="ru-RU")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(f"/in#{slip.token}")
    await page.fill("input[name=family]", "Соколова")
    await page.keyboard.press("Enter")
    await page.locator("[data-forgotten]").click()
    await page.fill("input[name=password]", FRESH)
    await page.locator("[data-use]").click()
    await expect(page.locator("[data-trouble]")).to_be_visible()
    await page.fill("input[name=code]", app.recovery[0])
    await page.locator("[data-use]").click()
    await expect(page.locator("[data-way-in=done]")).to_be_visible()
    await context.close()
