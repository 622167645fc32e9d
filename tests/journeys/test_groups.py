"""Groups: opened by a teacher, lost while they are open, found and asked for."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import SignIn, close_sheet
from tests.journeys.test_chat_life import FIELD, message, say
from tests.support.school import School
from tests.support.serving import Served


async def about(page: Page) -> None:
    await page.locator("[data-about-chat]").click()
    await expect(page.locator("dialog[open]")).to_be_visible()


async def test_a_teacher_opens_a_group_brings_people_in_and_puts_one_out_who_sees_it_go(
    sign_in: SignIn, served: Served, school: School
) -> None:
    teacher, guardian = await sign_in("maria", "/chats"), await sign_in("olga", "/chats", width=360, height=740)
    await teacher.locator("[data-write]").click()
    await teacher.locator("[data-new-group]").click()
    await teacher.locator("[data-save]").click()
    await expect(teacher.locator("#g-missing")).to_be_visible()
    await teacher.fill("input[name=title]", "Поездка в Коломну")
    await teacher.locator(f'[data-pick="{school.olga}"] input').check()
    await teacher.locator("[data-save]").click()
    await expect(teacher.locator("[data-conversation]")).to_contain_text("Поездка в Коломну")
    await say(teacher, "Добрый день")

    await guardian.locator("[data-chat]", has_text="Поездка в Коломну").click()
    await expect(message(guardian, "Добрый день")).to_be_visible()
    await guardian.fill(FIELD, "Спасибо, поедем")
    await guardian.get_by_role("button", name="Отправить").click()
    await expect(message(teacher, "поедем")).to_be_visible()

    await about(teacher)
    await teacher.locator("[data-act=add]").click()
    await teacher.locator(f'[data-pick="{school.lev}"] input').check()
    await teacher.locator("[data-add]").click()
    colleague = teacher.locator(f'[data-member="{school.lev}"]')
    await expect(colleague).to_be_visible()
    await colleague.get_by_role("button", name="Изменить: Лев").click()
    await colleague.locator("[data-give=moderator]").click()
    await expect(colleague).to_have_attribute("data-role", "moderator")

    await guardian.fill(FIELD, "и ещё вопрос")
    mother = teacher.locator(f'[data-member="{school.olga}"]')
    await mother.get_by_role("button", name="Изменить: Ольга").click()
    await mother.locator("[data-put-out-ask]").click()
    await mother.locator("[data-put-out]").click()
    await expect(mother).to_have_count(0)
    await expect(guardian.locator("[data-gone]")).to_contain_text("Этой беседы у вас больше нет")
    await expect(guardian.get_by_text("Добрый день")).to_have_count(0)
    await expect(guardian.get_by_text("и ещё вопрос")).to_be_visible()  # what was typed is not lost
    await guardian.goto("/chats")
    await expect(guardian.get_by_text("Бесед пока нет")).to_be_visible()


async def test_where_moderators_write_one_sees_why_and_that_it_changes(
    sign_in: SignIn, served: Served, school: School
) -> None:
    maria = await served.person("maria")
    asked = {"school": str(school.id), "title": "Новости", "members": [str(school.olga)], "posting": "moderators"}
    chat = (await maria.post("/api/groups", asked)).body["chat"]["id"]
    teacher, guardian = await sign_in("maria", f"/chats/{chat}"), await sign_in("olga", f"/chats/{chat}", width=360)
    await expect(guardian.locator("[data-closed]")).to_contain_text("только те, кто ведёт")
    await say(teacher, "Завтра в 9:00")
    await message(guardian, "Завтра").locator(".bubble").tap()
    await guardian.locator("[data-say=will_be]").click()
    await expect(message(teacher, "Завтра").locator("[data-word=will_be]")).to_contain_text("Буду 1")
    await about(teacher)
    await teacher.locator("[data-act=group]").click()
    await teacher.locator("input[name=posting][value=all]").check()
    await teacher.fill("input[name=title]", "Новости и вопросы")
    await teacher.locator("[data-save]").click()
    await expect(guardian.locator(FIELD)).to_be_visible()
    await expect(guardian.locator(".conv-head h2")).to_have_text("Новости и вопросы")


async def test_a_club_is_found_asked_for_and_opened(sign_in: SignIn, served: Served, school: School) -> None:
    maria = await served.person("maria")
    student = await sign_in("misha", "/clubs", width=360, height=740)
    await expect(student.get_by_text("Кружков пока нет")).to_be_visible()
    asked = {"school": str(school.id), "title": "Театр", "description": "По *вторникам*", "openness": "request"}
    chat = (await maria.post("/api/groups", asked)).body["chat"]["id"]
    public = {"school": str(school.id), "title": "Хор", "openness": "public"}
    choir = (await maria.post("/api/groups", public)).body["chat"]["id"]
    teacher = await sign_in("maria", f"/chats/{chat}")
    await student.reload()
    await student.locator(f'[data-club="{chat}"] [data-ask]').click()
    await student.fill("textarea[name=words]", "Я пою и играю")
    await student.locator("[data-send-ask]").click()
    await expect(student.locator(f'[data-club="{chat}"] [data-asked]')).to_be_visible()

    await teacher.locator("[data-knocking='1']").click()
    request = teacher.locator(f'[data-request="{school.misha}"]')
    await expect(request).to_contain_text("Я пою и играю")
    await request.locator("[data-accept]").click()
    await expect(request).to_have_count(0)
    await expect(teacher.locator(f'[data-member="{school.misha}"]')).to_be_visible()
    await expect(student.locator(f'[data-club="{chat}"] [data-open-club]')).to_be_visible()
    await student.locator(f'[data-club="{choir}"] [data-join]').click()
    await expect(student.locator(f'[data-conversation="{choir}"]')).to_be_visible()


async def test_a_class_chat_is_muted_put_away_and_read_by_the_families(
    sign_in: SignIn, served: Served, school: School
) -> None:
    teacher, guardian = await sign_in("maria", "/chats"), await sign_in("olga", "/chats")
    await teacher.locator("[data-write]").click()
    await teacher.locator("[data-class-chat=families]").click()
    await expect(teacher.locator(".conv-head h2")).to_have_text("5А, родители")
    await expect(teacher.locator("[data-reach]")).to_contain_text("Прочитают: 2 человека из 5А")
    line = guardian.locator("[data-chat]", has_text="5А, родители")
    await line.click()
    await about(guardian)
    await guardian.locator("[data-toggle=muted]").click()
    await guardian.locator("[data-toggle=archived]").click()
    await close_sheet(guardian)
    await guardian.locator('.rail a[href="/chats"]').click()
    await expect(line).to_be_hidden()
    await say(teacher, "Собрание в пятницу")
    await guardian.locator("[data-archive] summary").click()
    await expect(line.locator(".count.mute")).to_have_text("1")
    await expect(guardian.locator(".rail .count")).to_have_count(0)  # what is muted is in no total
