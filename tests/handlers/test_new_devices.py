"""Who signs in on a device that was not known gets a mail about it, at an address that is known to be theirs."""

from handlers.cookies import COOKIE, DEVICE
from tests.handlers.test_login import cookie_of, sign_in
from tests.handlers.test_sign_ins import ANDROID, WINDOWS, device_of
from tests.support.invitations import hashes_of, on_paper, use
from tests.support.merging import MINE, joined, twin
from tests.support.post import Postman, Relaying, gets_mail
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

MAIL = "olga@example.org"


async def mailed(post: Postman, relay: Relaying) -> list[str]:
    """The mails that have come since the last time, as text."""
    await post.catch_up()
    bodies = [mail.get_body(("plain",)) for _, mail in relay.take()]
    return [f"{body.get_content()}" for body in bodies if body is not None]


async def test_the_first_sign_in_of_all_is_no_news_and_the_next_device_is(
    served: Served, school: School, relay: Relaying, post: Postman
) -> None:
    await gets_mail(served, school.olga, MAIL)
    phone = await sign_in(served, "olga", User_Agent=ANDROID)
    assert await mailed(post, relay) == []
    again = f"{COOKIE}={cookie_of(phone)}; {DEVICE}={device_of(phone)}"
    assert (await sign_in(served, "olga", Cookie=again, Origin=served.base)).status == 200
    assert await mailed(post, relay) == []
    await sign_in(served, "olga", User_Agent=WINDOWS)
    [mail] = await mailed(post, relay)
    assert "Windows, Firefox" in mail
    assert "Соколова" not in mail


async def test_a_shared_computer_is_new_each_time(
    served: Served, school: School, relay: Relaying, post: Postman
) -> None:
    await gets_mail(served, school.olga, MAIL, language="en")
    await sign_in(served, "olga")
    body = {"login": "olga", "password": "correct horse", "shared": True}
    for _ in range(2):
        assert (await served.stranger.post("/api/login", body)).status == 200
    mails = await mailed(post, relay)
    assert len(mails) == 2
    assert all("did not know" in mail for mail in mails)


async def test_who_fails_to_sign_in_is_no_news(served: Served, school: School, relay: Relaying, post: Postman) -> None:
    await gets_mail(served, school.olga, MAIL)
    await sign_in(served, "olga")
    await sign_in(served, "olga", "guess")
    assert await mailed(post, relay) == []


async def test_an_address_that_nobody_has_confirmed_is_told_nothing(
    served: Served, school: School, relay: Relaying, post: Postman
) -> None:
    await gets_mail(served, school.olga, MAIL, confirmed=False)
    for _ in range(2):
        await sign_in(served, "olga")
    assert await mailed(post, relay) == []


async def test_a_new_password_by_an_invitation_is_news(
    served: Served, school: School, relay: Relaying, post: Postman
) -> None:
    await gets_mail(served, school.olga, MAIL)
    await sign_in(served, "olga")
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    assert (await use(served, "Соколова", token=slip.token)).status == 200
    assert len(await mailed(post, relay)) == 1


async def test_a_device_of_either_is_known_while_they_are_one_and_afterwards_to_whose_it_was(
    served: Served, school: School, relay: Relaying, post: Postman
) -> None:
    other = await twin(served, school, "olga2")
    await gets_mail(served, school.olga, MAIL)
    await gets_mail(served, other, "second@example.org")
    devices = {}
    for login, agent in (("olga", ANDROID), ("olga2", WINDOWS)):
        devices[login] = device_of(await sign_in(served, login, User_Agent=agent))

    async def news(login: str, device: str) -> int:
        answer = await sign_in(served, login, Cookie=f"{DEVICE}={devices[device]}", Origin=served.base)
        assert answer.status == 200
        await post.catch_up()
        return len(relay.take())

    olga = await served.person("olga")
    merge = await joined(olga, "olga2")
    await post.catch_up()
    relay.take()  # that they are one
    assert await news("olga2", "olga2") == 0
    assert await news("olga", "olga2") == 0
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
    await post.catch_up()
    relay.take()
    assert await news("olga2", "olga2") == 0
    assert await news("olga", "olga") == 0
    assert await news("olga2", "olga") == 1
    assert await news("olga", "olga2") == 1
