"""Getting in, and out."""

import pytest
from playwright.async_api import Browser, expect

from handlers.cookies import COOKIE, SHARED
from tests.journeys.conftest import SignIn
from tests.support.school import PASSWORD, School
from tests.support.serving import Served


async def test_a_wrong_password_says_what_to_do(browser: Browser, served: Served) -> None:
    context = await browser.new_context(base_url=served.base, locale="ru-RU")
    page = await context.new_page()
    await page.goto("/")
    await page.fill("input[name=username]", "olga")
    await page.fill("input[name=password]", "не тот")
    await page.get_by_label("Показать пароль").click()
    await expect(page.locator("input[name=password]")).to_have_attribute("type", "text")
    await page.keyboard.press("Shift+Tab")  # back in the field, which keeps what was typed
    await page.keyboard.press("Enter")
    await expect(page.locator("form [role=alert]")).to_contain_text("Логин или пароль не подошли")
    await expect(page.locator("input[name=username]")).to_have_value("olga")
    await context.close()


async def test_signing_out_forgets_what_the_device_knew(sign_in: SignIn, school: School) -> None:
    page = await sign_in("olga", f"/diary/{school.anya}")
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    await page.goto("/me")
    await page.get_by_role("button", name="Выйти").click()
    await page.evaluate("document.body.dataset.page = 'of Olga'")
    # the closing sheet must not step back: that would race with the fresh page, and win now and then
    await page.evaluate("void (history.back = () => { throw new Error('stepped back') })")
    await page.locator("dialog[open]").get_by_role("button", name="Выйти").click()
    # a fresh page: nothing of the person stays in memory
    await expect(page.locator("body:not([data-page]) input[name=password]")).to_be_visible()
    kept = await page.evaluate(
        """async () => {
            const names = await indexedDB.databases();
            return JSON.stringify([Object.entries(localStorage), names, document.body.innerText]);
        }"""
    )
    assert "Соколова" not in kept
    await page.goto(f"/diary/{school.anya}")
    await expect(page.locator("input[name=password]")).to_be_visible()


async def test_a_login_ended_elsewhere_leads_back_to_the_sign_in(
    sign_in: SignIn, served: Served, school: School
) -> None:
    page = await sign_in("olga", f"/diary/{school.anya}")
    ended = await served.server.pool.fetch(
        "update login set ended_at = now() where person_id = $1 returning id", school.olga
    )
    for row in ended:
        served.server.engine.close_login(row["id"])
    await expect(page.locator("input[name=password]")).to_be_visible()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("width", [320, 360, 1280])
async def test_no_page_scrolls_sideways_or_lacks_a_name_for_a_button(
    sign_in: SignIn, school: School, width: int, language: str
) -> None:
    guardian = await sign_in("olga", width=width, language=language)
    teacher = await sign_in("maria", width=width, language=language)
    for page, paths in (
        (guardian, [f"/diary/{school.anya}", f"/diary/{school.anya}/marks", "/chats", "/me"]),
        (teacher, ["/today", f"/journal/{school.maths}", "/chats"]),
    ):
        for path in paths:
            await page.goto(path)
            await page.wait_for_selector("html[data-link=live]")
            await expect(page.locator("main")).to_be_visible()
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide"
            nameless = await page.evaluate(
                """() => [...document.querySelectorAll('button, a[href], input, textarea, select')]
                    .filter(e => e.checkVisibility() && !(e.getAttribute('aria-label') || e.innerText?.trim()
                        || e.textContent?.trim() || e.labels?.length || e.title))
                    .map(e => e.outerHTML.slice(0, 120))"""
            )
            assert nameless == [], path
            assert await page.evaluate("document.documentElement.lang") == language


async def test_a_shared_computer_keeps_nothing(browser: Browser, served: Served, school: School) -> None:
    context = await browser.new_context(base_url=served.base, locale="en-GB")
    page = await context.new_page()
    diary = f"/diary/{school.anya}"
    await page.goto(diary)
    await page.fill("input[name=username]", "olga")
    await page.fill("input[name=password]", PASSWORD)
    await page.get_by_label("Shared computer: keep nothing").check()
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    second = await context.new_page()  # another window of the same browser
    await second.goto(diary)
    await expect(second.locator("[data-lesson]:visible").first).to_be_visible()
    for one in (page, second):
        assert await one.evaluate(KEPT) == []
    until = {cookie["name"]: cookie["expires"] for cookie in await context.cookies()}
    assert until == {COOKIE: -1, SHARED: -1}  # as long as the browser is open
    await page.goto("/me")
    await expect(page.locator("[data-login=current]")).to_contain_text("no copies there")
    await page.evaluate("document.body.dataset.page = 'of Olga'")
    await page.get_by_role("button", name="Sign out").click()
    await page.locator("dialog[open]").get_by_role("button", name="Sign out").click()
    await expect(page.locator("body:not([data-page]) input[name=password]")).to_be_visible()  # a fresh page
    assert await page.evaluate("sessionStorage.length") == 0
    assert await context.cookies() == []
    await context.close()


# Names of what a browser keeps beyond the choices of the device: in its storage, and copies of what was read.
KEPT = """async () => {
    const own = Object.keys(localStorage).filter(key => !['zvonok.lang', 'zvonok.theme'].includes(key));
    if (!(await indexedDB.databases()).length) return own;
    const opening = indexedDB.open('zvonok');
    const opened = await new Promise(done => { opening.onsuccess = () => done(opening.result) });
    const all = opened.transaction('states').objectStore('states').getAllKeys();
    return own.concat(await new Promise(done => { all.onsuccess = () => done(all.result) }));
}"""
