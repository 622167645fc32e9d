"""Files of people in a browser: answered about, seen before they are applied, and asked twice where much would end."""

from playwright.async_api import FilePayload, Page, expect

from tests.journeys.conftest import SignIn
from tests.support.people_files import HEADINGS, MEANINGS, PUPILS, new_school, xlsx
from tests.support.serving import Served

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file(content: bytes, name: str = "список.xlsx") -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": content}


async def choose(page: Page, content: bytes) -> None:
    await page.locator("input[name=files]").set_input_files(file(content))


async def test_a_table_is_answered_about_seen_applied_and_changes_nothing_the_second_time(
    sign_in: SignIn, served: Served
) -> None:
    school = await new_school(served)
    leader = await sign_in("clara", f"/admin?school={school}", width=360)
    await leader.locator("[data-to-people-files]").click()
    async with leader.expect_download() as download:
        await leader.locator("[data-template]").click()
    assert (await download.value).suggested_filename == "Люди школы.xlsx"
    table = xlsx([["Список на 1 сентября"], HEADINGS, *PUPILS])
    await choose(leader, table)
    await expect(leader.locator("[data-format=XLSX]")).to_contain_text("Это XLSX")
    await expect(leader.locator("[data-check]")).to_be_disabled()
    for heading, meaning in MEANINGS.items():
        await leader.locator(f"[data-column='{heading}'] select").select_option(meaning)
    await leader.locator("[data-check]").click()
    await expect(leader.locator("[data-right=sees]")).to_contain_text("Алёшина Инна Львовна → Алёшина Зоя")
    await expect(leader.locator("[data-changes='class_enrolment 8.0.0.0']")).to_be_visible()
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-done]")).to_be_visible()
    assert await served.server.pool.fetchval("select count(*) from class where school_id = $1", int(school)) == 2
    await choose(leader, table)
    await expect(leader.locator("[data-no-changes]")).to_contain_text("Изменений нет")
    await expect(leader.locator("[data-errors]")).to_have_count(0)
    # a file without half of the people asks twice, and until then nobody leaves
    await choose(leader, xlsx([HEADINGS, *PUPILS[:2], *PUPILS[4:6]]))
    await expect(leader.locator("[data-end=class_enrolment]")).to_contain_text("4 из 8")
    await expect(leader.locator("[data-right=sees_no_more] b")).to_have_text("4")
    await expect(leader.locator("[data-apply]")).to_be_disabled()
    await leader.locator("input[name=confirmed]").check()
    await leader.locator("[data-apply]").click()
    await expect(leader.locator("[data-done]")).to_be_visible()
    await leader.reload()
    await expect(leader.locator("[data-earlier='2']")).to_contain_text("список.xlsx")
