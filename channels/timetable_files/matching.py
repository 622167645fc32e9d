"""Matches the names of a timetable that was read to what the school has.

A name is sure if it is written as the school writes it, if somebody has answered what it is, or if only one thing of
the school fits it. Everything else is a doubt: it is asked once, and the answer is used for the next files. Of two
people who fit neither is ever taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import lcm
from typing import NamedTuple

from channels.timetable_files.imported import CycleWeeks, ImportedRow
from channels.timetable_files.names import subgroup_key
from channels.timetable_files.school_names import (
    MOST_CANDIDATES,
    Answers,
    Found,
    How,
    NamedCourse,
    NameKind,
    NewName,
    Question,
    SchoolNames,
    finders,
    question_of,
)

MOST_PLACES = 5
NO_ROOM = Found(None, How.EXACT)


class NewCourse(NamedTuple):
    """A course that the file has and the school lacks: it has to be made before the rows can be applied."""

    subject: int | NewName
    classes: frozenset[int]
    subgroup: str
    teachers: frozenset[int]


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of the file in ids of the school, but for what is new; `line` is where it stands."""

    course: int | NewCourse
    weekday: int
    number: int
    weeks: CycleWeeks
    room: int | NewName | None
    from_day: date | None
    until_day: date | None
    file: str
    line: int


@dataclass(slots=True)
class Doubt:
    """A question, with the name as the file writes it, those who fit (best first), and the lines that wait for it."""

    question: Question
    written: str
    candidates: tuple[int, ...]
    lines: int = 0
    places: list[tuple[str, int]] = field(default_factory=list)  # file and line of the first of them


@dataclass(slots=True)
class Reading:
    """A name as the file writes it, what it was taken for, and in how many lines."""

    kind: NameKind
    written: str
    id: int | NewName | None
    how: How
    lines: int = 0


