"""Signing in and out, and the brake on guessing."""

import asyncio
import logging
import math
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from handlers.auth import ACCOUNT_FREE, ConnectionTokens
from handlers.cookies import COOKIE
from handlers.tries import pause
from storage.logins import Login
from tests.support.brake import no_time_passes
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Served
from tests.support.wire import Wire, token_of, wire


async def sign_in(served: Served, login: str, password: str = PASSWORD, **headers: str) -> Answer:
    return await served.stranger.ask("POST", "/api/login", {"login": login, "password": password}, **headers)


def cookie_of(answer: Answer) -> str:
    return SimpleCookie(answer.headers["Set-Cookie"])[COOKIE].value


async def test_a_browser_gets_a_cookie_that_scripts_and_other_sites_cannot_use(served: Served) -> None:
    answer = await sign_in(served, "Olga")
    morsel = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    assert answer.status == 200
    assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, True, "Lax", "/")
    assert not morsel["domain"]
    me = await served.stranger.get("/api/me", Cookie=f"{COOKIE}={morsel.value}")
    assert me.body["person"]["name"]["given"] == "Ольга"
    assert me.headers["Cache-Control"] == "no-store"


async def test_unknown_and_wrong_look_the_same(served: Served) -> None:
    wrong = await sign_in(served, "olga", "guess")
    unknown = await sign_in(served, "nobody", "guess")
    gone = await sign_in(served, "gone")
    assert wrong.status == unknown.status == gone.status == 401
    assert wrong.body == unknown.body == gone.body


async def test_a_very_long_password_is_refused_and_not_cut(served: Served) -> None:
    assert (await sign_in(served, "olga", PASSWORD + "x" * 500)).status == 401
    assert (await sign_in(served, "olga", "\0" + PASSWORD)).status == 401


async def test_guessing_is_slowed_down_for_the_account_and_for_unknown_names_alike(served: Served) -> None:
    for name in ("olga", "nobody"):
        assert [(await sign_in(served, name, "guess")).status for _ in range(ACCOUNT_FREE)] == [401] * ACCOUNT_FREE
        await no_time_passes(served)
        slow = await sign_in(served, name, "guess")
        assert slow.code == "too_many_attempts"
        assert int(slow.headers["Retry-After"]) >= 1
    assert (await sign_in(served, "boris")).status == 200  # the same school network, another account


async def test_guesses_in_parallel_count_as_well(served: Served) -> None:
    begun = asyncio.get_running_loop().time()
    answers = await asyncio.gather(*(sign_in(served, "olga", f"guess {n}") for n in range(30)))
    took = asyncio.get_running_loop().time() - begun
    tried = [answer for answer in answers if answer.status == 401]
    braked = [answer for answer in answers if answer.status == 429]
    assert len(tried) + len(braked) == 30
    # as many as one after the other: five, then one after a second, after two, four …
    assert 5 <= len(tried) <= 5 + math.log2(1 + took)
    assert braked


async def test_a_success_forgives_what_failed_before(served: Served) -> None:
    for _ in range(3):
        for _ in range(4):
            await sign_in(served, "olga", "guess")
        assert (await sign_in(served, "olga")).status == 200


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (8, 8), (40, 900)])
def test_the_pause_grows_and_has_an_end(failures: int, seconds: int) -> None:
    assert pause(failures, 5, 900) == seconds


async def test_signing_out_ends_the_cookie_the_token_and_the_open_sockets_of_that_login_only(served: Served) -> None:
    first, second = await served.person("olga"), await served.person("olga")
    token = await token_of(first)
    async with wire(served, first) as here, wire(served, second) as there:
        assert (await first.post("/api/logout")).status == 204
        assert await here.closed() == 3503
        assert (await there.rpc("journal", course="1"))["error"]["code"] == 404  # still answers
    assert (await first.get("/api/me")).status == 401
    async with connect(served.socket) as connection:
        with pytest.raises(ConnectionClosed):
            await Wire(connection).call("connect", {"token": token})
        await connection.wait_closed()
        assert connection.close_code == 3500
    assert (await second.get("/api/me")).status == 200


