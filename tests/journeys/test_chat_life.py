"""What becomes of a message, as two people see it, live and after loading again."""

import re

from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import SignIn, close_sheet, cut_network
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Served

FIELD = "textarea[name=text]"


def message(page: Page, text: str) -> Locator:
    """By its own words, not by what it quotes."""
    return page.locator("[data-message][data-sent=true]", has=page.locator(".text", has_text=text))


async def say(page: Page, text: str) -> None:
    await page.fill(FIELD, text)
    await page.press(FIELD, "Enter")
    await expect(page.locator("[data-message][data-sent=true]").last).to_contain_text(text.replace("*", ""))


async def menu(page: Page, text: str) -> Locator:
    """Opens the menu of a message as a keyboard does."""
    own = message(page, text)
    await own.focus()
    await expect(own).to_be_focused()
    await page.keyboard.press("Enter")
    sheet = page.locator("dialog[open]")
    await expect(sheet).to_be_visible()
    return sheet


async def shown(page: Page) -> list[str]:
    """Everything that stands in the conversation, without the times: these tests set the clock of a message back."""
    texts: list[str] = await page.locator(".conv-in .msg").all_inner_texts()
    return [re.sub(r"\b\d{1,2}:\d\d\b", "", text) for text in texts]


async def live_is_reloaded(page: Page) -> None:
    before = await shown(page)
    await page.reload()
    await page.wait_for_selector("html[data-link=live]")
    await expect(page.locator(".conv-in .msg")).to_have_count(len(before))
    assert await shown(page) == before


async def test_reply_edit_word_and_withdrawal_between_two_browsers(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}")
    await say(teacher, "Собрание в *четверг*")
    heard = message(guardian, "Собрание в четверг")
    await expect(heard.locator("em")).to_have_text("четверг")

    # a reply, by the key
    await heard.focus()
    await guardian.keyboard.press("r")
    await expect(guardian.locator("[data-mode=reply]")).to_contain_text("Собрание в четверг")
    await say(guardian, "А во сколько?")
    quote = message(teacher, "А во сколько?").locator(".quote")
    await expect(quote).to_contain_text("Собрание в четверг")

    # a word, by the key
    await heard.focus()
    await guardian.keyboard.press("+")
    await expect(guardian.locator("[data-say=thanks]")).to_be_focused()
    await guardian.locator("[data-say=got_it]").click()
    word = message(teacher, "Собрание").locator("[data-word=got_it]")
    await expect(word).to_contain_text("Понятно 1")
    await word.click()  # whose it is, and the same from me
    await expect(teacher.locator("[data-who=got_it] dd")).to_have_text("Ольга Соколова")
    await close_sheet(teacher)

    # the arrow up edits my last one
    await teacher.locator(FIELD).focus()
    await teacher.keyboard.press("ArrowUp")
    await expect(teacher.locator("[data-mode=edit]")).to_be_visible()
    await teacher.fill(FIELD, "Собрание в пятницу, 18:00")
    await teacher.keyboard.press("Enter")
    edited = message(guardian, "Собрание в пятницу")
    await expect(edited.locator("[data-edited]")).to_be_visible()
    await expect(message(guardian, "А во сколько?").locator(".quote")).to_contain_text("в пятницу")
    sheet = await menu(teacher, "Собрание в пятницу")
    await sheet.locator("[data-act=history]").click()
    await expect(teacher.locator("[data-history] li").first).to_contain_text("четверг")
    await teacher.keyboard.press("Escape")
    await expect(message(teacher, "Собрание в пятницу")).to_be_focused()  # where the menu was opened

    # one's own word is taken back by pressing it
    await edited.locator("[data-word=got_it]").click()
    await expect(message(teacher, "в пятницу").locator("[data-word]")).to_have_count(0)

    # after the moment in which it could be taken back, a withdrawal leaves its trace
    await served.server.pool.execute(
        "update message set sent_at = sent_at - interval '1 minute' where text = 'А во сколько?'"
    )
    sheet = await menu(guardian, "А во сколько?")
    await sheet.locator("[data-act=withdraw]").click()
    await guardian.locator("[data-withdraw]").click()
    for page in (guardian, teacher):
        await expect(page.locator("[data-withdrawn]")).to_contain_text("Сообщение отозвано")
        await expect(page.get_by_text("А во сколько?")).to_have_count(0)
    for page in (guardian, teacher):
        await live_is_reloaded(page)


async def test_what_is_taken_back_at_once_leaves_nothing_and_comes_back_to_the_field(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Добрый день"})
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}", width=360)
    await guardian.fill(FIELD, "Ой, не туда")
    await guardian.get_by_role("button", name="Отправить").click()
    await expect(message(teacher, "Ой, не туда")).to_be_visible()
    await guardian.locator("[data-take-back]").click()
    for page in (guardian, teacher):
        await expect(page.locator("[data-message]")).to_have_count(1)
    await expect(guardian.locator(FIELD)).to_have_value("Ой, не туда")
    await expect(guardian.locator("[data-toast]")).to_have_count(0)
    for page in (guardian, teacher):
        await live_is_reloaded(page)
    stored = (await olga.get(f"/api/chats/{chat}/messages")).body["messages"]
    assert [one["text"] for one in stored] == ["Добрый день"]


