"""Two sign-ins of one human become one: a mother shows both; of double records the office says so in two voices."""

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Language, SignIn
from tests.support.merging import twin
from tests.support.school import PASSWORD, School
from tests.support.serving import Served


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])
async def test_a_mother_shows_her_second_sign_in_and_sees_both_children(
    served: Served, school: School, sign_in: SignIn, width: int, language: Language
) -> None:
    await twin(served, school, "olga2")
    page = await sign_in("olga", "/me", width=width, language=language)
    joined = page.locator("[data-merges]")
    await joined.locator("[data-add-sign-in]").click()
    await page.fill("[name=login]", "olga2")
    await page.fill("#merge-password", "не тот пароль")
    await page.locator("[data-show]").click()
    await expect(page.locator(".err")).to_be_visible()
    await page.fill("#merge-password", PASSWORD)
    await page.locator("[data-show]").click()
    other = page.locator("[data-merge-side=other]")
    await expect(other).to_contain_text("Белов Михаил")
    await expect(page.locator("[data-merge-side=survivor]")).to_contain_text("Соколова Анна")
    await page.locator("[data-join]").click()
    await expect(page.locator("[data-merge-told]")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("Белов Михаил")
    await joined.locator("[data-undo-merge]").click()
    await page.fill("#undo-password", PASSWORD)
    await page.locator("[data-undo-now]").click()
    await expect(page.locator("[data-merges='0']")).to_be_visible()
    await expect(page.locator("main")).not_to_contain_text("Белов Михаил")


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])
async def test_two_of_the_office_make_two_records_one(
    served: Served, school: School, sign_in: SignIn, width: int, language: Language
) -> None:
    other = await twin(served, school, "olga2")
    clara = await sign_in("clara", f"/admin/people/{other}", width=width, language=language)
    await clara.locator("[data-merge-with]").click()
    await clara.locator(f"[data-second='{school.olga}']").click()
    await expect(clara.locator("[data-merge-side=survivor]")).to_contain_text("Соколова Анна")
    await clara.locator("[data-propose-merge]").click()
    await expect(clara.locator("[data-merge-proposed]")).to_be_visible()
    sysop = await sign_in("sysop", "/admin/people", width=width, language=language)
    await sysop.locator("[data-confirm-merge]").click()
    await expect(sysop.locator("[data-school-merges] [data-undo-merge]")).to_be_visible()
    olga = await sign_in("olga", "/me", width=width, language=language)
    await expect(olga.locator("main")).to_contain_text("Белов Михаил")


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])
async def test_what_an_import_supposes_is_looked_at_proposed_and_confirmed(
    served: Served, school: School, sign_in: SignIn, width: int, language: Language
) -> None:
    others = [await twin(served, school, f"olga{at}", child=None) for at in range(6)]
    await served.server.pool.execute(
        "insert into merge (survivor_id, other_id, proof, school_id, proposed_at, expires_at)"
        " select $1, other, 'import', $2, now(), now() + interval '1 day' from unnest($3::bigint[]) as other",
        school.olga,
        school.id,
        others,
    )
    clara = await sign_in("clara", "/admin/people", width=width, language=language)
    listed = clara.locator("[data-school-merges]")
    await expect(listed.locator("[data-merge]")).to_have_count(5)  # the list of people stays near
    await listed.locator("[data-all-merges]").click()
    await expect(listed.locator("[data-merge]")).to_have_count(6)
    [first, *_] = await listed.locator("[data-propose-merge]").all()
    await first.click()
    await expect(listed.locator("[data-propose-merge]")).to_have_count(5)
    await listed.locator("[data-propose-merge] ~ [data-decline-merge]").first.click()
    await expect(listed.locator("[data-merge]")).to_have_count(5)
    sysop = await sign_in("sysop", "/admin/people", width=width, language=language)
    await sysop.locator("[data-confirm-merge]").click()
    await expect(sysop.locator("[data-school-merges] [data-undo-merge]")).to_be_visible()
    await sysop.locator("[data-school-merges]").get_by_role("link").first.click()
    await expect(sysop.locator("[data-merge-with]")).to_be_visible()
