"""Passkeys: added and removed by their owner alone, and good for signing in once for each challenge."""

import asyncio
import json
import logging
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from channels.passkeys.keeping import CHALLENGE_LIFE, MOST, forget_challenges
from handlers.auth import JUST_SIGNED_IN
from handlers.passkey_proofs import relying_party
from handlers.passkeys import CHALLENGES
from handlers.settings import Settings
from tests.handlers.test_login import cookie_of, sign_in
from tests.support.authenticators import Authenticator, b64, from_b64
from tests.support.invitations import FRESH, hashes_of, on_paper, show, use, without_account
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served


def device_of(served: Served, **more: Any) -> Authenticator:
    """A device with a passkey to make, before the page at `localhost`."""
    return Authenticator(
        origin=served.base.replace("127.0.0.1", "localhost"), credential_id=secrets.token_bytes(32), **more
    )


async def start(person: Caller, password: str | None = PASSWORD) -> Answer:
    return await person.post("/api/me/passkeys/start", {"password": password})


async def added(served: Served, login: str, **more: Any) -> tuple[Caller, Authenticator]:
    """Somebody who has just added a passkey, and its device."""
    person, device = await served.person(login), device_of(served, **more)
    answer = await person.post("/api/me/passkeys", device.make((await start(person)).body))
    assert answer.status == 201, answer.body
    return person, device


async def asked(served: Served) -> dict[str, Any]:
    """What a stranger's device has to sign."""
    options: dict[str, Any] = (await served.stranger.post("/api/login/passkey/start")).body
    return options


async def entered(served: Served, device: Authenticator, **more: Any) -> Answer:
    signed = device.use(await asked(served))
    return await served.stranger.post("/api/login/passkey", {**signed, **more})


async def test_a_passkey_opens_as_a_password_does(served: Served) -> None:
    _, device = await added(served, "olga")
    options = await asked(served)
    assert options.keys() == {"challenge", "rp_id"}  # nothing of whoever has passkeys
    answer = await served.stranger.post("/api/login/passkey", device.use(options))
    assert answer.status == 200, answer.body
    person = Caller(served.http, served.base, answer.body["token"])
    assert (await person.get("/api/me")).body["person"]["name"]["given"] == "Ольга"
    assert cookie_of(answer) == answer.body["token"]


async def test_its_owner_sees_it_and_when_it_was_used(served: Served) -> None:
    person, device = await added(served, "olga")
    [one] = (await person.get("/api/me/passkeys")).body["passkeys"]
    assert one["used_at"] is None
    await entered(served, device)
    seen = (await person.get("/api/me/passkeys")).body
    assert seen["passkeys"][0]["used_at"] >= one["made_at"]
    assert (seen["has_password"], seen["origin"]) == (True, device.origin)
    boris = await served.person("boris")
    assert (await boris.get("/api/me/passkeys")).body["passkeys"] == []


async def test_a_shared_computer_is_not_known_afterwards(served: Served) -> None:
    _, device = await added(served, "olga")
    answer = await entered(served, device, shared=True)
    assert not any("device" in line for line in answer.headers.getall("Set-Cookie"))


async def test_who_does_not_know_the_password_adds_none_and_is_slowed_down(served: Served) -> None:
    olga = await served.person("olga")
    assert (await start(olga, None)).code == "wrong_password"
    answers = [await start(olga, f"guess {n}") for n in range(6)]
    assert answers[0].code == "wrong_password"
    assert answers[-1].code == "too_many_attempts"


Wrong = Callable[[Authenticator], Authenticator]
WRONG: dict[str, Wrong] = {
    "another origin": lambda one: replace(one, origin="https://zvonok.example"),
    "the same server by its number": lambda one: replace(one, origin=one.origin.replace("localhost", "127.0.0.1")),
    "another relying party": lambda one: replace(one, rp_id="zvonok.example"),
    "another key": lambda one: replace(one, key=Authenticator("").key),
    "an unknown credential": lambda one: replace(one, credential_id=b"unknown"),
    "another person's number": lambda one: replace(one, user_handle=b64(b"1")),
}


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_wrong_is_refused_with_the_same_words(served: Served, what: str) -> None:
    _, device = await added(served, "olga")
    answer = await entered(served, WRONG[what](device))
    nothing = await served.stranger.post(
        "/api/login/passkey", {"id": "AA", "client_data": "AA", "authenticator_data": "AA", "signature": "AA"}
    )
    assert (answer.status, answer.code) == (403, "passkey_failed")
    assert answer.body == nothing.body
    assert (await entered(served, device)).status == 200  # and costs its owner nothing


@pytest.mark.parametrize("what", ["another origin", "another relying party"])
async def test_no_passkey_is_made_for_another_place(served: Served, what: str) -> None:
    olga = await served.person("olga")
    made = WRONG[what](device_of(served)).make((await start(olga)).body)
    assert (await olga.post("/api/me/passkeys", made)).code == "passkey_failed"
    assert (await olga.get("/api/me/passkeys")).body["passkeys"] == []


