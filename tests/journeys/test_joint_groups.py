"""A group of two schools, between browsers."""

from playwright.async_api import expect

from tests.journeys.conftest import SignIn
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Served


async def test_a_school_is_invited_comes_in_and_goes_out(sign_in: SignIn, served: Served, school: School) -> None:
    pool = served.server.pool
    other = await pool.fetchval("select id from school where id <> $1", school.id)
    await pool.execute(
        "insert into role (school_id, person_id, role, source, source_id)"
        " values ($1, $2, 'leadership', 't', 'lead-other')",
        other,
        school.foreign_teacher,
    )
    chat = await group(pool, school, "olga", "maria", owner="maria")
    leader, neighbour = await sign_in("clara", "/me"), await sign_in("foreign_teacher", "/me", language="en")
    for page in (leader, neighbour):
        await page.locator("input[name=groups_span_schools]").check()
    teacher = await sign_in("maria", f"/chats/{chat}")
    await teacher.locator("[data-about-chat]").click()
    await teacher.locator("[data-act=schools]").click()
    await teacher.locator("[data-invite]").click()
    await expect(teacher.locator("[data-joint]")).to_contain_text("приглашена")
    await neighbour.reload()
    await neighbour.locator("[data-accept]").click()
    await neighbour.locator("[data-invitation] a").click()
    await neighbour.fill("textarea[name=text]", "Hello from next door")
    await neighbour.keyboard.press("Enter")
    await teacher.keyboard.press("Escape")
    await expect(teacher.locator(".msg", has_text="Hello from next door")).to_be_visible()
    await leader.locator("input[name=groups_span_schools]").uncheck()
    await expect(neighbour.locator("[data-gone]")).to_be_visible()  # at once
