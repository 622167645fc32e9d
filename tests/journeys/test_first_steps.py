"""Three screens for who is new, by what they are at the school."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.school import School

SCREENS = {
    "olga": ["Дневник", "Сообщения", "Уведомления"],
    "anya": ["Дневник", "Расписание", "Если что-то не так"],
    "maria": ["Сегодня", "Журнал", "Сообщения"],
    "sysop": ["Настройка", "Кто вошёл", "Обращения"],
}


@pytest.mark.parametrize("login", SCREENS)
async def test_each_sees_three_screens_of_their_own(sign_in: SignIn, school: School, login: str) -> None:
    page = await sign_in(login, "/help", width=360)
    await page.locator("[data-first-steps]").click()
    for n, head in enumerate(SCREENS[login], 1):
        await expect(page.locator(f"[data-first-step='{n}'] h2")).to_have_text(head)
        await no_sideways(page)
        await page.locator("[data-next-step]").click()
    await expect(page.locator("[data-first-step]")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_they_can_be_left_and_gone_back_in(
    sign_in: SignIn, school: School, language: Language, width: int
) -> None:
    page = await sign_in("olga", "/help/first-steps", width=width, language=language)
    await page.locator("[data-next-step]").click()
    await expect(page.locator("[data-first-step='2']")).to_be_visible()
    await page.go_back()
    await expect(page.locator("[data-first-step='1']")).to_be_visible()
    await page.locator("[data-skip]").click()
    await expect(page.locator("[data-first-step]")).to_have_count(0)
