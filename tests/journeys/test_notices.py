"""Told when the page is closed: a browser's own service worker, a relay, a push service that reads what it gets."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.handlers.test_alarms import absent
from tests.handlers.test_marks import mark, post
from tests.journeys.conftest import Language, SignIn
from tests.journeys.test_slow_answers import slow
from tests.support.announcements import announced, saying, to_class
from tests.support.post import Relaying, gets_mail
from tests.support.pushing import Pushed, PushService, push_service
from tests.support.school import School
from tests.support.serving import Served, serving

LANGUAGES: list[tuple[Language, int]] = [("ru", 360), ("en", 1280)]


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as service:
        yield service


@pytest.fixture
async def served(school_url: str, service: PushService, relay: Relaying) -> AsyncIterator[Served]:
    """A school whose own postman works."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(
            serving(
                school_url,
                postman=True,
                push_hosts=frozenset({service.host}),
                smtp_url=f"smtp+plain://127.0.0.1:{relay.port}",
                mail_from="Школа 7 <diary@school7.example>",
                quiet_hours=None,
            )
        )


_REGISTRATION = """(endpoint, p256dh, auth) => {
    const plain = text => text.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = text => Uint8Array.from(atob(plain(text)), one => one.charCodeAt(0));
    const held = key => key && {
        options: { applicationServerKey: bytes(key).buffer },
        toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
        unsubscribe: async () => { localStorage.removeItem('registered'); return true; },
    };
    PushManager.prototype.getSubscription = async () => held(localStorage.getItem('registered'));
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        localStorage.setItem('registered', applicationServerKey);
        return held(applicationServerKey);
    };
}"""


# What the worker asks the browser to show: one without a desktop shows nothing, and refuses.
_ASKED_TO_SHOW = """() => {
    self.asked = new Promise(resolve => {
        const show = registration.showNotification.bind(registration);
        registration.showNotification = async (title, options) => {
            const { body = '', actions = [], data } = options;
            resolve({ title, body, actions: actions.map(one => one.title), data });
            if (Notification.permission === 'granted') await show(title, options);
        };
    });
}"""


async def with_registration(page: Page, service: PushService, served: Served) -> None:
    """No browser without a network of its maker's gets an address from its push service: this one gets ours."""
    await page.context.grant_permissions(["notifications"], origin=served.base)
    url, p256dh, auth = service.subscribe()
    await page.context.add_init_script(f"({_REGISTRATION})('{url}', '{p256dh}', '{auth}')")


async def came(service: PushService) -> Pushed:
    """What its push service is given for a browser that is away."""
    async with asyncio.timeout(60):
        while not (pushed := service.take()):  # noqa: ASYNC110 - the server's own postman
            await asyncio.sleep(0.1)
    return pushed[0]


async def shown_for(pushed: Pushed, page: Page, served: Served) -> dict[str, Any]:
    """Brings it to the browser as that service would; what the screen shows then."""
    tools = await page.context.new_cdp_session(page)
    registrations: asyncio.Queue[list[dict[str, Any]]] = asyncio.Queue()
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.put_nowait(event["registrations"]))
    await tools.send("ServiceWorker.enable")
    async with asyncio.timeout(40):
        found: list[str] = []
        while not found:  # those of other people's devices are told as well
            told = await registrations.get()
            found = [one["registrationId"] for one in told if one["scopeURL"].startswith(served.base)]
    await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    [worker] = [one for one in page.context.service_workers if one.url.startswith(served.base)]
    await worker.evaluate(_ASKED_TO_SHOW)
    await tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": served.base, "registrationId": found[0], "data": pushed.payload},
    )
    async with asyncio.timeout(40):
        one: dict[str, Any] = await worker.evaluate("asked")
    return one


async def mailed(relay: Relaying, number: int = 1) -> list[tuple[str, EmailMessage]]:
    async with asyncio.timeout(20):
        while len(relay.mails) < number:  # noqa: ASYNC110 - the server's own postman
            await asyncio.sleep(0.1)
    return relay.take()


