"""Announcements between browsers: proved before they go, read, confirmed, followed, recalled."""

import re

from playwright.async_api import Page, expect

from tests.journeys.conftest import SignIn, cut_network
from tests.support.announcements import announced, saying, to_class
from tests.support.school import School
from tests.support.serving import Served


async def write(teacher: Page, title: str, text: str) -> None:
    await teacher.locator("[data-new]").click()
    await teacher.fill("input[name=title]", title)
    await teacher.fill("textarea[name=text]", text)


async def send(teacher: Page) -> None:
    await expect(teacher.locator("[data-saving]")).to_have_attribute("data-saving", "saved")
    await teacher.locator("[data-send]").click()
    await teacher.locator("[data-send-really]").click()


async def test_it_is_proved_sent_confirmed_followed_and_recalled(sign_in: SignIn) -> None:
    teacher, guardian = await sign_in("maria", "/school"), await sign_in("olga", "/school", width=360)
    await write(teacher, "В четверг фотографируем класс", "Завтра в 9:20, **актовый зал**.")
    await teacher.locator("input[name=confirm]").check()
    await expect(teacher.locator("[data-people]")).to_have_text("2")
    await expect(teacher.locator("[data-recipient]", has_text="Белов Борис")).to_contain_text("Белов Михаил")
    await send(teacher)
    await expect(teacher).to_have_url(re.compile(r"/school/a/\d+/who$"))
    await expect(teacher.locator("[data-count=familiesOf]")).to_have_text("0 из 2 семей")
    tab = guardian.locator('.rail a[href="/school"]')
    await expect(tab.locator(".count")).to_have_text("1")
    await guardian.locator("[data-announcement]", has_text="В четверг фотографируем класс").click()
    await expect(guardian.locator(".letter strong")).to_have_text("актовый зал")
    await guardian.locator(".because summary").click()
    await expect(guardian.locator(".because .path")).to_contain_text("Соколова Анна")
    await guardian.locator("[data-confirm]").click()
    await expect(guardian.locator("[data-confirmed]")).to_be_visible()
    await expect(tab.locator(".count")).to_have_count(0)
    await expect(teacher.locator("[data-count=familiesOf]")).to_have_text("1 из 2 семей")
    await expect(teacher.locator("[data-done] [data-household]")).to_contain_text("Соколова Анна")
    await teacher.locator("[data-remind]").click()
    await expect(teacher.locator(".tag.good", has_text="Напомнили")).to_be_visible()
    await teacher.locator("[data-recall]").click()
    await teacher.locator("[data-recall-really]").click()
    await expect(guardian.locator("[data-recalled]")).to_be_visible()
    await expect(guardian.locator("body")).not_to_contain_text("актовый зал")


async def test_a_childs_name_is_asked_about_in_english(sign_in: SignIn) -> None:
    teacher = await sign_in("maria", "/school", language="en")
    guardian = await sign_in("olga", "/school", language="en")
    await write(teacher, "About Friday", "Родителей Михаила Белова прошу зайти")
    await expect(teacher.locator("[data-named]")).to_contain_text("1 person from other families will read it")
    await expect(teacher.locator("[data-saving]")).to_have_attribute("data-saving", "saved")
    await teacher.locator("[data-send]").click()
    await expect(teacher.locator("[data-undecided]")).to_be_visible()
    await expect(teacher.locator("[data-send-really]")).to_be_disabled()
    await teacher.keyboard.press("Escape")
    await teacher.locator("[data-keep-name]").click()
    await send(teacher)
    await expect(teacher).to_have_url(re.compile(r"/who$"))
    await guardian.locator("[data-announcement]", has_text="About Friday").click()
    await expect(guardian.locator(".letter h2")).to_have_text("About Friday")


async def test_what_is_typed_is_kept_and_goes_on_elsewhere(sign_in: SignIn) -> None:
    teacher = await sign_in("maria", "/school/new")
    await teacher.fill("input[name=title]", "Экскурсия")
    await teacher.reload()
    await expect(teacher.locator("input[name=title]")).to_have_value("Экскурсия")  # before there was anything to save
    await teacher.fill("textarea[name=text]", "Едем в музей")
    await expect(teacher.locator("[data-saving]")).to_have_attribute("data-saving", "saved")
    await expect(teacher).to_have_url(re.compile(r"/school/a/\d+/edit$"))
    elsewhere = await sign_in("maria", "/school/written", width=360)
    await elsewhere.locator("[data-written]", has_text="Экскурсия").click()
    await expect(elsewhere.locator("textarea[name=text]")).to_have_value("Едем в музей")
    await elsewhere.locator("input[name=later]").check()
    await expect(elsewhere.locator("[data-saving]")).to_have_attribute("data-saving", "saved")
    await elsewhere.locator("[data-send]").click()
    await elsewhere.locator("[data-send-really]").click()
    await expect(elsewhere.locator("[data-state=scheduled]")).to_contain_text("Экскурсия")
    await teacher.goto("/school/written")
    await expect(teacher.locator("[data-state=scheduled]")).to_contain_text("Экскурсия")


async def test_a_confirmation_without_a_network_goes_by_itself(sign_in: SignIn, served: Served, school: School) -> None:
    guardian = await sign_in("olga", "/school", service_worker=True)
    await announced(await served.person("maria"), school, saying(to_class(school.class_5a), confirm=True))
    await guardian.locator("[data-announcement]").click()
    confirm = guardian.locator("[data-confirm]")
    await cut_network(confirm)
    await confirm.click()
    await expect(guardian.locator("[data-confirming]")).to_be_visible()
    await guardian.context.set_offline(False)
    await expect(guardian.locator("[data-confirmed]")).to_be_visible()