async def test_a_write_with_the_cookie_must_come_from_the_schools_own_page(served: Served) -> None:
    cookie = f"{COOKIE}={cookie_of(await sign_in(served, 'olga'))}"
    change = {"share_seen": True}
    for origin in ("https://school.example.evil", "null", served.base + ".evil", served.base.upper()):
        answer = await served.stranger.ask("PATCH", "/api/me", change, Cookie=cookie, Origin=origin)
        assert (answer.status, answer.code) == (403, "foreign_origin"), origin
    assert (await served.stranger.ask("PATCH", "/api/me", change, Cookie=cookie)).status == 403
    assert (await served.stranger.ask("PATCH", "/api/me", change, Cookie=cookie, Origin=served.base)).status == 200
    foreign = await sign_in(served, "olga", Origin="https://evil.example")
    assert (foreign.status, foreign.code) == (403, "foreign_origin")


async def test_a_socket_opens_by_cookie_only_from_the_schools_own_page(served: Served) -> None:
    cookie = {"Cookie": f"{COOKIE}={cookie_of(await sign_in(served, 'olga'))}"}
    async with connect(served.socket, additional_headers=cookie, origin=served.base) as connection:  # type: ignore[arg-type]
        assert "client" in (await Wire(connection).call("connect"))["connect"]
    async with connect(served.socket, additional_headers=cookie) as connection:
        await connection.send('{"id":1,"connect":{}}')
        await connection.wait_closed()
        assert connection.close_code == 3501
    with pytest.raises(InvalidStatus, match="403"):
        await connect(served.socket, additional_headers=cookie, origin="https://evil.example")  # type: ignore[arg-type]


async def test_connection_tokens_that_are_late_forged_or_of_another_make_are_refused(
    served: Served, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await served.person("olga")
    genuine = await token_of(olga)
    head, claims, signature = genuine.split(".")
    foreign = ConnectionTokens(b"another key of thirty-two bytes!").issue(Login(1, school.olga))
    unsigned = "eyJhbGciOiJub25lIn0." + claims + "."
    for token in (genuine[:-2], f"{head}.{claims}x.{signature}", foreign, unsigned, "x", "a.b.c"):
        async with connect(served.socket) as connection:
            await connection.send(f'{{"id":1,"connect":{{"token":"{token}"}}}}')
            await connection.wait_closed()
            assert connection.close_code == 3500, token
    monkeypatch.setattr("handlers.auth.CONNECTION_TOKEN_SECONDS", -1)
    late = await token_of(olga)
    async with connect(served.socket) as connection:
        assert (await Wire(connection).call("connect", {"token": late}))["error"]["code"] == 109


async def test_a_login_lives_while_it_is_used_and_ends_after_thirty_idle_days(served: Served) -> None:
    olga = await served.person("olga")
    pool = served.server.pool
    await pool.execute("update login set seen_at = seen_at - $1::interval", timedelta(days=1))
    assert (await olga.get("/api/me")).status == 200
    kept = await pool.fetchval("select max(expires_at) - now() from login")
    assert kept > timedelta(days=29)
    await pool.execute("update login set expires_at = now() - interval '1 second'")
    assert (await olga.get("/api/me")).status == 401


async def test_a_server_whose_clock_is_wrong_neither_revives_nor_ends_a_login(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, live = await served.person("olga"), await served.person("maria")
    await served.server.pool.execute(
        "update login l set expires_at = now() - interval '30 minutes' from account a"
        " where a.person_id = l.person_id and a.name = 'olga'"
    )
    for shift in (timedelta(hours=-1), timedelta(days=40)):
        monkeypatch.setattr("handlers.app.SystemClock.now", lambda _, by=shift: datetime.now(UTC) + by)
        assert (await over.get("/api/me")).status == 401
        assert (await live.get("/api/me")).status == 200


async def test_nothing_secret_is_stored_or_logged(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        token = (await sign_in(served, "olga")).body["token"]
        await sign_in(served, "olga", "a guess that must not be kept")
    dump = ""
    for table in ("login", "account", "sign_in_failure", "person"):
        dump += str(await served.server.pool.fetch(f"select t::text from {table} t"))
    for secret in (token, PASSWORD, "a guess that must not be kept"):
        assert secret not in dump
        assert secret not in caplog.text