async def test_the_passkey_of_one_does_not_open_for_another(served: Served) -> None:
    _, of_olga = await added(served, "olga")
    _, of_boris = await added(served, "boris")
    mixed = replace(of_olga, credential_id=of_boris.credential_id)
    assert (await entered(served, mixed)).code == "passkey_failed"


async def test_a_signature_opens_once_also_if_it_comes_twenty_times_at_once(served: Served) -> None:
    _, device = await added(served, "olga")
    signed = device.use(await asked(served))
    answers = await asyncio.gather(*[served.stranger.post("/api/login/passkey", signed) for _ in range(20)])
    assert sorted(answer.status for answer in answers) == [200] + [403] * 19


async def test_a_challenge_is_for_one_purpose_and_one_person(served: Served) -> None:
    olga, boris = await served.person("olga"), await served.person("boris")
    _, device = await added(served, "olga")
    made = device_of(served).make((await start(olga)).body)
    assert (await boris.post("/api/me/passkeys", made)).code == "passkey_failed"
    to_add = (await start(olga)).body
    assert (await served.stranger.post("/api/login/passkey", device.use(to_add))).code == "passkey_failed"
    to_sign_in = {**to_add, **await asked(served)}
    assert (await olga.post("/api/me/passkeys", device_of(served).make(to_sign_in))).code == "passkey_failed"
    of_invitation = device_of(served).make((await start(olga)).body)  # of that with the number of Olga
    await served.server.pool.execute("update passkey_challenge set purpose = 'invitation' where purpose = 'add'")
    assert (await olga.post("/api/me/passkeys", of_invitation)).code == "passkey_failed"
    own = device.use({"challenge": b64(secrets.token_bytes(32)), "rp_id": "localhost"})
    assert (await served.stranger.post("/api/login/passkey", own)).code == "passkey_failed"


async def test_a_challenge_is_good_for_minutes_and_is_swept_then(served: Served) -> None:
    _, device = await added(served, "olga")
    options = await asked(served)
    pool = served.server.pool
    await pool.execute("update passkey_challenge set expires_at = expires_at - $1::interval", CHALLENGE_LIFE)
    assert (await served.stranger.post("/api/login/passkey", device.use(options))).code == "passkey_failed"
    fresh = await asked(served)
    await forget_challenges(served.server.desk)
    kept = await pool.fetch("select challenge from passkey_challenge")
    assert [row["challenge"] for row in kept] == [from_b64(fresh["challenge"])]


async def test_one_address_does_not_fill_the_table_of_challenges(served: Served) -> None:
    await asked(served)
    pool = served.server.pool
    await pool.execute("update sign_in_failure set failures = $1 + 1000, last_at = now()", CHALLENGES.failures)
    refused = await served.stranger.post("/api/login/passkey/start")
    assert refused.code == "too_many_attempts"
    assert await pool.fetchval("select count(*) from passkey_challenge") == 1


async def test_one_person_and_one_invitation_have_one_challenge_each(served: Served, school: School) -> None:
    olga = await served.person("olga")
    slip = await on_paper(served, school, await hashes_of(served), school.boris)
    earlier = device_of(served).make((await start(olga)).body)
    for _ in range(3):
        await start(olga)
        of_boris = {"token": slip.token, "family": "Белов"}
        assert (await served.stranger.post("/api/invitations/passkey/start", of_boris)).status == 200
    assert await served.server.pool.fetchval("select count(*) from passkey_challenge") == 2
    assert (await olga.post("/api/me/passkeys", earlier)).code == "passkey_failed"


