"""What a school has not entered yet, or no longer has, leaves a gap in the page and not an error."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Language, SignIn
from tests.support.school import School
from tests.support.serving import Served


@pytest.mark.parametrize("login", ["olga", "anya"])
async def test_a_student_who_is_in_no_class_is_shown_without_one(
    sign_in: SignIn, served: Served, school: School, login: str
) -> None:
    await served.server.pool.execute(f"update class_enrolment set ended_at = now() where student_id = {school.anya}")
    page = await sign_in(login, "/")
    await expect(page.locator("main h1").first).to_be_attached()
    await page.goto(f"/diary/{school.anya}")
    await expect(page.locator("main h1").first).to_be_attached()
    await page.goto("/me")
    await expect(page.get_by_text("Соколова").first).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("ru", "вас сейчас не найти"), ("en", "you cannot be reached now")])
async def test_who_cannot_be_reached_away_from_the_page_reads_so(
    sign_in: SignIn, language: Language, words: str
) -> None:
    page = await sign_in("olga", "/me/notices", language=language)  # the school sends no mail, the browser may not ring
    await expect(page.locator("[data-unreachable]")).to_contain_text(words)


async def test_a_lesson_whose_times_nobody_has_said_is_shown_without_times(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await served.server.pool.execute("delete from bell")
    page = await sign_in("anya", "/")
    await expect(page.locator("main h1").first).to_be_attached()
    await page.goto(f"/diary/{school.anya}")
    lesson = page.locator(f'[data-lesson="{school.today}"]')
    await expect(lesson).to_contain_text("Математика")
    await expect(lesson.locator(".les-n")).to_have_text("1")
