"""Facts of the courses of a class, as storage has them."""

from dataclasses import dataclass
from datetime import date

from channels.people import PersonRef


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Row of the pattern: in `weeks` of a cycle of `cycle` weeks, from a day until another (exclusive)."""

    cycle: int
    weeks: tuple[int, ...]
    from_day: date
    until_day: date


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """Course of a class with its rows from today on, its students of that class, and its lessons in a span.

    `held` are over; `planned` are all that stand, without those `cancelled`. `group` names a subgroup.
    """

    id: int
    subject: str
    title: str
    group: str
    teachers: list[PersonRef]
    rows: tuple[RowFacts, ...]
    students: frozenset[int]
    held: int
    planned: int
    cancelled: int
