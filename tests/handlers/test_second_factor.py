"""A second factor: set up by its person, asked at every way in, good once, removed by who may give a new password."""

import asyncio
import logging
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import policy
from channels.people import Role, Viewer
from channels.policy import InviteeRights
from handlers.auth import ACCOUNT_FREE, account_pause
from tests.handlers.test_account import account
from tests.handlers.test_login import cookie_of
from tests.handlers.test_passkeys import added, device_of, entered
from tests.support.brake import no_time_passes
from tests.support.invitations import FRESH, hashes_of, on_paper, show, use
from tests.support.post import gets_mail, postman, relaying
from tests.support.school import PASSWORD, School
from tests.support.second_factors import MINE, begun, set_up, sign_in
from tests.support.serving import Answer, Caller, Served

OLGA = "Соколова"


async def test_it_counts_only_after_a_first_right_code(served: Served) -> None:
    olga = await served.person("olga")
    app = await begun(served, olga)
    nothing = {"has_password": True, "set_at": None, "codes_left": 0, "required": False, "until": None}
    assert (await olga.get(MINE)).body == nothing
    assert (await sign_in(served, "olga")).status == 200
    assert (await olga.post(MINE, {"code": "12345"})).code == "second_factor_wrong"
    assert (await sign_in(served, "olga")).status == 200
    codes = (await olga.post(MINE, {"code": app.now()})).body["codes"]
    assert len(set(codes)) == 10
    state = (await olga.get(MINE)).body
    assert (state["set_at"] is not None, state["codes_left"]) == (True, 10)
    assert (await sign_in(served, "olga")).code == "second_factor_needed"


async def test_what_was_begun_too_long_ago_is_not_set_up(served: Served) -> None:
    olga = await served.person("olga")
    app = await begun(served, olga)
    await served.server.pool.execute("update second_factor set new_at = new_at - interval '61 minutes'")
    assert (await olga.post(MINE, {"code": app.now()})).code == "second_factor_wrong"


async def test_who_has_the_open_page_and_not_the_password_sets_nothing_up(served: Served) -> None:
    olga = await served.person("olga")
    assert (await olga.post(f"{MINE}/start", {"password": "a guess"})).code == "wrong_password"
    assert (await olga.post(f"{MINE}/start", {})).code == "wrong_password"
    _, app = await set_up(served, "boris")
    boris = await served.person("boris")
    assert (await boris.post(f"{MINE}/start", {"password": PASSWORD})).code == "second_factor_wrong"
    second = await begun(served, boris, code=await app.fresh())  # of another phone
    assert (await sign_in(served, "boris", await app.fresh())).status == 200  # the one of before, until then
    await boris.post(MINE, {"code": second.now()})
    assert (await sign_in(served, "boris", await app.fresh())).code == "second_factor_wrong"
    assert (await sign_in(served, "boris", await second.fresh())).status == 200


async def test_the_qr_code_is_a_path_and_nothing_else(served: Served) -> None:
    olga = await served.person("olga")
    told = (await olga.post(f"{MINE}/start", {"password": PASSWORD})).body
    assert set(told["qr"]) <= set("M0123456789 hvz-")
    assert told["uri"].startswith("otpauth://totp/Zvonok:olga?secret=")
    assert told["key"] in told["uri"]
    assert len(told["key"]) == 32


async def test_a_password_alone_gets_no_further_and_wrong_ones_hear_what_they_always_did(served: Served) -> None:
    before = [await sign_in(served, name, password="a guess") for name in ("olga", "nobody")]
    await set_up(served, "olga")
    needed = await sign_in(served, "olga")
    assert (needed.status, needed.code, needed.body["by"]) == (401, "second_factor_needed", "code")
    assert "Set-Cookie" not in needed.headers
    after = [await sign_in(served, name, password="a guess") for name in ("olga", "nobody")]
    assert [one.body for one in after] == [one.body for one in before]
    with_code = await sign_in(served, "olga", "123456", password="a guess")
    assert with_code.body == before[0].body  # whoever guesses passwords learns nothing of codes


