"""A school that begins with nothing but its head: two classes are set up by hand, and live while others wait."""

from dataclasses import dataclass
from datetime import timedelta

from playwright.async_api import Locator, Page, expect

from tests.handlers.test_register import sign_in_as
from tests.journeys.conftest import SignIn
from tests.journeys.test_mark_rings_at_home import enter, sent
from tests.journeys.test_pattern_editor import cell
from tests.support.school import School
from tests.support.serving import Served

TWO = ("5А", "5Б")


@dataclass
class Hand:
    """Sets up a school with the mouse, and counts what it presses and what it fills in."""

    page: Page
    presses: int = 0
    fields: int = 0

    async def press(self, what: str | Locator) -> None:
        self.presses += 1
        await (self.page.locator(what) if isinstance(what, str) else what).click()

    async def fill(self, what: str | Locator, text: str) -> None:
        self.fields += 1
        await (self.page.locator(what) if isinstance(what, str) else what).fill(text)

    async def choose(self, what: str, *, value: str | None = None, label: str | None = None) -> None:
        self.fields += 1
        await self.page.locator(what).select_option(value=value, label=label)

    async def step(self, name: str) -> None:
        """Goes from the set-up to one of its steps."""
        await self.page.goto("/admin")
        await self.press(f"[data-step={name}] a")

    async def person(self, role: str, family: str, given: str, class_: str = "") -> str:
        """Adds somebody; returns their id."""
        await self.press("[data-add-person]")
        await self.choose("[data-person-form] select[name=role]", value=role)
        await self.fill("[data-person-form] input[name=family]", family)
        await self.fill("[data-person-form] input[name=given]", given)
        if class_:
            await self.choose("[data-person-form] select[name=class]", label=class_)
        await self.press("[data-save-person]")
        await expect(self.page.locator("[data-person-page] h2").first).to_contain_text(family)
        return self.page.url.partition("?")[0].rpartition("/")[2]


async def test_two_classes_are_set_up_by_hand_and_a_mark_reaches_a_family(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await empty_school(served)
    hand = Hand(await sign_in("first", "/admin"))
    page = hand.page
    await expect(page.locator("[data-steps='1']")).to_be_visible()
    await say_the_week(hand, school)
    await hand.step("staff")
    teacher = await hand.person("teacher", "Орлова", "Зоя")
    await hand.step("classes")
    for name in TWO:
        await hand.press("[data-add-class]")
        await hand.fill("input[name=name]", name)
        await hand.choose("select[name=grade]", value="5")
        await hand.press("[data-done]")
        await expect(page.locator(f"[data-class='{name}']")).to_be_visible()
    await hand.step("students")
    students = []
    for n, name in enumerate(TWO):
        if n:
            await page.goto("/admin/people")
        students.append(await hand.person("student", f"Жуков{n}", "Лев", name))
    await page.goto(f"/admin/people/{students[0]}")
    await hand.press("[data-name-guardian]")
    await hand.fill("input[name=adult]", "Жукова")
    await hand.press("[data-add-adult]")
    await hand.choose("[data-person-form] select[name=role]", value="guardian")
    await hand.fill("[data-person-form] input[name=family]", "Жукова")
    await hand.fill("[data-person-form] input[name=given]", "Ада")
    await hand.press("[data-save-person]")
    await hand.press("[data-form=guardian] [data-done]")
    guardian_row = page.locator("[data-relatives=guardians] [data-entry='Жукова']")
    await expect(guardian_row).to_be_visible()
    await hand.step("rooms")
    await hand.press("[data-add-room]")
    await hand.fill(page.locator("input[name=room]").last, "214")
    await hand.press("[data-save-rooms]")
    await expect(page.locator("[data-rooms='1']")).to_be_visible()
    await hand.step("courses")
    for n, name in enumerate(TWO):
        if n:
            await hand.choose("select[name=class]", label=name)
        await hand.press("[data-add-course]")
        await hand.fill("input[name=subject]", "Алгебра")
        await hand.choose("select[name=teacher]", label="Орлова Зоя")
        await hand.press("[data-save-course]")
        await expect(page.locator("[data-course]")).to_contain_text("З.\u00a0Орлова · 1 ученик")
    await lay_out(hand, served)
    await page.goto("/admin")
    await expect(page.locator("[data-steps='8']")).to_be_visible()
    await a_week_passes(served, school)
    await sign_in_as(served, teacher, "orlova")
    relative = await served.server.pool.fetchval("select id from person where family_name = 'Жукова'")
    await sign_in_as(served, str(relative), "zhukova")
    first = await served.server.pool.fetchrow(
        "select l.* from lesson l join course c on c.id = l.course_id where c.title = 'Алгебра 5А' order by day limit 1"
    )
    assert first is not None
    year, week, _ = first["day"].isocalendar()
    family = await sign_in("zhukova", f"/diary/{students[0]}/{year}-W{week:02}", width=360)
    lesson = family.locator(f"[data-lesson='{first['id']}']")
    await expect(lesson).to_contain_text("Алгебра")
    keeper = await sign_in("orlova", f"/journal/{first['course_id']}?lesson={first['id']}")
    await enter(keeper, int(students[0]), first["id"], "5")
    await sent(keeper)
    await expect(lesson.locator("[data-mark]")).to_have_attribute("data-v", "5")
    assert hand.presses < 90, "what a head has the patience for"
    assert hand.fields < 60


async def empty_school(served: Served) -> None:
    """Adds a school in which there is nobody but its head, who has the sign-in `first`."""
    pool = served.server.pool
    school = await pool.fetchval(
        "insert into school (source, source_id, name, zone) values ('typed', 'new', 'Новая школа', 'Europe/Moscow')"
        " returning id"
    )
    head = await pool.fetchval(
        "insert into person (source, source_id, family_name, given_name) values ('typed', 'first', 'Первая', 'Вера')"
        " returning id"
    )
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " values ('typed', 'first', $1, $2, 'leadership')",
        head,
        school,
    )
    await sign_in_as(served, str(head), "first")


