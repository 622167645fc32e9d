"""Where somebody is signed in, and the password: seen, ended and changed by its owner alone."""

import asyncio
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest

from handlers.agents import agent_of
from handlers.auth import ACCOUNT_FREE
from handlers.cookies import COOKIE, DEVICE, SHARED
from tests.handlers.test_login import cookie_of, sign_in
from tests.support.brake import no_time_passes
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
FRESH = "четыре зимних слова"


async def on(served: Served, agent: str) -> Caller:
    """Olga, signed in with a password on a device of her own."""
    answer = await sign_in(served, "olga", User_Agent=agent)
    assert answer.status == 200, answer.body
    return Caller(served.http, served.base, answer.body["token"])


async def change(person: Caller, current: str = PASSWORD, new: str = FRESH, **headers: str) -> Answer:
    return await person.ask("POST", "/api/me/password", {"current": current, "new": new}, **headers)


async def test_everybody_sees_where_they_are_signed_in_and_which_one_this_is(served: Served) -> None:
    phone, desk = await on(served, ANDROID), await on(served, WINDOWS)
    await (await on(served, "curl/8")).post("/api/logout")
    seen = (await phone.get("/api/me/logins")).body
    assert [(one["system"], one["browser"], one["current"]) for one in seen["logins"]] == [
        ("Windows", "Firefox", False),
        ("Android", "Chrome", True),
    ]
    assert [one["current"] for one in (await desk.get("/api/me/logins")).body["logins"]] == [True, False]
    assert seen["password_changed_at"] is not None
    assert (await (await served.person("boris")).get("/api/me/logins")).body["logins"][0]["current"]


async def test_one_sign_in_is_ended_from_another_device_with_its_socket(served: Served) -> None:
    phone, desk = await on(served, ANDROID), await on(served, WINDOWS)
    other = next(one for one in (await phone.get("/api/me/logins")).body["logins"] if not one["current"])
    async with wire(served, desk) as there, wire(served, phone) as here:
        left = await phone.ask("DELETE", f"/api/me/logins/{other['id']}")
        assert [one["current"] for one in left.body["logins"]] == [True]
        assert await there.closed() == 3503
        assert (await here.rpc("me"))["rpc"]
    assert (await desk.get("/api/me")).status == 401
    assert (await phone.ask("DELETE", f"/api/me/logins/{other['id']}")).code == "not_found"  # it has ended


async def test_nobody_ends_the_sign_in_of_somebody_else(served: Served) -> None:
    phone, boris = await on(served, ANDROID), await served.person("boris")
    [own] = (await phone.get("/api/me/logins")).body["logins"]
    assert (await boris.ask("DELETE", f"/api/me/logins/{own['id']}")).code == "not_found"
    assert (await phone.get("/api/me")).status == 200


async def test_all_but_this_one_are_ended(served: Served) -> None:
    phone, desk, library = await on(served, ANDROID), await on(served, WINDOWS), await on(served, WINDOWS)
    boris = await served.person("boris")
    async with wire(served, desk) as there:
        left = await phone.post("/api/me/logins/end-others")
        assert await there.closed() == 3503
    assert [one["current"] for one in left.body["logins"]] == [True]
    assert [(await one.get("/api/me")).status for one in (phone, desk, library, boris)] == [200, 401, 401, 200]


async def test_with_a_new_password_all_other_devices_have_to_sign_in_with_it(served: Served) -> None:
    phone, desk = await on(served, ANDROID), await on(served, WINDOWS)
    before = (await phone.get("/api/me/logins")).body["password_changed_at"]
    async with wire(served, desk) as there:
        done = await change(phone)
        assert (done.status, len(done.body["logins"])) == (200, 1)
        assert done.body["password_changed_at"] > before
        assert await there.closed() == 3503
    assert [(await one.get("/api/me")).status for one in (phone, desk)] == [200, 401]
    assert (await sign_in(served, "olga")).code == "sign_in_failed"
    assert (await sign_in(served, "olga", FRESH)).status == 200


async def test_only_the_device_on_which_it_was_changed_is_still_known(served: Served, school: School) -> None:
    async def known() -> int:
        count: int = await served.server.pool.fetchval(
            "select count(*) from known_device where person_id = $1", school.olga
        )
        return count

    entered, _ = await sign_in(served, "olga"), await sign_in(served, "olga")
    cookies = f"{COOKIE}={cookie_of(entered)}; {DEVICE}={device_of(entered)}"
    assert await known() == 2
    changed = await change(served.stranger, Cookie=cookies, Origin=served.base)
    assert changed.status == 200, changed.body
    assert await known() == 1


def device_of(answer: Answer) -> str:
    [line] = [line for line in _lines(answer) if line.startswith(DEVICE)]
    return line.partition("=")[2].partition(";")[0]


def _lines(answer: Answer) -> list[str]:
    """The cookies that an answer sets."""
    lines: list[str] = answer.headers.getall("Set-Cookie")
    return lines


