"""Asking the school's office between browsers: a guardian and the office live, and somebody who cannot get in."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from handlers.letters.addresses import LetterAddresses
from tests.journeys.conftest import Language, SignIn
from tests.support.school import School
from tests.support.serving import Served


@pytest.fixture
async def strangers(browser: Browser, served: Served) -> AsyncIterator[list[Page]]:
    """Russian on a phone, English at a desk; nobody is signed in. A page that throws fails the test."""
    errors: list[str] = []
    languages: list[tuple[Language, int]] = [("ru", 360), ("en", 1280)]
    contexts = [
        await browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ru-RU" if language == "ru" else "en-GB",
            base_url=served.base,
            service_workers="block",
        )
        for language, width in languages
    ]
    pages = [await context.new_page() for context in contexts]
    for page in pages:
        page.on("pageerror", lambda error: errors.append(str(error)))
    yield pages
    for context in contexts:
        await context.close()
    assert errors == []


async def write(page: Page, subject: str, text: str, kind: str = "data", address: str = "olga@example.org") -> None:
    await page.select_option("select[name=kind]", kind)
    await page.fill("input[name=address]", address)
    await page.fill("input[name=phone]", "+7 495 123-45-67")
    await page.fill("input[name=subject]", subject)
    await page.fill("textarea[name=text]", text)
    await page.locator("[data-send-ticket]").click()


async def no_sideways(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_guardian_writes_and_sees_the_answer_of_the_office_at_once(sign_in: SignIn, school: School) -> None:
    office = await sign_in("clara", "/school", language="en")
    await office.locator("[data-view=tickets]").click()
    await expect(office.locator(".none")).to_contain_text("Nobody waits for an answer")
    guardian = await sign_in("olga", "/me", width=360)
    await guardian.locator("[data-help]").click()
    await expect(guardian.locator(".none")).to_contain_text("Обращений пока нет")
    await guardian.locator("[data-new-ticket]").click()
    await write(guardian, "Фамилия с ошибкой", "Нужно «Соколова»")
    await expect(guardian.locator("[data-ticket-status]")).to_have_text("принято")
    await no_sideways(guardian)
    line = office.locator("[data-ticket]")  # without a reload
    await expect(line).to_contain_text("Соколова Ольга")
    await line.click()
    await expect(office.locator(".said")).to_contain_text("Нужно «Соколова»")
    await office.locator("[data-take]").click()
    await expect(guardian.locator("[data-ticket-status]")).to_have_text("в работе")
    await office.fill("textarea[name=answer]", "Исправили, проверьте")
    await office.locator("[data-answer-ticket]").click()
    await expect(guardian.locator(".said")).to_contain_text("Исправили, проверьте")
    await expect(guardian.locator("[data-ticket-status]")).to_have_text("есть ответ")
    await office.locator("[data-close-ticket]").click()
    await expect(guardian.locator("[data-ticket-status]")).to_have_text("закрыто")
    await guardian.fill("textarea[name=answer]", "Теперь ошибка в имени")
    await guardian.locator("[data-answer-ticket]").click()
    await expect(office.locator(".said")).to_contain_text("Теперь ошибка в имени")
    await expect(office.locator("[data-ticket-status]")).to_have_text("being worked on")
    await guardian.goto("/help")
    await expect(guardian.locator("[data-ticket]")).to_contain_text("в работе")
    await no_sideways(guardian)


async def test_who_cannot_get_in_writes_without_a_sign_in_and_answers_by_the_link(
    strangers: list[Page], sign_in: SignIn, served: Served, school: School
) -> None:
    phone, desk = strangers
    office = await sign_in("sysop", "/me", width=360)
    await office.locator("[data-tickets]").click()
    await phone.goto("/sign-in")
    await phone.locator("[data-help]").click()
    await phone.locator("[data-write]").click()
    await phone.select_option("select[name=school]", label="Гимназия № 7")
    await write(phone, "Не подходит пароль", "Мама Ани из 5А", "sign_in")
    await expect(phone.locator("[data-ticket-done]")).to_contain_text("Обращение 1 принято")
    await no_sideways(phone)
    line = office.locator("[data-ticket]")
    await expect(line).to_contain_text("Без входа")
    await line.click()
    await office.fill("textarea[name=answer]", "Новый пароль у классного руководителя")
    await office.locator("[data-answer-ticket]").click()
    await expect(office.locator("[data-ticket-status]")).to_have_text("есть ответ")
    secret = await served.server.pool.fetchval("select value from secret where name = 'letters'")
    number = await served.server.pool.fetchval("select id::text from ticket")
    await phone.goto(f"/ticket/{LetterAddresses(secret).issue('ticket', 0, number, 60)}")
    await expect(phone.locator("main")).to_contain_text("Новый пароль у классного руководителя")
    await phone.fill("textarea[name=text]", "Спасибо, получилось")
    await phone.locator("button").click()
    await expect(phone.locator("main")).to_contain_text("Спасибо, получилось")
    await expect(office.locator(".said")).to_contain_text("Спасибо, получилось")
    await no_sideways(phone)
    await desk.goto("/help")
    await expect(desk.locator("h1")).to_have_text("Write to the school")
    await desk.select_option("select[name=school]", label="Школа № 2")
    await write(desk, "Locked out", "Peter's father", "sign_in", "peter@localhost")
    await expect(desk.locator("[data-ticket-form] [role=alert]")).to_contain_text(
        "Check this field: E-mail for the answer"
    )
    await expect(desk.locator("textarea[name=text]")).to_have_value("Peter's father")  # what was typed is kept
    await write(desk, "Locked out", "Peter's father", "sign_in", "peter@example.org")
    await expect(desk.locator("[data-ticket-done]")).to_contain_text("Request 1 received")
    await expect(office.locator(".said li")).to_have_count(3)  # another school's is not this office's
