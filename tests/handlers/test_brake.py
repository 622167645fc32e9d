"""A school behind one address on the first morning: who guesses slows down nobody else."""

import asyncio
import math
from collections.abc import Callable
from typing import Any

import pytest

from handlers.auth import ACCOUNT_FREE, ADDRESS, STRICT_FREE, account_pause
from handlers.cookies import DEVICE
from handlers.invitations import FAMILY_NAMES, TELEPHONE_CODES, UNKNOWN_CODES
from handlers.passwords import Passwords, TooManyWaiting, hash_password
from handlers.sign_in_cases import CODES as CASE_CODES
from handlers.tries import Kind, network
from tests.support.brake import no_time_passes
from tests.support.school import PASSWORD
from tests.support.serving import Answer, Served

RIGHT = ("boris", "maria", "nina", "lev", "clara", "misha", "petya", "nanny")


async def sign_in(served: Served, login: str, password: str = PASSWORD, **headers: str) -> Answer:
    return await served.stranger.ask("POST", "/api/login", {"login": login, "password": password}, **headers)


def device_of(answer: Answer) -> str:
    for cookie in answer.headers.getall("Set-Cookie"):
        if cookie.startswith(f"{DEVICE}="):
            return str(cookie.partition(";")[0])
    raise AssertionError("no device")


async def _spend(served: Served) -> None:
    """The budget of this address."""
    await sign_in(served, "prankster", "guess")
    await served.server.pool.execute("update sign_in_failure set failures = 10 * $1", ADDRESS.failures)


async def test_a_guesser_keeps_nobody_out_who_has_no_failures_of_their_own(served: Served) -> None:
    await _spend(served)
    answers = await asyncio.gather(*(sign_in(served, name) for name in RIGHT))
    assert [answer.status for answer in answers] == [200] * len(RIGHT)


async def test_whoever_mistypes_twice_behind_a_spent_address_waits_seconds_and_no_more(served: Served) -> None:
    await _spend(served)
    assert (await sign_in(served, "olga", "mistyped")).status == 401
    again = await sign_in(served, "olga")
    assert (again.status, again.headers["Retry-After"]) == (429, "1")
    await served.server.pool.execute("update sign_in_failure set last_at = last_at - interval '2 seconds'")
    assert (await sign_in(served, "olga")).status == 200


def tried_in_an_hour(pause: Callable[[int], int]) -> int:
    """What somebody tries who never stops and waits as long as they are told."""
    moment, tries = 0, 0
    while moment <= 3600:
        tries += 1
        moment += pause(tries)
    return tries


@pytest.mark.parametrize("free", [ACCOUNT_FREE, STRICT_FREE])
def test_at_most_twenty_passwords_of_an_account_are_tried_in_an_hour(free: int) -> None:
    assert 10 <= tried_in_an_hour(lambda failures: account_pause(failures, free)) <= 20


@pytest.mark.parametrize("kind", [FAMILY_NAMES, TELEPHONE_CODES, CASE_CODES], ids=lambda kind: kind.name)
@pytest.mark.parametrize("over_budget", [False, True])
def test_at_most_twenty_of_a_kind_are_tried_with_one_name_in_an_hour(kind: Kind, over_budget: bool) -> None:
    assert 5 <= tried_in_an_hour(lambda failures: math.ceil(kind.wait(failures, over_budget))) <= 20


def test_at_most_twenty_codes_that_are_none_are_tried_from_one_network_in_an_hour() -> None:
    budget = UNKNOWN_CODES.budget
    assert budget.failures + 1 + 3600 * budget.per_second <= 20


async def test_the_budget_of_an_address_comes_back(served: Served) -> None:
    await _spend(served)
    await served.server.pool.execute("update sign_in_failure set last_at = now() - interval '2 hours'")
    answers = [await sign_in(served, "olga", "mistyped") for _ in range(4)]
    assert [answer.status for answer in answers] == [401] * 4


async def test_who_guesses_at_every_name_keeps_nobody_out_for_long(served: Served) -> None:
    await _spend(served)
    for failures, longest in ((11, 10), (12, 900)):
        await served.server.pool.execute("update sign_in_failure set failures = 1000")
        await sign_in(served, "olga", "guess")
        await served.server.pool.execute(
            "update sign_in_failure set failures = $1, last_at = now() where failures < 1000", failures
        )
        told = int((await sign_in(served, "olga")).headers["Retry-After"])
        assert longest - 5 <= told <= longest
        await served.server.pool.execute("delete from sign_in_failure")
        await _spend(served)


