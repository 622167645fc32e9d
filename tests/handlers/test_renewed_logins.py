"""A sign-in gets a new token whenever rights or proofs of its person change; the one before ends within a minute."""

import asyncio
from datetime import timedelta

from handlers.cookies import COOKIE, SHARED
from storage.logins import OVERLAP
from tests.handlers.test_login import cookie_of, sign_in
from tests.handlers.test_passkeys import device_of
from tests.support.school import PASSWORD, School
from tests.support.second_factors import MINE, begun
from tests.support.serving import Answer, Caller, Served
from tests.support.wire import wire

FRESH = "четыре зимних слова"


class Browser:
    """A browser with one sign-in: keeps the cookie that each answer brings, as all its tabs do."""

    def __init__(self, served: Served, token: str) -> None:
        self._served = served
        self.token = token

    @classmethod
    async def of(cls, served: Served, login: str, **more: bool) -> "Browser":
        body = {"login": login, "password": PASSWORD, **more}
        return cls(served, cookie_of(await served.stranger.post("/api/login", body)))

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        answer = await asks(self._served, self.token, method, path, body)
        if COOKIE in "".join(answer.headers.getall("Set-Cookie", [])):
            self.token = cookie_of(answer)
        return answer

    async def post(self, path: str, body: object = None) -> Answer:
        return await self.ask("POST", path, body)


async def asks(served: Served, token: str, method: str, path: str, body: object = None) -> Answer:
    return await served.stranger.ask(method, path, body, Cookie=f"{COOKIE}={token}", Origin=served.base)


async def overlap_passes(served: Served) -> None:
    await served.server.pool.execute("update login set renewed_at = renewed_at - $1::interval", OVERLAP)


async def opens(served: Served, token: str) -> bool:
    return (await asks(served, token, "GET", "/api/me")).status == 200


async def test_a_new_password_renews_the_sign_in_that_goes_on(served: Served) -> None:
    browser = await Browser.of(served, "olga")
    before = browser.token
    changed = await browser.post("/api/me/password", {"current": PASSWORD, "new": FRESH})
    assert changed.status == 200, changed.body
    assert browser.token != before
    assert await opens(served, browser.token)
    assert await opens(served, before)  # what another tab has just sent
    await overlap_passes(served)
    assert not await opens(served, before)
    assert await opens(served, browser.token)


async def test_so_do_a_second_factor_and_a_passkey_added_and_removed(served: Served) -> None:
    browser = await Browser.of(served, "olga")
    tokens = [browser.token]

    async def is_renewed(answer: Answer) -> None:
        assert answer.status in (200, 201), answer.body
        assert browser.token not in tokens
        tokens.append(browser.token)

    app = await begun(served, Caller(served.http, served.base, browser.token))
    await is_renewed(await browser.post(MINE, {"code": app.now()}))
    proof = {"password": PASSWORD, "code": await app.fresh()}
    await is_renewed(await browser.post(f"{MINE}/codes", proof))
    await is_renewed(await browser.post(f"{MINE}/end", {**proof, "code": await app.fresh()}))
    options = (await browser.post("/api/me/passkeys/start", {"password": PASSWORD})).body
    made = await browser.post("/api/me/passkeys", device_of(served).make(options))
    await is_renewed(made)
    [passkey] = made.body["passkeys"]
    await is_renewed(await browser.ask("DELETE", f"/api/me/passkeys/{passkey['id']}"))
    assert not await opens(served, tokens[0])  # not even within the minute: only the one just before
    assert (await browser.ask("GET", "/api/me/logins")).body["logins"][0]["current"]


async def give(served: Served, school: School, person: int, role: str) -> None:
    clara = await served.person("clara")
    path = f"/api/schools/{school.id}/register/people/{person}/roles"
    answer = await clara.post(path, {"role": role})
    assert answer.status in (200, 201), answer.body


async def end(served: Served, school: School, person: int, role: str) -> None:
    clara = await served.person("clara")
    answer = await clara.post(f"/api/schools/{school.id}/register/people/{person}/roles/end", {"role": role})
    assert answer.status == 200, answer.body


