"""A family and a teacher write to each other."""

from playwright.async_api import expect

from tests.journeys.conftest import SignIn, cut_network
from tests.support.school import School
from tests.support.serving import Served


async def test_a_guardian_writes_the_teacher_reads_and_answers_and_both_see_it(sign_in: SignIn, school: School) -> None:
    guardian, teacher = await sign_in("olga", "/chats", width=360, height=740), await sign_in("maria", "/chats")
    await guardian.get_by_role("button", name="Написать").first.click()
    await guardian.locator(f'[data-contact="{school.maria}"]').click()
    await guardian.fill("textarea[name=text]", "Здравствуйте! Очки в ремонте,\nможно сесть ближе?")
    await guardian.get_by_role("button", name="Отправить").click()
    own = guardian.locator("[data-message][data-sent=true]")
    await expect(own).to_have_count(1)

    await teacher.locator("[data-chat]").first.click()
    heard = teacher.locator("[data-message]")
    await expect(heard).to_contain_text("Очки в ремонте")
    await expect(own).to_contain_text("Очки в ремонте")
    await expect(guardian.locator(".read")).to_be_visible()  # staff let it be known how far they read

    await teacher.fill("textarea[name=text]", "Конечно, пересажу")
    await teacher.keyboard.press("Enter")
    await expect(guardian.locator("[data-message]").last).to_contain_text("пересажу")
    await guardian.reload()
    await expect(guardian.locator("[data-message]")).to_have_count(2)


async def test_what_was_typed_offline_goes_out_on_return_in_order_and_once(
    sign_in: SignIn, served: Served, school: School
) -> None:
    olga, maria = await served.person("olga"), await served.person("maria")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    guardian = await sign_in("olga", f"/chats/{chat}", service_worker=True)
    await guardian.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await cut_network(guardian.locator("textarea[name=text]"))
    for text in ("первое", "второе", "третье"):
        await guardian.fill("textarea[name=text]", text)
        await guardian.keyboard.press("Enter")
    await expect(guardian.locator("[data-message][data-sent=false]")).to_have_count(3)
    await guardian.reload()  # even a closed page keeps them
    await expect(guardian.locator("[data-message][data-sent=false]")).to_have_count(3)
    await guardian.context.set_offline(False)
    await expect(guardian.locator("[data-message][data-sent=true]")).to_have_count(3, timeout=30_000)
    stored = (await maria.get(f"/api/chats/{chat}/messages")).body["messages"]
    assert [message["text"] for message in stored] == ["первое", "второе", "третье"]


async def test_an_older_history_is_read_by_scrolling_up(sign_in: SignIn, served: Served, school: School) -> None:
    olga = await served.person("olga")
    chat = (await olga.post("/api/chats", {"person": str(school.maria)})).body["chat"]["id"]
    for n in range(120):
        await olga.post(f"/api/chats/{chat}/messages", {"text": f"сообщение {n}"})
    teacher = await sign_in("maria", f"/chats/{chat}")
    await expect(teacher.locator("[data-message]").last).to_contain_text("сообщение 119")
    shown = teacher.locator("[data-message]")
    await shown.last.focus()
    while (before := await shown.count()) < 120:
        await teacher.locator(".conv-body").evaluate("body => { body.scrollTop = 0; }")
        await expect(shown).not_to_have_count(before)  # a page of history has come
    await expect(teacher.get_by_text("сообщение 0", exact=True)).to_be_visible()
    await expect(shown.last).to_be_focused()  # what came in above left it as it was
