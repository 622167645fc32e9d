"""Editor of the week's pattern in a browser: by keyboard, for a class and for a teacher, saved from a day on."""

from datetime import date, timedelta
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.handlers.test_courses import added
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Caller, Served

COMING = timedelta(weeks=1)


def next_monday(school: School) -> date:
    return school.day + timedelta(days=7 - school.day.weekday())


async def build(served: Served, school: School) -> tuple[Caller, dict[str, str]]:
    """Gives 5А mathematics on Monday 1 and Russian on Monday 2, and 1Б reading by her teacher on Tuesday 2."""
    clara = await set_up(served, school)
    rooms = (await say_rooms(clara, school, 0, room("214"), room("305"))).body["rooms"]
    whole = [str(school.class_5a)]
    courses = {
        name: (await added(clara, school, title=name, subject=name, classes=whole, teachers=[str(teacher)]))["id"]
        for name, teacher in (("Алгебра", school.maria), ("Русский язык", school.nina), ("Музыка", school.lev))
    }
    ids = {name: int(course) for name, course in courses.items()}
    await changed(
        clara,
        school,
        next_monday(school),
        row(ids["Алгебра"], 1, 1, room=rooms[0]["id"]),
        row(ids["Русский язык"], 1, 2, room=rooms[0]["id"]),
        row(school.year_one, 2, 2, room=rooms[1]["id"]),
    )
    return clara, courses


def cell(page: Page, weekday: int, number: int) -> Locator:
    return page.locator(f"td[data-day='{weekday}'][data-number='{number}']")


