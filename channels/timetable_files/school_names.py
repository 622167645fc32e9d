"""Names that a school has, and what is meant by a name of a file."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from channels.timetable_files.names import (
    class_key,
    fits_person,
    fits_subject,
    folded,
    has_initials,
    likeness,
    room_key,
    subject_key,
    teacher_key,
    words_of,
)

MOST_CANDIDATES = 8
MOST_RANKED = 1000  # doubts of one kind for which others that are alike are looked for
ALIKE = 0.75  # from this on two words are offered as alike


class NameKind(StrEnum):
    CLASS = "class"
    SUBJECT = "subject"
    TEACHER = "teacher"
    ROOM = "room"
    COURSE = "course"


class Question(NamedTuple):
    """A name of a file that somebody has to answer, as it is compared; it stays the same in all files of a school."""

    kind: NameKind
    name: str


NEW = 0
"""Answer to what a subject or a room is: the school lacks it, and it is made with the file. No id is 0."""
MADE = (NameKind.SUBJECT, NameKind.ROOM)

Answers = Mapping[Question, int | None]
"""Question -> the id that is meant, or NEW. None: nobody and no room, or, for a class, subject or course, rows are left
out."""


class NewName(NamedTuple):
    """Subject or room that the school lacks, as the file writes it."""

    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """A class, subject or room of the school, with its name and the short names that it has as well."""

    id: int
    name: str
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedTeacher:
    id: int
    family: str
    given: str
    middle: str = ""


@dataclass(frozen=True, slots=True)
class NamedCourse:
    """A course of whole classes, or with a name of its own of a subgroup of them."""

    id: int
    subject: int
    classes: frozenset[int]
    subgroup: str = ""
    teachers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SchoolNames:
    """Names of all that a timetable may name, of what stands in the school now."""

    classes: Sequence[Named] = ()
    subjects: Sequence[Named] = ()
    teachers: Sequence[NamedTeacher] = ()
    rooms: Sequence[Named] = ()
    courses: Sequence[NamedCourse] = ()


class How(StrEnum):
    EXACT = "exact"  # but for capitals, ё, blanks, and letters that look alike
    ANSWERED = "answered"
    ONLY = "only"  # it is the only one that fits


class Found(NamedTuple):
    """Outcome of looking for a name. `how` None: a doubt, with those who may be meant, best first."""

    id: int | NewName | None
    how: How | None
    candidates: tuple[int, ...] = ()


KEYS: Mapping[NameKind, tuple[Callable[[str], str], ...]] = {
    NameKind.CLASS: (folded, class_key),
    NameKind.SUBJECT: (folded, subject_key),
    NameKind.TEACHER: (folded, teacher_key),
    NameKind.ROOM: (folded, room_key),
}
"""What is compared, from strict to loose."""


def full_name(teacher: NamedTeacher) -> str:
    return " ".join(filter(None, (teacher.family, teacher.given, teacher.middle)))


def question_of(kind: NameKind, written: str) -> Question:
    return Question(kind, KEYS[kind][-1](written) or folded(written))


class NameFinder:
    """Finds what is meant by the names of one kind.

    `known` is id -> how the school writes it. `fitting` finds who may be meant by a name that is written otherwise;
    `alike` orders those who are offered in a doubt.
    """

    def __init__(
        self,
        kind: NameKind,
        known: Mapping[int, Collection[str]],
        fitting: Callable[[str], list[int]],
        alike: Callable[[str, int], float],
    ) -> None:
        self.known, self._fitting, self._alike, self._ranked = known, fitting, alike, 0
        self._kind, self._new = kind, dict[Question, NewName]()
        self._index: list[tuple[Callable[[str], str], dict[str, set[int]]]] = [(key, {}) for key in KEYS[kind]]
        for id_, names in known.items():
            for name in names:
                for key, index in self._index:
                    index.setdefault(key(name), set()).add(id_)

    def can_mean(self, answer: int | None) -> bool:
        """True if an answer still says something: what it names is there, or can be made."""
        return answer is None or answer in self.known or (answer == NEW and self._kind in MADE)

    def find(self, written: str, question: Question, answers: Answers) -> Found:
        """Returns what is meant, or the doubt. An answer whose target is gone is none."""
        same: set[int] = next((found for key, index in self._index if (found := index.get(key(written)))), set())
        # What the school writes with initials may nevertheless be another one of its people.
        if len(same) == 1 and not (has_initials(written) and set(self._fitting(written)) - same):
            return Found(next(iter(same)), How.EXACT)
        if question in answers and self.can_mean(answers[question]):
            answer = answers[question]
            new = self._new.setdefault(question, NewName(written)) if answer == NEW else None
            return Found(new or answer, How.ANSWERED)
        fitting = [*same, *(id_ for id_ in self._fitting(written) if id_ not in same)]
        if len(fitting) == 1:
            return Found(fitting[0], How.ONLY)
        self._ranked += 1
        if fitting or self._ranked > MOST_RANKED:
            return Found(None, None, tuple(sorted(fitting)[:MOST_CANDIDATES]))
        alike = ((self._alike(written, id_), id_) for id_ in self.known)
        ranked = sorted((two for two in alike if two[0] >= ALIKE), key=lambda two: (-two[0], two[1]))
        return Found(None, None, tuple(id_ for _, id_ in ranked[:MOST_CANDIDATES]))


def finders(school: SchoolNames) -> dict[NameKind, NameFinder]:
    """Returns a finder of each kind of name. Only subjects and teachers are ever taken by a name that merely fits."""
    classes, subjects, rooms = (
        {one.id: (one.name, *one.short) for one in those} for those in (school.classes, school.subjects, school.rooms)
    )
    people = {one.id: one for one in school.teachers}
    teachers = {one.id: (full_name(one),) for one in school.teachers}

    by_word: dict[str, list[int]] = defaultdict(list)
    for id_, (name,) in teachers.items():
        for word in set(words_of(name)):
            by_word[word].append(id_)

    def none(written: str) -> list[int]:
        return []

    def fitting_subjects(written: str) -> list[int]:
        return [id_ for id_, names in subjects.items() if any(fits_subject(written, name) for name in names)]

    def fitting_teachers(written: str) -> list[int]:
        # Whoever fits has one of the words in full; a big school has thousands of names.
        near = (people[id_] for id_ in sorted({id_ for word in words_of(written) for id_ in by_word.get(word, ())}))
        return [one.id for one in near if fits_person(written, one.family, one.given, one.middle)]

    def of_same_grade(written: str, id_: int) -> float:
        return float(any(_grade(written) == _grade(name) != "" for name in classes[id_]))

    def like_subject(written: str, id_: int) -> float:
        return max(likeness(subject_key(written), subject_key(name)) for name in subjects[id_])

    def like_room(written: str, id_: int) -> float:
        return max(likeness(room_key(written), room_key(name)) for name in rooms[id_])

    def like_family(written: str, id_: int) -> float:
        family = folded(people[id_].family)
        return max((likeness(word, family) for word in words_of(written) if len(word) > 1), default=0)

    return {
        NameKind.CLASS: NameFinder(NameKind.CLASS, classes, none, of_same_grade),
        NameKind.SUBJECT: NameFinder(NameKind.SUBJECT, subjects, fitting_subjects, like_subject),
        NameKind.TEACHER: NameFinder(NameKind.TEACHER, teachers, fitting_teachers, like_family),
        NameKind.ROOM: NameFinder(NameKind.ROOM, rooms, none, like_room),
    }


def _grade(name: str) -> str:
    found = re.match(r"\d+", class_key(name))
    return found[0] if found else ""
