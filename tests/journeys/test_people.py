"""People and classes typed by hand in a browser: added, shown on a page of each, and ended by no roster."""

from pathlib import Path

from playwright.async_api import Page, expect

from tests.handlers.test_register import sign_in_as
from tests.journeys.conftest import SignIn, close_sheet
from tests.storage.test_roster import bring
from tests.support.rosters import small, without, write
from tests.support.school import School
from tests.support.serving import Served


async def add_person(page: Page, role: str, family: str, given: str, **more: str) -> None:
    await page.locator("[data-add-person]").click()
    await fill_person(page, role, family, given, **more)
    await expect(page.locator("[data-person-page] h2").first).to_contain_text(f"{family} {given}")


async def fill_person(page: Page, role: str, family: str, given: str, **more: str) -> None:
    form = page.locator("[data-person-form]")
    await form.locator("select[name=role]").select_option(role)
    await form.locator("input[name=family]").fill(family)
    await form.locator("input[name=given]").fill(given)
    if "class_" in more:
        await form.locator("select[name=class]").select_option(label=more["class_"])
    await form.locator("[data-save-person]").click()


async def test_leadership_types_a_class_with_its_people_and_a_roster_ends_none_of_it(
    sign_in: SignIn, served: Served, school: School, tmp_path: Path
) -> None:
    # the school comes from a roster, and its head types
    await bring(served.server.pool, write(tmp_path / "first", small()))
    head_id = await served.server.pool.fetchval("select id from person where source_id = 'head'")
    await sign_in_as(served, str(head_id), "head")
    head = await sign_in("head", "/admin", width=360)
    # a class
    await head.locator("[data-step=classes] a").click()
    await head.locator("[data-add-class]").click()
    await head.fill("input[name=name]", "6Я")
    await head.locator("select[name=grade]").select_option("6")
    await head.locator("[data-done]").click()
    await expect(head.locator("[data-class='6Я']")).to_contain_text("введено вручную")
    # its teacher
    await head.goto("/admin")
    await head.locator("[data-step=staff] a").click()
    await add_person(head, "teacher", "Орлова", "Зоя")
    await head.locator("[data-lead-class]").click()
    await head.locator("select[name=class]").select_option(label="6Я")
    await head.locator("[data-done]").click()
    await expect(head.locator("[data-classes] [data-entry='6Я']")).to_contain_text("классный руководитель")
    # a student, with a guardian who is not there yet
    await head.goto("/admin")
    await head.locator("[data-step=students] a").click()
    await add_person(head, "student", "Жуков", "Лев", class_="6Я")
    await expect(head.locator("[data-classes] [data-entry='6Я']")).to_contain_text("ученик")
    await head.locator("[data-name-guardian]").click()
    await head.fill("input[name=adult]", "Жукова")
    await head.locator("[data-add-adult]").click()
    await fill_person(head, "guardian", "Жукова", "Ада")
    await expect(head.locator("[data-form=guardian] input[name=guardian]")).to_be_checked()
    await head.locator("[data-done]").click()
    await expect(head.locator("[data-relatives=guardians] [data-entry='Жукова']")).to_contain_text("мама, дневник")
    # chosen again, what was typed of her stands there, and goes with her
    await head.locator("[data-name-guardian]").click()
    await head.locator("select[name=relation]").select_option("guardian")
    await head.fill("input[name=adult]", "Жукова")
    await head.locator("[data-form=guardian] input[name=guardian]").check()
    await expect(head.locator("select[name=relation]")).to_have_value("mother")
    await head.fill("input[name=adult]", "Соколова")
    await expect(head.locator("select[name=relation]")).to_have_value("guardian")
    await head.keyboard.press("Escape")
    student = head.url
    # the next roster knows nothing of them, and ends others
    files = small()
    without(files, "users.csv", "anna")
    without(files, "roles.csv", "r1")
    without(files, "enrollments.csv", "e1", "e4")
    result = await bring(served.server.pool, write(tmp_path / "next", files), allow_ending=frozenset({"all"}))
    assert result["applied"]
    await head.goto(student)
    await expect(head.locator("[data-roles] [data-entry=student]")).to_contain_text("введено вручную")
    await expect(head.locator("[data-classes] [data-entry='6Я']")).to_have_attribute("data-over", "false")
    guardian = head.locator("[data-relatives=guardians] [data-entry='Жукова']")
    await expect(guardian).to_have_attribute("data-over", "false")
    # what was typed ends by hand alone
    await guardian.locator("[data-end]").click()
    await head.locator("[data-form=end] [data-done]").click()
    await expect(guardian).to_have_attribute("data-over", "true")