async def test_a_code_opens_once_also_if_it_comes_twenty_times_at_once(served: Served) -> None:
    _, app = await set_up(served, "olga")
    code = await app.fresh()
    answers = await asyncio.gather(*[sign_in(served, "olga", code) for _ in range(20)])
    assert [one.status for one in answers].count(200) == 1
    assert {one.code for one in answers if one.status != 200} <= {"second_factor_wrong", "too_many_attempts"}


async def test_the_code_with_which_it_was_set_up_opens_nothing_more(served: Served) -> None:
    olga = await served.person("olga")
    app = await begun(served, olga)
    code = app.now()
    assert (await olga.post(MINE, {"code": code})).status == 200
    assert (await sign_in(served, "olga", code)).code == "second_factor_wrong"


async def test_a_recovery_code_opens_once_however_it_is_typed(served: Served) -> None:
    olga, app = await set_up(served, "olga")
    typed = f" {app.recovery[0].replace('-', ' ').lower()} "
    assert (await sign_in(served, "olga", typed)).status == 200
    assert (await sign_in(served, "olga", app.recovery[0])).code == "second_factor_wrong"
    assert (await olga.get(MINE)).body["codes_left"] == 9
    await set_up(served, "boris")
    assert (await sign_in(served, "boris", app.recovery[1])).code == "second_factor_wrong"


async def test_recovery_codes_made_anew_end_those_of_before(served: Served) -> None:
    olga, app = await set_up(served, "olga")
    asked = {"password": PASSWORD, "code": "no code"}
    assert (await olga.post(f"{MINE}/codes", asked)).code == "second_factor_wrong"
    fresh = (await olga.post(f"{MINE}/codes", {**asked, "code": await app.fresh()})).body["codes"]
    assert not set(fresh) & set(app.recovery)
    assert (await sign_in(served, "olga", app.recovery[0])).code == "second_factor_wrong"
    assert (await sign_in(served, "olga", fresh[0])).status == 200


async def test_it_is_ended_with_password_and_code_by_its_person(served: Served) -> None:
    olga, app = await set_up(served, "olga")
    assert (await olga.post(f"{MINE}/end", {"password": "a guess", "code": app.recovery[0]})).code == "wrong_password"
    assert (await olga.post(f"{MINE}/end", {"password": PASSWORD, "code": "x"})).code == "second_factor_wrong"
    ended = await olga.post(f"{MINE}/end", {"password": PASSWORD, "code": app.recovery[0]})
    assert ended.body["set_at"] is None
    assert (await sign_in(served, "olga")).status == 200


async def test_who_guesses_codes_waits_and_the_password_is_slowed_by_nothing(served: Served) -> None:
    _, app = await set_up(served, "olga")
    for _ in range(ACCOUNT_FREE):
        assert (await sign_in(served, "olga", "000 000")).code in ("second_factor_wrong", "too_many_attempts")
    await no_time_passes(served)
    slowed = await sign_in(served, "olga", await app.fresh())
    assert (slowed.status, slowed.code) == (429, "too_many_attempts")
    assert (await sign_in(served, "olga")).code == "second_factor_needed"
    await served.server.pool.execute("update sign_in_failure set last_at = last_at - interval '2 hours'")
    assert (await sign_in(served, "olga", await app.fresh())).status == 200


def test_at_most_twenty_codes_of_an_account_are_tried_in_an_hour() -> None:
    tried, seconds = 0, 0.0
    while seconds < 3600:
        tried += 1
        seconds += account_pause(tried, ACCOUNT_FREE)
    assert tried <= 20
    assert math.isfinite(seconds)


