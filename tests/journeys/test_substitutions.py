"""A teacher is away: colleagues cover the lessons, and families and colleagues see it at once."""

from datetime import date, timedelta

from playwright.async_api import Page, expect

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.handlers.test_teacher_absences import away
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Caller, Served


async def week_of_maths(served: Served, school: School) -> tuple[Caller, date]:
    """Gives 5А mathematics twice a day from Monday to Wednesday of next week; Lev teaches mathematics elsewhere.

    Returns the head of the school, and the Monday.
    """
    clara = await set_up(served, school)
    monday = next_day(school.day, 1)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    other = {
        "title": "Математика, кружок",
        "subject": "Математика",
        "class": str(school.class_5a),
        "students": [str(school.misha)],
        "teachers": [str(school.lev)],
    }
    assert (await clara.post(f"/api/schools/{school.id}/courses", other)).status == 201
    rows = [row(school.maths, weekday, number) for weekday in (1, 2, 3) for number in (1, 2)]
    await changed(clara, school, school.day + timedelta(days=1), *rows, row(school.year_one, 1, 2))
    return clara, monday


def week_of(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


async def to_cover(sign_in: SignIn, clara: Caller, school: School, monday: date, **how: object) -> Page:
    """Opens the lessons of Maria, who is away from Monday to Wednesday."""
    absence = (await away(clara, school, school.maria, monday, 3)).body["id"]
    leader = await sign_in("clara", f"/away/{absence}", **how)
    await expect(leader.locator("[data-cover]")).to_have_count(6)
    return leader


async def test_three_days_are_covered_by_keys_alone_and_all_see_it_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    _, monday = await week_of_maths(served, school)
    guardian = await sign_in("olga", f"/diary/{school.anya}/{week_of(monday)}")
    substitute = await sign_in("lev", f"/timetable/teacher/{school.lev}/{week_of(monday)}")
    await expect(guardian.locator("main")).to_contain_text("Математика")
    await expect(guardian.get_by_text("замена:")).to_have_count(0)
    leader = await sign_in("clara", "/away")
    await leader.locator("select[name=teacher]").select_option(label="Рябова Мария")
    await leader.fill("input[name=from]", str(monday))
    await leader.fill("input[name=until]", str(monday + timedelta(days=2)))
    await leader.fill("input[name=reason]", "болезнь")
    await leader.locator("[data-note]").click()
    await expect(leader.locator("[data-cover]")).to_have_count(6)
    await expect(leader.locator("[data-cover] select").first).to_be_focused()
    await expect(leader.locator("[data-apply]")).to_have_text("Осталось решить 6")
    presses = 0
    for left in (5, 4, 3, 2, 1):
        await leader.keyboard.press("Enter")
        presses += 1
        await expect(leader.locator("[data-apply]")).to_have_text(f"Осталось решить {left}")
    await leader.keyboard.press("Enter")
    await expect(leader.locator("[data-apply]")).to_have_text("Применить: 6 уроков")
    await expect(leader.locator("[data-apply]")).to_be_focused()
    await leader.keyboard.press("Enter")
    presses += 2
    await expect(leader.locator("[data-cover]")).to_have_count(0)
    await expect(leader.locator(".none")).to_contain_text("Все уроки закрыты")
    assert presses == 7, "one for each lesson, and one for all of it"
    await expect(guardian.get_by_text("замена: Л.\u00a0Лебедев")).to_have_count(6)
    await expect(substitute.locator(".tt [data-lesson]")).to_have_count(6)
    await expect(substitute.locator(".tt [data-lesson]").first).to_contain_text("5А")
