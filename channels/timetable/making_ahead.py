"""Lessons that are made without anybody asking for it: every hour, and where somebody sets one apart far ahead.

Nobody is there to say a word: a lesson that would meet one apart from the pattern is held back, until that one moves or
a word is said. Whoever changes the pattern of its course, or the year, is told of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from channels.school_year.school_calendar import Span
from channels.store import Desk, Tx
from channels.timetable.lessons_apart import clashes_apart
from channels.timetable.making_lessons import (
    Standing,
    apply_to_school,
    changes_of_school,
    span_ahead,
    standing,
    timetable_facts,
)
from channels.timetable.model import TaughtCourse
from channels.timetable.pattern_rows import Changes


async def make_lessons_of(tx: Tx, now: Standing, days: Iterable[date]) -> None:
    """Makes the lessons of these days if they are behind the horizon, up to the end of their periods.

    Whoever sets a lesson apart there meets what else the pattern gives, before it is made by itself.
    """
    behind = [span.end for span in now.spans(None) if any(day in span and day >= now.horizon for day in days)]
    if behind:
        await _make(tx, now, span_ahead(now, max(behind)))


async def make_lessons(desk: Desk) -> int:
    """Brings up the lessons of every school that has a pattern; returns the number of those added.

    What is added lies behind what anybody was shown as the timetable so far. Of whatever changes before it, as when
    the words were taken out for which a lesson had been kept, its classes and journals hear.
    """
    async with desk.store.read() as tx:
        schools = await tx.patterns.schools()
    added = 0
    for school in schools:
        async with desk.store.begin() as tx:
            await tx.patterns.lock(school)
            today = await tx.schools.day(school, desk.clock.now())
            now = await standing(tx, school, today, today)
            changes = await _make(tx, now, span_ahead(now))
            await tx.append_all(None, timetable_facts(_shown(now, changes)))
            added += sum(len(each.add) for each in changes)
    return added


async def _make(tx: Tx, now: Standing, span: Span) -> list[Changes]:
    changes = await changes_of_school(tx, now, span)
    met = {(clash.row.id, clash.lesson.day) for clash in await clashes_apart(tx, now, changes)}
    changes = [
        replace(
            each,
            add=[(slot, row) for slot, row in each.add if (row.id, slot.day) not in met],
            move=[(made, row) for made, row in each.move if (row.id, made.slot.day) not in met],
        )
        for each in changes
    ]
    await apply_to_school(tx, now, span, changes)
    return changes


def _shown(now: Standing, changes: Iterable[Changes]) -> Iterator[tuple[TaughtCourse, date]]:
    """Yields each course and day that are other than they were shown."""
    for each in changes:
        slots = [slot for slot, _ in each.add if slot.day < now.made_until]
        for slot in [*slots, *(made.slot for made in each.drop), *(made.slot for made, _ in each.move)]:
            yield now.courses[slot.course], slot.day
