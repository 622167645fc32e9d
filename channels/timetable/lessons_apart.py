"""Lessons that stand apart from the pattern, and what they clash with when the pattern gives others."""

from collections.abc import Iterator, Sequence
from datetime import time
from itertools import chain
from typing import NamedTuple

from channels.store import Tx
from channels.timetable.clashes import MINUTES_A_DAY, Clash, ClashKind, HeldLesson, clashes
from channels.timetable.making_lessons import Standing, classes_of
from channels.timetable.model import DayLesson, TaughtCourse
from channels.timetable.pattern_rows import Changes, PatternRow, Slot


class ClashApart(NamedTuple):
    """Clash of a lesson that `row` gives with `lesson`, which no row gives."""

    row: PatternRow
    lesson: DayLesson
    clash: Clash


async def clashes_apart(tx: Tx, now: Standing, changes: Sequence[Changes]) -> list[ClashApart]:
    """Returns the clashes of lessons that change with lessons apart: the first of each row, lesson and kind.

    A row that stood before may give a lesson again, after a free day or where another row had its place. Such a clash
    does not count if a word was said for the row or for the lesson.
    """
    placed = list(_placed(changes))
    days = {slot.day for slot, _ in placed}
    if not days:
        return []
    first = min(days)
    kept = {one.id for each in changes for one in chain(each.left, each.stay)}
    apart = {one.held.id: one for one in await tx.lessons.apart(now.school, days, kept)}
    days = {one.lesson.day for one in apart.values()}
    placed = [(slot, row) for slot, row in placed if slot.day in days]
    if not placed:
        return []
    students = await tx.patterns.students(now.school, first)
    bells = await tx.patterns.bells([slot for slot, _ in placed])
    lessons = [one.held for one in apart.values()]
    for place, ((slot, row), bell) in enumerate(zip(placed, bells, strict=True)):
        if bell is not None:
            of_course = students.get(slot.course, frozenset())
            lessons.append(
                held(-1 - place, now.courses[slot.course], row.room, (slot.day - first).days, bell, of_course)
            )
    found: dict[tuple[int, int, ClashKind], ClashApart] = {}
    for clash in clashes(lessons):
        new, other = sorted((clash.first, clash.second))
        if new < 0 < other:
            row = placed[-1 - new][1]
            stood = now.rows.get(row.id)
            if stood is None or not (stood.word or apart[other].word):
                found.setdefault((row.id, other, clash.kind), ClashApart(row, apart[other].lesson, clash))
    return list(found.values())


def _placed(changes: Sequence[Changes]) -> Iterator[tuple[Slot, PatternRow]]:
    for each in changes:
        yield from each.add
        yield from ((made.slot, row) for made, row in each.move)


def held(
    number: int,
    course: TaughtCourse,
    room: int | None,
    days: int,
    bell: tuple[time, time],
    students: frozenset[int],
) -> HeldLesson:
    """Returns a lesson of a course at a bell, so many days after the first."""
    starts, ends = (days * MINUTES_A_DAY + at.hour * 60 + at.minute for at in bell)
    return HeldLesson(
        number,
        starts,
        ends,
        frozenset(teacher.id for teacher in course.teachers),
        room,
        frozenset(classes_of(course)),
        students,
        course.group,
    )
