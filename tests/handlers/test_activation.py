"""An installation without a school: a code opens one, once, and its holder comes in as the first administrator."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from click.testing import CliRunner

from channels.invitations.codes import readings
from handlers.commands.activate import activate_command, make_first
from tests.handlers.test_login import sign_in
from tests.support.school import School
from tests.support.serving import Answer, Caller, Served, serving

FRESH = "четыре зимних слова"


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Served]:
    """A server without any school."""
    async with serving(empty_url) as served:
        yield served


async def first_code(served: Served) -> str:
    """What `zvonok serve` shows at its start."""
    code = await make_first(served.server.pool)
    assert code is not None
    return code


async def further_code(url: str) -> str:
    """What `zvonok activate` says."""
    said = await asyncio.to_thread(CliRunner().invoke, activate_command, ["--database-url", url])
    assert said.exit_code == 0, said.output
    return said.output.strip()


def school_of(code: str, **other: Any) -> dict[str, Any]:
    head = {"family": "Виноградова", "given": "Татьяна", "middle": "Александровна", "email": "head@school7.example"}
    asked = {"code": code, "name": "Гимназия № 7", "zone": "Europe/Moscow", "administrator": head, "role": "leadership"}
    return {**asked, "password": FRESH, **other}


async def activate(served: Served, code: str, **other: Any) -> Answer:
    return await served.stranger.post("/api/activation", school_of(code, **other))


async def check(served: Served, code: str) -> Answer:
    return await served.stranger.post("/api/activation/check", {"code": code})


async def schools(served: Served) -> int:
    count: int = await served.server.pool.fetchval("select count(*) from school")
    return count


async def test_the_first_administrator_opens_the_school_and_sets_it_up(empty: Served) -> None:
    assert (await empty.stranger.get("/api/status")).body["is_empty"] is True
    code = await first_code(empty)
    assert (await check(empty, code.lower().replace("-", " "))).body == {"school": None}
    entered = await activate(empty, code)
    assert (entered.status, entered.body["login"]) == (201, "vinogradova.tatiana")
    head = Caller(empty.http, empty.base, entered.body["token"])
    me = (await head.get("/api/me")).body
    assert [(one["name"], one["zone"]) for one in me["schools"]] == [("Гимназия № 7", "Europe/Moscow")]
    assert [one["role"] for one in me["roles"]] == ["leadership"]
    school = me["schools"][0]["id"]
    added = await head.post(
        f"/api/schools/{school}/register/people", {"family": "Орлова", "given": "Зоя", "role": "teacher"}
    )
    assert added.status == 201
    said = (await empty.stranger.get("/api/status")).body
    assert (said["is_empty"], said["school"]) == (False, "Гимназия № 7")
    assert (await sign_in(empty, "head@school7.example", FRESH)).status == 200


async def test_who_was_appointed_comes_in_as_an_admin_and_names_the_head(empty: Served) -> None:
    entered = await activate(empty, await first_code(empty), role="admin")
    admin = Caller(empty.http, empty.base, entered.body["token"])
    me = (await admin.get("/api/me")).body
    assert [one["role"] for one in me["roles"]] == ["admin"]
    path = f"/api/schools/{me['schools'][0]['id']}/register/people"
    head = await admin.post(path, {"family": "Дорн", "given": "Клара", "role": "leadership"})
    assert head.status == 201


async def test_a_code_opens_one_school(empty: Served) -> None:
    code = await first_code(empty)
    answers = await asyncio.gather(*[activate(empty, code, name=f"Школа № {n}") for n in range(10)])
    assert [answer.status for answer in answers].count(201) == 1
    assert {answer.code for answer in answers if answer.status != 201} <= {"activation_code_wrong", "too_many_attempts"}
    assert await schools(empty) == 1
    people: int = await empty.server.pool.fetchval("select count(*) from person")
    assert people == 1


async def test_the_code_of_the_start_before_is_dead(empty: Served) -> None:
    before, now = await first_code(empty), await first_code(empty)
    assert (await activate(empty, before)).code == "activation_code_wrong"
    assert (await activate(empty, now)).status == 201


async def test_the_code_of_an_empty_installation_opens_nothing_once_a_roster_has_brought_a_school(
    empty: Served,
) -> None:
    code = await first_code(empty)
    await empty.server.pool.execute(
        "insert into school (source, source_id, name, zone) values ('t', 's', 'Школа', 'Europe/Moscow')"
    )
    assert (await check(empty, code)).code == "activation_code_wrong"
    assert (await activate(empty, code)).code == "activation_code_wrong"
    assert await make_first(empty.server.pool) is None
    assert await schools(empty) == 1


async def test_further_schools_are_opened_with_codes_of_the_command(
    served: Served, school: School, school_url: str
) -> None:
    code = await further_code(school_url)
    entered = await activate(served, code, name="Школа № 3")
    assert entered.status == 201
    me = (await Caller(served.http, served.base, entered.body["token"]).get("/api/me")).body
    assert [one["name"] for one in me["schools"]] == ["Школа № 3"]
    assert f"school:{school.id}" not in me["channels"]
    assert (await check(served, code)).code == "activation_code_wrong"


async def test_what_is_wrong_in_the_form_does_not_use_the_code_up(empty: Served) -> None:
    code = await first_code(empty)
    assert (await activate(empty, code, zone="Europe/Nowhere")).code == "unknown_zone"
    assert (await activate(empty, code, password="short")).code == "password_length"
    assert (await activate(empty, code, password="1234567890")).code == "password_guessable"
    assert (await activate(empty, code, name=" ")).code == "bad_request"
    assert (await activate(empty, code, role="teacher")).code == "bad_request"
    assert await schools(empty) == 0
    assert (await activate(empty, code)).status == 201


async def test_an_expired_code_opens_nothing(empty: Served) -> None:
    code = await first_code(empty)
    await empty.server.pool.execute("update activation_code set expires_at = now()")
    assert (await activate(empty, code)).code == "activation_code_wrong"


async def test_unknown_codes_and_slips_of_the_pen_are_answered_alike_and_guesses_are_slowed_down(
    empty: Served,
) -> None:
    [code] = readings(await first_code(empty))
    guesses = [other for n in range(2000) if (other := f"{code[0]}{n:04d}{code[5:]}") != code and readings(other)][:25]
    answers = [await check(empty, guess) for guess in ["ABCD", *guesses]]
    assert answers[0].body == answers[1].body
    assert [answer.code for answer in answers[:10]] == ["activation_code_wrong"] * 10
    assert answers[-1].code == "too_many_attempts"


async def test_of_the_code_only_a_hash_is_kept(empty: Served) -> None:
    [code] = readings(await first_code(empty))
    [row] = await empty.server.pool.fetch("select c::text as said from activation_code c")
    assert code not in row["said"]
    assert code.encode().hex() not in row["said"]
