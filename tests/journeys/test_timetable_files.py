"""The timetable of a file in a browser: read, asked about, applied, and seen by a family."""

from datetime import timedelta

from playwright.async_api import FilePayload, expect

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import set_up
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Served

PLAN = """Класс;День;Урок;Предмет;Учитель
5А;Ср;2;Математика;Рябова М.
5А;Пт;4;Матем. (углубл.);Рябова М.
"""


def file(text: str, name: str = "plan.csv") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1251")}


async def test_a_file_is_seen_before_it_is_applied_and_asks_what_it_means(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    leader = await sign_in("clara", "/admin", width=360)
    await leader.locator("a[href*='/admin/timetable-file']").click()
    await leader.locator("input[name=file]").set_input_files(file("Класс;День;Урок;Предмет\n5А;Ср;девять;Математика\n"))
    await expect(leader.locator("[data-level=error]")).to_contain_text("строка 2")
    await leader.locator("input[name=file]").set_input_files(file(PLAN))
    await expect(leader.locator("[data-doubts='1']")).to_contain_text("Матем. (углубл.)")
    await expect(leader.locator("[data-apply]")).to_be_disabled()
    await leader.locator("[data-doubt] select").select_option(label="Математика")
    await leader.locator("[data-answer]").click()
    await expect(leader.locator("[data-doubts]")).to_have_count(0)
    await expect(leader.locator("[data-counts='2.0.0.0']")).to_be_visible()
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-done]")).to_be_visible()
    # the family finds the lessons from the Monday on
    monday = school.day + timedelta(days=8 - school.day.isoweekday())
    year, week, _ = monday.isocalendar()
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{year}-W{week:02}")
    await expect(guardian.locator("[data-row='4'] [data-lesson]")).to_contain_text("Математика")
    # the same file once more changes nothing, and asks nothing
    await leader.locator("input[name=file]").set_input_files(file(PLAN))
    await expect(leader.locator("[data-counts='0.0.0.2']")).to_be_visible()
    await expect(leader.locator("[data-apply]")).to_be_disabled()
