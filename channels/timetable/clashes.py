"""Clashes of a timetable: a teacher, a room or a student in two lessons at one time."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from channels.school_year.school_calendar import Span

MINUTES_A_DAY = 24 * 60
ALWAYS = Span(date.min, date.max)


class ClashKind(StrEnum):
    TEACHER = "teacher"
    ROOM = "room"
    STUDENTS = "students"


@dataclass(frozen=True, slots=True)
class HeldLesson:
    """A lesson by the clock, in minutes from the beginning of the week: two shifts may have lessons at one time.

    It is held once, or week after week on some days: two that have no such days in common are never at one time.
    `students` are those who come, none if nobody is chosen yet; `classes` are those they are of, and `group` names the
    subgroup of them.
    """

    id: int
    starts: int
    ends: int
    teachers: frozenset[int] = frozenset()
    room: int | None = None
    classes: frozenset[int] = frozenset()
    students: frozenset[int] = frozenset()
    group: str = ""
    days: Span = ALWAYS


class Clash(NamedTuple):
    """`who` are the ids of the teachers, the room, or the students; empty where whole classes meet."""

    kind: ClashKind
    first: int
    second: int
    who: frozenset[int]


def clashes(lessons: Iterable[HeldLesson]) -> Iterator[Clash]:
    """Yields every clash of two lessons once, the earlier lesson first.

    Lessons that only touch (one ends when the other begins) do not clash. The halves of a class do not clash while no
    student is in both, nor do two subgroups while nobody is chosen yet for one of them; a stream is one lesson, and so
    none with itself.
    """
    for first, second in _at_one_time(lessons):
        if teachers := first.teachers & second.teachers:
            yield Clash(ClashKind.TEACHER, first.id, second.id, teachers)
        if first.room is not None and first.room == second.room:
            yield Clash(ClashKind.ROOM, first.id, second.id, frozenset({first.room}))
        if students := first.students & second.students:
            yield Clash(ClashKind.STUDENTS, first.id, second.id, students)
        elif first.classes & second.classes and _may_share_students(first, second):
            yield Clash(ClashKind.STUDENTS, first.id, second.id, frozenset())


def _may_share_students(first: HeldLesson, second: HeldLesson) -> bool:
    """True if students are not known to be in one of the two alone; both are of one class."""
    if first.students and second.students:
        return False
    return not (first.group and second.group and first.group != second.group)


def _at_one_time(lessons: Iterable[HeldLesson]) -> Iterator[tuple[HeldLesson, HeldLesson]]:
    """Yields every two lessons at one time that have somebody or something in common.

    Others are never compared, nor what is held on no day: a large school has hundreds of lessons at one time, and a
    file may have a row for each lesson of a year.
    """
    going_on: dict[Hashable, list[HeldLesson]] = defaultdict(list)
    for one in sorted((one for one in lessons if one.days.first < one.days.end), key=_order):
        met: dict[int, HeldLesson] = {}
        for need in _needs(one):
            there = going_on[need] = [other for other in going_on[need] if other.days.end > one.days.first]
            met.update((other.id, other) for other in there if other.starts < one.ends and one.starts < other.ends)
            there.append(one)
        yield from ((other, one) for other in sorted(met.values(), key=_order))


def _order(lesson: HeldLesson) -> tuple[date, int, int, int]:
    return lesson.days.first, lesson.starts, lesson.ends, lesson.id


def _needs(lesson: HeldLesson) -> Iterator[Hashable]:
    """Yields who and what a lesson needs, each with the day of the week."""
    day = lesson.starts // MINUTES_A_DAY
    yield from (("teacher", one, day) for one in lesson.teachers)
    yield from (("student", one, day) for one in lesson.students)
    yield from (("class", one, day) for one in lesson.classes)
    if lesson.room is not None:
        yield "room", lesson.room, day
