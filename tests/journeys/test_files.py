"""Files between browsers: attached, broken off, refused, seen in their place; messages found, passed on, taken home."""

import re
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.journeys.conftest import SignIn
from tests.support.fanouts import eventually
from tests.support.files import picture
from tests.support.school import School
from tests.support.serving import Served

FIELD = "textarea[name=text]"


def attached(name: str, content: bytes, type_: str) -> Any:
    return {"name": name, "mimeType": type_, "buffer": content}


async def private_chat(served: Served, school: School) -> str:
    opened = await (await served.person("olga")).post("/api/chats", {"person": str(school.maria)})
    number: str = opened.body["chat"]["id"]
    return number


async def attach(page: Page, *files: Any) -> None:
    await page.set_input_files("input[type=file]", list(files))


async def test_a_picture_and_a_paper_are_sent_and_seen(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await private_chat(served, school)
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}", width=360)
    name = "Расписание консультаций на первое полугодие, исправленное и дополненное.txt"
    await attach(teacher, attached("класс.png", picture(), "image/png"), attached(name, "Среда".encode(), "text/plain"))
    await expect(teacher.locator("[data-bringing=ready]")).to_have_count(2)
    await teacher.fill(FIELD, "Вот фотография")
    await teacher.keyboard.press("Enter")
    await expect(teacher.locator(FIELD)).to_have_value("")
    bubble = guardian.locator(".msg", has_text="Вот фотография")
    shown = bubble.locator("[data-picture] img")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    assert await shown.get_attribute("width") == "60"  # so that nothing jumps when it comes
    assert await shown.get_attribute("height") == "44"
    async with guardian.expect_download() as download:
        await bubble.locator("[data-file]").click()
    assert (await download.value).suggested_filename == name
    assert Path(await (await download.value).path()).read_text() == "Среда"
    await bubble.locator("[data-picture]").click()
    await expect(guardian.locator("img[data-viewed]")).to_be_visible()
    assert await guardian.evaluate("document.documentElement.scrollWidth") == 360
    await expect(teacher.locator("[data-bringing]")).to_have_count(0)


