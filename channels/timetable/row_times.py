"""Rows of a pattern by the clock: clashes and lessons without a bell, under all bells that hold from a day on.

What is free does not count here: a free day may be given back, and nobody is asked about the pattern's lessons then.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from channels.school_year.school_calendar import Span
from channels.store import Tx
from channels.timetable.clashes import ClashKind, HeldLesson, clashes
from channels.timetable.lessons_apart import held
from channels.timetable.making_lessons import Standing, row_of
from channels.timetable.model import SaidPatternRow
from channels.timetable.pattern_rows import PatternRow


class RowClash(NamedTuple):
    """Clash of two rows, the one with the lower id first; `day` is the first on which they meet."""

    kind: ClashKind
    first: int
    second: int
    who: frozenset[int]
    day: date


class RowWithoutBell(NamedTuple):
    """Row that gives lessons without a bell on `days`; `is_usual` if these have no bells of their own."""

    row: int
    days: list[date]
    is_usual: bool


@dataclass(frozen=True, slots=True)
class RowTimes:
    """Clashes of rows, the first of each two and each kind, and what has no bell."""

    clashes: list[RowClash] = field(default_factory=list)
    without_bell: list[RowWithoutBell] = field(default_factory=list)


async def row_times(tx: Tx, now: Standing, rows: Iterable[SaidPatternRow], day: date) -> RowTimes:
    """Returns what the lessons that `rows` give from `day` on meet, by the clock."""
    holding = [row_of(row) for row in rows if row.until_day > max(day, row.from_day) and row.course in now.courses]
    changes = await tx.bells.changes(now.school, day)
    groups = [
        *(_group(holding, span, changes.days, is_usual=True) for span in changes.spans),
        *(_group(holding, Span(one, one + timedelta(days=1)), (), is_usual=False) for one in sorted(changes.days)),
    ]
    places = [(row.course, next(group.days_of(row)), row.number) for group in groups for row in group.rows.values()]
    bells = iter(await tx.patterns.bells(places))
    students = await tx.patterns.students(now.school, day)
    found = RowTimes()
    lessons: list[list[HeldLesson]] = [[] for _ in groups]
    for group, of_group in zip(groups, lessons, strict=True):
        for row in group.rows.values():
            bell = next(bells)
            if bell is None:
                found.without_bell.append(RowWithoutBell(row.id, list(group.days_of(row)), group.is_usual))
            else:
                theirs = students.get(row.course, frozenset())
                one = held(row.id, now.courses[row.course], row.room, row.weekday - 1, bell, theirs)
                of_group.append(replace(one, days=row.span))
    found.clashes.extend(await asyncio.to_thread(lambda: list(_meeting(groups, lessons))))
    return found


def _meeting(groups: Iterable["_Group"], lessons: Iterable[Iterable[HeldLesson]]) -> Iterator[RowClash]:
    seen: set[tuple[ClashKind, int, int]] = set()
    for group, of_group in zip(groups, lessons, strict=True):
        for clash in clashes(of_group):
            first, second = sorted((clash.first, clash.second))
            meeting = group.first_meeting(first, second)
            if meeting is not None and (clash.kind, first, second) not in seen:
                seen.add((clash.kind, first, second))
                yield RowClash(clash.kind, first, second, clash.who, meeting)


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows by id that give lessons in a span in which their bells stay the same, but on the days `besides`.

    `is_usual`: it is not of a day that has bells of its own.
    """

    span: Span
    besides: Collection[date]
    is_usual: bool
    rows: dict[int, PatternRow]

    def days_of(self, row: PatternRow) -> Iterator[date]:
        return (day for day in row.all_days(self.span) if day not in self.besides)

    def first_meeting(self, first: int, second: int) -> date | None:
        """Returns the first day on which both rows give lessons, if there is one."""
        one, other = self.rows[first], self.rows[second]
        return next((day for day in self.days_of(one) if day in other.span and day in other.weeks), None)


def _group(rows: Iterable[PatternRow], span: Span, besides: Collection[date], *, is_usual: bool) -> _Group:
    group = _Group(span, besides, is_usual, {})
    group.rows.update((row.id, row) for row in rows if next(group.days_of(row), None) is not None)
    return group
