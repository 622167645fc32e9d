"""A real browser, and people who sit before it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from handlers.files import WEB
from tests.browser import ARGUMENTS, chromium
from tests.support.school import PASSWORD
from tests.support.serving import Served

PATIENCE = 60_000  # ms; what holds is seen at once, and a busy machine may need long
expect.set_options(timeout=PATIENCE)

# A network that lets no websocket through, as a page meets it: the handshake fails.
NO_WEBSOCKETS = """
    window.WebSocket = class {
        constructor() { setTimeout(() => this.fail()); }
        fail() { this.onerror?.(new Event('error')); this.onclose?.({code: 1006, reason: ''}); }
        close() {}
        send() {}
    };
"""

SignIn = Callable[..., Awaitable[Page]]
Language = Literal["ru", "en"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    assert (WEB / "index.html").exists(), "the browser client is not built: run `make test`"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest.fixture
async def sign_in(browser: Browser, served: Served) -> AsyncIterator[SignIn]:
    """Opens a device of its own for a person, signed in, at an address, with its socket live.

    A page that throws or logs an error fails the test. The service worker is there only in tests about a device
    without a network, pushes, or what a device keeps: on a new device it fetches every file of the page, and a request
    of a page that has one is not always shown to `page.route`.
    """
    contexts = []
    errors: list[str] = []

    async def open_page(
        login: str,
        path: str = "/",
        *,
        width: int = 1280,
        language: Language = "ru",
        height: int = 800,
        websockets: bool = True,
        service_worker: bool = False,
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="ru-RU" if language == "ru" else "en-GB",
            timezone_id="Europe/Moscow",
            has_touch=width < 720,
            base_url=served.base,
            service_workers="allow" if service_worker else "block",
        )
        contexts.append(context)
        if not websockets:
            await context.add_init_script(NO_WEBSOCKETS)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(f"{login}: {error}"))
        # Typing it is what `test_sign_in` is for: here it would load every page twice.
        signed = await context.request.post("/api/login", data={"login": login, "password": PASSWORD})
        assert signed.ok, await signed.text()
        await page.goto(path)
        await page.wait_for_selector("html[data-link=live]")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []


async def cut_network(seen: Locator) -> None:
    """Takes the network from a device that shows something: one that is still loading would only load on return."""
    await expect(seen).to_be_visible()
    await seen.page.context.set_offline(True)


async def close_sheet(page: Page) -> None:
    """By the key; returns when it is gone and has given the focus back to where it was opened."""
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