async def test_a_counter_that_goes_back_is_that_of_a_copy(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    _, device = await added(served, "olga", counter=7)
    copy = replace(device)
    assert (await entered(served, device)).status == 200
    with caplog.at_level(logging.WARNING):
        assert (await entered(served, copy)).code == "passkey_failed"
    [line] = [record.getMessage() for record in caplog.records if "passkey" in record.getMessage()]
    assert "counter" in line
    assert "Ольга" not in line
    assert "olga" not in line
    assert (await entered(served, device)).status == 200


async def test_a_device_that_never_counts_opens_again_and_again(served: Served) -> None:
    _, device = await added(served, "olga")
    assert [(await entered(served, device)).status for _ in range(3)] == [200] * 3


async def test_a_removed_passkey_opens_nothing_and_sign_ins_stay(served: Served, school: School) -> None:
    person, device = await added(served, "olga")
    there = Caller(served.http, served.base, (await entered(served, device)).body["token"])
    [one] = (await person.get("/api/me/passkeys")).body["passkeys"]
    left = await person.ask("DELETE", f"/api/me/passkeys/{one['id']}")
    assert (left.status, left.body["passkeys"]) == (200, [])
    assert (await entered(served, device)).code == "passkey_failed"
    assert (await there.get("/api/me")).status == 200
    assert (await person.ask("DELETE", f"/api/me/passkeys/{one['id']}")).code == "not_found"
    noted = await served.server.pool.fetch(
        "select action, outcome from audit where person_id = $1 and action like '%passkey' order by id", school.olga
    )
    assert [tuple(row) for row in noted] == [("add_passkey", "done"), ("remove_passkey", "done")]


async def test_nobody_removes_the_passkey_of_somebody_else(served: Served) -> None:
    olga, device = await added(served, "olga")
    boris = await served.person("boris")
    [one] = (await olga.get("/api/me/passkeys")).body["passkeys"]
    assert (await boris.ask("DELETE", f"/api/me/passkeys/{one['id']}")).code == "not_found"
    assert (await entered(served, device)).status == 200


async def test_who_has_left_does_not_come_in(served: Served, school: School) -> None:
    _, device = await added(served, "olga")
    await served.server.pool.execute("update person set ended_at = now() where id = $1", school.olga)
    assert (await entered(served, device)).code == "passkey_failed"


async def test_nobody_has_more_than_twenty(served: Served) -> None:
    olga = await served.person("olga")
    for _ in range(MOST - 1):
        await added(served, "olga")
    waiting = device_of(served).make((await start(olga)).body)
    await served.server.pool.execute(
        """
        insert into passkey (person_id, credential_id, public_key, sign_count, transports, agent, made_at)
        select person_id, 'the twentieth', public_key, 0, '{}', '', now() from passkey limit 1
        """
    )
    assert (await olga.post("/api/me/passkeys", waiting)).code == "too_many_passkeys"
    assert (await start(olga)).code == "too_many_passkeys"
    assert len((await olga.get("/api/me/passkeys")).body["passkeys"]) == MOST


async def test_a_device_is_told_which_passkeys_it_shall_not_make_twice(served: Served) -> None:
    olga, device = await added(served, "olga")
    known = (await start(olga)).body["known"]
    assert known == [{"id": b64(device.credential_id), "transports": ["internal"]}]
    again = device.make((await start(olga)).body)
    assert (await olga.post("/api/me/passkeys", again)).code == "passkey_failed"


async def test_a_new_password_leaves_passkeys_and_a_new_invitation_does_not(served: Served, school: School) -> None:
    olga, device = await added(served, "olga")
    await olga.post("/api/me/password", {"current": PASSWORD, "new": FRESH})
    assert (await entered(served, device)).status == 200
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    assert (await use(served, family="Соколова", token=slip.token)).status == 200
    assert (await entered(served, device)).code == "passkey_failed"


def odd(said: object) -> str:
    return b64(json.dumps(said).encode())


@pytest.mark.parametrize(
    "client_data",
    ["A", "AAAA", odd(None), odd([]), odd({}), odd({"challenge": 5}), odd({"challenge": "ж"}), odd({"challenge": "A"})],
)
async def test_what_no_browser_says_is_refused(served: Served, client_data: str) -> None:
    said = {"id": "AA", "client_data": client_data, "authenticator_data": "AA", "signature": "AA"}
    assert (await served.stranger.post("/api/login/passkey", said)).code == "passkey_failed"


async def test_bytes_that_are_no_attestation_are_refused(served: Served) -> None:
    olga = await served.person("olga")
    for attestation in (b"\0", b"\xa0", b"\xff" * 100, bytes(2000)):
        made = {**device_of(served).make((await start(olga)).body), "attestation": b64(attestation)}
        assert (await olga.post("/api/me/passkeys", made)).code == "passkey_failed"


def test_a_server_that_nobody_asks_for_passkeys_does_not_load_their_library() -> None:
    look = "import sys, handlers.app; print([one for one in ('webauthn', 'OpenSSL') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_another_site_gets_no_challenge(served: Served) -> None:
    for path in ("/api/login/passkey/start", "/api/login/passkey"):
        body = {"id": "AA", "client_data": "AA", "authenticator_data": "AA", "signature": "AA"}
        answer = await served.stranger.ask(
            "POST", path, body if path.endswith("key") else None, Origin="https://evil.example"
        )
        assert answer.code == "foreign_origin"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (None, ("localhost", "http://localhost:8000")),
        ("https://diary.example.org", ("diary.example.org", "https://diary.example.org")),
        ("https://diary.example.org:8443", ("diary.example.org", "https://diary.example.org:8443")),
        ("http://localhost:9000", ("localhost", "http://localhost:9000")),
        ("http://diary.example.org", None),
        ("https://192.0.2.7", None),
        ("http://127.0.0.1:8000", None),
        ("https://[2001:db8::7]", None),
    ],
)
def test_passkeys_work_at_a_name_with_tls_or_on_this_machine(
    address: str | None, found: tuple[str, str] | None
) -> None:
    party = relying_party(Settings(port=8000, public_url=address))
    assert (None if party is None else (party.id, party.origin)) == found


