"""From whom a school asks a second factor: seven days to set it up, and then nothing else before that."""

import json
from datetime import datetime

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from handlers.actions.action import Access
from handlers.actions.tables import ACTIONS
from handlers.cookies import COOKIE
from tests.handlers.test_passkeys import added, entered
from tests.handlers.test_rights import ask, prepared
from tests.handlers.test_second_factor import of
from tests.support.invitations import hashes_of, on_paper, show, use
from tests.support.school import PASSWORD, School
from tests.support.second_factors import MINE, begun, set_up, sign_in
from tests.support.serving import Served
from tests.support.wire import wire

SETTING_UP = {
    "me",
    "sign_out",
    "my_second_factor",
    "start_second_factor",
    "set_second_factor",
    "my_passkeys",
    "start_passkey",
    "add_passkey",
}


async def days_pass(served: Served) -> None:
    """The days in which one may go on without are over, for everybody."""
    await served.server.pool.execute("update account set second_factor_due_at = now() where name = any($1)", LIMITED)


LIMITED = ["clara", "sysop", "nina"]


async def names(served: Served, school: School, *roles: str) -> None:
    sysop = await served.person("sysop")
    path = f"/api/schools/{school.id}/second-factor"
    assert (await sysop.ask("PUT", path, {"roles": list(roles)})).body["roles"] == sorted(roles)


@pytest.mark.parametrize(("login", "is_asked"), [("clara", True), ("sysop", True), ("maria", False), ("olga", False)])
async def test_leadership_and_admins_have_seven_days_from_the_first_sign_in(
    served: Served, login: str, is_asked: bool
) -> None:
    person = await served.person(login)
    due = (await person.get("/api/me")).body["second_factor"]
    assert (due is not None) is is_asked
    assert (await person.get(MINE)).body["required"] is is_asked
    if due is not None:
        days = await served.server.pool.fetchval("select $1::timestamptz - now()", datetime.fromisoformat(due["until"]))
        assert (6.9 < days.total_seconds() / 86400 <= 7, due["is_over"]) == (True, False)
        await served.person(login)  # another sign-in gives no more days
        assert (await person.get("/api/me")).body["second_factor"] == due


async def test_a_school_names_others_and_takes_them_back(served: Served, school: School) -> None:
    await names(served, school, "teacher", "guardian")
    for login in ("maria", "nina", "olga"):
        assert (await (await served.person(login)).get("/api/me")).body["second_factor"] is not None, login
    assert (await (await served.person("foreign_teacher")).get("/api/me")).body["second_factor"] is None
    assert (await (await served.person("anya")).get("/api/me")).body["second_factor"] is None
    await names(served, school, "class_teacher")
    assert (await (await served.person("maria")).get("/api/me")).body["second_factor"] is not None
    assert (await (await served.person("nina")).get("/api/me")).body["second_factor"] is None


async def test_after_seven_days_nothing_is_open_but_setting_it_up(served: Served, school: School) -> None:
    ids = await prepared(served, school)
    clara = await served.person("clara")
    await days_pass(served)
    assert (await clara.get("/api/me")).body["second_factor"]["is_over"] is True
    for action in ACTIONS:
        if action.access is Access.PUBLIC or action.name == "sign_out":
            continue
        answer = await ask(clara, action, school, ids)
        is_refused = answer.status == 403 and (action.method == "HEAD" or answer.code == "second_factor_required")
        assert is_refused is (action.name not in SETTING_UP), (action, answer.body)
    assert {action.name for action in ACTIONS if action.sets_up} == SETTING_UP
    assert (await clara.post("/api/logout")).status == 204


async def test_sockets_are_refused_and_open_ones_end(served: Served) -> None:
    clara, olga = await served.person("clara"), await served.person("olga")
    token = (await clara.post("/api/realtime/token")).body["token"]
    async with wire(served, clara) as there, wire(served, olga) as here:
        await days_pass(served)
        assert await there.closed() == 3503
        assert (await here.rpc("me"))["rpc"]
    async with connect(served.socket) as socket:
        await socket.send(json.dumps({"id": 1, "connect": {"token": token}}))
        await socket.wait_closed()
    assert socket.close_code == 3500
    by_cookie = {"Cookie": f"{COOKIE}={clara.token}"}
    async with connect(served.socket, origin=Origin(served.base), additional_headers=by_cookie) as socket:
        await socket.send(json.dumps({"id": 1, "connect": {}}))
        await socket.wait_closed()
    assert socket.close_code == 3507