async def test_a_role_that_is_given_or_ends_renews_with_the_next_request_and_once(
    served: Served, school: School
) -> None:
    browser, others = await Browser.of(served, "olga"), await Browser.of(served, "boris")
    first, foreign = browser.token, others.token
    await give(served, school, school.olga, "staff")
    assert (await browser.ask("GET", "/api/me")).status == 200
    second = browser.token
    assert second != first
    assert (await browser.ask("GET", "/api/me")).status == 200
    assert browser.token == second
    await end(served, school, school.olga, "staff")
    await browser.ask("GET", "/api/courses")
    assert browser.token != second
    await others.ask("GET", "/api/me")
    assert others.token == foreign
    await overlap_passes(served)
    assert [await opens(served, token) for token in (first, second, browser.token)] == [False, False, True]


async def test_a_roster_that_gives_a_role_does_it_too(served: Served, school: School) -> None:
    browser = await Browser.of(served, "olga")
    before = browser.token
    await served.server.pool.execute(
        "insert into role (source, source_id, person_id, school_id, role) values ('t', 'new', $1, $2, 'teacher')",
        school.olga,
        school.id,
    )
    await browser.ask("GET", "/api/me")
    assert browser.token != before
    known = browser.token
    await served.server.pool.execute("update role set source_id = 'renamed' where source_id = 'new'")
    await browser.ask("GET", "/api/me")
    assert browser.token == known  # a row that says the same as before


async def test_two_tabs_that_ask_at_once_both_go_on_with_one_new_token(served: Served, school: School) -> None:
    browser = await Browser.of(served, "olga")
    await give(served, school, school.olga, "staff")
    answers = await asyncio.gather(*[asks(served, browser.token, "GET", "/api/me") for _ in range(10)])
    assert {one.status for one in answers} == {200}
    brought = [cookie_of(one) for one in answers if "Set-Cookie" in one.headers]
    assert len(brought) == 1
    await overlap_passes(served)
    assert (await opens(served, brought[0]), await opens(served, browser.token)) == (True, False)


async def test_whoever_stole_the_token_has_it_no_longer_than_a_minute(served: Served, school: School) -> None:
    browser = await Browser.of(served, "olga")
    stolen = browser.token
    await give(served, school, school.olga, "staff")
    await browser.ask("GET", "/api/me")
    await overlap_passes(served)
    thief = Caller(served.http, served.base, stolen)  # nor as a program's
    assert [(await thief.get("/api/me")).status, await opens(served, stolen)] == [401, False]
    assert timedelta(minutes=1) >= OVERLAP


async def test_sockets_stay_and_a_new_one_opens(served: Served, school: School) -> None:
    olga = await served.person("olga")
    async with wire(served, olga) as socket:
        await give(served, school, school.olga, "staff")
        await asks(served, str(olga.token), "GET", "/api/me")
        assert (await socket.rpc("me"))["rpc"]


async def test_the_token_of_a_program_stays(served: Served, school: School) -> None:
    program = await served.person("olga")
    await give(served, school, school.olga, "staff")
    answer = await program.get("/api/me")
    assert "Set-Cookie" not in answer.headers
    changed = await program.post("/api/me/password", {"current": PASSWORD, "new": FRESH})
    assert "Set-Cookie" not in changed.headers
    await overlap_passes(served)
    assert (await program.get("/api/me")).status == 200


async def test_the_new_cookie_of_a_shared_computer_ends_with_the_browser_as_well(
    served: Served, school: School
) -> None:
    browser = await Browser.of(served, "olga", shared=True)
    await give(served, school, school.olga, "staff")
    [line] = (await browser.ask("GET", "/api/me")).headers.getall("Set-Cookie")
    assert line.startswith(COOKIE)
    assert "max-age" not in line.lower()
    assert SHARED not in line


async def test_who_signs_out_gets_no_new_token_with_that(served: Served, school: School) -> None:
    browser = await Browser.of(served, "olga")
    before = browser.token
    await give(served, school, school.olga, "staff")
    out = await asks(served, before, "POST", "/api/logout")
    assert out.status == 204
    assert cookie_of(out) == ""
    assert not await opens(served, before)


async def test_a_refusal_brings_the_new_token_too(served: Served, school: School) -> None:
    browser = await Browser.of(served, "olga")
    before = browser.token
    await give(served, school, school.olga, "staff")
    assert (await browser.ask("GET", "/api/students/999999999/diary")).status == 404
    assert browser.token != before


async def test_signing_in_after_a_change_knows_of_it(served: Served, school: School) -> None:
    await Browser.of(served, "olga")
    await give(served, school, school.olga, "staff")
    answer = await sign_in(served, "olga")
    browser = Browser(served, cookie_of(answer))
    before = browser.token
    await browser.ask("GET", "/api/me")
    assert browser.token == before