async def test_people_are_found_by_a_word_and_a_role_and_what_is_of_the_roster_is_only_read(
    sign_in: SignIn, school: School
) -> None:
    leader = await sign_in("clara", "/admin/people", language="en")
    await leader.fill("input[name=q]", "соколова")
    await expect(leader.locator("[data-people]")).to_have_attribute("data-people", "2")
    await leader.locator("[data-role=student]").click()
    await leader.locator(f"[data-person='{school.anya}']").click()
    await expect(leader.locator("[data-contacts]")).to_contain_text("From the roster")
    await expect(leader.locator("[data-correct], [data-end]")).to_have_count(0)
    await expect(leader.locator("[data-relatives=guardians] [data-shut=true]")).to_contain_text(
        "No access to the child"
    )
    await leader.go_back()
    await expect(leader.locator("input[name=q]")).to_have_value("соколова")
    await expect(leader.locator("[data-person]")).to_have_count(1)


async def test_an_adult_is_kept_from_a_child_by_hand_and_the_open_page_closes(sign_in: SignIn, school: School) -> None:
    leader = await sign_in("clara", f"/admin/people/{school.anya}")
    olga = await sign_in("olga", f"/diary/{school.anya}", width=360)
    await expect(olga.locator("[data-lesson]:visible").first).to_be_visible()
    mother = leader.locator("[data-relatives=guardians] [data-entry='Соколова']")
    await mother.locator("[data-access=restrict]").click()
    await leader.locator("[data-form=end] [data-done]").click()
    await expect(mother).to_have_count(2)  # the roster's line, and the school's own
    await expect(mother.first).to_contain_text("Доступа к ребёнку нет")
    await expect(mother.last).to_contain_text("Доступа к ребёнку нет")
    await expect(olga.locator("[data-lesson]")).to_have_count(0)
    await mother.locator("[data-access=lift]").click()
    await leader.locator("[data-form=end] [data-done]").click()
    await expect(leader.locator("[data-access=lift]")).to_have_count(0)
    await olga.goto(f"/diary/{school.anya}")
    await expect(olga.locator("[data-lesson]:visible").first).to_be_visible()


async def test_somebody_who_is_not_named_yet_is_kept_from_a_child_from_the_start(
    sign_in: SignIn, school: School
) -> None:
    leader = await sign_in("clara", f"/admin/people/{school.misha}", width=360)
    await leader.locator("[data-name-guardian]").click()
    await leader.fill("input[name=adult]", "Никитина")
    await leader.locator("[data-form=guardian] input[name=guardian]").first.check()
    await leader.locator("input[name=restricted]").check()
    await expect(leader.locator("input[name=diary], input[name=from_day]")).to_have_count(0)
    await leader.locator("[data-form=guardian] [data-done]").click()
    await expect(leader.locator("[data-relatives=guardians] [data-shut=true]")).to_contain_text("Никитина")


async def test_a_namesake_is_named_and_added_only_when_meant(sign_in: SignIn, school: School) -> None:
    leader = await sign_in("clara", "/admin/people")
    await leader.locator("[data-add-person]").click()
    await leader.locator("[data-save-person]").click()
    await expect(leader.locator("[data-person-form] .err")).to_have_count(2)
    await fill_person(leader, "teacher", "Рябова", "Мария")
    await expect(leader.locator("[data-alike]")).to_contain_text("Рябова Мария")
    await leader.locator("[data-save-person]").click()
    await expect(leader.locator("[data-roles]")).to_contain_text("введено вручную")
    await leader.locator("[data-correct]").click()
    await leader.fill("input[name=phone]", "+7 916 555-47-12")
    await leader.locator("[data-save-person]").click()
    await expect(leader.locator("[data-contacts]")).to_contain_text("+7 916 555-47-12")


async def test_whoever_keeps_the_timetable_alone_finds_no_people(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await served.person("clara")
    asked = {"person": str(school.nina), "appointed": True}
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/timetable-officers", asked)).status == 200
    officer = await sign_in("nina", "/admin")
    await expect(officer.locator("[data-step=rooms] a")).to_have_count(1)
    await expect(officer.locator("[data-step=staff] a, [data-to-people]")).to_have_count(0)


async def test_an_open_page_of_somebody_who_is_appointed_has_the_set_up_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    officer = await sign_in("nina", "/today")
    await expect(officer.locator("[data-my-day]")).to_be_visible()
    await expect(officer.locator("a[href='/admin']")).to_have_count(0)
    clara = await served.person("clara")
    for appointed in (True, False):
        asked = {"person": str(school.nina), "appointed": appointed}
        assert (await clara.ask("PUT", f"/api/schools/{school.id}/timetable-officers", asked)).status == 200
        await expect(officer.locator("a[href='/admin']")).to_have_count(int(appointed))


async def test_a_sheet_is_left_without_a_change(sign_in: SignIn, school: School) -> None:
    leader = await sign_in("clara", f"/admin/people/{school.nina}")
    await leader.locator("[data-give-role]").click()
    await close_sheet(leader)
    await expect(leader.locator("[data-roles] [data-entry]")).to_have_count(1)
