"""Timetables in a browser: of a family, of a teacher, of a class; by the clock, by week, on paper."""

import re
from datetime import UTC, datetime, time, timedelta

from playwright.async_api import expect

from tests.handlers.test_bell_schedules import bell, rule, say
from tests.handlers.test_lesson_days import add_lesson, sql
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Served


def monday_of(school: School, weeks: int = 0) -> datetime:
    """Midnight in Moscow."""
    day = school.day - timedelta(days=school.day.weekday()) + timedelta(weeks=weeks)
    return datetime.combine(day, time(), UTC) - timedelta(hours=3)


def week_of(moment: datetime) -> str:
    year, number, _ = (moment + timedelta(hours=3)).date().isocalendar()
    return f"{year}-W{number:02}"


async def fill(served: Served, school: School, weeks: int = 1) -> datetime:
    """Gives a week three lessons on its Monday, with breakfast after the first, and returns its beginning."""
    begins = monday_of(school, weeks)
    monday = (begins + timedelta(hours=3)).date()
    await sql(served, "update course set class_id = $1 where id = $2", school.class_5a, school.maths)
    for number in (1, 2, 3):
        await add_lesson(served, school.maths, monday, number)
    bells = [
        bell(1, "08:30", "09:15", "breakfast"),
        bell(2, "09:35", "10:20"),
        bell(3, "10:30", "11:15"),
    ]
    body = {
        "revision": 0,
        "from_day": str(monday),
        "schedules": [{"name": "1 смена", "bells": bells}],
        "rules": [rule("1 смена")],
    }
    assert (await say(await served.person("clara"), school, body)).status == 200
    return begins


async def test_a_family_reads_next_week_with_its_breaks(sign_in: SignIn, served: Served, school: School) -> None:
    next_week = week_of(await fill(served, school))
    guardian = await sign_in("olga", "/diary", width=360)
    await guardian.locator(".week-row [data-to-timetable]").click()
    await expect(guardian.locator("main.timetable")).to_have_attribute("data-timetable", str(school.anya))
    await guardian.locator(".week-nav.phone-only [data-week-step='1']").click()
    await expect(guardian.locator(".week-nav.phone-only [data-week]")).to_have_attribute("data-week", next_week)
    lines = guardian.locator(".tday li")
    await expect(lines).to_have_count(4)
    await expect(lines.nth(0)).to_contain_text("8:30")
    await expect(lines.nth(0)).to_contain_text("Математика")
    await expect(lines.nth(0)).to_contain_text("М. Рябова".replace(" ", "\u00a0"))
    await expect(lines.nth(1)).to_have_text("20 мин, завтрак")
    await guardian.locator(".strip button").nth(1).click()
    await expect(guardian.locator(".free-day")).to_have_text("уроков нет")
    await guardian.go_back()
    await expect(guardian.locator(".week-nav.phone-only [data-week]")).not_to_have_attribute("data-week", next_week)


async def test_a_cancelled_lesson_is_struck_through_and_counted(
    sign_in: SignIn, served: Served, school: School
) -> None:
    week = week_of(await fill(served, school))
    await sql(
        served,
        "update lesson set cancelled = true where course_id = $1 and number = 2",
        school.maths,
    )
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{week}", language="en")
    cancelled = guardian.locator(".tt [data-off=true]")
    await expect(cancelled.locator("s")).to_have_text("Математика")
    await expect(cancelled).to_contain_text("cancelled")
    await expect(guardian.locator(".tt [data-off=false]")).to_have_count(2)
    await expect(guardian.locator("[data-changes] summary")).to_have_text("Changes this week: 1")


