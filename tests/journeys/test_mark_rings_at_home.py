"""The way of a mark: from the teacher's keys to the family's open page, and what happens to it later."""

from datetime import timedelta

from playwright.async_api import Page, expect

from tests.handlers.test_lesson_days import mark
from tests.journeys.conftest import SignIn, cut_network
from tests.support.school import School
from tests.support.serving import Served


async def enter(page: Page, student: int, lesson: int, *keys: str) -> None:
    """Stands in a cell and presses keys, as a teacher does."""
    await page.locator(f'[data-cell="{student}:{lesson}"]').click()
    for key in keys:
        await page.keyboard.press(key)


async def sent(page: Page) -> None:
    await expect(page.locator("[data-send=sent]")).to_be_visible()


async def test_a_mark_its_correction_and_its_withdrawal_ring_at_home_without_reload(
    sign_in: SignIn, school: School
) -> None:
    teacher = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}")
    guardian = await sign_in("olga", f"/diary/{school.anya}")
    lesson = guardian.locator(f'[data-lesson="{school.today}"]')
    await expect(lesson).to_be_visible()

    await teacher.select_option("select[name=kind]", str(school.test))
    await enter(teacher, school.anya, school.today, "5")
    await sent(teacher)
    mark = lesson.locator("[data-mark]")
    await expect(mark).to_have_attribute("data-v", "5")
    await expect(mark).to_have_attribute("data-w", "3")
    await expect(guardian.locator("[data-news=fresh]")).to_contain_text("Анна")

    await enter(teacher, school.anya, school.today, "F2")
    await teacher.fill("textarea[name=words]", "Решено красиво")
    await teacher.keyboard.press("Control+Enter")
    await sent(teacher)
    await expect(guardian.locator("[data-news]")).to_contain_text("Решено красиво")
    await mark.click()
    sheet = guardian.locator("dialog[open]")
    for told in ("контрольная", "Рябова", "Решено красиво"):
        await expect(sheet).to_contain_text(told)
    await guardian.keyboard.press("Escape")

    await enter(teacher, school.anya, school.today, "4")
    await sent(teacher)
    await expect(mark).to_have_attribute("data-v", "4")
    await expect(lesson.locator("s.mark-old")).to_have_text("5")

    await enter(teacher, school.anya, school.today, "Delete")
    await teacher.locator("dialog[open] form button.bad").click()
    await sent(teacher)
    await expect(mark).to_have_attribute("data-state", "withdrawn")
    await expect(lesson).not_to_contain_text("4")
    await expect(guardian.locator("[data-news]")).to_contain_text("ошибка ввода")

    await guardian.reload()
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-state", "withdrawn")
    await expect(lesson).not_to_contain_text("4")


async def test_a_mark_rings_where_a_network_lets_no_websocket_through(
    sign_in: SignIn, served: Served, school: School
) -> None:
    guardian = await sign_in("olga", f"/diary/{school.anya}", websockets=False)
    [session] = served.server.engine.parts.around.sessions
    assert session.dialect.name == "http_stream json"
    lesson = guardian.locator(f'[data-lesson="{school.today}"]')
    await expect(lesson).to_be_visible()
    mark = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.test)}
    maria = await served.person("maria")
    assert (await maria.post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})).status == 201
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "5")


async def test_a_row_of_marks_and_absences_is_entered_by_keyboard_alone(sign_in: SignIn, school: School) -> None:
    teacher = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}")
    student = await sign_in("anya", f"/diary/{school.anya}")
    await enter(teacher, school.misha, school.today, "y")  # н, in a Latin layout: absent, and one row down
    await teacher.keyboard.press("3")
    await teacher.keyboard.press("Control+Enter")
    await sent(teacher)
    await expect(teacher.locator(f'[data-cell="{school.misha}:{school.today}"]')).to_contain_text("н")
    await expect(student.locator(f'[data-lesson="{school.today}"] [data-mark]')).to_have_attribute("data-v", "3")


async def test_two_teachers_in_one_journal_see_each_other(sign_in: SignIn, school: School) -> None:
    maria = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}")
    lev = await sign_in("lev", f"/journal/{school.maths}?lesson={school.today}", language="en")
    here = f'[data-cell="{school.anya}:{school.today}"] [data-mark]'
    await enter(maria, school.anya, school.today, "4")
    await expect(lev.locator(here)).to_have_attribute("data-v", "4")
    await enter(lev, school.anya, school.today, "5")
    await expect(maria.locator(here)).to_have_attribute("data-v", "5")