async def pattern(person: Caller, school: School) -> list[tuple[str, int, int]]:
    rows: list[dict[str, Any]] = (await person.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    far = str(next_monday(school) + COMING)
    return sorted((one["course"], one["weekday"], one["number"]) for one in rows if one["until_day"] > far)


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_a_lesson_is_moved_by_keyboard_saved_from_a_day_on_and_a_family_sees_it_live(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, courses = await build(served, school)
    year, week, _ = next_monday(school).isocalendar()
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{year}-W{week:02}", width=360)
    russian = guardian.locator(".tday li", has_text="Русский язык")
    await expect(russian).to_contain_text("9:30")
    leader = await sign_in("clara", f"/timetable/class/{school.class_5a}/{year}-W{week:02}")
    await leader.locator("[data-edit]").click()
    await expect(leader.locator("input[name=from]")).to_have_value(str(next_monday(school)))
    await cell(leader, 1, 1).focus()
    await press(leader, "ArrowDown", "Enter")
    # every other cell keeps what stands in it, and says whether it can go there
    await expect(cell(leader, 1, 1)).to_contain_text("Алгебра")
    await expect(cell(leader, 1, 1)).to_contain_text("поменять")
    await expect(cell(leader, 1, 3)).to_have_text("сюда")
    await expect(cell(leader, 2, 2)).to_have_text("Никитина: 1Б")
    await press(leader, "ArrowRight", "Enter")
    await expect(leader.locator("[data-voice]")).to_contain_text("нельзя: Никитина: 1Б")
    await expect(leader.locator("[data-save]")).to_have_count(0)
    await press(leader, "Escape")
    await expect(leader.locator("[data-put]")).to_have_count(0)
    await press(leader, "ArrowLeft", "Enter", "ArrowDown", "ArrowDown", "Enter")
    await expect(cell(leader, 1, 4).locator("[data-changed=true]")).to_have_count(1)
    await press(leader, "Control+z")
    await expect(cell(leader, 1, 2).locator("[data-changed=false]")).to_have_count(1)
    await expect(leader.locator("[data-save]")).to_have_count(0)
    await cell(leader, 1, 2).focus()
    await press(leader, " ", "ArrowDown", " ")
    await expect(leader.locator("[data-save]")).to_have_text("Сохранить 1 изменение")
    await expect(leader.locator("[data-said]")).to_contain_text("До этого ничего не изменится")
    await expect(russian).to_contain_text("9:30")
    await leader.locator("[data-save]").focus()
    await press(leader, "Enter")
    await expect(leader.locator("[data-said]")).to_contain_text("Сохранено")
    await expect(cell(leader, 1, 3).locator("[data-changed=false]")).to_have_count(1)
    await expect(russian).to_contain_text("10:30")
    assert (courses["Русский язык"], 1, 3) in await pattern(clara, school)


async def test_a_day_is_copied_in_one_step_and_what_has_no_place_is_named(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, courses = await build(served, school)
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}", width=360)
    await leader.locator("[data-copy]").click()
    sheet = leader.locator("dialog")
    await sheet.get_by_role("checkbox", name="Вторник").check()
    await sheet.get_by_role("checkbox", name="Среда").check()
    await sheet.get_by_role("button", name="Скопировать день").click()
    # her teacher of Russian has the little ones on Tuesday at that time
    await expect(sheet.locator("[data-left] li")).to_have_text(["Вт, 2-й урок: Русский язык. Никитина: 1Б"])
    await sheet.locator("[data-good]").click()
    await expect(leader.locator("[data-save]")).to_have_text("Сохранить 3 изменения")
    await leader.locator("[data-undo]").click()
    await expect(leader.locator("[data-save]")).to_have_count(0)
    await leader.locator("[data-copy]").click()
    await sheet.get_by_role("checkbox", name="Среда").check()
    await sheet.get_by_role("button", name="Скопировать день").click()
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-said]")).to_contain_text("Сохранено")
    rows = await pattern(clara, school)
    assert (courses["Алгебра"], 3, 1) in rows
    assert (courses["Русский язык"], 3, 2) in rows


async def test_lessons_change_places_leave_the_grid_get_a_week_and_outlive_a_reload(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, courses = await build(served, school)
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}", language="en")
    await cell(leader, 1, 1).focus()
    await press(leader, "Enter", "ArrowDown", "Enter")
    await expect(cell(leader, 1, 1)).to_contain_text("Русский язык")
    await expect(leader.locator("[data-save]")).to_have_text("Save 2 changes")
    await press(leader, "1")
    await expect(cell(leader, 1, 2)).to_contain_text("week 1")
    await leader.locator(f"[data-course='{courses['Музыка']}']").click()
    await expect(cell(leader, 1, 2)).to_contain_text("5А: алгебра")
    await press(leader, "Escape")
    await leader.locator("[data-week='2']").click()  # the other week of the same bell is free
    await leader.locator(f"[data-course='{courses['Музыка']}']").click()
    await expect(cell(leader, 1, 2)).to_have_text("here")
    await cell(leader, 1, 2).click()
    await leader.locator("[data-week='0']").click()
    await expect(cell(leader, 1, 2).locator("[data-changed]")).to_have_count(2)
    await cell(leader, 1, 1).focus()
    await press(leader, "Delete")
    await expect(cell(leader, 1, 1)).to_have_text("empty")
    await expect(leader.locator(f"[data-course='{courses['Русский язык']}']")).to_contain_text("1 more")
    await leader.reload()
    await expect(leader.locator("[data-save]")).to_have_text("Save 3 changes")
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-said]")).to_contain_text("Saved from")
    kept = await pattern(clara, school)
    assert (courses["Алгебра"], 1, 2) in kept
    assert (courses["Музыка"], 1, 2) in kept
    assert courses["Русский язык"] not in [course for course, _, _ in kept]


async def test_a_lesson_is_dragged_on_the_grid_and_from_beside_it(
    sign_in: SignIn, served: Served, school: School
) -> None:
    _, courses = await build(served, school)
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}")
    await cell(leader, 1, 1).locator("[data-row]").drag_to(cell(leader, 3, 2))
    await expect(cell(leader, 3, 2)).to_contain_text("Алгебра")
    await leader.locator(f"[data-course='{courses['Музыка']}']").drag_to(cell(leader, 1, 2))
    await expect(cell(leader, 1, 2)).to_contain_text("Русский язык")  # the class is taken: nothing is put there
    await leader.locator(f"[data-course='{courses['Музыка']}']").drag_to(cell(leader, 1, 1))
    await expect(cell(leader, 1, 1)).to_contain_text("Музыка")
    await expect(leader.locator("[data-save]")).to_have_text("Сохранить 2 изменения")


