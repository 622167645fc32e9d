"""Lessons that stand, by the clock: which meet without a word, and which have no bell.

Whoever changes their times looks at them before and after it: what is new needs a word, or is confirmed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from channels.errors import Codes, Refusal
from channels.store import Tx
from channels.substitutions.ports import LessonOfDay
from channels.timetable.clashes import ClashKind, clashes
from channels.timetable.making_lessons import Standing, standing
from channels.timetable.model import TimeClash, TimedLesson
from channels.timetable.row_times import RowTimes, row_times


class Giver(NamedTuple):
    """Row of the pattern that gives lessons, or a lesson that stands apart from it."""

    row: int | None = None
    lesson: int | None = None


class FoundClash(NamedTuple):
    """Clash about which nobody has said a word yet; `keeper` would keep it."""

    kind: ClashKind
    first: Giver
    second: Giver
    shown: TimeClash
    keeper: Giver


class NoBell(NamedTuple):
    """Lesson of a day that has no bell."""

    giver: Giver
    shown: TimedLesson


@dataclass(frozen=True, slots=True)
class LessonTimes:
    """Clashes without a word, and lessons without a bell; each by what makes it the same before and after."""

    clashes: Mapping[tuple[ClashKind, Giver, Giver], FoundClash]
    without_bell: Mapping[tuple[Giver, date], NoBell]


async def lesson_times(tx: Tx, school: int, today: date, day: date) -> LessonTimes:
    """Returns how the lessons of a school stand to each other from `day` on. The caller has locked its timetable."""
    now = await standing(tx, school, today, day)
    rows = await row_times(tx, now, now.rows.values(), day)
    beside = {one.lesson.id: one for one in await tx.lessons.beside_apart(school, day)}
    met = [*_rows_met(now, rows), *_apart_met(now, beside)]
    bare = [*_rows_bare(now, rows), *_apart_bare(now, beside)]
    return LessonTimes(
        # of each the first, which the reversed order writes last
        {(one.kind, one.first, one.second): one for one in reversed(met)},
        {(one.giver, one.shown.day): one for one in bare},
    )


async def require_word(tx: Tx, before: LessonTimes, after: LessonTimes, word: str, *, confirmed: bool) -> None:
    """Keeps the word about clashes that were none before.

    Raises TIMETABLE_CLASH if there are some and no word; LESSONS_WITHOUT_BELL if lessons had a bell before and that is
    not confirmed. Both name all `clashes`, and what would be left `without_bell`.
    """
    met = [one for key, one in after.clashes.items() if key not in before.clashes]
    bare: dict[Giver, TimedLesson] = {}  # the first of each
    for key, lesson in sorted(after.without_bell.items(), key=lambda item: _by_time(item[1].shown)):
        if key not in before.without_bell:
            bare.setdefault(lesson.giver, lesson.shown)
    told = {
        "clashes": [shown.model_dump(mode="json") for shown in sorted((one.shown for one in met), key=_by_clash)],
        "without_bell": [shown.model_dump(mode="json") for shown in bare.values()],
    }
    if met and not word:
        raise Refusal(Codes.TIMETABLE_CLASH, told)
    if bare and not confirmed:
        raise Refusal(Codes.LESSONS_WITHOUT_BELL, told)
    await tx.patterns.say({one.keeper.row for one in met if one.keeper.row is not None}, word)
    await tx.lessons.say({one.keeper.lesson for one in met if one.keeper.lesson is not None}, word)


def _rows_met(now: Standing, times: RowTimes) -> Iterator[FoundClash]:
    for one in times.clashes:
        if not (now.rows[one.first].word or now.rows[one.second].word):
            first, second = Giver(row=one.first), Giver(row=one.second)
            lesson, other = _of_row(now, one.first, one.day), _of_row(now, one.second, one.day)
            shown = TimeClash(kind=one.kind, lesson=lesson, other=other, who=sorted(one.who))
            yield FoundClash(one.kind, first, second, shown, second)


def _apart_met(now: Standing, beside: Mapping[int, LessonOfDay]) -> Iterator[FoundClash]:
    for clash in clashes(one.held for one in beside.values() if one.held is not None):
        first, second = (beside[number] for number in sorted((clash.first, clash.second)))
        apart = first if first.is_apart else second
        if apart.is_apart and not (first.word or second.word):
            shown = TimeClash(
                kind=clash.kind, lesson=_of_day(now, first), other=_of_day(now, second), who=sorted(clash.who)
            )
            keeper = Giver(lesson=apart.lesson.id) if apart.is_changed else Giver(row=apart.row)
            yield FoundClash(clash.kind, _giver(first), _giver(second), shown, keeper)


def _rows_bare(now: Standing, times: RowTimes) -> Iterator[NoBell]:
    for one in times.without_bell:
        for day in one.days:
            yield NoBell(Giver(row=one.row), _of_row(now, one.row, day))


def _apart_bare(now: Standing, beside: Mapping[int, LessonOfDay]) -> Iterator[NoBell]:
    for one in beside.values():
        if one.is_apart and one.held is None:
            yield NoBell(_giver(one), _of_day(now, one))


def _giver(one: LessonOfDay) -> Giver:
    return Giver(lesson=one.lesson.id) if one.is_apart else Giver(row=one.row)


def _of_row(now: Standing, number: int, day: date) -> TimedLesson:
    row = now.rows[number]
    return TimedLesson(id=None, course=row.course, title=now.courses[row.course].title, day=day, number=row.number)


def _of_day(now: Standing, one: LessonOfDay) -> TimedLesson:
    course = now.courses.get(one.lesson.course)
    return TimedLesson(
        id=one.lesson.id,
        course=one.lesson.course,
        title=course.title if course is not None else "",
        day=one.lesson.day,
        number=one.lesson.number,
    )


def _by_time(one: TimedLesson) -> tuple[date, int, int]:
    return one.day, one.number, one.course


def _by_clash(one: TimeClash) -> tuple[date, int, int]:
    return _by_time(one.lesson)
