"""Difference between the pattern that stands and a timetable that is to be applied from a day on.

Days before that day keep what they have. The difference that is shown is the one that is applied.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from channels.school_year.school_calendar import Span
from channels.timetable.pattern_rows import PatternRow, Weeks
from channels.timetable_files.imported import CycleWeeks, cycle_from
from channels.timetable_files.matching import MatchedRow, NewCourse
from channels.timetable_files.school_names import NewName

MOST_REMOVED = Fraction(1, 5)  # of what stands; a file that removes more may be cut off
ANCHOR = date(2024, 1, 1)  # a Monday from which all cycles are counted when they are compared


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A pattern row that is to be; `file` and `line` say where it stands."""

    course: int | NewCourse
    weekday: int
    number: int
    span: Span
    weeks: Weeks
    room: int | NewName | None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PatternDifference:
    """Steps that make the pattern the timetable of the file from `first_day` on. Each row is in one of the lists.

    `over` counts rows of the file that end before the first day.
    """

    first_day: date
    new: Sequence[WantedRow]
    changed: Sequence[tuple[PatternRow, WantedRow]]
    gone: Sequence[PatternRow]
    unchanged: Sequence[PatternRow]
    over: int = 0

    def __bool__(self) -> bool:
        """True if something changes."""
        return bool(self.new or self.changed or self.gone)

    @property
    def standing(self) -> int:
        """Number of rows that stand on the first day or later."""
        return len(self.changed) + len(self.gone) + len(self.unchanged)

    @property
    def is_empty(self) -> bool:
        """True if the file has no lesson from the first day on."""
        return not (self.new or self.changed or self.unchanged)

    @property
    def asks_twice(self) -> bool:
        """True if it has to be asked twice: of an empty file, and of one that removes more than a fifth."""
        return self.is_empty or len(self.gone) > self.standing * MOST_REMOVED


def differ(
    standing: Iterable[PatternRow], rows: Iterable[MatchedRow], first_day: date, end: date, first_week: date
) -> PatternDifference:
    """Returns the difference from `first_day` on.

    `standing` are the pattern rows of the courses that the file is about: of the whole school, or of some classes.
    Rows of the file hold until the day that they say, and at most until `end` (exclusive); `first_week` is any day of a
    first week of their cycles.
    """
    present = [row for row in standing if row.span.first < row.span.end and row.span.end > first_day]
    wanted, over = [], 0
    for row in rows:
        span = Span(max(row.from_day or first_day, first_day), min(row.until_day or end, end))
        if span.first < span.end:
            weeks = row.weeks.anchored(first_week)
            place = (row.weekday, row.number)
            wanted.append(WantedRow(row.course, *place, span, weeks, row.room, row.file, row.line))
        else:
            over += 1
    pairs: list[tuple[PatternRow, WantedRow]] = []
    for key in _keys(first_day):
        pairs += (found := list(_paired(present, wanted, key)))
        there, here = {id(one) for one, _ in found}, {id(other) for _, other in found}
        present = [row for row in present if id(row) not in there]
        wanted = [row for row in wanted if id(row) not in here]
    same = _sameness(first_day)
    return PatternDifference(
        first_day,
        new=wanted,
        changed=[(one, other) for one, other in pairs if same(one) != same(other)],
        gone=present,
        unchanged=[one for one, other in pairs if same(one) == same(other)],
        over=over,
    )


def pattern_after(
    standing: Iterable[PatternRow],
    difference: PatternDifference,
    courses: Mapping[NewCourse, int],
    new_ids: Iterator[int],
    rooms: Mapping[NewName, int] = MappingProxyType({}),
) -> list[PatternRow]:
    """Returns the pattern as it is once the difference is applied; `courses` and `rooms` were made for it.

    A row that changes or goes away ends on the first day; if it begins later it is gone altogether.
    """
    ended = {row.id for row, _ in difference.changed} | {row.id for row in difference.gone}
    first_day = difference.first_day
    kept = [
        replace(row, span=Span(row.span.first, first_day)) if row.id in ended else row
        for row in standing
        if row.id not in ended or row.span.first < first_day
    ]
    added = (*(row for _, row in difference.changed), *difference.new)
    return kept + [
        PatternRow(
            next(new_ids),
            courses[row.course] if isinstance(row.course, NewCourse) else row.course,
            row.weekday,
            row.number,
            row.span,
            row.weeks,
            rooms[row.room] if isinstance(row.room, NewName) else row.room,
        )
        for row in added
    ]


Key = Callable[[PatternRow | WantedRow], Hashable]


def _sameness(first_day: date) -> Key:
    """Returns what is the same in two rows that give the same lessons from a day on."""

    def key(row: PatternRow | WantedRow) -> Hashable:
        span = (max(row.span.first, first_day), row.span.end)
        return (row.course, row.weekday, row.number, span, _by_calendar(row.weeks), row.room)

    return key


def _keys(first_day: date) -> list[Key]:
    """Returns by what rows are the same row, the surest first: all of it; else place, day, course."""
    return [
        _sameness(first_day),
        lambda row: (row.course, row.weekday, row.number, _by_calendar(row.weeks)),
        lambda row: (row.course, row.weekday, row.number),
        lambda row: (row.course, row.weekday),
        lambda row: row.course,
    ]


@lru_cache(maxsize=1024)  # a timetable has few cycles, and each of its rows one of them
def _by_calendar(weeks: Weeks) -> CycleWeeks:
    """Returns the weeks as counted from one anchor for all: two cycles are the same if they have the same weeks."""
    return cycle_from(weeks, ANCHOR)


def _paired(
    present: Iterable[PatternRow], wanted: Iterable[WantedRow], key: Key
) -> Iterator[tuple[PatternRow, WantedRow]]:
    waiting: dict[Hashable, list[WantedRow]] = defaultdict(list)
    for row in wanted:
        waiting[key(row)].append(row)
    for those in waiting.values():
        those.sort(key=_order, reverse=True)
    for stored in sorted(present, key=_order):
        if those := waiting.get(key(stored), []):
            yield stored, those.pop()


def _order(row: PatternRow | WantedRow) -> tuple[int, int, date]:
    return (row.weekday, row.number, row.span.first)
