"""Bells in browsers: set from a day on, wrong at their row, changed by two, and seen at once where lessons are."""

from datetime import timedelta

from playwright.async_api import Page, expect

from tests.handlers.test_bell_clashes import two_shifts, words
from tests.handlers.test_bell_schedules import FIRST_SHIFT, SECOND_SHIFT, SHORT, on, rule, said, say
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import set_up
from tests.journeys.conftest import SignIn, close_sheet
from tests.journeys.test_timetables import fill, week_of
from tests.support.school import School
from tests.support.serving import Served

BELLS = "/admin/calendar/bells"


async def typed(page: Page, after: int, minutes: str) -> None:
    await page.locator(f"[data-break='{after}'] input").fill(minutes)


async def test_a_break_is_shortened_from_a_day_on_and_a_class_sees_it_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = await fill(served, school)
    monday = (begins + timedelta(hours=3)).date()
    guardian = await sign_in("olga", f"/timetable/class/{school.class_5a}/{week_of(begins)}", width=360)
    second = guardian.locator(".tday li:not(.gap)").nth(1)
    await expect(second).to_contain_text("9:35")
    leader = await sign_in("clara", f"{BELLS}?day={monday}")
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")
    await typed(leader, 1, "10")
    await expect(leader.locator("[data-bell='2'] .t")).to_contain_text("9:25–10:10")
    await expect(leader.locator("[data-bell='3'] .t")).to_contain_text("10:20–11:05")  # all that follow move along
    await expect(leader.locator("[data-save]")).to_contain_text("Сохранить с понедельника")
    await expect(leader.locator(".set-up-save")).to_contain_text("Время изменится у 2 классов")
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")
    await expect(second).to_contain_text("9:25")
    before = await on(await served.person("clara"), school, school.day)
    assert before["schedules"][0]["name"] == "Звонки"  # today keeps its bells


async def test_a_break_under_five_minutes_is_an_error_at_its_row_and_closes_the_button(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await served.person("clara")
    await say(clara, school, said(school, schedules=[FIRST_SHIFT, SECOND_SHIFT]))
    tomorrow = school.day + timedelta(days=1)
    leader = await sign_in("clara", f"{BELLS}?day={tomorrow}", language="en", width=360)
    await typed(leader, 1, "4")
    row = leader.locator("[data-break='1']")
    await expect(row).to_contain_text("Break after lesson 1: less than 5 minutes")
    await expect(row.locator("input")).to_have_attribute("aria-invalid", "true")
    button = leader.locator("[data-save]")
    await expect(button).to_have_attribute("aria-disabled", "true")
    await button.click(force=True)
    assert (await on(clara, school, tomorrow))["revision"] == 1
    await row.locator("input").press("ArrowUp")
    await expect(row.locator(".err")).to_have_count(0)
    await expect(button).not_to_have_attribute("aria-disabled", "true")
    await row.locator("input").press("Shift+ArrowUp")
    await expect(row.locator("input")).to_have_value("10")
    await row.locator("input").press("Shift+ArrowDown")
    await row.locator("input").press("ArrowDown")
    await expect(row.locator("input")).to_have_value("4")
    await leader.locator("[data-discard]").click()
    await expect(row.locator("input")).to_have_value("15")


async def test_what_two_people_changed_is_shown_side_by_side(sign_in: SignIn, served: Served, school: School) -> None:
    clara = await served.person("clara")
    tomorrow = school.day + timedelta(days=1)
    await say(clara, school, said(school))
    leader, admin = await sign_in("clara", f"{BELLS}?day={tomorrow}"), await sign_in("sysop", f"{BELLS}?day={tomorrow}")
    await typed(leader, 1, "30")
    await typed(admin, 1, "20")
    await admin.locator("[data-save]").click()
    await expect(admin.locator("[data-save]")).to_have_text("Всё сохранено")
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-side=theirs] mark")).to_have_text("2: 9:35–10:20")
    await expect(leader.locator("[data-side=mine] mark")).to_have_text("2: 9:45–10:30")
    await leader.locator("[data-save-mine]").click()
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")
    assert (await on(clara, school, tomorrow))["schedules"][0]["bells"][1]["starts"] == "09:45"
    await expect(admin.locator("[data-break='1'] input")).to_have_value("30")  # nothing of the other was unsaved


