"""Invitations in browsers: sent and printed by a class teacher, and used by those who come in by them."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import Invited
from channels.invitations.inviting import print_invitations
from channels.invitations.making import PaperInvitation
from tests.journeys.conftest import PATIENCE, Language, SignIn, cut_network
from tests.journeys.test_notices import LANGUAGES, mailed, no_sideways
from tests.support.post import Relaying
from tests.support.school import PASSWORD, School
from tests.support.serving import Served, serving

FRESH = "четыре зимних слова"
RUSSIAN_KEYS = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")
# Everything that a page can keep on a device.
_KEPT = """async () => {
    const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
    for (const { name } of await indexedDB.databases()) {
        const asked = indexedDB.open(name);
        const opened = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
        for (const store of opened.objectStoreNames) {
            const all = opened.transaction(store).objectStore(store).getAll();
            kept.push(await new Promise(done => { all.onsuccess = () => done(JSON.stringify(all.result)); }));
        }
        opened.close();
    }
    return kept.join();
}"""


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


class Visitor:
    """Somebody with a device on which nobody is signed in."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self._browser = browser
        self._served = served
        self.errors: list[str] = []

    async def page(
        self, path: str, width: int = 360, language: Language = "ru", *, service_worker: bool = False
    ) -> Page:
        context = await self._browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ru-RU" if language == "ru" else "en-GB",
            timezone_id="Europe/Moscow",
            has_touch=width < 720,
            base_url=self._served.base,
            service_workers="allow" if service_worker else "block",
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        await page.goto(path)
        return page


@pytest.fixture
async def visitor(browser: Browser, served: Served) -> AsyncIterator[Visitor]:
    visitor = Visitor(browser, served)
    yield visitor
    assert visitor.errors == []


async def not_in(served: Served, school: School, *people: int, email: str | None = None) -> None:
    """People who have no sign-in yet."""
    pool = served.server.pool
    await pool.execute("delete from account where person_id = any($1::bigint[])", list(people))
    await pool.execute("update person set email = $2 where id = any($1::bigint[])", list(people), email)


async def slip(served: Served, school: School, person: int) -> PaperInvitation:
    """A slip for one person, made by leadership."""
    hashes = InvitationHashes(await served.server.pool.fetchval("select value from secret where name = 'invitations'"))
    asked = Invited(people=[person])
    [paper] = await print_invitations(served.server.desk, hashes, school.clara, school.id, asked)
    return paper


async def link_in(relay: Relaying) -> str:
    [(_, mail)] = await mailed(relay)
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/in#[\w-]+", body.get_content())
    assert found is not None
    return found[0]


async def come_in(page: Page, family: str) -> None:
    """From the question for the name to the first page of one's own."""
    await page.fill("input[name=family]", family)
    await page.locator("[data-prove]").click()
    await choose_password(page)


