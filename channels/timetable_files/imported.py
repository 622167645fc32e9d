"""Timetable as a file gives it: names of classes, subjects, teachers and rooms, not yet matched to the school's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import lcm
from typing import NamedTuple

from channels.roster.model import Problems
from channels.school_year.school_calendar import monday
from channels.timetable.inputs import LONGEST_CYCLE
from channels.timetable.pattern_rows import Weeks

MOST_ROWS = 200_000  # 60,000 lessons are the largest school group that was seen, and a list may have one for each date
MOST_JOINED = 20_000  # what 15,000 students have in a week; more would not be applied in the time that a request has
LONGEST_NAME = 120  # characters
LONGEST_SUBGROUP = 60
NUMBERS = range(21)  # of bells
WEEKDAYS = range(1, 8)
MOST_NAMES = 40  # classes, or teachers, of one lesson


class CycleWeeks(NamedTuple):
    """Weeks `which` (from 1) of a cycle of `of` weeks. Which week is the first the file does not say."""

    of: int = 1
    which: frozenset[int] = frozenset({1})

    def anchored(self, first_week: date) -> Weeks:
        """Returns the weeks by the calendar; `first_week` is any day of a first week."""
        return Weeks(self.of, self.which, first_week)


EVERY = CycleWeeks()


def cycle_weeks(of: int, which: Iterable[int]) -> CycleWeeks:
    """Returns weeks of the shortest cycle that says the same: weeks 1 and 3 of 4 are week 1 of 2, all are every."""
    chosen = frozenset(which)
    for shorter in range(1, of + 1):
        folded = frozenset((week - 1) % shorter + 1 for week in chosen)
        if of % shorter == 0 and len(folded) * (of // shorter) == len(chosen):
            return CycleWeeks(shorter, folded)
    return CycleWeeks(of, chosen)


def cycle_from(weeks: Weeks, first_week: date) -> CycleWeeks:
    """Returns weeks of the calendar as they are counted from another first week, any day of it."""
    passed = (monday(weeks.anchor) - monday(first_week)).days // 7
    return cycle_weeks(weeks.of, ((week - 1 + passed) % weeks.of + 1 for week in weeks.which))


def both_weeks(one: CycleWeeks, other: CycleWeeks) -> CycleWeeks:
    """Returns the weeks that are in one of the two, or in both."""
    of = lcm(one.of, other.of)
    return cycle_weeks(
        of, {n for weeks in (one, other) for n in range(1, of + 1) if (n - 1) % weeks.of + 1 in weeks.which}
    )


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A lesson that is held every week, or in some, with the names that the file has for it.

    `weekday` 1 is Monday, `number` that of the bell. Empty: a `subgroup` is the whole class, a lesson has no `subject`
    (an excursion day) or no `room`. `until_day` is exclusive; `terms` (from 1) are those of the file, empty for all.
    `lesson` is the file's own number for lessons that belong together.
    """

    file: str
    line: int
    weekday: int
    number: int
    classes: tuple[str, ...]
    subject: str = ""
    teachers: tuple[str, ...] = ()
    room: str = ""
    subgroup: str = ""
    weeks: CycleWeeks = EVERY
    from_day: date | None = None
    until_day: date | None = None
    terms: frozenset[int] = frozenset()
    lesson: str = ""

    @property
    def content(self) -> "ImportedRow":
        """The row without where it stands and in which weeks it is: of two rows with the same one is enough."""
        return replace(self, file="", line=0, lesson="", weeks=EVERY)


@dataclass(frozen=True, slots=True)
class ImportedTimetable:
    """Rows of a file in its order, and the names of its terms if it has several."""

    rows: list[ImportedRow]
    terms: tuple[str, ...] = ()

    def in_term(self, term: int) -> Iterator[ImportedRow]:
        """Yields the rows of one term, from 1, and those of all terms."""
        return (row for row in self.rows if not row.terms or term in row.terms)