async def test_who_does_not_know_the_password_does_not_change_it_and_is_slowed_down(served: Served) -> None:
    phone = await on(served, ANDROID)
    for n in range(ACCOUNT_FREE):
        assert (await change(phone, current=f"guess {n}")).code == "wrong_password"
    await no_time_passes(served)
    assert (await change(phone)).code == "too_many_attempts"
    assert (await phone.get("/api/me")).status == 200


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("короткий1", "password_length"),
        ("x" * 129, "password_length"),
        ("qwertyuiop123", "password_guessable"),
        ("1234567890", "password_guessable"),
        ("aaaaaaaaaaaa", "password_guessable"),
        ("ОльгаСоколова", "password_guessable"),
    ],
)
async def test_a_password_that_would_be_guessed_is_refused(served: Served, new: str, code: str) -> None:
    phone = await on(served, ANDROID)
    refused = await change(phone, new=new)
    assert (refused.status, refused.code) == (422, code)
    assert new not in str(refused.body)
    assert (await sign_in(served, "olga")).status == 200


async def test_of_two_changes_at_once_one_counts(served: Served) -> None:
    phone = await on(served, ANDROID)
    answers = await asyncio.gather(*(change(phone, new=f"{FRESH} {n}") for n in range(4)))
    [done] = [n for n, answer in enumerate(answers) if answer.status == 200]
    assert {answer.code for answer in answers if answer.status != 200} == {"wrong_password"}
    assert (await sign_in(served, "olga", f"{FRESH} {done}")).status == 200


@pytest.mark.parametrize(
    ("header", "agent"),
    [
        (ANDROID, ("Android", "Chrome")),
        (WINDOWS, ("Windows", "Firefox")),
        (ANDROID.replace("Mobile", "YaBrowser/25.8 Mobile"), ("Android", "Yandex")),
        (ANDROID.replace("Mobile", "SamsungBrowser/28.0 Mobile"), ("Android", "Samsung Internet")),
        (f"{ANDROID} EdgA/141.0", ("Android", "Edge")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1",
            ("iPhone", "Safari"),
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) CriOS/141.0 Mobile Safari/604.1", ("iPad", "Chrome")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.6 Safari/605.1.15", ("Mac", "Safari")),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/141.0 Safari/537.36", ("ChromeOS", "Chrome")),
        ("okhttp/4.12", ("", "")),
        ("", ("", "")),
    ],
)
def test_devices_are_named_as_their_owners_name_them(header: str, agent: tuple[str, str]) -> None:
    assert agent_of(header) == agent


async def shared_sign_in(served: Served) -> Answer:
    asked = {"login": "olga", "password": PASSWORD, "shared": True}
    return await served.stranger.ask("POST", "/api/login", asked, User_Agent=WINDOWS)


async def test_a_shared_computer_keeps_a_sign_in_until_its_browser_is_closed(served: Served, school: School) -> None:
    cookies = {
        name: morsel for line in _lines(await shared_sign_in(served)) for name, morsel in SimpleCookie(line).items()
    }
    assert cookies.keys() == {COOKIE, SHARED}
    assert all(not morsel["max-age"] and not morsel["expires"] for morsel in cookies.values())
    assert (cookies[COOKIE]["httponly"], cookies[SHARED]["httponly"]) == (True, "")  # the page reads that it is shared
    assert await served.server.pool.fetchval("select count(*) from known_device") == 0
    usual = [SimpleCookie(line) for line in _lines(await sign_in(served, "olga"))]
    [gone] = [morsel for cookie in usual for name, morsel in cookie.items() if name == SHARED]
    assert gone["max-age"] == "0"


async def test_a_sign_in_on_a_shared_computer_ends_after_an_hour_without_use(served: Served, school: School) -> None:
    person = Caller(served.http, served.base, (await shared_sign_in(served)).body["token"])
    pool = served.server.pool

    async def left(unused: str) -> timedelta:
        """How long it lasts after it was used again, not having been used for so long."""
        await pool.execute(
            "update login set seen_at = seen_at - $1::text::interval, expires_at = expires_at - $1::text::interval",
            unused,
        )
        await person.get("/api/me/logins")
        span: timedelta = await pool.fetchval("select expires_at - now() from login where shared")
        return span

    assert [one["shared"] for one in (await person.get("/api/me/logins")).body["logins"]] == [True]
    assert timedelta(minutes=50) < await left("40 minutes") <= timedelta(hours=1)
    assert await left("61 minutes") < timedelta()
    assert (await person.get("/api/me")).code == "sign_in_required"


async def days_left(served: Served, person: int) -> int:
    """How long the last sign-in of a person goes on without use, rounded to days."""
    days: int = await served.server.pool.fetchval(
        "select round(extract(epoch from expires_at - now()) / 86400)::int from login where person_id = $1"
        " order by id desc limit 1",
        person,
    )
    return days


@pytest.mark.parametrize(("login", "idle", "longest"), [("olga", 30, 365), ("anya", 30, 365), ("maria", 14, 90)])
async def test_a_sign_in_ends_without_use_and_at_last_with_use_sooner_for_staff(
    served: Served, school: School, login: str, idle: int, longest: int
) -> None:
    person, number = await served.person(login), school.people[login]
    assert await days_left(served, number) == idle
    pool = served.server.pool
    for begun, left in ((longest - 3, 3), (longest // 2, idle)):
        await pool.execute(
            "update login set seen_at = now() - interval '1 day', expires_at = now() + interval '1 day',"
            " started_at = now() - make_interval(days => $2) where person_id = $1",
            number,
            begun,
        )
        assert (await person.get("/api/me")).status == 200
        assert await days_left(served, number) == left
    await pool.execute(
        "update login set seen_at = now() - interval '1 day', started_at = now() - make_interval(days => $2)"
        " where person_id = $1",
        number,
        longest,
    )
    await person.get("/api/me")
    assert (await person.get("/api/me")).status == 401