async def by_invitation(served: Served, device: Authenticator, family: str = "Соколова", **shown: str) -> Answer:
    """Comes in by an invitation with a passkey."""
    options = await served.stranger.post("/api/invitations/passkey/start", {**shown, "family": family})
    if options.status != 200:
        return options
    body = {**shown, "family": family, "credential": device.make(options.body)}
    return await served.stranger.post("/api/invitations/passkey", body)


async def test_who_is_invited_comes_in_with_a_passkey_and_no_password(served: Served, school: School) -> None:
    await without_account(served, school.olga)
    slip, device = await on_paper(served, school, await hashes_of(served), school.olga), device_of(served)
    answer = await by_invitation(served, device, code=slip.code)
    assert answer.status == 200, answer.body
    person = Caller(served.http, served.base, answer.body["token"])
    seen = (await person.get("/api/me/passkeys")).body
    assert (len(seen["passkeys"]), seen["has_password"]) == (1, False)
    assert (await person.get("/api/me/logins")).body["password_changed_at"] is None
    assert (await entered(served, device)).status == 200
    assert (await sign_in(served, answer.body["login"], FRESH)).code == "sign_in_failed"
    assert (await show(served, code=slip.code, family="Соколова")).code == "invitation_used"


async def test_who_has_no_password_chooses_one_soon_after_signing_in(served: Served, school: School) -> None:
    await without_account(served, school.olga)
    slip, device = await on_paper(served, school, await hashes_of(served), school.olga), device_of(served)
    answer = await by_invitation(served, device, token=slip.token)
    person = Caller(served.http, served.base, answer.body["token"])
    pool = served.server.pool
    await pool.execute("update login set started_at = started_at - $1::interval", JUST_SIGNED_IN)
    assert (await person.post("/api/me/password", {"new": FRESH})).code == "sign_in_again"
    assert (await start(person, None)).code == "sign_in_again"
    fresh = Caller(served.http, served.base, (await entered(served, device)).body["token"])
    assert (await start(fresh, None)).status == 200
    assert (await fresh.post("/api/me/password", {"new": "qwertyuiop123"})).code == "password_guessable"
    assert (await fresh.post("/api/me/password", {"new": FRESH})).status == 200
    assert (await sign_in(served, answer.body["login"], FRESH)).status == 200
    assert (await fresh.post("/api/me/password", {"new": "другие зимние слова"})).code == "wrong_password"


async def test_an_invitation_with_a_passkey_takes_the_place_of_a_password(served: Served, school: School) -> None:
    before, held = await added(served, "olga")
    slip, device = await on_paper(served, school, await hashes_of(served), school.olga), device_of(served)
    assert (await by_invitation(served, device, token=slip.token)).body["login"] == "olga"
    assert (await before.get("/api/me")).status == 401
    assert (await sign_in(served, "olga")).code == "sign_in_failed"
    assert (await entered(served, held)).code == "passkey_failed"
    assert (await entered(served, device)).status == 200


async def test_a_passkey_needs_the_family_name_and_its_own_invitation(served: Served, school: School) -> None:
    hashes = await hashes_of(served)
    of_olga = await on_paper(served, school, hashes, school.olga)
    of_maria = await on_paper(served, school, hashes, school.maria)
    device = device_of(served)
    assert (await by_invitation(served, device, family="Чужая", token=of_olga.token)).code == "invitation_does_not_open"
    of_hers = {"token": of_olga.token, "family": "Соколова"}
    options = (await served.stranger.post("/api/invitations/passkey/start", of_hers)).body
    family = await served.server.pool.fetchval("select family_name from person where id = $1", school.maria)
    mixed = {"token": of_maria.token, "family": family, "credential": device.make(options)}
    assert (await served.stranger.post("/api/invitations/passkey", mixed)).code == "passkey_failed"
    assert (await use(served, family="Соколова", token=of_olga.token)).status == 200  # nothing was used up
    assert (await show(served, token=of_maria.token, family=family)).status == 200


async def test_of_ten_who_use_an_invitation_at_once_one_wins(served: Served, school: School) -> None:
    slip = await on_paper(served, school, await hashes_of(served), school.olga)
    devices = [device_of(served) for _ in range(10)]
    answers = await asyncio.gather(*[by_invitation(served, device, token=slip.token) for device in devices])
    assert [answer.status for answer in answers].count(200) == 1
    [won] = [device for device, answer in zip(devices, answers, strict=True) if answer.status == 200]
    assert [(await entered(served, one)).status == 200 for one in devices] == [one is won for one in devices]
