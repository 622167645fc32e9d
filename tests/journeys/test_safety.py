"""Safety between browsers: appointed, reported in one tap, looked after, decided; two families shut each other out."""

from playwright.async_api import Page, expect

from channels.safety.retention import expire
from tests.journeys.conftest import SignIn
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Served


async def menu(page: Page, text: str) -> None:
    await page.locator(".msg", has_text=text).focus()
    await page.keyboard.press("Enter")


async def test_a_message_is_reported_and_decided(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    boris = await served.person("boris")
    await boris.post(f"/api/chats/{chat}/messages", {"text": "Вы все дураки"})
    leader = await sign_in("clara", "/me")
    await leader.locator("select[name=safeguard]").select_option(label="Нина Никитина")
    await leader.locator("[data-appoint]").click()
    await expect(leader.locator("[data-safeguard]")).to_contain_text("Нина Никитина")
    keeper = await sign_in("nina", "/me", width=360)
    await keeper.locator("[data-reports]").click()
    await expect(keeper.locator(".none")).to_contain_text("Жалоб нет")
    guardian = await sign_in("olga", f"/chats/{chat}", width=360)
    await menu(guardian, "Вы все дураки")
    await guardian.locator("[data-act=report]").click()
    await guardian.locator("[data-reason=insult]").click()
    await expect(guardian.locator("[data-reported]")).to_be_visible()
    await guardian.keyboard.press("Escape")
    line = keeper.locator("[data-report]")
    await expect(line).to_contain_text("Оскорбление")
    await line.click()
    await expect(keeper.locator("[data-evidence=message]")).to_contain_text("Вы все дураки")
    await keeper.locator("[data-take]").click()
    await keeper.locator("input[value=withdrawn]").check()
    await keeper.locator("[data-close-report]").click()
    await expect(keeper.locator("[data-decided]")).to_contain_text("Убрать сообщение")
    await expect(guardian.locator(".msg[data-withdrawn]")).to_be_visible()
    await guardian.locator('.conv-head [aria-label="К списку"]').click()
    await guardian.locator('.rail a[href="/me"]').click()
    await expect(guardian.locator("[data-looked-at]")).to_be_visible()


async def test_a_list_of_words_is_kept_and_a_writer_silenced_in_english(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    clara, olga, boris = [await served.person(login) for login in ("clara", "olga", "boris")]
    asked = {"person": str(school.nina), "appointed": True}
    await clara.ask("PUT", f"/api/schools/{school.id}/safeguarding", asked)
    sent = (await boris.post(f"/api/chats/{chat}/messages", {"text": "Buy now"})).body["message"]["offset"]
    await olga.post(f"/api/chats/{chat}/messages/{sent}/report", {"reason": "spam"})
    keeper, writer = await sign_in("nina", "/reports", language="en"), await sign_in("boris", f"/chats/{chat}")
    await keeper.locator("details summary").click()
    await keeper.fill("textarea[name=words]", "vodka\ncigarette")
    await keeper.locator("[data-save-words]").click()
    await expect(keeper.locator(".tag.good")).to_have_text("Saved")
    await keeper.locator("[data-report]").click()
    await keeper.locator("input[value=silenced]").check()
    await keeper.fill("input[name=days]", "2")
    await keeper.locator("[data-close-report]").click()
    await expect(keeper.locator("[data-decided]")).to_contain_text("No writing in this chat for a time")
    await expect(writer.locator("[data-closed]")).to_be_visible()  # at once, without a reload


async def test_two_families_want_nothing_of_each_other(sign_in: SignIn, served: Served, school: School) -> None:
    rule = {"rule": "families_write_each_other", "allowed": True}
    await (await served.person("clara")).ask("PUT", f"/api/schools/{school.id}/rules", rule)
    chat = (await (await served.person("olga")).post("/api/chats", {"person": str(school.boris)})).body["chat"]["id"]
    guardian = await sign_in("olga", f"/chats/{chat}", width=360)
    await guardian.locator("[data-about-chat]").click()
    await guardian.locator("[data-act=block]").click()
    await expect(guardian.locator("[data-act=block]")).to_contain_text("Разблокировать")
    await guardian.keyboard.press("Escape")
    await expect(guardian.locator("[data-closed]")).to_be_visible()
    await guardian.locator("[data-about-chat]").click()
    await guardian.locator("[data-act=block]").click()
    await guardian.keyboard.press("Escape")
    await expect(guardian.locator("textarea[name=text]")).to_be_visible()


async def test_a_school_keeps_messages_for_a_time_and_holds_a_chat(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    clara, olga, boris = [await served.person(login) for login in ("clara", "olga", "boris")]
    asked = {"person": str(school.nina), "appointed": True}
    await clara.ask("PUT", f"/api/schools/{school.id}/safeguarding", asked)
    sent = (await boris.post(f"/api/chats/{chat}/messages", {"text": "Прошлогоднее"})).body["message"]["offset"]
    await olga.post(f"/api/chats/{chat}/messages/{sent}/report", {"reason": "other"})
    await served.server.pool.execute("update message set sent_at = sent_at - interval '3 years'")
    leader, keeper = await sign_in("clara", "/me"), await sign_in("nina", "/reports", language="en")
    await leader.locator("[data-retention] summary").click()
    await leader.locator("select[name=term-group]").select_option(label="1 год")
    await keeper.locator("[data-report]").click()
    await keeper.locator("summary", has_text="Keep this chat").click()
    await keeper.fill("input[name=reason]", "Court")
    await keeper.locator("[data-hold-chat]").click()
    await expect(keeper.locator("[data-held-chat]")).to_be_visible()
    await keeper.locator("[data-close-report]").click()
    await expect(keeper.locator("[data-decided]")).to_be_visible()
    await expire(served.server.desk)
    guardian = await sign_in("olga", f"/chats/{chat}", width=360)
    await expect(guardian.locator(".msg")).to_contain_text("Прошлогоднее")
    await keeper.goto("/reports")
    await keeper.locator("[data-release]").click()
    await expect(keeper.locator("[data-holds]")).to_have_count(0)
    await expire(served.server.desk)
    await expect(guardian.locator(".msg")).to_contain_text("Срок хранения сообщения прошёл")
