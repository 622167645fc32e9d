"""Who cannot get in: three questions, a code by mail, one cause and one step; and the school that lets them in."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.handlers.test_contact_details import write_down
from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_invitations import Visitor
from tests.journeys.test_notices import LANGUAGES, mailed, no_sideways
from tests.support.invitations import without_account
from tests.support.post import Relaying
from tests.support.school import School
from tests.support.serving import Served, serving

MAIL = "olga@example.org"


@pytest.fixture
async def served(school_url: str, relay: Relaying) -> AsyncIterator[Served]:
    """A school that writes letters."""
    async with serving(
        school_url,
        postman=True,
        smtp_url=f"smtp+plain://127.0.0.1:{relay.port}",
        mail_from="Школа 7 <diary@school7.example>",
        quiet_hours=None,
    ) as served:
        yield served


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def asks(page: Page, relay: Relaying, sees: str | None, address: str = MAIL) -> None:
    """Answers the questions as Anya's mother, and types the code of the mail; `sees` is None if that is known."""
    await page.locator("[data-who=guardian]").click()
    await page.fill("input[name=childFamily]", "Соколова")
    await page.fill("input[name=childGiven]", "Анна")
    await page.fill("input[name=class]", "5а")
    await page.fill("input[name=family]", "Соколова")
    await page.fill("input[name=given]", "Ольга")
    await page.locator("[data-next]").click()
    if sees is not None:
        await page.locator(f"[data-sees={sees}]").click()
    await page.fill("input[name=address]", address)
    await page.locator("[data-send]").click()
    await expect(page.locator("[data-case]")).to_be_visible()
    [(to, mail)] = await mailed(relay, 1)
    body = mail.get_body(("plain",))
    assert to == address
    assert body is not None
    await page.fill("input[name=code]", re.findall(r"\d{3} \d{3}", body.get_content())[0])
    await page.locator("[data-show]").click()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_mother_who_was_never_invited_helps_herself_from_the_sign_in_page(
    visitor: Visitor, served: Served, school: School, relay: Relaying, language: str, width: int
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await without_account(served, school.olga)
    page = await visitor.page("/sign-in", width, "en" if language == "en" else "ru")
    await page.locator("[data-help]").click()
    await expect(page.locator("h1")).to_have_text("Who are you?" if language == "en" else "Кто вы?")
    await no_sideways(page)
    await asks(page, relay, "uninvited")
    await expect(page.locator("[data-cause=uninvited]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-step=invite]").click()
    await expect(page.locator("[data-done]")).to_contain_text(MAIL)
    [(_, invitation)] = await mailed(relay, 1)
    body = invitation.get_body(("plain",))
    assert body is not None
    page = await visitor.page(re.findall(r"/in#[\w-]{43}", body.get_content())[0], width)
    await expect(page.locator("[data-who]")).to_be_visible()


async def test_the_school_corrects_an_address_and_closes_the_case(
    visitor: Visitor, sign_in: SignIn, served: Served, school: School, relay: Relaying
) -> None:
    await write_down(served, school.olga, email="pavlova@example.org")
    await without_account(served, school.olga)
    page = await visitor.page("/sign-in/help")
    await asks(page, relay, "wrong")
    await expect(page.locator("[data-cause=stranger]")).to_be_visible()
    await expect(page.locator("[data-cause=stranger]")).not_to_contain_text("pavlova")
    office = await sign_in("clara", "/admin/people", width=360)
    await office.locator("[data-to-cases]").click()
    await office.locator("button[data-case]").click()
    await expect(office.locator("[data-open-case] table")).to_contain_text("pavlova@example.org")
    await no_sideways(office)
    await office.locator("[data-act=correct]").click()
    await expect(office.locator("[data-outcome=correct]")).to_be_visible()
    await expect(office.locator("[data-cases='0']")).to_be_visible()
    await office.fill("input[name=number]", "№ 77")
    await office.locator("[data-find-case]").click()
    await expect(office.locator("[data-no-case]")).to_contain_text("77")
    [(to, _)] = await mailed(relay, 1)
    assert to == MAIL


async def test_a_class_teacher_sees_who_of_the_class_cannot_get_in(
    visitor: Visitor, sign_in: SignIn, served: Served, school: School, relay: Relaying
) -> None:
    await write_down(served, school.olga, email="pavlova@example.org")
    teacher = await sign_in("maria", f"/class/{school.class_5a}/in", width=360)
    await expect(teacher.locator("[data-families]")).to_be_visible()
    await expect(teacher.locator("[data-cases]")).to_have_count(0)
    page = await visitor.page("/sign-in/help")
    await asks(page, relay, "wrong")
    await expect(page.locator("[data-cause=stranger]")).to_be_visible()
    await teacher.reload()
    await teacher.locator("button[data-case]").click()
    await expect(teacher.locator("[data-open-case] table")).to_contain_text("pavlova@example.org")
    await expect(teacher.locator("[data-person-page]")).to_have_count(0)
    await no_sideways(teacher)


async def test_back_leads_to_the_question_before_with_what_was_typed(visitor: Visitor, served: Served) -> None:
    page = await visitor.page("/sign-in/help")
    await page.locator("[data-who=staff]").click()
    await page.fill("input[name=family]", "Рябова")
    await page.locator("[data-next]").click()
    await expect(page.locator(".field.wrong")).to_have_count(1)
    await page.fill("input[name=given]", "Мария")
    await page.locator("[data-next]").click()
    await expect(page.locator("[data-sees=wrong]")).to_be_visible()
    await page.locator("[data-back]").click()
    await expect(page.locator("input[name=given]")).to_have_value("Мария")
    await page.go_back()
    await expect(page.locator("[data-who=staff]")).to_be_visible()


async def test_a_white_page_is_tried_on_the_device_itself(visitor: Visitor, served: Served) -> None:
    page = await visitor.page("/sign-in/help")
    await page.locator("[data-who=student]").click()
    await page.fill("input[name=family]", "Соколова")
    await page.fill("input[name=given]", "Анна")
    await page.fill("input[name=class]", "5А")
    await page.locator("[data-next]").click()
    await page.locator("[data-sees=white]").click()
    await expect(page.locator("[data-checks]")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_link_of_another_year_leads_to_a_new_invitation(
    visitor: Visitor, served: Served, school: School, relay: Relaying, language: Language, width: int
) -> None:
    await write_down(served, school.olga, email=MAIL)
    await without_account(served, school.olga)
    page = await visitor.page("/i/2024-kd83hd92?from=letter", width, language)
    await expect(page.locator("[data-way-in=old_link]")).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-old-link]").click()
    await asks(page, relay, None)
    await expect(page.locator("[data-cause=old_link] [data-step=invite]")).to_be_visible()
    await no_sideways(page)


async def test_a_link_that_opens_nothing_is_no_dead_end(visitor: Visitor, served: Served) -> None:
    page = await visitor.page(f"/in#{'a' * 43}", 360, "ru")
    await page.locator("[data-way-in=closed] [data-old-link]").click()
    await expect(page.locator("[data-who=guardian]")).to_be_visible()
    known = await visitor.page("/diary/1/2026-09-01", 360, "ru")
    await expect(known.locator("input[name=username]")).to_be_visible()  # a page of ours asks for the sign-in
