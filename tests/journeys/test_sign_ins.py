"""Sign-ins and password of one's own, in browsers."""

from playwright.async_api import expect

from tests.journeys.conftest import SignIn
from tests.support.school import PASSWORD

FRESH = "четыре зимних слова"


async def test_a_lost_phone_is_signed_out_from_another_device(sign_in: SignIn) -> None:
    phone, desk = await sign_in("olga", "/diary", width=360), await sign_in("olga", "/me", language="en")
    await expect(desk.locator("[data-logins='2']")).to_be_visible()
    await expect(desk.locator("[data-login=current]")).to_contain_text("this device")
    await desk.locator("[data-end-login]").click()
    await expect(desk.locator("[data-logins='1']")).to_be_visible()
    await expect(phone.locator("input[name=username]")).to_be_visible()
    await expect(desk.locator("[data-end-others]")).to_have_count(0)


async def test_the_password_is_changed_and_other_devices_sign_in_with_the_new_one(sign_in: SignIn) -> None:
    phone, desk = await sign_in("olga", "/me", width=360), await sign_in("olga", "/diary")
    await phone.locator("[data-change-password]").click()
    await phone.fill("input[name=current]", PASSWORD)
    await phone.fill("input[name=new]", "qwertyuiop123")
    await phone.locator("[data-save-password]").click()
    await expect(phone.get_by_role("dialog").get_by_role("alert")).to_contain_text("Этот пароль угадают")
    await phone.fill("input[name=new]", FRESH)
    await phone.locator("[data-save-password]").click()
    await expect(phone.locator("[data-password-changed]")).to_be_visible()
    await desk.locator("input[name=username]").fill("olga")
    await desk.locator("input[name=password]").fill(FRESH)
    await desk.keyboard.press("Enter")
    await expect(desk.locator("[data-link=live]")).to_have_count(1)
