"""A sign-in that ends while its person is at the page."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Language, SignIn
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

WORDS = {
    "ru": ("Вы вышли из системы", "сохранено на этом устройстве"),
    "en": ("You have been signed out", "safe on this device"),
}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_end_of_a_sign_in_is_told_with_the_schools_name(
    sign_in: SignIn, served: Served, language: Language
) -> None:
    page = await sign_in("olga", "/chats", language=language)
    olga = await served.person("olga")
    school = (await olga.get("/api/me")).body["schools"][0]["name"]
    await served.server.pool.execute("update login set ended_at = now()")
    told = page.locator("[data-ended]")
    for words in WORDS[language]:
        await expect(told).to_contain_text(words)
    await expect(page.locator(".door-head")).to_contain_text(re.compile(re.escape(school)))
    await page.reload()
    await expect(page.locator("[data-ended]")).to_be_visible()


async def test_words_that_were_being_typed_are_there_after_the_next_sign_in(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    page = await sign_in("olga", f"/chats/{chat}")
    await page.locator("textarea[name=text]").fill("Здравствуйте, Мария Пе")
    await served.server.pool.execute("update login set ended_at = now()")
    await expect(page.locator("[data-ended]")).to_be_visible()
    await page.fill("input[name=username]", "olga")
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("input[name=password]")).to_have_count(0)
    await page.goto(f"/chats/{chat}")
    await expect(page.locator("textarea[name=text]")).to_have_value("Здравствуйте, Мария Пе")
