"""Pattern of a timetable, and the lessons that are made from it.

A pattern row says that a course has a lesson on a weekday at a bell, every week or in some weeks of a cycle, from a day
until another. Lessons up to a horizon are made from the rows and kept right when rows or the calendar change.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from channels.school_year.school_calendar import SchoolCalendar, Span, monday


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks `which` (1 is the anchor's) of a cycle of `of` weeks. The anchor is any day of a first week."""

    of: int = 1
    which: frozenset[int] = frozenset({1})
    anchor: date = date(2024, 1, 1)

    def __contains__(self, day: date) -> bool:
        passed = (monday(day) - monday(self.anchor)).days // 7
        return passed % self.of + 1 in self.which


EVERY_WEEK = Weeks()


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One row of the pattern; `weekday` 1 is Monday, `number` that of the bell."""

    id: int
    course: int
    weekday: int
    number: int
    span: Span
    weeks: Weeks = EVERY_WEEK
    room: int | None = None

    def days(self, calendar: SchoolCalendar, span: Span) -> Iterator[date]:
        """Yields the days inside `span` on which it gives a lesson."""
        both = self.span.within(span)
        first = both.first + timedelta(days=(self.weekday - both.first.isoweekday()) % 7)
        for passed in range(0, (both.end - first).days, 7):
            day = first + timedelta(days=passed)
            if day in self.weeks and calendar.teaches_on(day):
                yield day

    def all_days(self, span: Span) -> Iterator[date]:
        """Yields the days inside `span` on which it gives a lesson, or would if they were not free."""
        return (day for day in _weekdays(self.span.within(span), self.weekday) if day in self.weeks)


def _weekdays(span: Span, weekday: int) -> Iterator[date]:
    """Yields the days of a span with that weekday, in order."""
    day = span.first + timedelta(days=(weekday - span.first.isoweekday()) % 7)
    while day in span:
        yield day
        day += timedelta(weeks=1)


class Slot(NamedTuple):
    """Place of a lesson: a course has at most one lesson at a bell of a day."""

    course: int
    day: date
    number: int


@dataclass(frozen=True, slots=True)
class Made:
    """A lesson made from a row. `slot` is the place for which it was made.

    `touched`: it has a mark, attendance or words, or somebody changed it by hand.
    """

    slot: Slot
    row: int
    room: int | None = None
    touched: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """Steps that bring the lessons of a span to what the pattern says."""

    add: list[tuple[Slot, PatternRow]] = field(default_factory=list)
    drop: list[Made] = field(default_factory=list)
    move: list[tuple[Made, PatternRow]] = field(default_factory=list)  # to the row's room, or to another row's keeping
    left: list[Made] = field(default_factory=list)  # the pattern has no place for them, but they are touched
    stay: list[Made] = field(default_factory=list)  # touched, and not as the row says that gives their place now

    def __bool__(self) -> bool:
        return bool(self.add or self.drop or self.move)


def bring_up(
    rows: Iterable[PatternRow],
    calendar: SchoolCalendar,
    span: Span,
    made: Collection[Made],
    taken: Collection[Slot] = (),
) -> Changes:
    """Returns the changes after which each lesson of `span` is one that the rows give.

    `made` are the lessons of the span that came from rows; `taken` are the slots of others, which stay as they are:
    single lessons, and those moved there by hand. A lesson that is touched is never dropped and never moved. Of two
    rows that give the same slot the one that began last counts.
    """
    wanted: dict[Slot, PatternRow] = {}
    for row in sorted(rows, key=lambda row: (row.span.first, row.id)):
        for day in row.days(calendar, span):
            wanted[Slot(row.course, day, row.number)] = row
    changes = Changes()
    stands = {one.slot: one for one in made}
    for slot, one in sorted(stands.items()):
        row_now = wanted.get(slot)
        if one.touched:
            if row_now is None:
                changes.left.append(one)
            elif (one.row, one.room) != (row_now.id, row_now.room):
                changes.stay.append(one)
        elif row_now is None or slot in taken:
            changes.drop.append(one)
        elif (one.row, one.room) != (row_now.id, row_now.room):
            changes.move.append((one, row_now))
    for slot, row in sorted(wanted.items(), key=lambda item: item[0]):
        if slot not in stands and slot not in taken:
            changes.add.append((slot, row))
    return changes
