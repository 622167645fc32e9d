"""Trusted persons in a browser: giver, other guardian and trusted person, each before a screen of their own."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from channels.trust.due import look_at_trusts
from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_notices import no_sideways
from tests.support.school import School
from tests.support.serving import Served
from tests.support.trusts import time_passes, with_family


@pytest.fixture(autouse=True)
async def family(served: Served, school: School) -> None:
    await with_family(served.server.pool, school)


async def test_from_the_offer_to_an_open_diary_and_its_end(sign_in: SignIn, served: Served, school: School) -> None:
    olga = await sign_in("olga", "/me", width=360)
    await olga.locator("[data-trusted-link]").click()
    await expect(olga.locator(".none")).to_contain_text("Пока дневник видят только родители")
    await olga.locator("[data-add-trust]").click()
    form = olga.locator("[data-new-trust]")
    await expect(olga.locator("[data-told]")).to_contain_text("Белов Борис")
    # what is wrong stands at its fields, and what was typed stays
    await form.locator("[name=family]").fill("Чужая")
    await form.locator("[name=phone]").fill("900 000-00-0")
    await form.locator("[data-send-trust]").click()
    await expect(olga.locator("[data-wrong]")).to_contain_text("Исправьте: 2")
    await form.locator("[name=service][value=diary]").check()
    await form.get_by_text("Год", exact=True).click()
    await expect(olga.locator("aside")).to_contain_text("Закроется")
    await form.locator("[data-send-trust]").click()
    await expect(olga.locator("[data-wrong]")).to_contain_text("Номер неполный")
    await expect(form.locator("[name=family]")).to_have_value("Чужая")
    await form.locator("[name=phone]").fill("8 900 000-00-05")
    await form.locator("[data-send-trust]").click()
    await expect(olga.locator("[data-sent]")).to_contain_text("Приглашение отправлено: Чужая")
    row = olga.locator("[data-trust]")
    await expect(row).to_contain_text("согласия ещё нет")
    number = await row.get_attribute("data-trust")
    assert number is not None
    await look_at_trusts(served.server.desk)
    # whom it is for finds it in the own account
    alla = await sign_in("foreign_teacher", "/me", width=360)
    await alla.locator("[data-trust-waits]").click()
    await expect(alla.locator("[data-invitee=offered]")).to_contain_text("Ольга С.")
    await expect(alla.locator("[data-invitee]")).not_to_contain_text("Соколова")
    await alla.locator("[data-accept]").click()
    await expect(alla.locator("[data-invitee=waiting]")).to_contain_text("Принято. Откроется")
    # the giver sees it at once; the other guardian looks at it
    await expect(row).to_contain_text("откроется")
    boris = await sign_in("boris", "/me", language="en")
    await boris.locator("[data-trust-waits]").click()
    await expect(boris.locator("[data-family=waiting]")).to_contain_text("Чужая Алла")
    await boris.locator("[data-refuse]").click()
    await expect(boris.locator("[data-refused]")).to_contain_text("Nothing has opened")
    await boris.locator("[data-take-back]").click()
    await expect(boris.locator("[data-family=waiting]")).to_be_visible()
    await time_passes(served.server.pool, {"id": number}, timedelta(hours=24))
    await expect(alla.locator("[data-invitee=open]")).to_contain_text("Вам открыто: Анна")
    await expect(boris.locator("[data-family=open]")).to_be_visible()
    # less at once, by the giver
    await row.locator("[data-change]").click()
    sheet = olga.locator("[data-change-trust]")
    await sheet.locator("[name=service][value=chat]").check()
    await sheet.locator("[data-save]").click()
    await expect(row).to_contain_text("добавится")
    await boris.reload()
    await boris.locator("[data-refuse-more]").click()
    await expect(boris.locator("[data-refuse-more]")).to_have_count(0)
    # and the end, at once and on the open page
    await boris.locator("[data-end]").click()
    await expect(boris.locator("[data-end-trust]")).to_contain_text("closes at once")
    await boris.locator("[data-end-now]").click()
    await expect(boris.locator("[data-over=ended]")).to_contain_text("ended by Белов Борис")
    await expect(alla.locator("[data-over=ended]")).to_be_visible()
    await expect(olga.locator(".trust-over")).to_contain_text("Завершённые: 1")


async def test_an_invitation_opens_for_nobody_else(sign_in: SignIn, served: Served, school: School) -> None:
    lev = await sign_in("lev", "/me/trusted/1")
    await expect(lev.locator("[data-not-for-you]")).to_contain_text("Приглашение не открывается")
    await lev.locator("[data-not-for-you] a").click()
    await expect(lev.locator("[data-trusted-link]")).to_have_count(0)


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "en")])
async def test_a_school_decides_how_long_a_family_may_object(
    sign_in: SignIn, served: Served, school: School, width: int, language: Language
) -> None:
    page = await sign_in("clara", "/admin", width=width, language=language)
    await page.locator("[data-to-trust]").click()
    await expect(page.locator("[data-trust-delay='24 0']")).to_be_visible()
    await expect(page.locator("[data-save-delay]")).to_be_disabled()
    await page.locator("select[name=stranger_hours]").select_option("4")
    await no_sideways(page)
    await page.locator("[data-save-delay]").click()
    await expect(page.locator("[data-trust-delay='4 0']")).to_be_visible()
    clara = await served.person("clara")
    assert (await clara.get(f"/api/schools/{school.id}/trust_delay")).body == {"stranger_hours": 4, "known_hours": 0}
