"""The school's set-up in browsers: its year with periods and free days, who may, and who sees at once what changed."""

import re
from datetime import timedelta

from playwright.async_api import expect

from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import set_up, take_a_teacher_on_a_holiday
from tests.journeys.conftest import SignIn
from tests.journeys.test_timetables import monday_of, week_of
from tests.support.school import School
from tests.support.serving import Served


async def test_periods_are_set_for_grades_and_shown_as_a_strip_and_as_a_table(
    sign_in: SignIn, served: Served, school: School
) -> None:
    leader = await sign_in("clara", "/admin/calendar/periods", language="en")
    await leader.locator("[data-add-periods]").click()
    await leader.locator("select[name=grade_until]").select_option("9")
    await leader.locator("[data-line='1'] input[name=first]").fill("2000-01-01")
    await expect(leader.locator("[data-line='1'] .err")).to_have_count(1)
    await expect(leader.locator("[data-save-periods]")).to_have_attribute("aria-disabled", "true")
    await leader.locator("[data-kind=quarters]").click()  # as they are often
    await leader.locator("[data-save-periods]").click()
    await expect(leader.locator("[data-grades='1-9'] tbody tr")).to_have_count(4)
    await expect(leader.locator("[data-strip='1-9'] [data-field]")).to_have_count(4)
    await leader.locator("[data-add-periods]").click()
    await leader.locator("[data-kind=halves]").click()
    await expect(leader.locator("select[name=grade_from]")).to_have_value("10")
    await leader.locator("select[name=grade_from]").select_option("9")
    await expect(leader.locator("fieldset .err")).to_contain_text("These years have periods on these days already")
    await leader.locator("select[name=grade_from]").select_option("10")
    await leader.locator("[data-save-periods]").click()
    await expect(leader.locator("[data-grades='10-11'] tbody tr")).to_have_count(2)
    year = (await (await served.person("anya")).get(f"/api/schools/{school.id}/year")).body
    assert [(one["title"], one["grade_from"]) for one in year["periods"]][:2] == [("Quarter 1", 1), ("Half-year 1", 10)]


