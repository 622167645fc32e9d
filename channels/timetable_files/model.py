"""Shapes of a timetable's file: what was read, and what it would change."""

from datetime import date

from channels.timetable.model import PatternClash
from channels.timetable_files.school_names import NameKind
from channels.types import Id, Shape


class FileProblem(Shape):
    """Problem of a file at a line (0: the whole file), in words. `level` is error or warning."""

    level: str
    file: str
    line: int
    column: str
    ru: str
    en: str


class ReadFile(Shape):
    """File of a timetable that was read. `file` is null if it cannot be applied; else it waits to be applied.

    `problems` are the first ones, `errors` and `warnings` how many there are.
    """

    file: Id | None
    lessons: int
    terms: list[str]
    errors: int
    warnings: int
    problems: list[FileProblem]


class Candidate(Shape):
    id: Id
    name: str


class ImportDoubt(Shape):
    """Name of a file that has to be answered: `candidates`, best first, and how many `lines` wait for it."""

    kind: NameKind
    name: str
    written: str
    candidates: list[Candidate]
    lines: int


class ImportNames(Shape):
    """Names of one kind that the school has, for doubts of which none of the candidates is meant."""

    kind: NameKind
    names: list[Candidate]


class ImportedCourse(Shape):
    """Course that the file has and the school lacks: it is made when the file is applied."""

    title: str
    teachers: int


class ImportPreview(Shape):
    """Preview of applying a file from a day on: rows of the pattern and lessons. `digest` names exactly this.

    `left_out` rows were answered not to be wanted, `waiting` ones wait for an answer. `asks_twice`: nothing, or less
    than four fifths of what stands, would be left. Clashes with courses that are new come when it is applied.
    """

    name: str
    from_day: date
    digest: str
    doubts: list[ImportDoubt]
    names: list[ImportNames]
    new_courses: list[ImportedCourse]
    new: int
    changed: int
    gone: int
    unchanged: int
    left_out: int
    waiting: int
    of_another_school: bool
    asks_twice: bool
    clashes: list[PatternClash]
    lessons_added: int
    lessons_dropped: int
