"""Clashes of a timetable: a teacher, a room or a student in two lessons at one time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ClashKind(StrEnum):
    TEACHER = "teacher"
    ROOM = "room"
    STUDENTS = "students"


@dataclass(frozen=True, slots=True)
class HeldLesson:
    """A lesson by the clock, in minutes from the beginning of the week: two shifts may have lessons at one time.

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


class Clash(NamedTuple):
    """`who` are the ids of the teachers, the room, or the students; empty where whole classes meet."""

    kind: ClashKind
    first: int
    second: int
    who: frozenset[int]


def clashes(lessons: Iterable[HeldLesson]) -> Iterator[Clash]:
    """Yields every clash of two lessons once, the earlier lesson first.

    Lessons that only touch (one ends when the other begins) do not clash. The halves of a class do not clash while no
    student is in both, nor do two subgroups of which nobody is chosen yet; a stream is one lesson, and so none with
    itself.
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
    if first.students or second.students:
        return not (first.students and second.students)
    return not (first.group and second.group and first.group != second.group)


def _at_one_time(lessons: Iterable[HeldLesson]) -> Iterator[tuple[HeldLesson, HeldLesson]]:
    open_ones: list[HeldLesson] = []
    for one in sorted(lessons, key=lambda lesson: (lesson.starts, lesson.ends, lesson.id)):
        open_ones = [other for other in open_ones if other.ends > one.starts]
        yield from ((other, one) for other in open_ones)
        open_ones.append(one)
