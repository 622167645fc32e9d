"""Averages against a second, exact way of counting."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.gradebook.averages import mean

marks = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 100)), max_size=40)


@given(marks)
def test_the_mean_is_the_exact_fraction_rounded_half_up(marks: list[tuple[int, int]]) -> None:
    total, weight = sum(v * w for v, w in marks), sum(w for _, w in marks)
    if weight == 0:
        assert mean(total, weight) is None
        return
    exact = Fraction(total, weight)
    # 50 digits: more than two digits of any quotient of these sizes can hide
    digits = Decimal(exact.numerator) / Decimal(exact.denominator)
    assert mean(total, weight) == str(digits.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([(4, 30), (3, 30)], "3.50"),  # binary fractions say 3.4999999999999996
        ([(5, 21), (4, 21)], "4.50"),  # 4.499999999999999
        ([(5, 13), (5, 13), (5, 13), (4, 21)], "4.65"),  # 4.6499999999999995
        ([(5, 2), (3, 1)], "4.33"),
        ([(2, 1), (3, 7)], "2.88"),  # 2.875, half up
        ([(5, 0)], None),
        ([], None),
    ],
)
def test_children_lose_nothing_to_binary_fractions(marks: list[tuple[int, int]], shown: str | None) -> None:
    assert mean(sum(v * w for v, w in marks), sum(w for _, w in marks)) == shown
