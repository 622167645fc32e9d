"""The timetable of a file in a browser: read, asked about, applied, and seen by a family."""

from datetime import timedelta

from playwright.async_api import FilePayload, expect

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import set_up
from tests.handlers.test_timetable_files import UNKNOWN, two_terms
from tests.journeys.conftest import SignIn
from tests.journeys.test_slow_answers import slow
from tests.support.school import School
from tests.support.serving import Served

PLAN = """Класс;День;Урок;Предмет;Учитель
5А;Ср;2;Математика;Рябова М.
5А;Пт;4;Матем. (углубл.);Рябова М.
"""


def file(text: str, name: str = "plan.csv") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1251")}


async def with_maths_of_5a(served: Served, school: School) -> None:
    await set_up(served, school)
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)


async def test_a_file_is_seen_before_it_is_applied_and_asks_what_it_means(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await with_maths_of_5a(served, school)
    leader = await sign_in("clara", "/admin", width=360)
    await leader.locator("a[href*='/admin/timetable-file']").click()
    dirty = "Класс;День;Урок;Предмет\n5А;Ср;девять;Математика\n5А;Чт;девять;Математика\n5А;Пт;0x;Математика\n"
    await leader.locator("input[name=file]").set_input_files(file(dirty))
    await expect(leader.locator("[data-level=error]")).to_have_count(2)
    await expect(leader.locator("[data-level=error]").first).to_contain_text("строки 2, 3")
    await expect(leader.locator("[data-level=error]").first).to_contain_text("2 строки")
    await leader.locator("input[name=file]").set_input_files(file(PLAN))
    await expect(leader.locator("[data-doubts='1']")).to_contain_text("Матем. (углубл.)")
    await expect(leader.locator("[data-apply]")).to_have_count(0)
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
    await expect(leader.locator("[data-no-changes]")).to_be_visible()
    await expect(leader.locator("[data-apply]")).to_have_count(0)
    # one that was cut off asks twice
    await leader.locator("input[name=file]").set_input_files(file(PLAN.rpartition("5А;Пт")[0]))
    await expect(leader.locator("[data-asks-twice]")).to_contain_text("1 из 2")
    await expect(leader.locator("[data-apply]")).to_be_disabled()
    await leader.locator("input[name=confirmed]").check()
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-done]")).to_be_visible()


async def test_columns_are_chosen_once_and_the_next_file_with_them_is_read(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await with_maths_of_5a(served, school)
    leader = await sign_in("clara", "/admin/timetable-file")
    await leader.locator("input[name=file]").set_input_files(file(UNKNOWN))
    await expect(leader.locator("[data-columns='3']")).to_be_visible()
    await expect(leader.locator("[data-level=error]")).to_have_count(0)
    for heading, meaning in (("Кл-с", "Класс"), ("Когда", "День недели"), ("Что", "Предмет"), ("Кто", "Учитель")):
        await leader.locator(f"[data-column='{heading}'] select").select_option(label=meaning)
    await leader.locator("[data-check]").click()
    await expect(leader.locator("[data-counts='2.0.0.0']")).to_be_visible()
    await leader.reload()  # it waits, and is found again
    await expect(leader.locator("[data-counts='2.0.0.0']")).to_be_visible()
    await leader.locator("[data-give-up]").click()
    await expect(leader.locator("[data-counts]")).to_have_count(0)
    await leader.reload()
    await leader.locator("input[name=file]").set_input_files(file(UNKNOWN))
    await expect(leader.locator("[data-counts='2.0.0.0']")).to_be_visible()


async def test_of_a_file_with_two_terms_one_is_applied(sign_in: SignIn, served: Served, school: School) -> None:
    await with_maths_of_5a(served, school)
    leader = await sign_in("clara", "/admin/timetable-file")
    brought: FilePayload = {
        "name": "plan.xml",
        "mimeType": "text/xml",
        "buffer": two_terms("Математика", "5А", (2, 9)).encode(),
    }
    await leader.locator("input[name=file]").set_input_files(brought)
    await expect(leader.locator("[data-apply]")).to_have_count(0)
    # in the second half-year there is a lesson for which there is no bell: where it stands, and the way to the bells
    await leader.get_by_label("II полугодие", exact=True).check()
    await expect(leader.locator("[data-misplaced=no_such_bell]")).to_contain_text("урок № 9")
    await expect(leader.locator("[data-apply]")).to_be_disabled()
    await leader.locator("[data-look-again]").click()
    await expect(leader.locator("[data-misplaced=no_such_bell] a")).to_have_attribute("href", "/admin/calendar/bells")
    await leader.get_by_label("I полугодие", exact=True).check()
    await expect(leader.locator("[data-misplaced]")).to_have_count(0)
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-done]")).to_be_visible()


async def test_another_file_takes_the_place_of_the_one_that_waits_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await with_maths_of_5a(served, school)
    both = "Класс;День;Урок;Предмет\n5А;Ср;2;Математика\n5А;Пт;4;Математика\n"
    leader = await sign_in("clara", "/admin/timetable-file")
    await leader.locator("input[name=file]").set_input_files(file(both))
    await expect(leader.locator("[data-apply]")).to_be_visible()
    async with slow(leader, "**/timetable-files/*?from_day=*") as network:
        await leader.reload()
        await network.holds()  # what the file that waits would do
        await leader.locator("input[name=file]").set_input_files(file("Класс;День;Урок;Предмет\n5А;Ср;2;Математика\n"))
        await expect(leader.locator("[data-import=sending]")).to_be_visible()
        await network.lets_go(answers=2)
    await expect(leader.locator("[data-counts='1.0.0.0']")).to_be_visible()
