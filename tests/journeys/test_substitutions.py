"""A teacher is away: colleagues cover the lessons, and families and colleagues see it at once."""

from datetime import date, timedelta

from playwright.async_api import Page, expect

from tests.handlers.test_lesson_changes import done, lesson_at, of
from tests.handlers.test_lesson_days import sql
from tests.handlers.test_patterns import changed, next_day, row, set_up
from tests.handlers.test_rooms import room
from tests.handlers.test_rooms import say as say_rooms
from tests.handlers.test_teacher_absences import away
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Caller, Served


async def week_of_maths(served: Served, school: School, *, lev_teaches: bool = True) -> tuple[Caller, date]:
    """Gives 5А mathematics twice a day from Monday to Wednesday of next week; Lev teaches mathematics, too.

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
    if lev_teaches:
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


async def test_a_clash_is_said_with_its_place_and_kept_with_a_word(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    leader = await to_cover(sign_in, clara, school, monday, width=360)
    second = await lesson_at(served, school.maths, monday, 2)
    await leader.locator("[data-take-all]").click()
    await leader.locator(f"[data-cover='{second['id']}'] select").press("F2")
    # Nina teaches year one at that hour
    await leader.locator("select[name=teacher]").select_option(label="Никитина Нина")
    await expect(leader.locator(".subst-hint")).to_have_text("в это время ведёт урок: Чтение, 1")
    await expect(leader.locator("[data-will-be]")).to_contain_text("замена: Н.\u00a0Никитина")
    await leader.locator("[data-decide]").click()
    await expect(leader.locator("dialog")).to_have_count(0)
    await leader.locator("[data-apply]").click()
    refused = leader.locator("[data-refused=clash]")
    await expect(refused).to_contain_text("учитель в это время занят, Н.\u00a0Никитина")
    assert (await lesson_at(served, school.maths, monday, 1))["revision"] == 1, "all or none"
    await expect(leader.locator("[data-keep-clash]")).to_have_attribute("aria-disabled", "true")
    await leader.fill("input[name=word]", "классы объединены")
    await leader.locator("[data-keep-clash]").click()
    await expect(leader.locator(".none")).to_contain_text("Все уроки закрыты")
    assert (await lesson_at(served, school.maths, monday, 2))["word"] == "классы объединены"


async def test_what_somebody_else_has_changed_is_shown_and_the_rest_stays_decided(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    leader = await to_cover(sign_in, clara, school, monday, language="en")
    await leader.locator("[data-take-all]").click()
    await expect(leader.locator("[data-apply]")).to_have_text("Apply: 6 lessons")
    first = await lesson_at(served, school.maths, monday, 1)
    await done(clara, school, of(first, cancelled=True), note="Планетарий")
    await leader.locator("[data-apply]").click()
    refused = leader.locator("[data-refused=stale]")
    await expect(refused).to_contain_text("Lesson cancelled, Планетарий")
    await leader.locator("[data-take-over]").click()
    await expect(leader.locator("[data-cover]")).to_have_count(5)
    await expect(leader.locator("[data-apply]")).to_have_text("Apply: 5 lessons")
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-settled]")).to_have_attribute("data-settled", "6")
    assert (await lesson_at(served, school.maths, monday, 1))["cancelled"], "nothing of the other was overwritten"


async def test_what_a_person_must_decide_stays_open_when_all_proposals_are_taken(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school, lev_teaches=False)
    leader = await to_cover(sign_in, clara, school, monday)
    await expect(leader.locator(".undecided")).to_have_count(6)
    await expect(leader.locator("[data-take-all]")).to_have_count(0)
    row_ = leader.locator("[data-cover]").first
    await row_.locator("select").press("Enter")
    await expect(leader.locator("[data-apply]")).to_have_text("Осталось решить 6")
    await row_.locator("select").select_option("cancel")
    await row_.locator("select").press("Enter")
    await expect(leader.locator("[data-apply]")).to_have_text("Осталось решить 5")
    await expect(row_).to_have_attribute("data-taken", "true")


async def test_what_is_decided_outlives_a_reload_until_it_is_applied(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    leader = await to_cover(sign_in, clara, school, monday)
    selects = leader.locator("[data-cover] select")
    await selects.nth(0).press("Enter")
    await selects.nth(1).select_option("cancel")
    await selects.nth(1).press("Enter")
    await leader.reload()
    await expect(leader.locator("[data-apply]")).to_have_text("Осталось решить 4")
    await expect(selects.nth(1)).to_have_value("cancel")
    await leader.locator("[data-take-all]").click()
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-settled]")).to_have_attribute("data-settled", "6")
    assert await leader.evaluate("Object.keys(localStorage).filter(key => key.includes('cover'))") == []


async def test_a_lesson_is_changed_from_the_timetable_and_the_family_sees_it(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    await say_rooms(clara, school, 0, room("214"), room("актовый зал"))
    first = await lesson_at(served, school.maths, monday, 1)
    week = f"/timetable/class/{school.class_5a}/{week_of(monday)}"
    guardian = await sign_in("olga", f"/timetable/student/{school.anya}/{week_of(monday)}")
    theirs = guardian.locator(f".tt [data-lesson='{first['id']}']")
    await expect(guardian.locator("[data-change-lesson]")).to_have_count(0)
    leader = await sign_in("clara", week)

    async def open_lesson() -> None:
        await leader.locator(f".tt [data-change-lesson='{first['id']}']").click()
        await expect(leader.locator("[data-change]")).to_be_visible()

    await open_lesson()
    await leader.locator("[data-kind=room]").click()
    await leader.locator("select[name=room]").select_option(label="актовый зал")
    await leader.fill("input[name=note]", "С тетрадью")
    await leader.locator("[data-decide]").click()
    await expect(leader.locator("main.timetable")).to_be_visible()
    await expect(theirs).to_contain_text("С тетрадью")
    await expect(theirs).to_contain_text("актовый зал")
    await open_lesson()
    await leader.locator("[data-kind=subject]").click()
    await leader.locator("label", has_text="Событие").click()
    await expect(leader.locator("[data-decide]")).to_have_attribute("aria-disabled", "true")
    await leader.fill("input[name=event]", "Музей")
    await leader.locator("[data-decide]").click()
    await expect(theirs).to_contain_text("вместо урока: Музей")
    await open_lesson()
    await leader.locator("[data-restore]").click()
    await expect(theirs).not_to_contain_text("Музей")
    await open_lesson()
    await leader.locator("[data-kind=move]").click()
    await leader.locator("label", has_text="Другой день").click()
    await leader.fill("input[name=day]", str(monday + timedelta(days=3)))
    await leader.fill("input[name=number]", "4")
    await leader.locator("[data-decide]").click()
    await expect(theirs).to_contain_text("перенесён: был")
    moved = await lesson_at(served, school.maths, monday + timedelta(days=3), 4)
    assert moved["id"] == first["id"]


async def test_two_lessons_change_places_among_those_that_are_covered(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    of_lev: int = await served.server.pool.fetchval("select id from course where title = 'Математика, кружок'")
    await changed(clara, school, school.day + timedelta(days=1), row(of_lev, 4, 3))
    leader = await to_cover(sign_in, clara, school, monday)
    await leader.locator("[data-cover] select").first.press("F2")
    await leader.locator("[data-kind=swap]").click()
    await expect(leader.locator("[data-will-be]")).to_contain_text("3-й урок")
    await leader.locator("[data-decide]").click()
    await expect(leader.locator("[data-apply]")).to_have_text("Осталось решить 5")
    await leader.locator("[data-take-all]").click()
    await expect(leader.locator("[data-apply]")).to_be_focused()
    await leader.keyboard.press("Enter")
    await expect(leader.locator(".none")).to_contain_text("Все уроки закрыты")
    maths = await lesson_at(served, school.maths, monday + timedelta(days=3), 3)
    other = await lesson_at(served, of_lev, monday, 1)
    assert (maths["cancelled"], other["cancelled"]) == (False, False)


async def test_a_teacher_who_is_not_away_after_all_leaves_the_list(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, monday = await week_of_maths(served, school)
    leader = await to_cover(sign_in, clara, school, monday, width=360)
    await leader.locator("[data-present]").click()
    await leader.locator("[data-present]").click()
    await expect(leader.locator(".none")).to_contain_text("Все учителя на месте")
    await leader.fill("input[name=from]", str(monday))
    await leader.fill("input[name=until]", str(monday - timedelta(days=2)))
    await leader.locator("[data-note]").click()
    await expect(leader.locator(".away-q .err")).to_have_text("Выберите учителя")
    await leader.locator("select[name=teacher]").select_option(label="Рябова Мария")
    await leader.locator("[data-note]").click()
    await expect(leader.locator("#subst-until_day-err")).to_be_visible()
    await expect(leader.locator("input[name=until]")).to_have_attribute("aria-invalid", "true")


async def test_a_lesson_with_marks_is_not_cancelled_and_the_page_says_why(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await week_of_maths(served, school)
    maria = await served.person("maria")
    mark = {"student": str(school.anya), "value": 5, "kind": str(school.answer), "lesson": str(school.today)}
    assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).status < 300
    address = f"/lesson/{school.today}/change?of=class&id={school.class_5a}&week={week_of(school.day)}&kind=cancel"
    leader = await sign_in("clara", address)
    await leader.locator("[data-decide]").click()
    await expect(leader.locator("[data-refused=wrong]")).to_contain_text("В уроке стоят отметки")
    assert not (await lesson_at(served, school.maths, school.day, 1))["cancelled"]


async def test_the_pages_are_for_those_who_keep_the_timetable(sign_in: SignIn, served: Served, school: School) -> None:
    _, monday = await week_of_maths(served, school)
    teacher = await sign_in("maria", f"/timetable/class/{school.class_5a}/{week_of(monday)}")
    await expect(teacher.locator(".tt [data-lesson]")).to_have_count(6)
    await expect(teacher.locator("[data-change-lesson], [data-to-away]")).to_have_count(0)
    await teacher.goto("/away")
    await expect(teacher.locator("main")).to_contain_text("Такой страницы нет")
