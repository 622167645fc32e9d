"""Invitations to telephones in browsers: sent by a class teacher through the gateway, opened by whom they are for."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_invitations import FRESH, Visitor, choose_password, not_in, slip
from tests.journeys.test_notices import LANGUAGES, no_sideways
from tests.support.gateways import SECRET, Gateway, gateway
from tests.support.school import School
from tests.support.serving import Served, serving

PHONE = "+79161234567"


@pytest.fixture
async def telephones() -> AsyncIterator[Gateway]:
    async with gateway() as found:
        yield found


@pytest.fixture
async def served(school_url: str, telephones: Gateway) -> AsyncIterator[Served]:
    """A school that has a gateway, and no mail."""
    async with serving(
        school_url, postman=True, webhook_url=telephones.url, webhook_secret=SECRET, quiet_hours=None
    ) as served:
        yield served


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def has_phone(served: Served, person: int) -> None:
    await served.server.pool.execute("update person set phone = $2 where id = $1", person, PHONE)


def link_in(call: dict[str, dict[str, str]]) -> str:
    found = re.search(r"/in#[\w-]+$", call["data"]["text"])
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_mother_without_mail_comes_in_by_the_message_on_her_telephone(
    sign_in: SignIn,
    visitor: Visitor,
    served: Served,
    school: School,
    telephones: Gateway,
    language: Language,
    width: int,
) -> None:
    await not_in(served, school, school.olga, school.anya)
    await has_phone(served, school.olga)
    maria = await sign_in("maria", f"/class/{school.class_5a}/in", width=width, language=language)
    await maria.locator("[data-send-all]").click()
    facts = maria.locator("[data-asking] .sign-ins-facts")
    await expect(facts).to_contain_text(
        {"ru": "1 сообщение на телефон уйдёт сейчас", "en": "1 message to a phone goes now"}[language]
    )
    await expect(facts).to_contain_text({"ru": "1 нужен листок", "en": "1 needs a slip"}[language])
    await no_sideways(maria)
    await maria.locator("[data-go]").click()
    call = await telephones.next()
    assert (call["type"], call["data"]["phone"]) == ("invitation", PHONE)
    mother = maria.locator(f"[data-invited='{school.olga}'] [data-status]")
    while await mother.get_attribute("data-status") != "sent":  # once the gateway's answer is noted
        await maria.reload()
        await expect(mother).to_be_visible()
    await expect(mother).to_contain_text({"ru": "на телефон", "en": "to the phone"}[language])
    await no_sideways(maria)

    olga = await visitor.page(link_in(call), width, language)
    await olga.fill("input[name=family]", "Соколова")
    await olga.locator("[data-prove]").click()
    await choose_password(olga)
    await expect(olga.locator(f"[data-lesson='{school.today}']").first).to_be_visible()
    await maria.reload()
    await maria.locator("[data-shown=all]").click()
    await expect(mother).to_have_attribute("data-status", "used")


async def test_one_person_is_sent_a_message_from_the_sheet_of_what_can_be_done(
    sign_in: SignIn, served: Served, school: School, telephones: Gateway
) -> None:
    await not_in(served, school, school.olga)
    await has_phone(served, school.olga)
    maria = await sign_in("maria", f"/class/{school.class_5a}/in", width=360)
    await maria.locator(f"[data-invited='{school.olga}'] [data-acts]").click()
    await expect(maria.locator("[data-send=message]")).to_have_text("Отправить на телефон")
    await expect(maria.locator("[data-send-other]")).to_have_count(0)  # there is no other medium here
    await no_sideways(maria)
    await maria.locator("[data-send=message]").click()
    assert (await telephones.next())["data"]["phone"] == PHONE
    await expect(maria.locator("[data-told]")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_who_has_forgotten_the_password_types_the_code_of_a_message_and_a_stranger_sees_the_same(
    visitor: Visitor, served: Served, school: School, telephones: Gateway, language: Language, width: int
) -> None:
    await has_phone(served, school.olga)
    page = await visitor.page("/in/ask", width, language)
    words = []
    for login in ("+7 999 000-00-00", "8 (916) 123-45-67"):
        await page.goto("/in/ask")
        await page.fill("input[name=login]", login)
        await no_sideways(page)
        await page.locator("[data-ask]").click()
        await expect(page.locator("[data-way-in=asked]")).to_be_visible()
        await no_sideways(page)
        words.append(await page.locator("main").inner_text())
    assert words[0] == words[1]
    call = await telephones.next()
    [code] = re.findall(r"\d{3} \d{3}", call["data"]["text"])
    await page.locator("[data-use-code]").click()
    await expect(page.locator("input[name=code]")).to_have_attribute("aria-invalid", "true")
    await page.fill("input[name=code]", f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}")
    await page.locator("[data-use-code]").click()
    await expect(page.locator("#code-wrong")).to_be_visible()
    await no_sideways(page)
    await page.fill("input[name=code]", code)
    await page.locator("[data-use-code]").click()
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await page.locator("[data-forgotten]").click()
    await choose_password(page)
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_who_comes_in_by_a_slip_confirms_the_telephone_and_sees_it_confirmed_later(
    visitor: Visitor, served: Served, school: School, telephones: Gateway, language: Language, width: int
) -> None:
    await not_in(served, school, school.olga)
    await has_phone(served, school.olga)
    paper = await slip(served, school, school.olga)
    page = await visitor.page(f"/in#{paper.token}", width, language)
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await page.fill("input[name=password]", FRESH)
    await page.locator("[data-use]").click()
    own = page.locator("[data-telephone]")
    await expect(own).to_contain_text(PHONE)
    await own.locator("[data-send-code]").click()
    await expect(own.locator("[data-code-sent]")).to_be_visible()
    [code] = re.findall(r"\d{3} \d{3}", (await telephones.next())["data"]["text"])
    await page.fill("input[name=code]", f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}")
    await own.locator("[data-confirm-telephone]").click()
    await expect(own.locator("[data-wrong-code]")).to_be_visible()
    await no_sideways(page)
    await page.fill("input[name=code]", code)
    await own.locator("[data-confirm-telephone]").click()
    await expect(page.locator("[data-telephone=confirmed]")).to_contain_text(
        {"ru": "Подтверждено", "en": "Confirmed"}[language]
    )
    await page.locator("[data-to-pages]").click()
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    await page.goto("/me/notices")
    await expect(page.locator("[data-telephone=confirmed]")).to_contain_text(PHONE)
    await no_sideways(page)