async def test_a_teachers_day_is_one_line_with_what_is_on_now_and_leads_to_the_journal(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = await fill(served, school, weeks=2)
    await sql(served, "update lesson set cancelled = true where number = 2 and course_id = $1", school.maths)
    teacher = await sign_in("maria", "/me", width=360)
    await teacher.clock.install(time=begins + timedelta(hours=8, minutes=40))
    await teacher.goto("/today")
    day = teacher.locator("[data-my-day]")
    await expect(day.locator(".now-card")).to_contain_text("Сейчас, 1-й урок, до 9:15")
    await expect(day.locator(".now-card")).to_contain_text("До звонка 3")
    await expect(day.locator(".gap")).to_have_text(["9:1520 мин, завтрак"])
    await expect(day.locator(".cut-off")).to_contain_text("отменён")
    await expect(day.locator("[data-when=next]")).to_have_text("следующий, в 10:30")
    await teacher.clock.fast_forward("40:00")
    await expect(day.locator(".now-card")).to_have_count(0)
    await expect(day.locator("[data-past=true]")).to_have_count(1)
    await day.locator("li", has_text="следующий").locator("a").click()
    await teacher.wait_for_url(f"**/journal/{school.maths}?lesson=*")


async def test_a_teacher_without_lessons_today_is_told_the_next_one(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = await fill(served, school, weeks=2)
    teacher = await sign_in("maria", "/me", language="en")
    await teacher.clock.install(time=begins - timedelta(hours=12))
    await teacher.goto("/today")
    await expect(teacher.locator("[data-my-day] .none")).to_contain_text("No lessons today")
    await expect(teacher.locator("[data-my-day] .none")).to_contain_text("Next: monday")


async def test_a_teacher_sees_now_and_next_by_the_clock_and_it_goes_on(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = await fill(served, school)
    teacher = await sign_in("maria", "/today")
    await teacher.clock.install(time=begins + timedelta(hours=8, minutes=40))
    await teacher.goto("/today")
    await teacher.locator("[data-to-timetable]").click()
    now, coming = teacher.locator(".tt [data-when=now]"), teacher.locator(".tt [data-when=next]")
    await expect(now).to_have_text("сейчас, до 9:15")
    await expect(coming).to_have_text("следующий, в 9:35")
    await teacher.clock.fast_forward("55:30")
    await expect(now).to_have_text("сейчас, до 10:20")
    await expect(coming).to_have_text("следующий, в 10:30")


async def test_staff_choose_a_colleague_and_a_class(sign_in: SignIn, served: Served, school: School) -> None:
    week = week_of(await fill(served, school))
    admin = await sign_in("sysop", f"/timetable/class/{school.class_5a}/{week}")
    await expect(admin.locator(".tt [data-lesson]")).to_have_count(3)
    await admin.locator("[data-view=colleagues]").click()
    await admin.locator("select[name=whose]").select_option(label="Рябова Мария")
    await expect(admin.locator("main.timetable")).to_have_attribute("data-timetable", str(school.maria))
    await expect(admin.locator(".top [data-week]")).to_have_attribute("data-week", week)
    await expect(admin.locator(".tt [data-lesson]")).to_have_count(3)
    await expect(admin.locator(".tt [data-lesson]").first).to_contain_text("5А")
    await admin.locator("[data-view=classes]").click()
    await admin.locator("select[name=whose]").select_option(label="1Б")
    await expect(admin.locator(".none")).to_contain_text("Расписания на эту неделю ещё нет")


async def test_staff_see_what_is_held_in_a_room(sign_in: SignIn, served: Served, school: School) -> None:
    week = week_of(await fill(served, school))
    [room, _] = [
        await served.server.pool.fetchval(
            "insert into room (school_id, name) values ($1, $2) returning id", school.id, name
        )
        for name in ("спортзал", "актовый зал")
    ]
    await served.server.pool.execute(
        "update lesson set room_id = $1 where course_id = $2 and number = 1", room, school.maths
    )
    teacher = await sign_in("nina", f"/timetable/class/{school.class_5a}/{week}", width=360)
    await teacher.locator("[data-view=rooms]").click()
    await teacher.locator("select[name=whose]").select_option(label="спортзал")
    await expect(teacher.locator("[data-week]").first).to_have_attribute("data-week", week)
    await expect(teacher.locator(".tday [data-lesson]")).to_have_count(1)
    await expect(teacher.locator(".tday [data-lesson]")).to_contain_text("М.\u00a0Рябова")
    await teacher.locator("select[name=whose]").select_option(label="актовый зал")
    await expect(teacher.locator(".none")).to_be_visible()


async def test_on_paper_there_is_the_week_alone_from_a_phone_too(
    sign_in: SignIn, served: Served, school: School
) -> None:
    week = week_of(await fill(served, school))
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{week}", width=360)
    await expect(guardian.locator(".tday")).to_be_visible()
    await expect(guardian.locator(".tt")).to_be_hidden()
    await guardian.emulate_media(media="print", color_scheme="dark")
    await expect(guardian.locator(".tt")).to_be_visible()
    await expect(guardian.locator(".tt-paper")).to_contain_text("Анна, 5А")
    for gone in (".tday", ".rail", ".tt-tabs", "[data-print]"):
        await expect(guardian.locator(gone)).to_be_hidden()
    colours = "element => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"
    assert await guardian.locator(".tt td b").first.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


async def test_all_classes_and_all_teachers_of_a_week_are_printed_a_sheet_each(
    sign_in: SignIn, served: Served, school: School
) -> None:
    week = week_of(await fill(served, school))
    day = (monday_of(school, 1) + timedelta(hours=3)).date()
    await add_lesson(served, school.year_one, day, number=1)
    teacher = await sign_in("nina", f"/timetable/class?week={week}", width=360)
    asked: list[str] = []
    teacher.on("request", lambda request: asked.append(request.url) if "/timetable" in request.url else None)
    await teacher.locator("[data-print-all]").click()
    sheets = teacher.locator(".a4")
    await expect(sheets).to_have_count(2)
    await expect(teacher.locator("[data-print]")).to_have_text("Напечатать 2 листа")
    await expect(sheets.nth(1).locator(".tt-paper")).to_contain_text("5А")
    await expect(sheets.nth(1).locator("[data-lesson]")).to_have_count(3)
    assert len([url for url in asked if "/api/" in url]) == 1, "one question for all sheets"
    await teacher.emulate_media(media="print", color_scheme="dark")
    assert len(re.findall(rb"/Type /Page\b", await teacher.pdf(prefer_css_page_size=True))) == 2
    for gone in (".rail", ".tt-tabs", "[data-print]", ".week-nav"):
        await expect(teacher.locator(gone).first).to_be_hidden()
    await teacher.emulate_media(media="screen", color_scheme="light")
    await teacher.locator("[data-view=teacher]").click()
    await expect(teacher.locator(".a4 .tt-paper b")).to_have_text(["Нина Никитина", "Мария Рябова"])
    await expect(teacher.locator(".tt-without summary")).to_have_text("Коллег без уроков на этой неделе: 3")


async def test_a_week_without_lessons_says_so_and_holidays_have_their_name(
    sign_in: SignIn, served: Served, school: School
) -> None:
    begins = monday_of(school, 3)
    monday = (begins + timedelta(hours=3)).date()
    free = [{"title": "Каникулы", "from_day": str(monday), "until_day": str(monday + timedelta(days=7))}]
    body = {"revision": 0, "weekdays": 5, "periods": [], "free": free}
    answer = await (await served.person("clara")).ask("PUT", f"/api/schools/{school.id}/year", body)
    assert answer.status == 200, answer.body
    student = await sign_in("anya", f"/timetable/student/{school.anya}/{week_of(begins)}", width=360)
    await expect(student.locator(".none")).to_contain_text("На этой неделе уроков нет: каникулы")
    await student.locator(".week-nav.phone-only [data-week-step='1']").click()
    await expect(student.locator(".none")).to_contain_text("Расписания на эту неделю ещё нет")