async def test_a_broken_upload_goes_on_and_the_message_waits_for_it_in_english(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await private_chat(served, school)
    teacher = await sign_in("maria", f"/chats/{chat}", language="en")
    guardian = await sign_in("olga", f"/chats/{chat}", language="en")
    broken: list[str] = []
    mended = False

    async def breaks(route: Route) -> None:
        if route.request.method == "PATCH" and not mended:
            broken.append(route.request.headers["upload-offset"])
            await route.abort()
        else:
            await route.continue_()

    await teacher.route(re.compile(r"/api/files/\d+$"), breaks)
    await attach(teacher, attached("notes.txt", b"line\n" * 300_000, "text/plain"))
    await teacher.fill(FIELD, "The notes")
    await teacher.keyboard.press("Enter")
    await expect(teacher.locator("[data-held]")).to_contain_text("Goes as soon as the files are there")
    await expect(teacher.locator(FIELD)).to_have_value("The notes")
    await expect(teacher.locator("[data-bringing=waiting]")).to_be_visible()
    await teacher.evaluate("dispatchEvent(new Event('online'))")
    await eventually(lambda: len(broken) >= 2)
    await expect(teacher.locator("[data-bringing=waiting]")).to_be_visible()
    mended = True
    await teacher.evaluate("dispatchEvent(new Event('online'))")
    await expect(guardian.locator(".msg", has_text="The notes").locator("[data-file]")).to_contain_text("notes.txt")
    await expect(teacher.locator(FIELD)).to_have_value("")
    assert set(broken) == {"0"}


async def test_what_is_refused_says_why_and_keeps_the_words(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await private_chat(served, school)
    teacher = await sign_in("maria", f"/chats/{chat}", width=360)
    await teacher.fill(FIELD, "Смотрите программу")
    await attach(teacher, attached("игра.exe", b"MZ\x90\x00", "application/octet-stream"))
    refused = teacher.locator("[data-bringing=failed]")
    await expect(refused).to_contain_text("игра.exe")
    await expect(refused.locator("[role=alert]")).not_to_be_empty()
    await expect(teacher.locator(FIELD)).to_have_value("Смотрите программу")
    await refused.get_by_role("button", name=re.compile("Удалить")).click()
    await expect(teacher.locator("[data-bringing]")).to_have_count(0)


async def test_files_that_were_lost_with_the_page_are_named(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await private_chat(served, school)
    teacher = await sign_in("maria", f"/chats/{chat}")
    await attach(teacher, attached("план.txt", b"1", "text/plain"))
    await expect(teacher.locator("[data-bringing=ready]")).to_be_visible()
    teacher.on("dialog", lambda dialog: dialog.accept())
    await teacher.reload()
    await expect(teacher.locator("[data-notice]")).to_contain_text("план.txt")


async def test_a_message_is_found_by_a_form_of_its_word_and_opened_in_its_place(
    sign_in: SignIn, served: Served, school: School
) -> None:
    chat = await private_chat(served, school)
    olga = await served.person("olga")
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Родительское собрание в пятницу"})
    for n in range(60):
        await olga.post(f"/api/chats/{chat}/messages", {"text": f"Сообщение {n}"})
    teacher = await sign_in("maria", "/chats")
    search = teacher.locator(".talk-list input[type=search]")
    await expect(search).to_be_visible()
    await teacher.keyboard.press("Control+k")
    await expect(search).to_be_focused()
    await teacher.keyboard.type("собрания ")
    hit = teacher.locator("[data-hit]")
    await expect(hit.locator("mark")).to_have_text("собрание")
    await hit.click()
    await expect(teacher.locator(".msg.lit")).to_contain_text("Родительское собрание")
    await teacher.locator("[data-about-chat]").click()
    await teacher.locator("[data-act=find]").click()
    await teacher.locator("dialog input[name=words]").fill("сообщение")
    await expect(teacher.locator("dialog [data-hit]")).to_have_count(20)
    await teacher.locator("dialog [data-more-hits]").click()
    await expect(teacher.locator("dialog [data-hit]")).to_have_count(40)
    await teacher.locator("dialog input[name=has_file]").check()
    await expect(teacher.locator("dialog .none")).to_be_visible()


async def test_a_message_is_passed_on_and_a_chat_taken_home(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await private_chat(served, school)
    olga, maria = await served.person("olga"), await served.person("maria")
    await olga.post(f"/api/chats/{chat}/messages", {"text": "Справка от врача"})
    other = (await maria.post("/api/chats", {"person": str(school.clara)})).body["chat"]["id"]
    teacher, leader = await sign_in("maria", f"/chats/{chat}"), await sign_in("clara", f"/chats/{other}", language="en")
    message = teacher.locator(".msg", has_text="Справка от врача")
    await message.focus()
    await teacher.keyboard.press("Enter")
    await teacher.locator("[data-act=forward]").click()
    await teacher.locator(f"[data-to='{other}']").click()
    passed = leader.locator(".msg", has_text="Справка от врача")
    await expect(passed.locator(".forwarded")).to_have_text("Forwarded")  # a family is not named elsewhere
    await teacher.locator("[data-about-chat]").click()
    async with teacher.expect_download() as download:
        await teacher.locator("[data-act=export]").click()
    assert "Справка от врача" in Path(await (await download.value).path()).read_text()


async def test_one_sees_that_the_other_is_typing(sign_in: SignIn, served: Served, school: School) -> None:
    chat = await private_chat(served, school)
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}", width=360)
    await teacher.locator(FIELD).press_sequentially("Здравств")
    await expect(guardian.locator("[data-typing]")).to_have_text("пишет…")
    await teacher.keyboard.press("Enter")
    await expect(guardian.locator(".msg", has_text="Здравств")).to_be_visible()
    await expect(guardian.locator("[data-typing]")).to_have_count(0)