async def test_a_first_school_begins_with_usual_bells_for_all_and_a_second_shift_for_some(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await sql(served, "delete from bell_schedule where school_id = $1", school.id)
    leader = await sign_in("clara", "/admin", width=360)
    await expect(leader.locator("[data-part=bells]")).to_have_attribute("data-said", "false")
    await leader.locator("[data-part=bells]").click()
    await expect(leader.locator(".set-up-save")).to_contain_text("Звонков ещё нет")
    await leader.locator("[data-add-schedule]").click()
    await leader.fill("input[name=name]", "2 смена")
    await leader.fill("input[name=first]", "14:00")
    await leader.fill("input[name=length]", "40")
    await expect(leader.locator("[data-bell='1'] .t")).to_contain_text("14:00–14:40")
    await leader.locator("[data-change-who]").click()
    await leader.locator(f"[data-class='{school.class_5a}']").click()
    await leader.locator("select[name=daily]").select_option("2 смена")
    await leader.locator("[data-take]").click()
    await expect(leader.locator("[data-who]")).to_contain_text("2 смена")
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")
    kept = await on(await served.person("clara"), school, school.day)
    assert [one["name"] for one in kept["schedules"]] == ["1 смена", "2 смена"]
    assert kept["rules"] == [rule("1 смена"), rule("2 смена", school.class_5a)]


async def test_another_day_is_saved_by_itself_and_keeps_what_is_planned_for_later(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await served.person("clara")
    day, later = school.day + timedelta(days=3), school.day + timedelta(days=40)
    await sql(served, "update bell_schedule set from_day = $1 where school_id = $2", school.day, school.id)
    shifts = [FIRST_SHIFT, SHORT]
    await say(clara, school, said(school, from_day=str(school.day), schedules=shifts))
    await say(clara, school, said(school, 1, from_day=str(later), schedules=[SECOND_SHIFT], rules=[rule("2 смена")]))
    leader = await sign_in("clara", BELLS)
    await typed(leader, 1, "30")  # not saved, and stays so
    await leader.locator("[data-add-day]").click()
    await leader.fill("input[name=day]", str(day))
    await leader.locator("[data-what='Короткий день']").click()
    await leader.locator("[data-save-day]").click()
    await expect(leader.locator(f"[data-other-day='{day}']")).to_contain_text("Вся школа: Короткий день")
    await expect(leader.locator("[data-break='1'] input")).to_have_value("30")
    assert rule("Короткий день", day=str(day)) in (await on(clara, school, school.day))["rules"]
    planned = await on(clara, school, later)
    assert (planned["from_day"], planned["schedules"]) == (str(later), [SECOND_SHIFT])
    await leader.locator(f"[data-other-day='{day}'] button").click()
    await expect(leader.locator("[data-other-day]")).to_have_count(0)
    assert [one["day"] for one in (await on(clara, school, school.day))["rules"]] == [None]


async def test_a_draft_outlives_a_reload(sign_in: SignIn, served: Served, school: School) -> None:
    await say(await served.person("clara"), school, said(school))
    leader = await sign_in("clara", f"{BELLS}?day={school.day + timedelta(days=1)}")
    await typed(leader, 1, "25")
    await leader.reload()
    await expect(leader.locator("[data-break='1'] input")).to_have_value("25")
    await leader.locator("[data-add-day]").click()
    await close_sheet(leader)
    await leader.locator("[data-discard]").click()
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")


async def test_bells_that_bring_two_lessons_together_are_saved_with_a_word(
    sign_in: SignIn, served: Served, school: School
) -> None:
    tomorrow = school.day + timedelta(days=1)
    clara = await two_shifts(served, school, await set_up(served, school), tomorrow)
    leader = await sign_in("clara", f"{BELLS}?day={tomorrow}", width=360)
    await leader.get_by_role("button", name="2 смена").first.click()
    first = leader.locator("[name=first]")
    await first.fill("8:30")
    await first.press("Enter")
    await leader.locator("[data-save]").click()
    note = leader.locator("[data-lesson-times]")
    await expect(note).to_contain_text("1 накладка")
    await expect(note).to_contain_text("один кабинет, Среда, 1-й урок")
    keep = note.locator("[data-times-keep]")
    await expect(keep).to_have_attribute("aria-disabled", "true")
    await note.locator("[name=times-word]").fill("В зале места на два класса")
    await keep.click()
    await expect(leader.locator("[data-save]")).to_have_text("Всё сохранено")
    await expect(note).to_have_count(0)
    assert await words(clara, school) == ["", "В зале места на два класса"]