async def test_once_it_is_set_up_everything_is_open_again(served: Served) -> None:
    clara = await served.person("clara")
    await days_pass(served)
    app = await begun(served, clara)
    assert (await clara.get("/api/courses")).code == "second_factor_required"
    assert (await clara.post(MINE, {"code": app.now()})).status == 200
    assert (await clara.get("/api/courses")).status == 200
    assert (await clara.get("/api/me")).body["second_factor"] is None
    async with wire(served, clara) as socket:
        assert (await socket.rpc("me"))["rpc"]


async def test_who_is_asked_for_it_does_not_end_it(served: Served) -> None:
    clara, app = await set_up(served, "clara")
    ended = await clara.post(f"{MINE}/end", {"password": PASSWORD, "code": app.recovery[0]})
    assert (ended.status, ended.code) == (403, "second_factor_required")
    assert (await clara.get(MINE)).body["set_at"] is not None


async def test_a_passkey_that_asks_for_a_finger_is_one_and_the_password_alone_is_none(served: Served) -> None:
    clara, device = await added(served, "clara")
    assert (await clara.get("/api/me")).body["second_factor"] is None
    needed = await sign_in(served, "clara")
    assert (needed.code, needed.body["by"]) == ("second_factor_needed", "passkey")
    assert (await sign_in(served, "clara", "123456")).code == "second_factor_needed"
    assert (await entered(served, device)).status == 200
    olga, _ = await added(served, "olga")  # from whom nobody asks
    assert (await sign_in(served, "olga")).status == 200
    assert (await olga.get("/api/me")).body["second_factor"] is None


async def test_a_passkey_that_asks_for_nothing_is_none_until_it_does(served: Served) -> None:
    clara, device = await added(served, "clara", asks=False)
    assert (await clara.get("/api/me")).body["second_factor"] is not None
    device.asks = True
    assert (await entered(served, device)).status == 200
    assert (await clara.get("/api/me")).body["second_factor"] is None


async def test_who_removes_the_passkey_that_was_one_has_no_new_days(served: Served) -> None:
    clara, _ = await added(served, "clara")
    [one] = (await clara.get("/api/me/passkeys")).body["passkeys"]
    assert (await clara.ask("DELETE", f"/api/me/passkeys/{one['id']}")).status == 200
    assert (await clara.get("/api/courses")).code == "second_factor_required"
    await set_up(served, "clara")
    assert (await clara.get("/api/courses")).status == 200


async def test_an_invitation_does_not_stand_for_a_passkey_that_is_asked_for(served: Served, school: School) -> None:
    await added(served, "clara")
    slip = await on_paper(served, school, await hashes_of(served), school.clara)
    assert (await show(served, token=slip.token, family="Дорн")).body["second_factor"] == "passkey"
    assert (await use(served, "Дорн", token=slip.token)).code == "second_factor_needed"


async def test_what_the_school_removes_it_gives_seven_days_for(served: Served, school: School) -> None:
    _, device = await added(served, "sysop")
    await set_up(served, "sysop")
    clara = await served.person("clara")
    removed = await clara.ask("DELETE", of(school, school.sysop))
    assert removed.body == {"has": False, "required": True, "removable": True}
    assert (await entered(served, device)).code == "passkey_failed"  # it may be on the phone that was lost
    assert (await sign_in(served, "sysop")).status == 200
    due = (await (await served.person("sysop")).get("/api/me")).body["second_factor"]
    assert due["is_over"] is False


async def test_who_loses_the_role_is_asked_no_more(served: Served, school: School) -> None:
    sysop = await served.person("sysop")
    await days_pass(served)
    assert (await sysop.get("/api/courses")).code == "second_factor_required"
    await served.server.pool.execute("update role set ended_at = now() where person_id = $1", school.sysop)
    assert (await sysop.get("/api/courses")).status == 200


async def test_only_who_keeps_the_register_names_roles_and_only_those_there_are(served: Served, school: School) -> None:
    path = f"/api/schools/{school.id}/second-factor"
    maria, clara = await served.person("maria"), await served.person("clara")
    assert (await maria.ask("PUT", path, {"roles": ["teacher"]})).code == "not_found"
    assert (await clara.ask("PUT", path, {"roles": ["leadership"]})).status == 400
    assert (await clara.get(path)).body == {"roles": [], "always": ["leadership", "admin"]}
