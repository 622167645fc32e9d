"""A school that begins with nothing but its head and two tables: one of its people, and one of its timetable."""

import io
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook
from playwright.async_api import FilePayload, expect

from tests.handlers.test_register import sign_in_as
from tests.journeys.conftest import SignIn
from tests.journeys.test_from_nothing import Hand, a_week_passes, empty_school, say_the_week
from tests.journeys.test_mark_rings_at_home import enter, sent
from tests.support.school import School
from tests.support.serving import Served

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STUDENTS = (
    {"Фамилия": "Жуков", "Имя": "Лев", "Дата рождения": "12.05.2015", "Класс": "5А", "Мать: ФИО": "Жукова Ада Юрьевна"},
    {"Фамилия": "Ильина", "Имя": "Мила", "Дата рождения": "03.10.2015", "Класс": "5A", "Отец: ФИО": "Ильин Юрий"},
    {"Фамилия": "Котов", "Имя": "Егор", "Дата рождения": "20.01.2015", "Класс": "5Б", "Мать: ФИО": "Котова Яна"},
)
STAFF = (
    {"Фамилия": "Орлова", "Имя": "Зоя", "Отчество": "Игоревна", "Должность": "учитель", "Классное руководство": "5А"},
    {"Фамилия": "Ким", "Имя": "Лилия", "Отчество": "Андреевна", "Должность": "учитель", "Классное руководство": "5Б"},
)
HEAD = {"Фамилия": "Первая", "Имя": "Вера", "Отчество": "Павловна", "Должность": "директор"}
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота")
ALGEBRA_A, ALGEBRA_B = "Алгебра\nОрлова З. И.\n214", "Алгебра\nОрлова З.И.\nкаб. 214"
ENGLISH = "Английский язык (1)/Ким Л. А./215\nАнглийский язык (2)/Орлова З. И./214"


async def test_two_tables_make_a_school_in_which_a_mark_reaches_a_family(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await empty_school(served)
    hand = Hand(await sign_in("first", "/admin"))
    await people_of_a_table(hand)
    await names_of_a_timetable(hand)
    await say_the_week(hand, school)
    await timetable_of_a_table(hand)
    page = hand.page
    await page.goto("/admin")
    await expect(page.locator("[data-steps='8']")).to_be_visible()
    await a_week_passes(served, school)
    ids = {row["family_name"]: str(row["id"]) for row in await served.server.pool.fetch("select * from person")}
    await sign_in_as(served, ids["Орлова"], "orlova")
    await sign_in_as(served, ids["Жукова"], "zhukova")
    first = await served.server.pool.fetchrow(
        "select l.* from lesson l join course c on c.id = l.course_id"
        " where c.title = 'Алгебра, 5А' order by l.day limit 1"
    )
    assert first is not None
    year, week, _ = first["day"].isocalendar()
    family = await sign_in("zhukova", f"/diary/{ids['Жуков']}/{year}-W{week:02}", width=360)
    lesson = family.locator(f"[data-lesson='{first['id']}']")
    await expect(lesson).to_contain_text("Алгебра")
    await expect(family.locator("[data-lesson]", has_text="Английский язык")).to_have_count(3)
    keeper = await sign_in("orlova", f"/journal/{first['course_id']}?lesson={first['id']}")
    await enter(keeper, int(ids["Жуков"]), first["id"], "5")
    await sent(keeper)
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "5")
    assert hand.presses < 40, "what a head has the patience for"
    assert hand.fields < 10


async def people_of_a_table(hand: Hand) -> None:
    """Fills in the template of the page, brings it, and applies it."""
    page = hand.page
    await hand.press("[data-to-people-files]")
    async with page.expect_download() as download:
        await hand.press("[data-template]")
    template = (await (await download.value).path()).read_bytes()
    # the head, who is there already, would come a second time: that is said, and the line taken out
    with_head = fill(template, {"Ученики": STUDENTS, "Сотрудники": (*STAFF, HEAD)})
    await choose(hand, "files", "Люди школы.xlsx", with_head)
    await expect(page.locator("[data-level=warning]").first).to_contain_text("Первая Вера Павловна: в школе уже")
    await choose(hand, "files", "Люди школы.xlsx", fill(template, {"Ученики": STUDENTS, "Сотрудники": STAFF}))
    await expect(page.locator("[data-total='26']")).to_be_visible()
    await expect(page.locator("[data-errors]")).to_have_count(0)
    await expect(page.locator("[data-changes='class_enrolment 3.0.0.0']")).to_be_visible()
    await hand.press("[data-apply]")
    await expect(page.locator("[data-done]")).to_be_visible()


async def names_of_a_timetable(hand: Hand) -> None:
    """Brings the timetable as it hangs on the wall too early: its names are answered, and what is missing is said."""
    await bring_timetable(hand)
    for kind in ("subject", "room"):  # all of them are new to the school
        await hand.press(f"[data-kind={kind}] [data-all-new]")
        await hand.press("[data-answer]")
    await expect(hand.page.locator("[data-no-period] a")).to_have_attribute("href", "/admin/calendar/periods")
    await expect(hand.page.locator("[data-apply]")).to_have_count(0)


async def timetable_of_a_table(hand: Hand) -> None:
    """Brings it once more, now that there is a week for it: nothing is asked again."""
    page = hand.page
    await bring_timetable(hand)
    await expect(page.locator("[data-counts='18.0.0.0']")).to_be_visible()
    await expect(page.locator("[data-clashes]")).to_have_count(0)
    await hand.press("[data-apply]")
    await expect(page.locator("[data-done]")).to_be_visible()
    await hand.press("[data-to-courses]")
    await expect(page.locator("select[name=class] option:checked")).to_have_text("5А")
    for half, student in (("1", "Жуков Лев"), ("2", "Ильина Мила")):
        row = page.locator("[data-course]", has_text=f"Английский язык, 5А, {half}")
        await hand.press(row.locator("button"))
        hand.presses += 1
        await page.get_by_label(student).check()
        await hand.press("[data-save-course]")
        await expect(row).to_contain_text("1 ученик")


async def bring_timetable(hand: Hand) -> None:
    await hand.page.goto("/admin")
    await hand.press("a[href*='/admin/timetable-file']")
    await choose(hand, "file", "Расписание 5-х.xlsx", wall())


async def choose(hand: Hand, name: str, file: str, content: bytes) -> None:
    brought: FilePayload = {"name": file, "mimeType": XLSX, "buffer": content}
    hand.presses += 1
    await hand.page.locator(f"input[name={name}]").set_input_files(brought)


def fill(template: bytes, sheets: dict[str, Sequence[dict[str, str]]]) -> bytes:
    """Returns the template with these lines below its headings."""
    book = load_workbook(io.BytesIO(template))
    for name, lines in sheets.items():
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        for n, line in enumerate(lines, 2):
            assert line.keys() <= set(headings)
            for column, heading in enumerate(headings, 1):
                sheet.cell(n, column).value = line.get(str(heading))
    return saved(book)


def wall() -> bytes:
    """Returns a grid of two classes: algebra on each day, the two halves of 5А at English, a lesson of 5Б alone."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Расписание 5-х классов"])
    sheet.append(["День", "№", "5А", "5Б"])
    for n, day in enumerate(DAYS):
        sheet.append([day, 1, ALGEBRA_A, None])
        sheet.append([None, 2, ENGLISH if n < 3 else None, None])
        sheet.append([None, 3, None, ALGEBRA_B])
        sheet.merge_cells(start_row=3 + 3 * n, end_row=5 + 3 * n, start_column=1, end_column=1)
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