async def choose_password(page: Page) -> None:
    await page.fill("input[name=password]", FRESH)
    await page.locator("[data-use]").click()
    await expect(page.locator("[data-way-in=done] [data-login]")).not_to_be_empty()
    await page.locator("[data-to-pages]").click()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_class_teacher_invites_a_mother_who_sees_the_diary_by_the_link_in_her_letter(
    sign_in: SignIn,
    visitor: Visitor,
    served: Served,
    school: School,
    relay: Relaying,
    language: Language,
    width: int,
) -> None:
    await not_in(served, school, school.olga, email="olga@example.org")
    maria = await sign_in("maria", "/today", width=width, language=language)
    await maria.locator("[data-to-sign-ins]").click()
    mother = maria.locator(f"[data-invited='{school.olga}'] [data-status]")
    await expect(mother).to_have_attribute("data-status", "none")
    await no_sideways(maria)
    await maria.locator("[data-send-all]").click()
    await expect(maria.locator("[data-stops]")).to_have_count(0)  # there is no earlier one
    await maria.locator("[data-go]").click()
    await expect(maria.locator("[data-told]")).to_contain_text({"ru": "Отправлено: 1", "en": "Sent: 1"}[language])
    # the letter
    link = await link_in(relay)
    olga = await visitor.page(link, width, language, service_worker=True)
    await expect(olga.locator("[data-who]")).to_contain_text(
        {"ru": "О. С., взрослый ученика А. С.", "en": "О. С., an adult of А. С."}[language]
    )
    await expect(olga.locator("main")).not_to_contain_text("Ольга")
    assert olga.url == f"{served.base}/in"
    await no_sideways(olga)
    await olga.fill("input[name=family]", "соколова ")
    await olga.locator("[data-prove]").click()
    await expect(olga.locator("[data-who]")).to_contain_text("Анна (5А)")
    await choose_password(olga)
    await expect(olga.locator(f"[data-lesson='{school.today}']").first).to_be_visible()
    assert link.removeprefix("/in#") not in await olga.evaluate(_KEPT)
    # and the class teacher sees it
    await maria.reload()
    await expect(maria.locator("[data-in]")).to_be_visible()
    await maria.locator("[data-shown=all]").click()
    await expect(mother).to_have_attribute("data-status", "used")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_slips_for_a_class_are_a_file_with_its_name_and_what_was_made_before_is_dead(
    sign_in: SignIn, served: Served, school: School, language: Language, width: int
) -> None:
    await not_in(served, school, school.olga, school.anya)
    before = await slip(served, school, school.olga)
    maria = await sign_in("maria", f"/class/{school.class_5a}/in", width=width, language=language)
    await maria.locator("[data-print-all]").click()
    await expect(maria.locator("[data-stops]")).to_be_visible()
    await expect(maria.locator("[data-asking] h2")).to_have_text(
        {"ru": "Напечатать 2 листка?", "en": "Print 2 slips?"}[language]
    )
    async with maria.expect_download() as download:
        await maria.locator("[data-go]").click()
    file = await download.value
    assert re.fullmatch(r"(Листки|Slips) 5А \d+ \w+\.pdf", file.suggested_filename)
    assert (await file.path()).read_bytes().startswith(b"%PDF-")
    await expect(maria.locator("[data-told]")).to_be_visible()
    for person in (school.olga, school.anya):
        status = maria.locator(f"[data-invited='{person}'] [data-status]")
        await expect(status).to_have_attribute("data-status", "printed")
    answer = await served.stranger.post("/api/invitations/open", {"token": before.token})
    assert (answer.status, answer.code) == (404, "invitation_does_not_open")