async def test_a_mention_is_suggested_by_its_first_letters_and_stands_out_for_whom_it_means(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}")
    await teacher.locator(FIELD).press_sequentially("Спасибо, @о")
    await expect(teacher.locator(f'[data-suggest="{school.olga}"]')).to_be_visible()
    await teacher.keyboard.press("Enter")
    await expect(teacher.locator(FIELD)).to_have_value("Спасибо, @Ольга Соколова ")
    await teacher.keyboard.press("Enter")
    heard = message(guardian, "Спасибо, @Ольга Соколова")
    await expect(heard.locator(".at.me")).to_have_text("@Ольга Соколова")
    await expect(heard.locator(".bubble.called")).to_be_visible()
    await expect(message(teacher, "Спасибо").locator(".at.me")).to_have_count(0)
    [stored] = (await (await served.person("maria")).get(f"/api/chats/{chat}/messages")).body["messages"]
    assert stored["mentions"] == [str(school.olga)]
    await live_is_reloaded(guardian)


async def test_what_is_pinned_stands_under_the_head_for_all_and_leads_to_its_place(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    maria = await served.person("maria")
    for n in range(90):  # the pinned one is further up than what is loaded
        await maria.post(f"/api/chats/{chat}/messages", {"text": f"сообщение {n}"})
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}")
    sheet = await menu(teacher, "сообщение 89")
    await sheet.locator("[data-act=pin]").click()
    await expect(guardian.locator("[data-pinned='1']")).to_contain_text("сообщение 89")
    await maria.ask("PUT", f"/api/chats/{chat}/messages/4/pin", {"pinned": True})
    for page in (teacher, guardian):
        await expect(page.locator("[data-pinned='2']")).to_contain_text("сообщение 3")
    await guardian.locator(".pinned-last").click()
    await expect(guardian.locator("[data-offset='4']")).to_be_in_viewport()
    await expect(guardian.locator("[data-offset='4']")).to_be_focused()
    await guardian.reload()
    await expect(guardian.locator("[data-pinned='2']")).to_contain_text("сообщение 3")
    await guardian.get_by_role("button", name="Все 2").click()
    await expect(guardian.locator("[data-pin]")).to_have_count(2)
    await close_sheet(guardian)
    sheet = await menu(guardian, "сообщение 89")
    await expect(sheet.locator("[data-act=pin]")).to_have_count(0)  # only who looks after the group


async def test_a_draft_is_there_on_another_device_and_gone_when_it_is_sent(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    phone, desk = await sign_in("olga", f"/chats/{chat}", width=360), await sign_in("olga", "/chats")
    await phone.locator(FIELD).press_sequentially("Мария, здравст")
    await expect(desk.locator(f'[data-chat="{chat}"]')).to_contain_text("Черновик: Мария, здравст")
    await desk.locator(f'[data-chat="{chat}"]').click()
    await expect(desk.locator(FIELD)).to_have_value("Мария, здравст")
    await desk.locator(FIELD).press_sequentially("вуйте")
    await expect(phone.locator(FIELD)).to_have_value("Мария, здравствуйте")
    await desk.keyboard.press("Enter")
    await expect(message(phone, "Мария, здравствуйте")).to_be_visible()
    await expect(phone.locator(FIELD)).to_have_value("")


async def test_the_class_teacher_reads_along_and_everybody_knows(
    sign_in: SignIn, served: Served, school: School
) -> None:
    lev = await served.person("lev")
    chat = (await lev.post("/api/chats", {"person": str(school.anya)})).body["chat"]["id"]
    teacher, student = await sign_in("lev", f"/chats/{chat}"), await sign_in("anya", f"/chats/{chat}", width=360)
    reads_along = await sign_in("maria", f"/chats/{chat}")
    for page in (teacher, student):
        await expect(page.locator("[data-reach]")).to_contain_text("классный руководитель (Мария Рябова)")
    await student.fill(FIELD, "Можно пересдать?")
    await student.get_by_role("button", name="Отправить").click()
    for page in (teacher, reads_along):
        await expect(message(page, "Можно пересдать?")).to_be_visible()
    await expect(reads_along.locator("[data-closed]")).to_contain_text("как классный руководитель")
    await expect(reads_along.locator(FIELD)).to_have_count(0)
    clara = await served.person("clara")  # the school decides otherwise while somebody types
    await teacher.fill(FIELD, "Приходите в пят")
    rules = {"rule": "staff_write_students", "allowed": False}
    await clara.ask("PUT", f"/api/schools/{school.id}/rules", rules)
    await expect(teacher.locator("[data-closed]")).to_contain_text("Приходите в пят")  # nothing typed is lost


async def test_an_edit_waits_for_the_network_and_one_that_came_too_late_is_asked_about(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    sent = (await olga.post(f"/api/chats/{chat}/messages", {"text": "в четверг"})).body["message"]
    guardian = await sign_in("olga", f"/chats/{chat}", service_worker=True)
    await cut_network(message(guardian, "в четверг"))
    await guardian.locator(FIELD).focus()
    await guardian.keyboard.press("ArrowUp")
    await guardian.fill(FIELD, "в пятницу")
    await guardian.keyboard.press("Enter")
    await expect(message(guardian, "в пятницу").locator("[data-edit=waiting]")).to_be_visible()
    path = f"/api/chats/{chat}/messages/{sent['offset']}"
    await olga.patch(path, {"revision": 1, "text": "в субботу"})  # on another device
    await guardian.context.set_offline(False)
    await guardian.locator("[data-edit=failed]").click(timeout=30_000)
    sheet = guardian.locator("dialog[open]")
    await expect(sheet).to_contain_text("в субботу")
    await sheet.get_by_role("button", name="Заменить моим").click()
    await expect(message(guardian, "в пятницу").locator("[data-edited]")).to_be_visible()
    assert (await olga.get(f"/api/chats/{chat}/messages")).body["messages"][0]["text"] == "в пятницу"
