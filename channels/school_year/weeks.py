"""Weeks as they are asked for and written: 2026-W48."""

import re
from datetime import date, timedelta

from channels.errors import Codes, Refusal
from channels.types import AskedWeek, Input

WEEK = re.compile(r"(\d{4})-W(\d{2})")
LENGTH = timedelta(days=7)


class Week(Input):
    """A week like `2026-W48`; None is the present week in the school's zone."""

    week: AskedWeek | None = None


def monday_of(week: str) -> date:
    """Returns the first day of a week. Raises BAD_REQUEST if no year has it."""
    match = WEEK.fullmatch(week)
    try:
        if match is None:
            raise ValueError
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "week", "code": "bad_request"}]}) from None


def written_week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"