async def test_a_passkey_that_asks_for_a_finger_needs_no_code_and_another_one_does(served: Served) -> None:
    _, verifying = await added(served, "olga")
    _, plain = await added(served, "olga", asks=False)
    _, app = await set_up(served, "olga")
    assert (await entered(served, verifying)).status == 200
    needed = await entered(served, plain)
    assert (needed.status, needed.code, needed.body["by"]) == (401, "second_factor_needed", "code")
    assert (await entered(served, plain, code="000000")).code == "second_factor_wrong"
    assert (await entered(served, plain, code=app.recovery[0])).status == 200


async def test_who_has_it_adds_a_passkey_with_a_code_only(served: Served) -> None:
    olga, app = await set_up(served, "olga")
    assert (await olga.get("/api/me/passkeys")).body["has_code"] is True
    asked = {"password": PASSWORD}
    assert (await olga.post("/api/me/passkeys/start", asked)).code == "second_factor_wrong"
    assert (await olga.post("/api/me/passkeys/start", {**asked, "code": "000000"})).code == "second_factor_wrong"
    assert (await olga.post("/api/me/passkeys/start", {**asked, "code": app.recovery[0]})).status == 200


async def test_an_invitation_asks_for_it_as_well_and_is_not_used_up_without(served: Served, school: School) -> None:
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    _, app = await set_up(served, "olga")
    shown = await show(served, token=slip.token, family=OLGA)
    assert shown.body["second_factor"] == "code"
    assert (await show(served, token=slip.token)).body["second_factor"] is None  # to who has the link alone
    assert (await use(served, OLGA, token=slip.token)).code == "second_factor_needed"
    assert (await use(served, OLGA, token=slip.token, second_code="000000")).code == "second_factor_wrong"
    assert (await sign_in(served, "olga", app.recovery[0])).status == 200  # the password is what it was
    assert (await use(served, OLGA, token=slip.token, second_code=app.recovery[1])).status == 200
    assert (await sign_in(served, "olga", password=FRESH)).code == "second_factor_needed"  # it stays
    assert (await sign_in(served, "olga", await app.fresh(), FRESH)).status == 200


async def test_so_does_an_invitation_with_a_passkey(served: Served, school: School) -> None:
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    _, app = await set_up(served, "olga")

    async def come(**more: str) -> Answer:
        shown = {"token": slip.token, "family": OLGA}
        options = (await served.stranger.post("/api/invitations/passkey/start", shown)).body
        made = {**shown, "credential": device_of(served).make(options), **more}
        return await served.stranger.post("/api/invitations/passkey", made)

    assert (await come()).code == "second_factor_needed"
    assert (await come(second_code=app.recovery[0])).status == 200


async def test_of_several_who_share_an_address_the_chosen_one_shows_a_code(served: Served, school: School) -> None:
    await served.server.pool.execute(
        "update person set email = 'home@example.org' where id = any($1::bigint[])", [school.olga, school.boris]
    )
    _, app = await set_up(served, "olga")
    assert (await sign_in(served, "home@example.org")).code == "several_people"
    body = {"login": "home@example.org", "password": PASSWORD}
    assert (await served.stranger.post("/api/login", {**body, "person": str(school.boris)})).status == 200
    asked = {**body, "person": str(school.olga)}
    assert (await served.stranger.post("/api/login", asked)).code == "second_factor_needed"
    assert (await served.stranger.post("/api/login", {**asked, "code": app.recovery[0]})).status == 200


def of(school: School, person: int) -> str:
    return f"/api/schools/{school.id}/register/people/{person}/second-factor"


