"""Sheets: one step of the history each, whatever closes them."""

from playwright.async_api import expect

from tests.journeys.conftest import SignIn

# what a hasty finger does: the other sheet opens while the browser still takes back the step of the first
ONE_AFTER_THE_OTHER = """open => new Promise(done => {
    document.querySelector('dialog').dispatchEvent(new Event('cancel', { cancelable: true }));
    const look = () => {
        if (document.querySelector('dialog')) return void queueMicrotask(look);
        open.click();
        addEventListener('popstate', () => requestAnimationFrame(done), { once: true });
    };
    look();
})"""


async def test_a_sheet_that_opens_while_another_closes_stays_and_back_closes_it(sign_in: SignIn) -> None:
    page = await sign_in("olga", "/me")
    button, sheet = page.locator("[data-sign-out]"), page.locator("dialog[open]")
    await button.click()
    await expect(sheet).to_be_visible()
    await button.evaluate(ONE_AFTER_THE_OTHER)
    await expect(sheet).to_have_count(1)
    await page.go_back()
    await expect(sheet).to_have_count(0)
    assert page.url.endswith("/me")
    await expect(button).to_be_focused()