@dataclass(slots=True)
class RowGatherer:
    """Gathers rows inside the bounds, each once. What is outside goes to the problems."""

    problems: Problems
    _rows: dict[ImportedRow, ImportedRow] = field(default_factory=dict)
    _full: bool = False

    def add(self, row: ImportedRow) -> None:
        """Takes a row; one that is there already in other weeks gets these as well."""
        if not self._fits(row):
            return
        content = row.content
        present = self._rows.get(content)
        if present is None:
            self._rows[content] = row
        elif (weeks := both_weeks(present.weeks, row.weeks)) != present.weeks:
            self._rows[content] = replace(present, weeks=weeks)
        else:
            self.problems.warn("row_repeated", row.file, row.line, "", str(present.line))

    def timetable(self, terms: tuple[str, ...] = ()) -> ImportedTimetable:
        """Returns what was gathered, with one row for those that only go on from week to week."""
        joined = _joined(self._rows.values())
        if len(joined) > MOST_JOINED:
            self.problems.refuse("too_many_a_week", joined[0].file, 0, "", str(MOST_JOINED))
        return ImportedTimetable(joined, terms)

    def _fits(self, row: ImportedRow) -> bool:
        def refuse(code: str, column: str, *data: str) -> bool:
            self.problems.refuse(code, row.file, row.line, column, *data)
            return False

        if len(self._rows) >= MOST_ROWS:
            if not self._full:
                self._full = True
                refuse("too_many_rows", "", str(MOST_ROWS))
            return False
        if row.weekday not in WEEKDAYS:
            return refuse("not_a_weekday", "weekday", str(row.weekday))
        if row.number not in NUMBERS:
            return refuse("not_a_number", "number", str(row.number))
        if not row.classes:
            return refuse("no_class", "classes")
        if len(row.classes) > MOST_NAMES or len(row.teachers) > MOST_NAMES:
            return refuse("too_many_names", "", str(MOST_NAMES))
        for column, names, longest in (
            ("classes", row.classes, LONGEST_NAME),
            ("teachers", row.teachers, LONGEST_NAME),
            ("subject", (row.subject,), LONGEST_NAME),
            ("room", (row.room,), LONGEST_NAME),
            ("subgroup", (row.subgroup,), LONGEST_SUBGROUP),
        ):
            if any(len(name) > longest for name in names):
                return refuse("value_too_long", column, str(longest))
        if row.weeks.of > LONGEST_CYCLE:
            return refuse("cycle_too_long", "weeks", str(LONGEST_CYCLE))
        if row.from_day and row.until_day and row.until_day <= row.from_day:
            return refuse("days_end_first", "until", row.from_day.isoformat())
        return True


def _joined(rows: Iterable[ImportedRow]) -> list[ImportedRow]:
    """Returns the same lessons in fewer rows: a list may have a row for each date, and the pattern has one for all.

    Two rows are joined where they differ in their days alone, and neither gives nor misses a lesson between them.
    """
    joined: list[tuple[int, ImportedRow]] = []  # each with the place of its first row in the file
    places: dict[ImportedRow, int] = {}  # of the row that may go on, by what all of its rows have in common
    for n, row in sorted(enumerate(rows), key=lambda one: one[1].from_day or date.min):
        alike = replace(row, file="", line=0, lesson="", from_day=None, until_day=None)
        place = places.get(alike)
        if place is not None and _goes_on(joined[place][1], row):
            first, before = joined[place]
            earlier = before if first < n else row
            joined[place] = min(first, n), replace(earlier, from_day=before.from_day, until_day=row.until_day)
        else:
            places[alike] = len(joined)
            joined.append((n, row))
    return [row for _, row in sorted(joined, key=lambda one: one[0])]


def _goes_on(before: ImportedRow, row: ImportedRow) -> bool:
    end, first = before.until_day, row.from_day
    if end is None or first is None or row.until_day is None or first < end:
        return False
    return first <= end + timedelta(days=(row.weekday - end.isoweekday()) % 7)