@dataclass(slots=True)
class Matching:
    """Rows of a file as the school knows them.

    `answers` are those to be kept: the given ones without those whose target is gone. `left_out` counts rows that were
    answered not to be wanted, `waiting` those that wait for an answer. `teachers` says for courses with other teachers
    in the file who they are. `twice` are places at which a course would have two lessons: the first one counts.
    `classes` are those that the file names: one of some classes says nothing of the others.
    """

    rows: list[MatchedRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    answers: dict[Question, int | None] = field(default_factory=dict)
    left_out: int = 0
    waiting: int = 0
    teachers: dict[int, frozenset[int]] = field(default_factory=dict)
    twice: list[tuple[MatchedRow, MatchedRow]] = field(default_factory=list)
    classes: set[int] = field(default_factory=set)

    @property
    def is_of_another_school(self) -> bool:
        """True if the school has none of the classes that the file names, and nobody has answered what they are."""
        return self.waiting > 0 and not self.classes

    @property
    def new_courses(self) -> list[NewCourse]:
        """Courses to be made, each once, in the order of the file."""
        return list(dict.fromkeys(row.course for row in self.rows if isinstance(row.course, NewCourse)))


def match_names(rows: Iterable[ImportedRow], school: SchoolNames, answers: Answers) -> Matching:
    """Returns the rows with the ids of the school, and the doubts that hold back the others."""
    return _Matcher(school, answers).all(rows)


class _Matcher:
    def __init__(self, school: SchoolNames, answers: Answers) -> None:
        self._answers, self._finders = answers, finders(school)
        self._courses: dict[tuple[int | NewName, frozenset[int]], list[NamedCourse]] = {}
        for course in school.courses:
            self._courses.setdefault((course.subject, course.classes), []).append(course)
        self._course_ids = {course.id: course for course in school.courses}
        self._found: dict[tuple[NameKind, str], tuple[Question, Found]] = {}
        self._readings: dict[tuple[NameKind, str], Reading] = {}
        self._doubts: dict[Question, Doubt] = {}
        self._teachers: dict[int, frozenset[int]] = {}
        self._result = Matching()

    def all(self, rows: Iterable[ImportedRow]) -> Matching:
        result = self._result
        places = _Places()
        for matched in _joined(found for row in rows if (found := self._row(row)) is not None):
            if (first := places.taken(matched)) is not None:
                result.twice.append((first, matched))
            else:
                result.rows.append(matched)
        result.doubts = list(self._doubts.values())
        result.readings = list(self._readings.values())
        result.teachers = {id_: said for id_, said in self._teachers.items() if said != self._course_ids[id_].teachers}
        result.answers = {
            question: answer
            for question, answer in self._answers.items()
            if self._says_something(question.kind, answer)
        }
        return result

    def _says_something(self, kind: NameKind, answer: int | None) -> bool:
        if kind is NameKind.COURSE:
            return answer is None or answer in self._course_ids
        return self._finders[kind].can_mean(answer)

    def _row(self, row: ImportedRow) -> MatchedRow | None:
        """Returns the row in ids; None if it waits for an answer, or is left out by one.

        Of a row that may be left out for its class or its subject nothing else is asked.
        """
        classes = [self._find(NameKind.CLASS, name, row) for name in row.classes]
        named = _ids(classes)
        self._result.classes |= named
        if not self._goes_on(classes, left_out=not named):
            return None
        subject = self._find(NameKind.SUBJECT, row.subject, row)
        if not self._goes_on([subject], left_out=subject.id is None):
            return None
        teachers = [self._find(NameKind.TEACHER, name, row) for name in row.teachers]
        room = self._find(NameKind.ROOM, row.room, row) if row.room else NO_ROOM
        if not self._goes_on([*teachers, room], left_out=False):
            return None
        assert subject.id is not None
        course = self._course(row, NewCourse(subject.id, named, row.subgroup, _ids(teachers)))
        if course is None:
            return None
        return MatchedRow(
            course, row.weekday, row.number, row.weeks, room.id, row.from_day, row.until_day, row.file, row.line
        )

    def _goes_on(self, names: Iterable[Found], *, left_out: bool) -> bool:
        if any(found.how is None for found in names):
            self._result.waiting += 1
            return False
        self._result.left_out += left_out
        return not left_out

    def _find(self, kind: NameKind, written: str, row: ImportedRow) -> Found:
        key = (kind, written)
        if key not in self._found:
            question = question_of(kind, written)
            self._found[key] = question, self._finders[kind].find(written, question, self._answers)
        question, found = self._found[key]
        if found.how is None:
            self._doubt(question, written, found.candidates, row)
        elif not isinstance(found.id, int) or written not in self._finders[kind].known[found.id]:
            self._readings.setdefault(key, Reading(kind, written, found.id, found.how)).lines += 1
        return found

    def _doubt(self, question: Question, written: str, candidates: tuple[int, ...], row: ImportedRow) -> None:
        doubt = self._doubts.setdefault(question, Doubt(question, written, candidates))
        doubt.lines += 1
        if len(doubt.places) < MOST_PLACES:
            doubt.places.append((row.file, row.line))

    def _course(self, row: ImportedRow, wanted: NewCourse) -> int | NewCourse | None:
        """Returns the course that is meant, or the one to be made; None if that has to be answered."""
        pool = self._courses.get((wanted.subject, wanted.classes), [])
        if not pool:
            return wanted
        subgroup = subgroup_key(wanted.subgroup)
        same = [course for course in pool if subgroup_key(course.subgroup) == subgroup]
        chosen = same[0].id if len(same) == 1 else _by_teachers(same or pool, wanted.teachers)
        if chosen is None:
            chosen = self._answered_course(row, wanted, same or pool)
        if chosen is not None and wanted.teachers:
            self._teachers[chosen] = self._teachers.get(chosen, frozenset()) | wanted.teachers
        return chosen

    def _answered_course(self, row: ImportedRow, wanted: NewCourse, pool: Sequence[NamedCourse]) -> int | None:
        assert isinstance(wanted.subject, int), "what is new has no courses to choose from"
        ids = (",".join(map(str, sorted(each))) for each in (wanted.classes, {wanted.subject}, wanted.teachers))
        question = Question(NameKind.COURSE, ":".join([*ids, subgroup_key(wanted.subgroup)]))
        answer = self._answers.get(question, 0)
        if answer in self._course_ids:
            return answer
        if answer is None:
            self._result.left_out += 1
            return None
        written = ", ".join(filter(None, (*row.classes, row.subject, row.subgroup, *row.teachers)))
        self._doubt(question, written, tuple(course.id for course in pool)[:MOST_CANDIDATES], row)
        self._result.waiting += 1
        return None


def _ids(found: Iterable[Found]) -> frozenset[int]:
    return frozenset(one.id for one in found if isinstance(one.id, int))


def _by_teachers(pool: Sequence[NamedCourse], teachers: frozenset[int]) -> int | None:
    """Returns the one course with these teachers, or the one with some of them."""
    for fits in (lambda one: one.teachers == teachers, lambda one: bool(one.teachers & teachers)):
        found = [course for course in pool if teachers and fits(course)]
        if len(found) == 1:
            return found[0].id
    return None


def _joined(rows: Iterable[MatchedRow]) -> Iterator[MatchedRow]:
    """Yields the rows with one new course for what several teachers teach, unless they do it at the same time."""
    kept = list(rows)
    alike: dict[tuple[int | NewName, frozenset[int], str], dict[NewCourse, set[tuple[int, int]]]] = {}
    for row in kept:
        if isinstance(new := row.course, NewCourse):
            same = alike.setdefault((new.subject, new.classes, subgroup_key(new.subgroup)), {})
            same.setdefault(new, set()).add((row.weekday, row.number))
    joined: dict[int | NewCourse, NewCourse] = {}
    for same in alike.values():
        if sum(map(len, same.values())) == len(set().union(*same.values())):
            teachers = frozenset().union(*(new.teachers for new in same))
            joined.update(dict.fromkeys(same, next(iter(same))._replace(teachers=teachers)))
    for row in kept:
        yield replace(row, course=joined[row.course]) if row.course in joined else row


class _Places:
    """Places that courses have already: one lesson at a bell."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int | NewCourse, int, int], list[MatchedRow]] = {}

    def taken(self, row: MatchedRow) -> MatchedRow | None:
        """Returns the row that has this place at the same time; None if there is none, and takes the place then."""
        others = self._taken.setdefault((row.course, row.weekday, row.number), [])
        for other in others:
            if _on_same_days(row, other) and _in_same_weeks(row.weeks, other.weeks):
                return other
        others.append(row)
        return None


def _in_same_weeks(one: CycleWeeks, other: CycleWeeks) -> bool:
    weeks = range(lcm(one.of, other.of))
    return any(n % one.of + 1 in one.which and n % other.of + 1 in other.which for n in weeks)


def _on_same_days(one: MatchedRow, other: MatchedRow) -> bool:
    return (one.from_day or date.min) < (other.until_day or date.max) and (other.from_day or date.min) < (
        one.until_day or date.max
    )
