"""Polls, messages that go at a time, and hours for messages, between browsers."""

from playwright.async_api import expect

from channels.talk.scheduled import send_due
from tests.journeys.conftest import SignIn
from tests.support.groups import group
from tests.support.school import School
from tests.support.serving import Served


async def test_a_poll_is_asked_answered_and_closed(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "boris", "maria", owner="maria")
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}", width=360)
    other = await sign_in("boris", f"/chats/{chat}", language="en")
    await teacher.locator("[data-about-chat]").click()
    await teacher.locator("[data-act=poll]").click()
    await teacher.fill("input[name=question]", "Когда собрание?")
    await teacher.locator("input[name=option]").nth(0).fill("В среду")
    await teacher.locator("input[name=option]").nth(1).fill("В пятницу")
    await teacher.locator("[data-ask-poll]").click()
    await guardian.locator("[data-option='1']").click()
    await expect(guardian.locator("[data-option='1']")).to_have_attribute("aria-pressed", "true")
    await other.locator("[data-option='1']").click()
    await expect(other.locator("[data-poll]")).to_contain_text("2 people answered")
    count = teacher.locator(".count-of").nth(1)
    await expect(count).to_have_text("2")
    await count.click()
    await expect(teacher.locator("[data-voters]")).to_have_text("Ольга Соколова, Борис Белов")
    await other.locator("[data-option='0']").click()  # another mind
    await expect(count).to_have_text("1")
    await teacher.locator("[data-close-poll]").click()
    await expect(guardian.locator("[data-poll]")).to_have_attribute("data-over", "true")
    await expect(guardian.locator("[data-option='0']")).to_be_disabled()
    await guardian.reload()
    await expect(guardian.locator(".count-of").nth(0)).to_have_text("1")


async def test_a_message_waits_for_its_time(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await group(served.server.pool, school, "olga", "maria", owner="maria")
    teacher, guardian = await sign_in("maria", f"/chats/{chat}", language="en"), await sign_in("olga", f"/chats/{chat}")
    await teacher.fill("textarea[name=text]", "Test tomorrow")
    await teacher.locator("[data-about-chat]").click()
    await teacher.locator("[data-act=later]").click()
    await expect(teacher.locator("textarea[name=later]")).to_have_value("Test tomorrow")  # what was being written
    await teacher.locator("[data-send-later]").click()
    await expect(teacher.locator("[data-later]")).to_contain_text("Test tomorrow")
    await served.server.pool.execute("update later_message set send_at = now() - interval '1 minute'")
    await send_due(served.server.desk)
    await expect(guardian.locator(".msg", has_text="Test tomorrow")).to_be_visible()


async def test_hours_are_said_before_one_writes(sign_in: SignIn, served: Served, school: School) -> None:
    opened = await (await served.person("olga")).post("/api/chats", {"person": str(school.maria)})
    teacher = await sign_in("maria", "/me")
    for day in range(1, 6):
        await teacher.locator(f"input[name=day-{day}]").check()
    await teacher.fill("[data-my-hours] input[name=note]", "В каникулы не отвечаю")
    await teacher.locator("[data-save-hours]").click()
    await expect(teacher.locator("[data-my-hours] .tag.good")).to_be_visible()
    guardian = await sign_in("olga", f"/chats/{opened.body['chat']['id']}", width=360)
    line = guardian.locator("[data-hours]")
    await expect(line).to_contain_text("Мария Рябова отвечает: пн–пт 9:00–17:00")
    await expect(line).to_contain_text("В каникулы не отвечаю")
