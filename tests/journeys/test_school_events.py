"""School events between browsers: planned, answered for a child, full, changed, cancelled, talked about, followed."""

import re

from playwright.async_api import expect

from tests.journeys.conftest import SignIn
from tests.support.school import School
from tests.support.school_events import answers, days_from_now, planned, trip
from tests.support.serving import Served


async def test_a_trip_is_planned_and_answered_for_a_child(sign_in: SignIn, school: School) -> None:
    teacher, guardian = await sign_in("maria", "/school/events"), await sign_in("olga", "/school/events", width=360)
    student = await sign_in("anya", "/school/events", width=360)
    await teacher.locator("[data-new]").click()
    await teacher.fill("input[name=title]", "В планетарий")
    await teacher.fill("input[name=starts]", days_from_now(7)[:16])
    await teacher.fill("input[name=place]", "Садовая-Кудринская, 5")
    await teacher.locator("[data-plan]").click()
    await expect(teacher.locator("[data-event-page] h2")).to_have_text("В планетарий")
    await student.locator("[data-event]", has_text="В планетарий").click()
    await student.locator("[data-say=yes]").click()
    await expect(student.locator(f"[data-place='{school.anya}']")).to_have_attribute("data-standing", "asked")
    line = guardian.locator("[data-event]", has_text="В планетарий")
    await expect(line).to_have_attribute("data-owes", "true")
    await expect(line).to_contain_text("хочет пойти, нужно ваше согласие")
    await line.click()
    await guardian.locator("[data-say=yes]").click()
    await expect(guardian.locator(f"[data-place='{school.anya}']")).to_have_attribute("data-standing", "going")
    await expect(student.locator(f"[data-place='{school.anya}']")).to_have_attribute("data-standing", "going")
    await expect(student.locator("[data-say]")).to_have_count(0)  # decided by the family
    await expect(teacher.locator("[data-taken]")).to_have_text("Идёт 1")
    await teacher.locator("[data-who-comes]").click()
    await expect(teacher.locator("[data-group=going] [data-participant]")).to_contain_text("Соколова Анна")
    await teacher.locator("[data-group=silent] button", has=teacher.locator("svg")).click()
    await teacher.locator("[data-note=no]").click()
    await expect(teacher.locator("[data-group=no]")).to_contain_text("Белов Михаил")


async def test_who_waits_moves_up_is_told_of_a_change_and_of_the_end_in_english(
    sign_in: SignIn, served: Served, school: School
) -> None:
    maria = await served.person("maria")
    event = await planned(maria, school, trip(school, title="Planetarium", capacity=1))
    await answers(await served.person("olga"), event, school.anya, "yes")
    waiting = await sign_in("boris", f"/school/e/{event['id']}", language="en")
    await waiting.locator("[data-say=yes]").click()
    place = waiting.locator(f"[data-place='{school.misha}']")
    await expect(place).to_contain_text("waiting, number 1")
    await answers(await served.person("olga"), event, school.anya, "no")
    await expect(place).to_have_attribute("data-standing", "going")
    teacher = await sign_in("maria", f"/school/e/{event['id']}", language="en")
    await teacher.locator("[data-edit-event]").click()
    await teacher.fill("input[name=title]", "Museum")
    await teacher.locator("[data-plan]").click()
    await expect(waiting.locator("[data-event-page] h2")).to_have_text("Museum")
    await teacher.locator("[data-cancel-event]").click()
    await teacher.fill("textarea[name=because]", "Quarantine")
    await teacher.locator("[data-cancel-really]").click()
    await expect(waiting.locator("[data-cancelled]")).to_contain_text("Quarantine")
    await expect(waiting.locator("[data-say]")).to_have_count(0)


async def test_those_who_come_talk_with_the_organiser(sign_in: SignIn, served: Served, school: School) -> None:
    event = await planned(await served.person("maria"), school)
    await answers(await served.person("olga"), event, school.anya, "maybe")
    guardian = await sign_in("olga", f"/school/e/{event['id']}")
    teacher = await sign_in("maria", f"/school/e/{event['id']}")
    await teacher.locator("[data-open-event-chat]").click()
    await expect(teacher.locator(".conv-head h2")).to_have_text("В планетарий")
    await teacher.fill("textarea", "Сбор у входа в 9:00")
    await teacher.keyboard.press("Enter")
    await guardian.goto(f"/school/e/{event['id']}")
    await guardian.locator("[data-event-chat]").click()
    await expect(guardian.locator(".msg", has_text="Сбор у входа")).to_be_visible()


async def test_the_citys_feed_is_filtered_and_a_calendar_has_an_address(
    sign_in: SignIn, served: Served, school: School
) -> None:
    clara = await served.person("clara")
    olympiad = {"kind": "olympiad", "title": "Олимпиада по физике", "subject": "Физика", "starts_at": days_from_now(9)}
    await planned(clara, school, {**olympiad, "city": ["students"]})
    await planned(clara, school, {**olympiad, "kind": "seminar", "title": "Семинар", "city": ["staff"]})
    stranger = await sign_in("foreign_guardian", "/school/city", width=360)
    await expect(stranger.locator("[data-event]")).to_have_count(2)
    await stranger.locator("select[name=kind]").select_option("olympiad")
    await expect(stranger.locator("[data-event]")).to_have_count(1)
    await stranger.locator("[data-event]").click()
    await stranger.locator("[data-say=yes]").click()
    await expect(stranger.locator("[data-standing=going]")).to_be_visible()
    await stranger.goto("/school/events")
    await expect(stranger.locator("[data-event]", has_text="Олимпиада")).to_be_visible()
    await stranger.locator("[data-calendar]").click()
    await stranger.locator("[data-calendar-get]").click()
    address = await stranger.locator("[data-calendar-address]").input_value()
    assert re.fullmatch(rf"{served.base}/calendars/[\w-]{{32}}\.ics", address)
    async with served.http.get(address) as answer:
        assert "SUMMARY:Олимпиада по физике" in await answer.text()
