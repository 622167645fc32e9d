"""Bells of a school, and which of them a class has on a day."""

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import Code, Codes
from channels.school_year.bells import Bell, BellRule, bell_faults, schedule_on
from channels.school_year.school_calendar import Span


def bells(*times: str) -> list[Bell]:
    """From "8:30-9:15" and so on, numbered from 1."""
    found = []
    for number, each in enumerate(times, 1):
        starts, ends = (time.fromisoformat(f"{one:0>5}") for one in each.split("-"))
        found.append(Bell(number, starts, ends))
    return found


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (bells("8:30-9:15", "9:25-10:10", "10:30-11:15"), []),
        (bells("8:30-9:15", "9:20-10:05"), []),  # five minutes are enough
        (bells("8:30-9:15", "9:19-10:04"), [(1, Codes.BREAK_TOO_SHORT)]),
        (bells("8:30-9:15", "9:15-10:00"), [(1, Codes.BREAK_TOO_SHORT)]),
        (bells("8:30-9:15", "9:10-9:55"), [(1, Codes.BELLS_OVERLAP)]),
        (bells("9:25-10:10", "8:30-9:15"), [(1, Codes.BELLS_OVERLAP)]),  # out of order
        (bells("8:30-8:30"), [(0, Codes.BELL_ENDS_FIRST)]),
        (bells("23:30-0:15"), [(0, Codes.BELL_ENDS_FIRST)]),  # no lesson goes over midnight
        ([Bell(1, time(8), time(9)), Bell(1, time(10), time(11))], [(1, Codes.BELL_NUMBER_TWICE)]),
        ([], []),
        ([Bell(0, time(7, 30), time(8, 15)), Bell(7, time(14), time(14, 45))], []),  # lesson nought; a second shift
    ],
)
def test_what_is_wrong_with_bells_is_said_at_its_row(given: list[Bell], faults: list[tuple[int, Code]]) -> None:
    assert list(bell_faults(given)) == faults


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 1439)), max_size=6))
def test_bells_without_fault_never_overlap(minutes: list[tuple[int, int]]) -> None:
    given = [
        Bell(number, time(first // 60, first % 60), time(last // 60, last % 60))
        for number, (first, last) in enumerate(minutes)
    ]
    if not list(bell_faults(given)):
        assert all(bell.starts < bell.ends for bell in given)
        assert all(one.ends < other.starts for one, other in pairwise(given))


MONDAY = date(2026, 9, 7)
SCHOOL, SHORT_MONDAY = BellRule(1, 1), BellRule(2, 2, weekday=1)
SECOND_SHIFT, ITS_MONDAY = BellRule(3, 3, class_=5), BellRule(4, 4, class_=5, weekday=1)
FESTIVAL, ITS_FESTIVAL = BellRule(5, 5, day=MONDAY), BellRule(6, 6, class_=5, day=MONDAY)
LATER = BellRule(7, 7, class_=5, span=Span(date(2026, 9, 14), date.max))


@pytest.mark.parametrize(
    ("rules", "class_", "day", "schedule"),
    [
        ([], 5, MONDAY, None),
        ([SCHOOL], 5, MONDAY, 1),
        ([SCHOOL], None, MONDAY, 1),  # a course of no class
        ([SECOND_SHIFT], 6, MONDAY, None),
        ([SCHOOL, SECOND_SHIFT], 5, MONDAY, 3),
        ([SCHOOL, SECOND_SHIFT], 6, MONDAY, 1),
        ([SCHOOL, SHORT_MONDAY, SECOND_SHIFT], 5, MONDAY, 3),
        ([SCHOOL, SHORT_MONDAY, SECOND_SHIFT], 6, MONDAY, 2),
        ([SCHOOL, SHORT_MONDAY, SECOND_SHIFT], 5, date(2026, 9, 8), 3),
        ([SCHOOL, SHORT_MONDAY, SECOND_SHIFT, ITS_MONDAY], 5, MONDAY, 4),
        ([SCHOOL, SHORT_MONDAY, SECOND_SHIFT, ITS_MONDAY, FESTIVAL], 5, MONDAY, 5),
        ([SCHOOL, ITS_MONDAY, FESTIVAL, ITS_FESTIVAL], 5, MONDAY, 6),
        ([SCHOOL, ITS_MONDAY, FESTIVAL, ITS_FESTIVAL], 5, date(2026, 9, 14), 4),
        ([SECOND_SHIFT, LATER], 5, date(2026, 9, 15), 7),
        ([SECOND_SHIFT, LATER], 5, date(2026, 9, 8), 3),
    ],
)
def test_the_nearest_rule_says_which_bells_a_class_has(
    rules: Iterable[BellRule], class_: int | None, day: date, schedule: int | None
) -> None:
    assert schedule_on(rules, class_, day) == schedule
    assert schedule_on(list(reversed(list(rules))), class_, day) == schedule