async def test_a_student_comes_in_by_the_code_of_a_slip_typed_with_the_russian_keys(
    visitor: Visitor, served: Served, school: School
) -> None:
    await not_in(served, school, school.anya)
    code = (await slip(served, school, school.anya)).code
    page = await visitor.page("/sign-in")
    await page.locator("[data-have-invitation]").click()
    await page.fill("input[name=code]", code.replace("-", " ").translate(RUSSIAN_KEYS).lower())
    await page.fill("input[name=family]", "Белова")
    await page.locator("[data-prove]").click()
    await expect(page.locator("#code-wrong")).to_be_visible()
    await come_in(page, "Соколова")
    await expect(page.locator("a[href='/today'][aria-current=page]")).to_be_visible()
    # who is in already is not asked again
    await page.goto("/in")
    await expect(page.locator("[data-way-in=same] [data-who]")).to_contain_text("Соколова Анна")
    await page.locator("[data-stay]").click()
    await expect(page.locator("a[href='/today'][aria-current=page]")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_link_that_was_used_says_the_same_as_any_other_and_to_its_owner_what_to_do(
    visitor: Visitor, served: Served, school: School, language: Language, width: int
) -> None:
    await not_in(served, school, school.olga)
    paper = await slip(served, school, school.olga)
    used = {"token": paper.token, "family": "Соколова", "password": FRESH}
    assert (await served.stranger.post("/api/invitations/use", used)).status == 200
    page = await visitor.page(f"/in#{paper.token}", width, language)
    await expect(page.locator("[data-way-in=closed]")).to_be_visible()
    words = await page.locator("main").inner_text()
    stranger = await visitor.page("/in#cut-off", width, language)
    await expect(stranger.locator("[data-way-in=closed]")).to_be_visible()
    assert await stranger.locator("main").inner_text() == words
    await page.fill("input[name=family]", "Белова")
    await page.locator("[data-prove]").click()
    await expect(page.locator("#family-wrong")).to_be_visible()
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await expect(page.locator("[data-way-in=used]")).to_be_visible()
    await page.go_back()
    await expect(page.locator("input[name=family]")).to_have_value("Соколова")
    await page.go_forward()
    await page.locator("[data-to-sign-in]").click()
    await expect(page.locator("input[name=username]")).to_be_visible()


async def test_who_tries_many_surnames_is_told_to_wait_and_keeps_what_was_typed(
    visitor: Visitor, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga)
    page = await visitor.page(f"/in#{(await slip(served, school, school.olga)).token}")
    await page.fill("input[name=family]", "Белова")
    trouble = page.locator("[data-trouble]")
    tries = 0
    while not await trouble.count():  # each wait is twice as long as the one before
        async with page.expect_response("**/api/invitations/open"):
            await page.locator("[data-prove]").click()
        await expect(trouble.or_(page.locator("#family-wrong"))).to_be_visible()
        tries += 1
    assert tries > 5
    await expect(trouble).to_contain_text("Много попыток. Снова через")
    await expect(page.locator("input[name=family]")).to_have_value("Белова")


async def test_without_a_network_the_invitation_waits_and_another_language_keeps_what_was_typed(
    visitor: Visitor, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga)
    token = (await slip(served, school, school.olga)).token
    page = await visitor.page("/in", service_worker=True)
    await cut_network(page.locator("[data-way-in=code]"))
    await page.evaluate("token => { location.hash = token; }", token)
    await expect(page.locator("[data-way-in=no_connection]")).to_be_visible()
    await page.context.set_offline(False)
    await page.locator("[data-again]").click()
    await page.fill("input[name=family]", "Соколова")
    await page.locator("button.lang").click()
    await expect(page.locator("h1")).to_have_text("Is this you?")
    await expect(page.locator("input[name=family]")).to_have_value("Соколова")
    await come_in(page, "Соколова")
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()


async def test_on_a_shared_computer_nothing_is_kept_of_who_comes_in(
    visitor: Visitor, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga)
    page = await visitor.page(f"/in#{(await slip(served, school, school.olga)).token}", service_worker=True)
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await page.locator("input[name=shared]").check()
    await choose_password(page)
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    assert "Соколова" not in await page.evaluate(_KEPT)


async def test_another_link_in_the_same_tab_is_another_invitation_and_a_reload_asks_for_the_link_again(
    visitor: Visitor, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga, school.anya)
    mother, child = await slip(served, school, school.olga), await slip(served, school, school.anya)
    page = await visitor.page(f"/in#{mother.token}")
    await page.fill("input[name=family]", "Белова")
    await page.locator("[data-prove]").click()
    await expect(page.locator("#family-wrong")).to_be_visible()
    await page.evaluate("token => { location.hash = token; }", child.token)
    await expect(page.locator("[data-who]")).to_contain_text("А. С.")
    await expect(page.locator("#family-wrong")).to_have_count(0)
    assert page.url == f"{served.base}/in"
    await page.reload()
    await expect(page.locator("[data-way-in=code] [data-again]")).to_be_visible()


async def test_who_has_a_sign_in_is_offered_it_first_and_a_new_password_ends_the_others(
    sign_in: SignIn, visitor: Visitor, served: Served, school: School
) -> None:
    olga = await sign_in("olga", "/diary")
    paper = await slip(served, school, school.olga)
    page = await visitor.page(f"/in#{paper.token}")
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await expect(page.locator("[data-way-in=account] [data-login]")).to_have_text("olga")
    await expect(page.locator("[data-know]")).to_have_attribute("href", "/sign-in")
    await page.locator("[data-forgotten]").click()
    await expect(page.locator("input[autocomplete=username]")).to_have_value("olga")
    await page.fill("input[name=password]", "qwertyuiop")
    await page.locator("[data-use]").click()
    await expect(page.locator("#password-wrong")).to_contain_text("Этот пароль угадают")
    await choose_password(page)
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    await expect(olga.locator("input[name=username]")).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_who_has_forgotten_the_password_gets_a_letter_and_a_stranger_hears_the_same(
    visitor: Visitor, served: Served, school: School, relay: Relaying, language: Language, width: int
) -> None:
    await served.server.pool.execute("update person set email = 'olga@example.org' where id = $1", school.olga)
    page = await visitor.page("/sign-in", width, language)
    await page.locator("[data-forgotten]").click()
    words = []
    for login in ("nobody@example.org", "olga@example.org"):
        await page.goto("/in/ask")
        await page.fill("input[name=login]", login)
        await no_sideways(page)
        await page.locator("[data-ask]").click()
        await expect(page.locator("[data-way-in=asked]")).to_be_visible()
        words.append(await page.locator("main").inner_text())
    assert words[0] == words[1]
    await page.goto(await link_in(relay))
    await page.fill("input[name=family]", "Соколова")
    await page.locator("[data-prove]").click()
    await page.locator("[data-forgotten]").click()
    await choose_password(page)
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_somebody_else_who_is_signed_in_leaves_first_and_leaves_nothing(
    sign_in: SignIn, served: Served, school: School, language: Language, width: int
) -> None:
    await not_in(served, school, school.olga)
    paper = await slip(served, school, school.olga)
    page = await sign_in("boris", "/diary", width=width, language=language, service_worker=True)
    await expect(page.locator("[data-lesson]:visible").first).to_be_visible()
    await page.goto(f"/in#{paper.token}")
    other = page.locator("[data-way-in=other]")
    await expect(other.locator("[data-who]")).to_contain_text("Белов Борис")
    assert page.url == f"{served.base}/in"
    await no_sideways(page)
    await page.locator("[data-leave]").click()
    await expect(page.locator("[data-way-in=who]")).to_be_visible()
    assert page.url == f"{served.base}/in"
    assert "Борис" not in await page.evaluate(_KEPT)
    await come_in(page, "Соколова")
    await expect(page.locator(f"[data-lesson='{school.today}']").first).to_be_visible()
    login = {"login": "boris", "password": PASSWORD}
    assert (await served.stranger.post("/api/login", login)).status == 200  # only this device was left


async def test_who_comes_in_where_another_sign_in_had_ended_finds_no_words_of_that_person(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await not_in(served, school, school.olga)
    token = (await slip(served, school, school.olga)).token
    boris = await served.person("boris")
    chat = (await boris.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    page = await sign_in("boris", f"/chats/{chat}", width=360, service_worker=True)
    await page.fill("textarea[name=text]", "Миша заболел")
    await served.server.pool.execute("update login set ended_at = now() where person_id = $1", school.boris)
    await page.reload()
    await expect(page.locator("input[name=username]")).to_be_visible()
    assert "Миша заболел" in await page.evaluate(_KEPT)  # it waits for the next sign-in of the same person
    await page.goto(f"/in#{token}")
    await come_in(page, "Соколова")
    await expect(page.locator(f"[data-lesson='{school.today}']").first).to_be_visible()
    assert "Миша заболел" not in await page.evaluate(_KEPT)


async def test_the_office_sends_a_link_to_one_person_and_revokes_it(
    sign_in: SignIn, visitor: Visitor, served: Served, school: School, relay: Relaying
) -> None:
    await not_in(served, school, school.lev, email="lev@example.org")
    clara = await sign_in("clara", "/admin/people")
    await clara.locator("[data-to-staff-sign-ins]").click()
    await expect(clara.locator("[data-staff]")).to_have_attribute("data-staff", "1")
    await clara.goto(f"/admin/people/{school.lev}")
    part = clara.locator("[data-sign-in]")
    await expect(part).to_have_attribute("data-sign-in", "none")
    await part.locator("[data-send]").click()
    await expect(part.locator("[data-told]")).to_be_visible()
    link = await link_in(relay)
    page = await visitor.page(link)
    await expect(page.locator("[data-who]")).to_contain_text("Л. Л., учитель")
    await clara.reload()
    await expect(part).to_have_attribute("data-sign-in", "opened")
    await part.locator("[data-revoke]").click()
    await expect(part).to_have_attribute("data-sign-in", "none")
    await page.fill("input[name=family]", "Лебедев")
    await page.locator("[data-prove]").click()
    await expect(page.locator("[data-way-in=replaced]")).to_be_visible()


async def test_where_no_mail_is_sent_the_page_says_that_a_slip_does_as_well(browser: Browser, school_url: str) -> None:
    async with serving(school_url) as without_mail:
        visitor = Visitor(browser, without_mail)
        page = await visitor.page("/in/ask")
        await page.fill("#login", "olga")
        await page.locator("form button").click()
        await expect(page.locator("[data-trouble]")).to_contain_text("Этот сервер не отправляет писем. Подойдёт листок")
        assert visitor.errors == []
