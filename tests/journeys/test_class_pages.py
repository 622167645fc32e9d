"""Pages of a class beside its timetable, in a browser."""

from datetime import timedelta

from playwright.async_api import expect

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.journeys.conftest import SignIn
from tests.journeys.test_timetables import fill, monday_of, week_of
from tests.support.announcements import to_class
from tests.support.school import School
from tests.support.serving import Served


async def test_a_family_reads_the_curriculum_with_the_profile_that_the_head_has_typed(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await sql(served, "update class set grade = 10 where id = $1", school.class_5a)
    clara = await set_up(served, school)
    await changed(clara, school, next_day(school.day, 1), row(school.maths, 1, 2), row(school.maths, 3, 2, cycle=2))
    head = await sign_in("clara", "/admin/classes")
    await head.locator("[data-class='5А'] [data-profile]").click()
    await head.locator("[data-form=profile] [name=profile]").fill("Физико-математический")
    await head.locator("[data-form=profile] [data-done]").click()
    await expect(head.locator("[data-class='5А']")).to_contain_text("профиль: Физико-математический")
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}", width=360)
    await guardian.locator("[data-to-curriculum]").click()
    shown = guardian.locator("[data-curriculum]")
    await expect(shown).to_contain_text("Профиль: Физико-математический")
    cells = shown.locator(f"[data-course='{school.maths}']").locator("th, td")
    await expect(cells.nth(0)).to_contain_text("Математика")
    await expect(cells.nth(1)).to_have_text("1,5")
    await expect(shown.locator("tfoot td").first).to_have_text("1,5")


async def test_a_family_reads_the_daily_routine_of_a_week(sign_in: SignIn, served: Served, school: School) -> None:
    begins = await fill(served, school)
    await sql(served, "update course set subject = 'Физкультура' where id = $1", school.maths)
    trip = {
        "kind": "trip",
        "title": "Поход",
        "starts_at": (begins + timedelta(hours=15)).isoformat(),
        "targets": [to_class(str(school.class_5a))],
    }
    planned = await (await served.person("maria")).post(f"/api/schools/{school.id}/school-events", trip)
    assert planned.status == 201, planned.body
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{week_of(monday_of(school, 1))}", width=360)
    await guardian.locator("[data-to-routine]").click()
    monday = guardian.locator(".rt-days section").first
    await expect(monday.locator("dt")).to_have_text(
        ["В школе", "Уроков", "Завтрак", "Физическая активность", "События"]
    )
    await expect(monday.locator("dd")).to_contain_text(
        ["8:30–11:15", "3", "9:15–9:35", "Физкультура, 8:30–9:15", "15:00 Поход"]
    )
    await expect(guardian.locator(".rt-days section").nth(1)).to_contain_text("уроков нет")
    await guardian.emulate_media(media="print")
    await expect(guardian.locator(".rt")).to_be_visible()
    await expect(guardian.locator(".rt-days")).to_be_hidden()
