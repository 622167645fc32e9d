"""Passkeys in a browser with an authenticator of its own: added, used, removed; and as a first way in."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.conftest import PATIENCE, Language
from tests.support.invitations import hashes_of, on_paper, without_account
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

Device = Callable[..., Awaitable[Page]]


@pytest.fixture
async def device(browser: Browser, served: Served) -> AsyncIterator[Device]:
    """Opens a page at `localhost`, where passkeys work, on a device that is always shown the right finger."""
    contexts = []
    errors: list[str] = []

    async def opened(path: str, *, width: int, language: Language) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ru-RU" if language == "ru" else "en-GB",
            timezone_id="Europe/Moscow",
            has_touch=width < 720,
            base_url=served.base.replace("127.0.0.1", "localhost"),
            service_workers="block",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        cdp = await context.new_cdp_session(page)
        await cdp.send("WebAuthn.enable")
        await cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        await page.goto(path)
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert errors == []


async def sign_out(page: Page) -> None:
    await page.goto("/me")
    await page.evaluate("document.body.dataset.page = 'before'")
    await page.locator("[data-sign-out]").click()
    await page.get_by_role("dialog").locator(".btn.bad").click()
    await expect(page.locator("body:not([data-page]) input[name=username]")).to_be_visible()  # a fresh page


PLACES = pytest.mark.parametrize(
    ("width", "language", "button"), [(360, "ru", "Палец или лицо"), (1280, "en", "Finger or face")]
)


@PLACES
async def test_a_passkey_is_added_opens_without_a_password_and_opens_no_more_once_removed(
    device: Device, width: int, language: Language, button: str
) -> None:
    page = await device("/sign-in?next=/me", width=width, language=language)
    await page.fill("input[name=username]", "olga")
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-passkeys='0']")).to_be_visible()

    await page.locator("[data-add-passkey]").click()
    await page.fill("dialog input[name=password]", "a guess")
    await page.locator("[data-make-passkey]").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    await page.fill("dialog input[name=password]", PASSWORD)
    await page.locator("[data-make-passkey]").click()
    await expect(page.locator("[data-passkey-added]")).to_be_visible()
    await expect(page.locator("[data-passkeys='1']")).to_be_visible()

    await page.locator("[data-add-passkey]").click()
    await page.fill("dialog input[name=password]", PASSWORD)
    await page.locator("[data-make-passkey]").click()
    await expect(page.locator("[data-passkey-stopped]")).to_be_visible()  # this device has one already
    await page.keyboard.press("Escape")

    await sign_out(page)
    await page.get_by_role("button", name=button).click()
    await expect(page.locator("html[data-link=live]")).to_have_count(1)

    await page.goto("/me")
    await page.locator("[data-remove-passkey]").click()
    await page.locator("[data-remove-it]").click()
    await expect(page.locator("[data-passkeys='0']")).to_be_visible()
    await sign_out(page)
    await page.get_by_role("button", name=button).click()
    await expect(page.locator("main").get_by_role("alert")).to_be_visible()
    await expect(page.locator("input[name=username]")).to_be_visible()


@PLACES
async def test_a_slip_is_used_with_a_finger_and_a_password_is_chosen_later(
    device: Device, served: Served, school: School, width: int, language: Language, button: str
) -> None:
    await without_account(served, school.anya)
    slip = await on_paper(served, school, await hashes_of(served), school.anya)
    page = await device(f"/in#{slip.token}", width=width, language=language)
    await page.fill("input[name=family]", "Соколова")
    await page.keyboard.press("Enter")
    await page.locator("[data-use-passkey]").click()
    await expect(page.locator("[data-way-in=done]")).to_be_visible()
    await page.locator("[data-to-pages]").click()
    await expect(page.locator("html[data-link=live]")).to_have_count(1)

    await sign_out(page)
    await page.get_by_role("button", name=button).click()
    await expect(page.locator("html[data-link=live]")).to_have_count(1)
    await page.goto("/me")
    await page.locator("[data-change-password]").click()
    await page.fill("dialog input[name=new]", "четыре зимних слова")
    await page.locator("[data-save-password]").click()
    await expect(page.locator("[data-password-changed]")).to_be_visible()


async def test_at_an_address_of_numbers_the_page_says_where_passkeys_work(
    browser: Browser, device: Device, served: Served
) -> None:
    page = await device(f"{served.base}/sign-in?next=/me", width=360, language="ru")
    await page.fill("input[name=username]", "olga")
    await expect(page.locator("[data-by-passkey]")).to_have_count(0)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-passkeys-cannot]")).to_contain_text("http://localhost:")
    await expect(page.locator("[data-add-passkey]")).to_have_count(0)