async def test_who_comes_second_to_a_cell_is_told_what_stands_and_asked(
    sign_in: SignIn, served: Served, school: School
) -> None:
    maria = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}")
    lev = await sign_in("lev", f"/journal/{school.maths}?lesson={school.today}", language="en", service_worker=True)
    cell = lev.locator(f'[data-cell="{school.anya}:{school.today}"]')
    await cut_network(cell)
    await enter(lev, school.anya, school.today, "5")
    await enter(maria, school.anya, school.today, "4")
    await sent(maria)
    await lev.context.set_offline(False)
    await expect(lev.locator("[data-send=failed]")).to_be_visible(timeout=30_000)
    await cell.click()
    await expect(lev.locator("[data-foot]")).to_contain_text("Another teacher has set 4 here")
    await lev.keyboard.press("Enter")
    await expect(cell.locator("[data-mark]")).to_have_attribute("data-v", "5")
    await sent(lev)
    stands = await served.server.pool.fetch("select value, revision from mark")
    assert [tuple(row) for row in stands] == [(5, 2)]


async def test_a_guardian_who_asks_for_another_child_finds_nothing(sign_in: SignIn, school: School) -> None:
    boris = await sign_in("boris", f"/diary/{school.misha}")
    await expect(boris.locator("[data-lesson]:visible").first).to_be_visible()
    await boris.goto(f"/diary/{school.anya}")
    await expect(boris.locator("[data-lesson]:visible").first).to_be_visible()  # his own child's
    for told in ("Анна", "Соколова"):
        await expect(boris.locator("body")).not_to_contain_text(told)


async def test_offline_the_diary_stays_readable_and_news_is_there_on_return(sign_in: SignIn, school: School) -> None:
    guardian = await sign_in("olga", f"/diary/{school.anya}", service_worker=True)
    teacher = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}")
    await enter(teacher, school.anya, school.today, "3")
    lesson = guardian.locator(f'[data-lesson="{school.today}"]')
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "3")
    await guardian.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await cut_network(lesson)
    await guardian.reload()
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "3")
    # said only after eight seconds: a tunnel is no news
    await expect(guardian.locator("html[data-link=off]")).to_be_attached(timeout=15_000)
    await expect(guardian.locator("[data-news=off]")).to_be_visible()
    await enter(teacher, school.anya, school.today, "5")
    await guardian.context.set_offline(False)
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "5", timeout=30_000)
    await expect(guardian.locator("html[data-link=live]")).to_be_attached()


async def test_marks_typed_offline_are_sent_on_return_once(sign_in: SignIn, school: School) -> None:
    teacher = await sign_in("maria", f"/journal/{school.maths}?lesson={school.today}", service_worker=True)
    guardian = await sign_in("olga", f"/diary/{school.anya}")
    here = teacher.locator(f'[data-cell="{school.anya}:{school.today}"]')
    await cut_network(here)
    await enter(teacher, school.anya, school.today, "4")
    await expect(here).to_have_attribute("data-state", "waiting")
    await teacher.context.set_offline(False)
    await expect(here).to_have_attribute("data-state", "sent", timeout=30_000)
    await expect(guardian.locator(f'[data-lesson="{school.today}"] [data-mark]')).to_have_count(1)


async def test_a_mean_is_of_the_period_that_the_school_sets_while_the_page_is_open(
    sign_in: SignIn, served: Served, school: School
) -> None:
    maria, clara = await served.person("maria"), await served.person("clara")
    for lesson, value in ((school.yesterday, 2), (school.today, 5)):
        assert (await mark(maria, school.maths, school.anya, lesson, school.answer, value)).status == 201
    page = await sign_in("olga", f"/diary/{school.anya}/marks")
    await expect(page.locator("main")).to_contain_text("3,50")
    tomorrow = (school.day + timedelta(days=1)).isoformat()
    period = {"title": "2 четверть", "from_day": school.day.isoformat(), "until_day": tomorrow}
    body = {"revision": 0, "weekdays": 6, "periods": [period], "free": []}
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/year", body)).status == 200
    await expect(page.locator("main")).to_contain_text("5,00")
    await expect(page.locator("main")).not_to_contain_text("3,50")


async def test_lessons_have_their_new_times_while_the_page_is_open(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await served.person("clara")
    page = await sign_in("olga", f"/diary/{school.anya}")
    lesson = page.locator("[data-lesson]", has_text="Математика").first
    await expect(lesson).to_contain_text("0:00")
    bells = [{"number": 1, "starts": "08:30", "ends": "09:15"}]
    rules = [{"schedule": "1 смена"}]
    body = {
        "revision": 0,
        "from_day": str(school.day),
        "schedules": [{"name": "1 смена", "bells": bells}],
        "rules": rules,
    }
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/bells", body)).status == 200
    await expect(page.locator("[data-lesson]:visible", has_text="8:30").first).to_be_visible()