async def a_week_passes(served: Served, school: School) -> None:
    """Brings what was planned from next Monday on to the week that is, and what began today a week back."""
    for table, *days in (
        ("lesson", "day"),
        ("bell_schedule", "from_day"),
        ("pattern_row", "from_day", "until_day"),
        ("role", "from_day"),
        ("guardianship", "from_day"),
    ):
        for day in days:
            await served.server.pool.execute(
                f"update {table} set {day} = {day} - 7 where {day} >= $1 and {day} < 'infinity'", school.day
            )


async def say_the_week(hand: Hand, school: School) -> None:
    """Says the length of the week, one period that holds this day, and the usual bells."""
    page, first = hand.page, school.day - timedelta(days=school.day.weekday())
    await hand.step("school")
    async with page.expect_response(lambda answer: answer.url.endswith("/year") and answer.request.method == "PUT"):
        await hand.press("[data-weekdays='6']")
    await page.goto("/admin/calendar/periods")
    await hand.press("[data-add-periods]")
    await hand.press("[data-kind=halves]")
    await hand.fill("[data-line='0'] input[name=first]", str(first))
    await hand.fill("[data-line='0'] input[name=last]", str(first + timedelta(days=90)))
    await hand.fill("[data-line='1'] input[name=first]", str(first + timedelta(days=91)))
    await hand.fill("[data-line='1'] input[name=last]", str(first + timedelta(days=180)))
    await hand.press("[data-save-periods]")
    await expect(page.locator("[data-strip] [data-field]")).to_have_count(2)
    await hand.step("bells")
    await hand.press("[data-save]")
    await expect(page.locator("[data-save]")).to_have_text("Всё сохранено")


async def lay_out(hand: Hand, served: Served) -> None:
    """Gives each class a lesson on every day from next Monday on."""
    page = hand.page
    for name in TWO:
        class_ = await served.server.pool.fetchval(
            "select id from class where name = $1 order by id desc limit 1", name
        )
        await page.goto(f"/timetable/edit/class/{class_}")
        number = 1 + TWO.index(name)
        for weekday in range(1, 7):
            course = page.locator("[data-course]").first
            if weekday == 2:  # one is placed now: what more there may be is behind a line
                await hand.press("[data-more] summary")
            await hand.press(course)
            await hand.press(cell(page, weekday, number).locator("[data-put=here]"))
        await hand.press("[data-save]")
        await expect(page.locator("[data-said]")).to_contain_text("Сохранено")
