"""Bells of a school: times of lessons, kinds of the breaks between, and which bells a class has on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from channels.errors import Code, Codes
from channels.school_year.school_calendar import Span

ALWAYS = Span(date.min, date.max)
SHORTEST_BREAK = 5  # minutes: a class has to change rooms


class BreakKind(StrEnum):
    PLAIN = "plain"
    DYNAMIC = "dynamic"  # a dynamic pause: outdoors, moving
    BREAKFAST = "breakfast"
    LUNCH = "lunch"


@dataclass(frozen=True, slots=True)
class Bell:
    """Time of one lesson, by the school's clock, and the kind of the break after it."""

    number: int
    starts: time
    ends: time
    then: BreakKind = BreakKind.PLAIN


def bell_faults(bells: Sequence[Bell]) -> Iterator[tuple[int, Code]]:
    """Yields what is wrong with the bells of one schedule, as (place in `bells`, code), in their order.

    Bells are in the order of their times; numbers need not begin at 1, since a second shift may begin with lesson 7.
    """
    seen: set[int] = set()
    before: Bell | None = None
    for place, bell in enumerate(bells):
        if bell.number in seen:
            yield place, Codes.BELL_NUMBER_TWICE
        seen.add(bell.number)
        if bell.ends <= bell.starts:
            yield place, Codes.BELL_ENDS_FIRST
        elif before is not None and bell.starts < before.ends:
            yield place, Codes.BELLS_OVERLAP
        elif before is not None and _minutes(bell.starts) - _minutes(before.ends) < SHORTEST_BREAK:
            yield place, Codes.BREAK_TOO_SHORT
        before = bell


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class BellRule:
    """Bells that a class has, or with `class_` None the whole school: on one `day`, on a weekday, or always."""

    id: int
    schedule: int
    class_: int | None = None
    weekday: int | None = None
    day: date | None = None
    span: Span = ALWAYS


def schedule_on(rules: Iterable[BellRule], class_: int | None, day: date) -> int | None:
    """Returns the bell schedule of a class on a day; None if nothing says it.

    A rule for the day goes before all others: a short day is short for every shift. Else the rules of the class go
    before the school's, a weekday's before what is always, and the one that began last before an earlier one.
    """
    fitting = [
        rule
        for rule in rules
        if rule.class_ in (None, class_)
        and rule.day in (None, day)
        and rule.weekday in (None, day.isoweekday())
        and day in rule.span
    ]
    found = max(
        fitting,
        key=lambda rule: (
            rule.day is not None,
            rule.class_ is not None,
            rule.weekday is not None,
            rule.span.first,
            rule.id,
        ),
        default=None,
    )
    return None if found is None else found.schedule