async def test_a_clash_that_only_the_server_sees_is_kept_with_a_word(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await set_up(served, school)
    halves = [
        int((await added(clara, school, title=title, group=title, students=[str(school.anya)]))["id"])
        for title in ("Английский язык", "Немецкий язык")
    ]
    await changed(clara, school, next_monday(school), row(halves[0], 1, 1), row(halves[1], 1, 2))
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}", width=360)
    await cell(leader, 1, 2).locator("[data-row]").click()
    await cell(leader, 1, 1).locator("[data-put=here]").click()
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-clashes]")).to_contain_text("1 ученик")
    await leader.fill("input[name=word]", "Ходит через раз")
    await leader.locator("[data-keep]").click()
    await expect(leader.locator("[data-said]")).to_contain_text("Сохранено")
    assert (str(halves[1]), 1, 1) in await pattern(clara, school)


async def test_what_another_has_changed_meanwhile_is_shown_and_loaded(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, courses = await build(served, school)
    leader = await sign_in("clara", f"/timetable/edit/teacher/{school.nina}")
    await expect(cell(leader, 1, 2)).to_contain_text("5А")  # a teacher's grid names the class
    rows = (await clara.get(f"/api/schools/{school.id}/pattern")).body["rows"]
    russian = next(one["id"] for one in rows if one["course"] == courses["Русский язык"])
    await changed(
        clara, school, next_monday(school), row(int(courses["Русский язык"]), 3, 5), end=[russian], word="по просьбе"
    )
    await cell(leader, 1, 2).focus()
    await press(leader, "Enter", "ArrowDown", "Enter")
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-side=theirs]")).to_contain_text("Ср, 5-й урок")
    await expect(leader.locator("[data-side=mine]")).to_contain_text("Пн, 3-й урок")
    await leader.locator("[data-load]").click()
    await expect(cell(leader, 3, 5).locator("[data-changed=false]")).to_have_count(1)
    await expect(leader.locator("[data-save]")).to_have_count(0)


async def test_a_lesson_in_which_something_is_written_stays_and_is_named(
    sign_in: SignIn, served: Served, school: School
) -> None:
    _, courses = await build(served, school)
    monday = next_monday(school)
    russian = int(courses["Русский язык"])
    await sql(served, "update lesson set homework = '№ 5' where course_id = $1 and day = $2", russian, monday)
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}", width=360)
    await cell(leader, 1, 2).locator("[data-row]").click()
    await leader.locator("[data-off]").click()
    await leader.locator("[data-save]").click()
    await expect(leader.locator("[data-kept] li")).to_have_count(1)
    await expect(leader.locator("[data-kept]")).to_contain_text("2-й урок: 5А, русский язык")


async def test_what_the_server_refuses_is_said_at_its_lesson_and_nothing_is_lost(
    sign_in: SignIn, served: Served, school: School
) -> None:
    _, courses = await build(served, school)
    after_the_year = next_monday(school) + timedelta(weeks=12)
    leader = await sign_in("clara", f"/timetable/edit/class/{school.class_5a}?from={after_the_year}")
    await leader.locator(f"[data-course='{courses['Музыка']}']").click()
    await press(leader, "Enter")
    await leader.locator("[data-save]").click()
    await expect(cell(leader, 1, 1).locator(".bad")).to_contain_text("в этот день не учатся")
    await expect(leader.locator(".err[role=alert]")).to_contain_text("Выберите другой день")
    await expect(leader.locator("[data-save]")).to_have_text("Сохранить 1 изменение")


async def test_leadership_comes_there_from_the_set_up(sign_in: SignIn, served: Served, school: School) -> None:
    await build(served, school)
    leader = await sign_in("clara", "/admin", width=360)
    await leader.locator("[data-to-pattern]").click()
    await leader.locator("select[name=whose]").select_option(label="5А")
    await expect(leader.locator("main")).to_have_attribute("data-plan", str(school.class_5a))
    await expect(cell(leader, 1, 1)).to_contain_text("Алгебра")
    await leader.locator("[data-view=teacher]").click()
    await leader.locator("select[name=whose]").select_option(label="Рябова Мария")
    await expect(cell(leader, 1, 1)).to_contain_text("5А")


async def test_who_keeps_no_timetable_finds_no_editor(sign_in: SignIn, school: School) -> None:
    teacher = await sign_in("maria", f"/timetable/edit/class/{school.class_5a}")
    await expect(teacher.locator(".none")).to_be_visible()
    await teacher.goto(f"/timetable/class/{school.class_5a}")
    await expect(teacher.locator("main.timetable")).to_be_visible()
    await expect(teacher.locator("[data-edit]")).to_have_count(0)
