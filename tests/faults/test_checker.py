"""A checker that has never failed is no evidence: each property is broken once, and named."""

from dataclasses import replace

import pytest

from tests.faults.checker import check, figures
from tests.faults.history import Attempt, History, Joined, Left, Outcome, Seen, Stored, Told

CHAT = "chat:1"


def right() -> History:
    """Three publishes, one of them tried twice, and a reader who came back once."""
    seen: list[Seen] = [
        Joined(CHAT, 0, "e", None, 0.0),
        Told(CHAT, 1, "one", 1.2),
        Joined(CHAT, 2, "e", True, 2.5),
        Told(CHAT, 2, "two", 2.5),
        Told(CHAT, 2, "two", 2.6),
        Told(CHAT, 3, "three", 3.2),
    ]
    return History(
        attempts=[
            Attempt(CHAT, "a", 1.0, 1.1, Outcome.OK, 1),
            Attempt(CHAT, "b", 2.0, 2.1, Outcome.INFO),
            Attempt(CHAT, "b", 2.2, 2.3, Outcome.OK, 2),
            Attempt(CHAT, "c", 3.0, 3.1, Outcome.OK, 3),
            Attempt(CHAT, "d", 3.0, 3.1, Outcome.FAIL),
        ],
        readers={"olga": seen},
        stored={CHAT: {1: Stored("one", "a"), 2: Stored("two", "b"), 3: Stored("three", "c")}},
    )


def broken(history: History) -> set[str]:
    return {violation.property for violation in check(history, staleness=1.0)}


def see(history: History, *seen: Seen) -> History:
    return replace(history, readers={"olga": [*history.readers["olga"], *seen]})


def test_a_run_in_which_all_is_well_has_no_violations() -> None:
    assert check(right(), staleness=1.0) == []
    found = figures(right())
    assert (found.acknowledged, found.deliveries) == (3, 4)
    assert found.staleness == pytest.approx(0.2)
    assert found.ack_max == pytest.approx(0.3)


def test_p1_an_acknowledged_publish_that_is_not_stored_or_under_another_number() -> None:
    history = right()
    history.attempts.append(Attempt(CHAT, "e", 4.0, 4.1, Outcome.OK, 4))
    assert broken(history) == {"P1"}
    swapped = right()
    swapped.stored = {CHAT: {1: Stored("one", "a"), 2: Stored("two", "x"), 3: Stored("three", "c")}}
    assert broken(swapped) == {"P1"}


def test_p2_numbers_with_a_gap() -> None:
    history = right()
    history.stored = {CHAT: {**history.stored[CHAT], 5: Stored("five", None)}}
    assert "P2" in broken(history)


def test_p3_a_reader_with_a_gap_another_content_or_not_all() -> None:
    history = right()
    history.stored = {CHAT: {**history.stored[CHAT], 4: Stored("four", None), 5: Stored("five", None)}}
    assert broken(history) == {"P3"}  # has not all
    assert broken(see(history, Told(CHAT, 5, "five", 5.0))) == {"P3"}  # left out one
    full = see(history, Told(CHAT, 4, "four", 5.0), Told(CHAT, 5, "five", 5.0))
    assert broken(full) == set()
    assert broken(see(history, Told(CHAT, 4, "phantom", 5.0), Told(CHAT, 5, "five", 5.0))) == {"P3"}
    assert broken(see(full, Told(CHAT, 6, "never stored", 5.0))) == {"P3"}


def test_p3_a_reader_told_to_reload_without_need() -> None:
    assert broken(see(right(), Joined(CHAT, 3, "e", False, 5.0))) == {"P3"}
    assert broken(see(right(), Joined(CHAT, 3, "another", False, 5.0))) == set()


def test_a_reader_that_left_need_not_have_all() -> None:
    history = see(right(), Left(CHAT, 4.0))
    history.stored = {CHAT: {**history.stored[CHAT], 4: Stored("four", None)}}
    assert broken(history) == set()


def test_p4_a_key_stored_twice_or_acknowledged_under_two_numbers() -> None:
    history = see(right(), Told(CHAT, 4, "two", 3.3))
    history.stored = {CHAT: {**history.stored[CHAT], 4: Stored("two", "b")}}
    assert broken(history) == {"P4"}
    history.attempts.append(Attempt(CHAT, "b", 4.0, 4.1, Outcome.OK, 4))
    assert "P4" in broken(history)


def test_p5_an_order_against_real_time() -> None:
    history = right()
    history.attempts[0] = Attempt(CHAT, "a", 5.0, 5.1, Outcome.OK, 1)
    assert "P5" in broken(history)


def test_p6_a_delivery_that_came_late() -> None:
    history = right()
    history.readers["olga"][-1] = Told(CHAT, 3, "three", 4.2)
    assert broken(history) == {"P6"}


def test_p7_something_seen_after_the_right_ended() -> None:
    history = right()
    history.revoked = [("olga", CHAT, 2)]
    assert broken(history) == {"P7"}
    history.revoked = [("olga", CHAT, 3), ("boris", CHAT, 1)]
    assert broken(history) == set()


def test_p8_a_position_that_went_back() -> None:
    assert broken(see(right(), Joined(CHAT, 2, "e", True, 5.0))) == {"P8"}
    assert "P8" not in broken(see(right(), Joined(CHAT, 0, "another", False, 5.0)))


def test_p9_an_unknown_publish_stored_twice_and_a_refused_one_stored() -> None:
    history = see(right(), Told(CHAT, 4, "x", 4.0), Told(CHAT, 5, "x", 4.0))
    history.stored = {CHAT: {**history.stored[CHAT], 4: Stored("x", "e"), 5: Stored("x", "e")}}
    history.attempts.append(Attempt(CHAT, "e", 3.5, 3.6, Outcome.INFO))
    assert broken(history) == {"P9"}
    refused = see(right(), Told(CHAT, 4, "x", 4.0))
    refused.stored = {CHAT: {**refused.stored[CHAT], 4: Stored("x", "d")}}
    assert broken(refused) == {"P9"}