async def test_free_days_and_the_length_of_the_week_are_set_and_families_see_them(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = monday_of(school, 2)
    monday = (begins + timedelta(hours=3)).date()
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{week_of(begins)}", width=360)
    await expect(guardian.locator(".none")).to_contain_text("Расписания на эту неделю ещё нет")
    leader = await sign_in("clara", "/admin/calendar/days", width=360)
    await leader.locator("[data-weekdays='5']").click()
    await expect(leader.locator("[data-weekdays='5']")).to_have_attribute("aria-pressed", "true")
    await leader.locator("[data-free=holidays] [data-add-free]").click()
    await leader.locator("[data-save-free]").click()
    await expect(leader.locator("[data-line='0'] .err")).to_contain_text("Назовите эти дни")
    await leader.fill("input[name=title]", "Зимние")
    await leader.fill("input[name=first]", str(monday))
    await leader.fill("input[name=last]", str(monday + timedelta(days=6)))
    await leader.locator("[data-save-free]").click()
    await expect(leader.locator(f"[data-free-from='{monday}']")).to_contain_text("7 дней")
    await expect(guardian.locator(".none")).to_contain_text("На этой неделе уроков нет: зимние")
    # holidays of the first grade are none for a student of the fifth
    await leader.locator(f"[data-free-from='{monday}'] button").click()
    await leader.select_option("select[name=grade_until]", "1")
    await leader.locator("[data-save-free]").click()
    await expect(leader.locator(f"[data-free-from='{monday}']")).to_contain_text("1 класс")
    await expect(guardian.locator(".none")).to_contain_text("Расписания на эту неделю ещё нет")
    await leader.locator(f"[data-free-from='{monday}'] button").click()
    await leader.locator("[data-remove-free]").click()
    await expect(leader.locator(f"[data-free-from='{monday}']")).to_have_count(0)
    await expect(guardian.locator(".none")).to_contain_text("Расписания на эту неделю ещё нет")


async def test_a_lesson_that_is_in_the_way_of_those_that_come_back_is_named_with_the_way_to_it(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await set_up(served, school)
    day = await take_a_teacher_on_a_holiday(served, clara, school)
    leader = await sign_in("clara", "/admin/calendar/days", width=360)
    await leader.locator(f"[data-free-from='{day}'] button").click()
    await leader.locator("[data-remove-free]").click()
    await expect(leader.locator(".err[role=alert]")).to_contain_text("Сначала отмените или перенесите их")
    await leader.locator("[data-in-the-way='1'] a").click()
    await expect(leader).to_have_url(re.compile(r"/lesson/\d+/change"))


async def test_a_year_that_was_changed_meanwhile_is_shown_and_saved_on_top(
    sign_in: SignIn, served: Served, school: School
) -> None:
    day = school.day + timedelta(days=2)
    leader = await sign_in("clara", "/admin/calendar/days")
    await leader.locator("[data-free=days] [data-add-free]").click()
    await leader.fill("input[name=title]", "День школы")
    await leader.fill("input[name=first]", str(day))
    # without a word to this page: as if its network had been away
    await sql(
        served,
        "insert into school_year (school_id, weekdays, revision, set_by, set_at) values ($1, 5, 1, $2, now())",
        school.id,
        school.clara,
    )
    await leader.locator("[data-save-free]").click()
    await expect(leader.locator("[data-side=theirs]")).to_contain_text("нет")
    await expect(leader.locator("[data-side=mine]")).to_contain_text("День школы")
    await leader.locator("[data-save-free]").click()
    await expect(leader.locator(f"[data-free-from='{day}']")).to_contain_text("День школы")
    year = (await (await served.person("clara")).get(f"/api/schools/{school.id}/year")).body
    assert (year["revision"], year["weekdays"], len(year["free"])) == (2, 5, 1)


async def test_who_may_not_set_up_the_school_finds_no_such_page(sign_in: SignIn) -> None:
    for login in ("maria", "olga"):
        page = await sign_in(login, "/admin/calendar/bells")
        await expect(page.locator(".none")).to_contain_text("Такой страницы нет или доступ к ней закрыт")
        await expect(page.locator("a[href='/admin']")).to_have_count(0)
    admin = await sign_in("sysop", "/me", width=360)
    await admin.locator("[data-set-up]").click()
    await expect(admin.locator("[data-part]")).to_have_count(3)
    await admin.goto("/admin/elsewhere")
    await expect(admin.locator(".none")).to_contain_text("Такой страницы нет")


async def test_the_overview_says_what_is_done_and_what_is_missing_for_which_class(
    sign_in: SignIn, served: Served, school: School
) -> None:
    leader = await sign_in("clara", "/admin", width=360)
    await expect(leader.locator("[data-step=students]")).to_have_attribute("data-done", "true")
    await expect(leader.locator("[data-step=courses]")).to_contain_text("не хватает: 1Б, 5А")
    await expect(leader.locator("[data-class='5А'] .cells")).to_have_attribute(
        "aria-label", "Звонки и периоды: нет, Ученики: есть, Предметы: нет, Расписание: нет"
    )
    await leader.locator("[data-step=bells] a").click()
    await leader.wait_for_url("**/admin/calendar/bells*")


async def test_rooms_are_typed_and_two_of_one_name_are_seen_before_saving(
    sign_in: SignIn, served: Served, school: School
) -> None:
    leader = await sign_in("clara", "/admin/rooms", width=360)
    for name in ("214", "214"):
        await leader.locator("[data-add-room]").click()
        await leader.locator("input[name=room]").last.fill(name)
    await expect(leader.locator("[data-rooms] .err")).to_contain_text("Два кабинета с одним названием")
    await expect(leader.locator("[data-save-rooms]")).to_be_disabled()
    await leader.locator("input[name=building]").last.fill("Новый корпус")
    await leader.locator("[data-save-rooms]").click()
    await expect(leader.locator("[data-rooms='1']")).to_be_visible()
    rooms = (await (await served.person("clara")).get(f"/api/schools/{school.id}/rooms")).body["rooms"]
    assert [(one["building"], one["name"]) for one in rooms] == [("", "214"), ("Новый корпус", "214")]
    # somebody else adds one meanwhile: both are shown, and nothing is lost
    body = {"revision": 1, "rooms": [*rooms, {"building": "", "name": "спортзал"}]}
    await (await served.person("sysop")).ask("PUT", f"/api/schools/{school.id}/rooms", body)
    await leader.locator("input[name=room]").first.fill("215")
    await leader.locator("[data-save-rooms]").click()
    await expect(leader.locator("[data-side=theirs]")).to_contain_text("спортзал")
    await expect(leader.locator("[data-side=mine]")).to_contain_text("215")