async def test_ways_to_write_a_name_have_no_guesses_of_their_own(served: Served) -> None:
    # PostgreSQL takes these for one name, and so do we
    ways = ("olga", "OLGA", " olga ", "Olga", "oLga\t", "olgA", "OlGa", "oLGA")
    answers = [await sign_in(served, way, "guess") for way in ways[:5]]
    await no_time_passes(served)
    answers += [await sign_in(served, way, "guess") for way in ways[5:]]
    assert [answer.status for answer in answers] == [401] * 5 + [429] * 3


async def test_a_name_that_is_slowed_down_is_so_by_any_spelling_that_reaches_it(served: Served) -> None:
    await served.server.pool.execute("update account set name = 'olga.i' where name = 'olga'")
    for _ in range(5):
        assert (await sign_in(served, "olga.i", "guess")).status == 401
    await no_time_passes(served)
    for way in ("olga.i", "olga.İ", "OLGA.İ", "olga.ı", "ｏlga.i", "olga.i\u0307", "olga.I"):
        with_right_password = await sign_in(served, way)
        assert with_right_password.status in (401, 429), f"{way} has guesses of its own"


async def test_a_device_that_was_here_before_is_not_slowed_down_by_others(served: Served) -> None:
    device = device_of(await sign_in(served, "olga"))
    for _ in range(8):
        await sign_in(served, "olga", "guess")
    await no_time_passes(served)
    assert (await sign_in(served, "olga")).status == 429
    known = await sign_in(served, "olga", Cookie=device)
    assert known.status == 200
    assert device_of(known) == device  # it stays the same device


async def test_a_known_device_may_not_guess_for_ever_and_knows_only_its_people(served: Served) -> None:
    device = device_of(await sign_in(served, "olga"))
    guesses = [await sign_in(served, "olga", "guess", Cookie=device) for _ in range(5)]
    await no_time_passes(served)
    guesses += [await sign_in(served, "olga", "guess", Cookie=device) for _ in range(2)]
    assert [answer.status for answer in guesses] == [401] * 5 + [429] * 2
    for _ in range(8):
        await sign_in(served, "boris", "guess")
    await no_time_passes(served)
    assert (await sign_in(served, "boris", Cookie=device)).status == 429
    assert (await sign_in(served, "boris", Cookie=f"{DEVICE}=made-up")).status == 429


async def test_a_new_password_makes_devices_unknown(served: Served) -> None:
    device = device_of(await sign_in(served, "olga"))
    await served.server.pool.execute("delete from known_device")
    for _ in range(8):
        await sign_in(served, "olga", "guess")
    await no_time_passes(served)
    assert (await sign_in(served, "olga", Cookie=device)).status == 429


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense\udcff", ""),
    ],
)
def test_who_shares_a_budget(address: str, shared: str) -> None:
    assert network(address) == shared


async def test_passwords_that_are_likely_right_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords, stored = Passwords(), hash_password(PASSWORD)
    begun: list[str] = []

    async def look(verify: object, name: str, stored: str) -> bool:
        """In the place of a thread: which of two is done first is the machine's to say."""
        begun.append(name)
        await asyncio.sleep(0)
        return True

    with monkeypatch.context() as patch:
        patch.setattr(asyncio, "to_thread", look)
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(passwords.matches(f"guess {number}", stored, 6))
            await asyncio.sleep(0)
            group.create_task(passwords.matches("fresh", stored, 1))
            group.create_task(passwords.matches("known", stored, 0))
    assert len(begun) == 22
    # Two are looked at at a time: those that had begun, and perhaps the next two, before anybody better came.
    assert begun.index("known") < begun.index("fresh") <= 5

    monkeypatch.setattr("handlers.passwords.WAITING", 3)
    crowd: Any = await asyncio.gather(*(passwords.matches(PASSWORD, stored) for _ in range(9)), return_exceptions=True)
    assert [one for one in crowd if one is True] == [True] * 5
    assert sum(isinstance(one, TooManyWaiting) for one in crowd) == 4


async def test_a_morning_behind_one_address(served: Served) -> None:
    """Everybody gets in: a tenth mistypes twice, and one guesses all the time."""
    guessing = True

    async def guess() -> None:
        number = 0
        while guessing:
            number += 1
            await sign_in(served, f"name {number}", "guess")

    async def come(name: str) -> int:
        if name in RIGHT[:1]:
            for _ in range(2):
                while (await sign_in(served, name, "mistyped")).status == 429:
                    pass
        tries = 1
        while (await sign_in(served, name)).status != 200:
            tries += 1
        return tries

    await _spend(served)
    guesser = asyncio.create_task(guess())
    tries = await asyncio.gather(*(come(name) for name in RIGHT))
    guessing = False
    await guesser
    assert tries[1:] == [1] * (len(RIGHT) - 1)  # who did not mistype was refused not once
