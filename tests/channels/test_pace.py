"""How fast one person may say things."""

import pytest

from channels.errors import Codes, Refusal
from channels.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def _take(pace: Pace, person: int) -> int:
    """Seconds that were asked for, 0 when it may be said."""
    try:
        pace.take(person)
    except Refusal as refusal:
        return int(refusal.data["retry_after"]) if refusal.code is Codes.TOO_MANY_MESSAGES else -1
    return 0


def test_who_types_is_never_slowed_down() -> None:
    clock = Clock()
    pace = Pace(steady=clock)
    for _ in range(5000):
        assert _take(pace, 1) == 0
        clock.at += 1.2


def test_a_program_is_slowed_down_and_others_are_not() -> None:
    clock = Clock()
    pace = Pace(steady=clock)
    passed = 0
    for _ in range(400):  # in 33 seconds
        passed += _take(pace, 1) == 0
        assert _take(pace, 2 + passed) == 0
        clock.at += 33 / 400
    assert 60 <= passed <= 94


@pytest.mark.parametrize("more", [1, 50])
def test_the_wait_it_tells_is_enough(more: int) -> None:
    clock = Clock()
    pace = Pace(at_once=3, per_second=0.5, steady=clock)
    assert [_take(pace, 1) for _ in range(3)] == [0, 0, 0]
    waits = [_take(pace, 1) for _ in range(more)]
    assert set(waits) == {2}  # to be refused costs nothing
    clock.at += 2
    assert _take(pace, 1) == 0


def test_it_forgets_who_has_rested() -> None:
    clock = Clock()
    pace = Pace(steady=clock)
    for person in range(30_000):
        pace.take(person)
        clock.at += 0.001
    assert pace.remembered <= 10_001
