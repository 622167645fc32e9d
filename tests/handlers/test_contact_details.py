"""Signing in by mail address or telephone number, alone or shared with others."""

import pytest

from channels.contact_details import address_key, phone_key
from handlers.auth import ACCOUNT_FREE
from handlers.passwords import hash_password
from tests.handlers.test_login import sign_in
from tests.support.brake import no_time_passes
from tests.support.school import PASSWORD, School
from tests.support.serving import Answer, Caller, Served

OTHER = "другие зимние слова"
SPELLINGS = ("+7 916 123-45-67", "8 (916) 123-45-67", "89161234567", "916.123.45.67")


async def write_down(served: Served, person: int, *, email: str | None = None, phone: str | None = None) -> None:
    await served.server.pool.execute("update person set email = $2, phone = $3 where id = $1", person, email, phone)


async def choose_password(served: Served, person: int, password: str) -> None:
    await served.server.pool.execute(
        "update account set password_hash = $2 where person_id = $1", person, hash_password(password)
    )


async def who_is(served: Served, answer: Answer) -> str:
    assert answer.status == 200, answer.body
    caller = Caller(served.http, served.base, answer.body["token"])
    number: str = (await caller.get("/api/me")).body["person"]["id"]
    return number


@pytest.mark.parametrize("typed", [" Olga@Example.org ", "olga@example.org", *SPELLINGS])
async def test_who_has_an_address_or_a_number_signs_in_with_it(served: Served, school: School, typed: str) -> None:
    await write_down(served, school.olga, email="olga@example.org", phone="8(916)1234567")
    assert await who_is(served, await sign_in(served, typed)) == str(school.olga)
    assert (await sign_in(served, typed, "guess")).code == "sign_in_failed"


async def test_a_confirmed_address_stands_in_the_place_of_the_one_in_the_register(
    served: Served, school: School
) -> None:
    await write_down(served, school.olga, email="old@example.org")
    await served.server.pool.execute(
        "insert into mailbox (person_id, address, confirmed_at) values ($1, 'new@example.org', now())", school.olga
    )
    assert (await sign_in(served, "new@example.org")).status == 200
    assert (await sign_in(served, "old@example.org")).code == "sign_in_failed"


async def test_of_those_who_share_an_address_the_password_says_who_it_is(served: Served, school: School) -> None:
    for person in (school.olga, school.anya):
        await write_down(served, person, email="family@example.org")
    await choose_password(served, school.anya, OTHER)
    assert await who_is(served, await sign_in(served, "family@example.org")) == str(school.olga)
    assert await who_is(served, await sign_in(served, "family@example.org", OTHER)) == str(school.anya)
    assert (await sign_in(served, "family@example.org", "guess")).code == "sign_in_failed"


async def test_with_one_password_as_well_they_choose(served: Served, school: School) -> None:
    for person in (school.olga, school.anya):
        await write_down(served, person, email="family@example.org")
    asked = await sign_in(served, "family@example.org")
    assert (asked.status, asked.code) == (409, "several_people")
    assert [(one["id"], one["name"]["given"]) for one in asked.body["people"]] == [
        (str(school.anya), "Анна"),
        (str(school.olga), "Ольга"),
    ]
    body = {"login": "family@example.org", "password": PASSWORD}
    chosen = await served.stranger.post("/api/login", {**body, "person": str(school.olga)})
    assert await who_is(served, chosen) == str(school.olga)
    stranger = await served.stranger.post("/api/login", {**body, "person": str(school.boris)})
    assert stranger.code == "sign_in_failed"


async def test_a_name_is_taken_for_a_name_first(served: Served, school: School) -> None:
    await served.server.pool.execute("update account set name = 'm@example.org' where person_id = $1", school.maria)
    await write_down(served, school.olga, email="m@example.org")
    assert await who_is(served, await sign_in(served, "m@example.org")) == str(school.maria)


async def test_a_contact_of_half_the_class_is_nobodys(served: Served, school: School) -> None:
    for login in ("olga", "anya", "boris", "misha", "nanny", "aunt"):
        await write_down(served, school.people[login], phone="+79161234567")
    assert (await sign_in(served, "+79161234567")).code == "sign_in_failed"


async def test_who_has_left_is_not_reached_by_an_address(served: Served, school: School) -> None:
    await write_down(served, school.gone, email="gone@example.org")
    unknown = await sign_in(served, "nobody@example.org")
    gone = await sign_in(served, "gone@example.org")
    assert (gone.status, gone.body) == (unknown.status, unknown.body)


async def test_guesses_by_name_address_and_number_are_counted_together(served: Served, school: School) -> None:
    await write_down(served, school.olga, email="olga@example.org", phone="+79161234567")
    typed = ("olga", "olga@example.org", "+79161234567", "OLGA@example.org", "89161234567")
    assert len(typed) == ACCOUNT_FREE
    assert [(await sign_in(served, name, "guess")).code for name in typed] == ["sign_in_failed"] * ACCOUNT_FREE
    await no_time_passes(served)
    assert {(await sign_in(served, name, "guess")).code for name in typed} == {"too_many_attempts"}


async def test_who_shares_an_address_neither_slows_the_other_down_nor_helps_to_guess(
    served: Served, school: School
) -> None:
    for person in (school.olga, school.anya):
        await write_down(served, person, email="family@example.org")
    await choose_password(served, school.anya, OTHER)
    for _ in range(2 * ACCOUNT_FREE):
        assert (await sign_in(served, "family@example.org", OTHER)).status == 200  # counts against nobody
    for _ in range(ACCOUNT_FREE):
        assert (await sign_in(served, "olga", "guess")).code == "sign_in_failed"
    await no_time_passes(served)
    assert (await sign_in(served, "anya", OTHER)).status == 200
    assert (await sign_in(served, "family@example.org", OTHER)).status == 200
    assert (await sign_in(served, "olga", "guess")).code == "too_many_attempts"  # her failures count on


@pytest.mark.parametrize("typed", SPELLINGS)
def test_all_spellings_of_a_number_are_one(typed: str) -> None:
    assert phone_key(typed) == "9161234567"


@pytest.mark.parametrize("typed", ["olga", "12345", "olga 9161234567", "", "+7", "1" * 20])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert phone_key(typed) is None


@pytest.mark.parametrize(("typed", "key"), [("A@B.org ", "a@b.org"), ("olga", None), ("@b", None), ("a@", None)])
def test_an_address_is_compared_without_its_case(typed: str, key: str | None) -> None:
    assert address_key(typed) == key
