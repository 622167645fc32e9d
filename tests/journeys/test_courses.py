"""Courses in a browser: of a class, of its halves, and of several classes together."""

from playwright.async_api import Page, expect

from tests.handlers.test_courses import added, fields
from tests.handlers.test_patterns import set_up
from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.serving import Served


def page_of(school: School) -> str:
    return f"/admin/courses?class={school.class_5a}"


async def fill(page: Page, subject: str, teacher: str) -> None:
    await page.locator("[data-add-course]").click()
    await page.fill("input[name=subject]", subject)
    await page.locator("select[name=teacher]").select_option(label=teacher)
    await expect(page.locator("[data-teacher]")).to_have_count(1)


async def test_leadership_types_a_course_and_its_teacher_keeps_a_journal_at_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await set_up(served, school)
    leader, teacher = await sign_in("clara", "/admin"), await sign_in("nina", "/journal", width=360)
    await leader.locator("[data-step=courses] a").click()
    await leader.locator("select[name=class]").select_option(label="5А")
    await fill(leader, "Шахматы", "Никитина Нина")
    await leader.locator("[data-save-course]").click()
    row = leader.locator("[data-course]", has_text="Шахматы")
    await expect(row).to_contain_text("Н.\u00a0Никитина · 2 ученика")
    await teacher.reload()
    await expect(teacher.get_by_text("Шахматы 5А")).to_be_visible()
    await row.locator("button").click()
    await leader.locator("[data-end-course]").click()
    await leader.locator("[data-end-yes]").click()
    await expect(row).to_have_count(0)


async def test_a_class_is_cut_in_two_halves_on_a_phone_in_english(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await set_up(served, school)
    leader = await sign_in("clara", page_of(school), width=360, language="en")
    await fill(leader, "English", "Лебедев Лев")
    await leader.locator("[data-for=group]").click()
    await leader.locator("[data-save-course]").click()
    await expect(leader.get_by_role("alert").filter(has_text="Choose at least one student")).to_be_visible()
    await leader.fill("input[name=group]", "group 1")
    await leader.locator("[data-every-other]").click()
    await expect(leader.locator("[data-chosen='1']")).to_have_text("1 of 2 chosen")
    await leader.locator("[data-save-course]").click()
    row = leader.locator("[data-course]", has_text="English, group 1")
    await expect(row).to_contain_text("English 5А, group 1")
    await expect(row).to_contain_text("1 student")
    course = await row.get_attribute("data-course")
    members = (await clara.get(f"/api/schools/{school.id}/courses/{course}")).body
    assert (members["whole"], len(members["chosen"])) == ([], 1)


async def test_what_somebody_else_changed_meanwhile_is_shown_beside_it(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara, class_ = await set_up(served, school), str(school.class_5a)
    course = await added(clara, school, classes=[class_], teachers=[str(school.nina)])
    leader = await sign_in("clara", page_of(school))
    await leader.locator(f"[data-course='{course['id']}'] button").click()
    await leader.fill("input[name=title]", "Английский, 5А")
    other = fields(school, title="Разговорный английский", classes=[class_], teachers=[str(school.lev)], revision=1)
    assert (await clara.ask("PUT", f"/api/schools/{school.id}/courses/{course['id']}", other)).status == 200
    await leader.locator("[data-save-course]").click()
    await expect(leader.locator("[data-side=theirs]").first).to_contain_text("Разговорный английский")
    await expect(leader.locator("[data-side=mine]").first).to_contain_text("Английский, 5А")
    await leader.locator("[data-save-course]").click()
    await expect(leader.locator(f"[data-course='{course['id']}']")).to_contain_text("Английский, 5А")


async def test_a_course_of_the_lists_is_shown_and_not_changed_here(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await set_up(served, school)
    leader = await sign_in("clara", page_of(school))
    row = leader.locator(f"[data-course='{school.maths}']")
    await expect(row).to_contain_text("из списков")
    await expect(row.locator("button")).to_have_count(0)
