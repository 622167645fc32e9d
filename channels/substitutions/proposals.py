"""Proposals of colleagues who could hold a lesson whose teacher is away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from channels.timetable.clashes import HeldLesson


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    subjects: frozenset[str]  # taught at the school, in lower case
    classes: frozenset[int]  # taught


class Proposal(NamedTuple):
    colleague: int
    of_subject: bool
    of_class: bool


def proposals(
    lesson: HeldLesson,
    subject: str,
    colleagues: Iterable[Colleague],
    day: Iterable[HeldLesson],
    away: Collection[int],
    covers: Mapping[int, int],
) -> list[Proposal]:
    """Returns who is free for the lesson: colleagues of its subject first, then those who teach one of its classes.

    Of equals the one with the fewest `covers` comes first. `day` are the lessons held on that day, whoever holds them.
    """
    busy: set[int] = set(away) | lesson.teachers
    for other in day:
        if other.id != lesson.id and other.starts < lesson.ends and lesson.starts < other.ends:
            busy |= other.teachers
    free = [
        Proposal(one.id, subject.lower() in one.subjects, not lesson.classes.isdisjoint(one.classes))
        for one in colleagues
        if one.id not in busy
    ]
    return sorted(
        free, key=lambda one: (not one.of_subject, not one.of_class, covers.get(one.colleague, 0), one.colleague)
    )