async def test_the_school_removes_it_for_who_has_lost_it_and_tells_them(served: Served, school: School) -> None:
    _, app = await set_up(served, "olga")
    await gets_mail(served, school.olga, "olga@example.org")
    sysop, maria = await served.person("sysop"), await served.person("maria")
    assert (await sysop.get(of(school, school.olga))).body == {"has": True, "required": False, "removable": True}
    assert (await maria.ask("DELETE", of(school, school.olga))).code == "not_found"  # a class teacher
    removed = await sysop.ask("DELETE", of(school, school.olga))
    assert removed.body == {"has": False, "required": False, "removable": True}
    async with relaying() as relay:
        await postman(served, relay.port).catch_up()
        [(to, mail)] = relay.take()
    assert (await sign_in(served, "olga")).status == 200
    assert to == "olga@example.org"
    assert "второй признак" in mail["Subject"]
    assert OLGA not in str(mail)
    outcome = await served.server.pool.fetchval(
        "select outcome from audit where action = 'remove_second_factor' and person_id = $1 and target = $2",
        school.sysop,
        school.olga,
    )
    assert outcome == "done"
    assert (await sign_in(served, "olga", app.recovery[0])).status == 200  # a code that nobody asks for harms nothing


async def test_an_admin_removes_neither_leaderships_nor_their_own(served: Served, school: School) -> None:
    sysop, _ = await set_up(served, "sysop")
    clara, _ = await set_up(served, "clara")
    assert (await sysop.ask("DELETE", of(school, school.clara))).code == "forbidden"
    assert (await sysop.ask("DELETE", of(school, school.sysop))).code == "forbidden"
    assert (await clara.ask("DELETE", of(school, school.sysop))).body["has"] is False


@given(
    st.frozensets(st.tuples(st.sampled_from(Role), st.integers(1, 2))),
    st.frozensets(st.tuples(st.sampled_from(Role), st.integers(1, 2))),
    st.booleans(),
)
def test_who_removes_it_may_give_a_new_password_too_and_is_somebody_else(
    mine: frozenset[tuple[Role, int]], theirs: frozenset[tuple[Role, int]], led: bool
) -> None:
    viewer, invitee = Viewer(person=1, roles=mine), InviteeRights(theirs, frozenset(), signs_in=True)
    assert not policy.removes_second_factor(viewer, 1, 1, invitee, led=led)
    if policy.removes_second_factor(viewer, 1, 2, invitee, led=led):
        assert policy.invites(viewer, 1, invitee, led=led)
        assert policy.keeps_register(viewer, 1)


async def test_the_command_for_emergencies_removes_it(served: Served, school_url: str) -> None:
    await set_up(served, "olga")
    said = await account(school_url, "olga")
    assert (await sign_in(served, "olga", password=said.output.rpartition("  ")[2].strip())).status == 200


async def test_nothing_secret_is_stored_or_logged(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        olga = await served.person("olga")
        told = (await olga.post(f"{MINE}/start", {"password": PASSWORD})).body
        await olga.post(MINE, {"code": "no code at all"})
        _, app = await set_up(served, "olga")
        code = await app.fresh()
        cookie = cookie_of(await sign_in(served, "olga", code))
        await sign_in(served, "olga", app.recovery[0])
        await sign_in(served, "olga", code)
    dump = ""
    for table in ("second_factor", "recovery_code", "login", "account", "audit", "sign_in_failure"):
        dump += str(await served.server.pool.fetch(f"select t::text from {table} t"))
    secrets = [told["key"], app.secret.hex(), code, cookie, *app.recovery, app.recovery[0].replace("-", "")]
    for secret in secrets:
        assert secret not in caplog.text
        if secret != code:  # six digits may be part of any number
            assert secret not in dump


async def test_a_copy_of_the_rows_alone_makes_no_codes(served: Served) -> None:
    """The secret is made with a key of the server: another one makes other codes."""
    _, app = await set_up(served, "olga")
    assert app.secret not in await served.server.pool.fetchval("select salt from second_factor")


def caller(served: Served, answer: Answer) -> Caller:
    return Caller(served.http, served.base, answer.body["token"])


async def test_who_has_it_signs_in_on_a_new_device_with_it(served: Served) -> None:
    _, app = await set_up(served, "olga")
    answer = await sign_in(served, "olga", await app.fresh())
    assert (await caller(served, answer).get("/api/me")).status == 200