async def no_sideways(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_a_guardian_turns_it_on_and_the_lock_screen_names_nobody(
    sign_in: SignIn, served: Served, school: School, service: PushService, language: Language, width: int
) -> None:
    page = await sign_in("olga", "/me", width=width, language=language, service_worker=True)
    await with_registration(page, service, served)
    await page.reload()
    await page.locator("[data-notices-link]").click()
    await page.locator("[data-turn=on]").click()
    await expect(page.locator("[data-here=on]")).to_be_visible()
    await page.locator("[data-turn=off]").click()
    await page.locator("[data-turn=on]").click()
    await expect(page.locator("[data-here=on]")).to_be_visible()
    await page.select_option("select[name=language]", language)
    await page.locator("[data-quiet] button[type=submit]").click()
    await expect(page.locator("[data-saved]")).to_be_visible()
    await no_sideways(page)
    await page.goto("about:blank")  # away
    await post(await served.person("maria"), school, mark(school))
    pushed = await came(service)
    await page.goto("/me/notices")
    shown = await shown_for(pushed, page, served)
    title = {"ru": "Новое в дневнике: отметки", "en": "New in the diary: marks"}[language]
    assert (shown["title"], shown["body"], shown["data"]["path"]) == (title, "", f"/diary/{school.anya}")
    assert shown["actions"] == []
    await expect(page.locator("[data-told]")).to_have_count(1)
    await page.locator("[data-turn=off]").click()
    await expect(page.locator("[data-turn=on]")).to_be_visible()
    assert await served.server.pool.fetchval("select count(*) from endpoint") == 0


async def test_an_absence_asks_on_the_lock_screen_for_a_word_that_one_knows(
    sign_in: SignIn, served: Served, school: School, service: PushService
) -> None:
    page = await sign_in("olga", "/me/notices", width=360, service_worker=True)
    await with_registration(page, service, served)
    await page.reload()
    await page.locator("[data-turn=on]").click()
    await expect(page.locator("[data-here=on]")).to_be_visible()
    await page.goto("about:blank")
    await absent(await served.person("maria"), school)
    pushed = await came(service)
    await page.goto("/me/notices")
    shown = await shown_for(pushed, page, served)
    assert (shown["title"], shown["actions"]) == ("Отсутствие на уроке", ["Я знаю"])
    worker = page.context.service_workers[0]
    await worker.evaluate("([notice, path]) => know(notice, path)", [shown["data"]["notice"], shown["data"]["path"]])
    assert await served.server.pool.fetchval(
        "select acted_at is not null from notice where id = $1", int(shown["data"]["notice"])
    )
    await page.reload()
    await expect(page.locator("[data-told]").first).to_contain_text("вы ответили, что знаете")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_an_open_page_asks_for_the_same_word(
    sign_in: SignIn, served: Served, school: School, language: Language, width: int
) -> None:
    page = await sign_in("olga", f"/diary/{school.anya}", width=width, language=language)
    maria = await served.person("maria")
    await absent(maria, school)
    alarm = page.locator("[data-alarm]")
    await expect(alarm.locator("h2")).to_have_text(
        "Анна: нет на 1-м уроке" if language == "ru" else "Анна: not in lesson 1"
    )
    await expect(alarm).to_contain_text("Математика")
    await expect(alarm).to_contain_text("0:00–0:45")
    await no_sideways(page)
    await page.goto("/chats")  # on every page, until somebody acts
    await expect(alarm).to_be_visible()
    await no_sideways(page)
    await page.locator("[data-know]").click()
    await expect(alarm).to_have_count(0)
    assert await served.server.pool.fetchval("select why from alarm") == "acted"


async def has_another_child(served: Served, school: School) -> None:
    await served.server.pool.execute(
        "insert into guardianship (source, guardian_id, student_id, relation) values ('t', $1, $2, 'mother')",
        school.olga,
        school.misha,
    )


async def test_two_children_who_are_missed_are_two_alarms_one_after_the_other(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await has_another_child(served, school)
    page = await sign_in("olga", f"/diary/{school.anya}", width=360)
    maria = await served.person("maria")
    await absent(maria, school)
    await absent(maria, school, student=school.misha)
    alarm = page.locator("[data-alarm]")
    first = alarm.locator("h2")
    await expect(first).to_contain_text(": нет на 1-м уроке")
    name = (await first.inner_text()).partition(":")[0]
    other = {"Анна": "Михаил", "Михаил": "Анна"}[name]
    for child in (name, other):
        await expect(first).to_have_text(f"{child}: нет на 1-м уроке")
        await page.locator("[data-know]").click()
        said = page.get_by_role("complementary").filter(has_text="Вы знаете. Школа это видит")
        await expect(said).to_contain_text(child)
        await said.get_by_role("button", name="Закрыть").click()
    await expect(alarm).to_have_count(0)
    assert await served.server.pool.fetchval("select count(*) from alarm where why = 'acted'") == 2


async def test_an_alarm_that_one_knows_of_does_not_come_back_with_an_older_look(
    sign_in: SignIn, served: Served, school: School
) -> None:
    await has_another_child(served, school)
    page = await sign_in("olga", f"/diary/{school.anya}", width=360)
    maria = await served.person("maria")
    await absent(maria, school)
    alarm = page.locator("[data-alarm]", has_text="Анна")
    await expect(alarm).to_be_visible()
    async with slow(page, "**/notices/open", answered=True) as looks:
        await absent(maria, school, student=school.misha)  # the page looks again, and the answer is long on its way
        await looks.holds()
        await alarm.locator("[data-know]").click()
        await page.locator("[data-alarm-known] button").click()
        await expect(alarm).to_have_count(0)
        await looks.is_over()
    await page.wait_for_load_state("networkidle")
    await expect(alarm).to_have_count(0)


async def test_an_absence_is_answered_with_a_word_to_the_class_teacher(
    sign_in: SignIn, served: Served, school: School
) -> None:
    page = await sign_in("olga", f"/diary/{school.anya}", width=360)
    maria = await served.person("maria")
    await absent(maria, school)
    await page.locator("[data-answer]").click()
    await page.fill("textarea[name=words]", "Аня у врача, придёт к третьему уроку")
    await no_sideways(page)
    await page.locator("dialog button[type=submit]").click()
    await expect(page.locator("[data-alarm-known]")).to_contain_text("Анна: нет на 1-м уроке")
    await expect(page.locator("[data-alarm]")).to_have_count(0)
    assert await served.server.pool.fetchval("select why from alarm") == "acted"
    [chat] = (await maria.get("/api/chats")).body["chats"]
    assert chat["last"]["text"].endswith("Аня у врача, придёт к третьему уроку")
    assert chat["last"]["text"].startswith("Анна: нет на 1-м уроке")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_an_address_is_confirmed_by_the_link_in_its_mail(
    sign_in: SignIn, served: Served, school: School, relay: Relaying, language: Language, width: int
) -> None:
    page = await sign_in("olga", "/me/notices", width=width, language=language)
    await page.fill("input[name=address]", "olga@example.org")
    await page.locator("[data-mail] button[type=submit]").click()
    await expect(page.locator("[data-link-sent]")).to_contain_text("olga@example.org")
    [(address, mail)] = await mailed(relay)
    body = mail.get_body(("plain",))
    assert (address, body is not None) == ("olga@example.org", True)
    assert body is not None
    link = re.search(r"/confirm/\S+", body.get_content())
    assert link is not None
    await page.goto(link[0])
    await page.locator("button").click()
    await expect(page.locator("main")).to_contain_text(
        {"ru": "Письма будут приходить сюда", "en": "Mails will come here"}[language]
    )
    await page.goto("/me/notices")
    await expect(page.locator("[data-mail] b")).to_have_text("olga@example.org")


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
async def test_mails_of_all_kinds_are_read_at_both_widths_and_as_text(
    sign_in: SignIn, served: Served, school: School, relay: Relaying, language: Language, width: int
) -> None:
    await gets_mail(served, school.olga, "olga@example.org", language=language)
    maria = await served.person("maria")
    await post(maria, school, mark(school, lesson=str(school.yesterday)))
    await absent(maria, school)
    chat = (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": "families"})).body["chat"]["id"]
    await maria.post(f"/api/chats/{chat}/messages", {"text": "Ольга, прочтите", "mentions": [str(school.olga)]})
    await announced(maria, school, saying(to_class(school.class_5a), urgent="Утечка газа, школу закрыли"))
    ticket = {
        "school": str(school.id),
        "kind": "data",
        "address": "olga@example.org",
        "phone": "",
        "language": language,
    }
    asked = {**ticket, "subject": "Фамилия", "text": "В дневнике ошибка"}
    assert (await (await served.person("olga")).post("/api/tickets", asked)).status == 201
    mails = [mail for _, mail in await mailed(relay, 5)]
    page = await (await sign_in("olga", width=width, language=language)).context.new_page()  # as of a mail reader
    for mail in mails:
        html, text = mail.get_body(("html",)), mail.get_body(("plain",))
        assert html is not None
        assert text is not None
        assert "http://localhost" in text.get_content()
        await page.set_content(html.get_content())
        await no_sideways(page)
        assert await page.locator("a.do").count() == 1
