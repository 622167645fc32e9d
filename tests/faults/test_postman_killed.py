"""Postmen are killed at any point: each mail is carried once, or again under the same Message-ID."""

from pathlib import Path

import pytest

from tests.faults.postman import Given, check, run
from tests.support.effort import tries

KILLS = tries(3, 6)
MAILS = tries(1000, 2000)


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_whoever_is_killed_nothing_is_lost_and_a_repeat_is_known_as_one(tmp_path: Path) -> None:
    result = await run(MAILS, tmp_path, kills=KILLS)
    assert result.violations == []
    assert result.due == MAILS


FIRST, AGAIN = Given("a", "1", "0.1"), Given("a", "1", "1.1")


@pytest.mark.parametrize(
    ("given", "carried", "found"),
    [
        ([], {"a": "accepted"}, "a: never given"),
        ([FIRST, Given("b", "2", "0.1")], {"a": "accepted"}, "b: a stranger"),
        ([FIRST, AGAIN._replace(message="2")], {"a": "accepted"}, "a: 2 different mails"),
        ([FIRST, FIRST], {"a": "accepted"}, "a: again, though who had carried it was not killed"),
        ([AGAIN, AGAIN._replace(life="2.1")], {"a": "accepted"}, "a: again, though who had carried it was not killed"),
        ([FIRST], {"a": "due"}, "a: due in the end"),
    ],
)
def test_what_must_not_be_is_found(given: list[Given], carried: dict[str, str], found: str) -> None:
    assert check(given, carried, {"0.1"}) == [found]


def test_who_is_killed_may_have_had_as_many_with_it_as_it_takes_at_once() -> None:
    given = [Given(str(number), str(number), life) for life in ("0.1", "0.2") for number in range(9)]
    carried = {one.address: "accepted" for one in given}
    assert check(given[1:], carried, {"0.1"}) == []
    assert check(given, carried, {"0.1"}) == ["0.1: had 9 mails with it"]
