"""Shapes of a timetable's file: what was read, and what it would change."""

from datetime import date

from channels.timetable.clashes import ClashKind
from channels.timetable_files.columns import Meaning
from channels.timetable_files.school_names import NameKind
from channels.types import Id, Shape


class FileProblem(Shape):
    """Problem of a file in words, at `count` places: the first of their `lines`, none if it is the whole file's.

    `level` is error or warning. `file` is the name of the sheet where there are sheets.
    """

    code: str
    level: str
    file: str
    column: str
    lines: list[int]
    count: int
    ru: str
    en: str


class ListColumn(Shape):
    """Column of a list of lessons with some of its values, and what it was taken for; null: it is not read.

    `remembered`: as somebody said of a file with the same headings.
    """

    heading: str
    meaning: Meaning | None
    remembered: bool
    examples: list[str]


class ReadFile(Shape):
    """File of a timetable that was read, by its `name`. `file` is null if it cannot be applied; else it waits.

    `problems` are groups, errors first; `errors` and `warnings` how many problems there are. Of a list of lessons
    `columns` are all columns, `missing` what none of them was taken for and has to be chosen.
    """

    file: Id | None
    name: str
    lessons: int
    terms: list[str]
    columns: list[ListColumn]
    missing: list[Meaning]
    errors: int
    warnings: int
    problems: list[FileProblem]

    def of(self, file: int) -> "ReadFile":
        """Returns it as what was read of the file with this id."""
        return self.model_copy(update={"file": file})


class TimetableFiles(Shape):
    """Files of a school's timetable: the one that waits to be applied."""

    waiting: ReadFile | None


class KeptColumns(Shape):
    """Headings of a list of lessons whose columns were chosen."""

    headings: list[str]


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


class ReadName(Shape):
    """Name of a file that was taken for the only one of the school that fits, in so many `lines`."""

    kind: NameKind
    written: str
    name: str
    lines: int


class ImportedCourse(Shape):
    """Course that the file has and the school lacks: it is made when the file is applied.

    `is_part`: of a subgroup, whose students nobody has chosen yet.
    """

    title: str
    teachers: int
    is_part: bool


class OtherTeachers(Shape):
    """Course that has other teachers in the file; those who stand stay."""

    course: str
    stands: list[str]
    file: list[str]


class ImportPlace(Shape):
    """Lesson of a course at a bell. `file` and `line` say where it is in the file: none if it stands in the school."""

    course: str
    weekday: int
    number: int
    file: str
    line: int


class MisplacedRows(Shape):
    """Lessons of a file that cannot be: their class has no such bell, or no school then. `rows` are the first."""

    code: str
    count: int
    rows: list[ImportPlace]


class ImportClash(Shape):
    """Lesson of the file, or one that comes again with it, and another at the same time, and who or what both need:
    nobody if whole classes meet."""

    kind: ClashKind
    who: list[str]
    row: ImportPlace
    other: ImportPlace


class ImportPreview(Shape):
    """Preview of applying a file from a day on: rows of the pattern and lessons. `digest` names exactly this.

    `left_out` rows were answered not to be wanted, `waiting` ones wait for an answer, `over` ones end before the day,
    and `twice` are lessons that a course has at that bell already. `asks_twice`: nothing, or less than four fifths of
    what stands, would be left. Lessons hold until `until_day` (exclusive), the end of the reporting periods: there are
    none if it is the day itself. With `misplaced` lessons it cannot be applied. `clashes` are the first of
    `clash_count`.
    """

    name: str
    from_day: date
    until_day: date
    digest: str
    doubts: list[ImportDoubt]
    names: list[ImportNames]
    read_names: list[ReadName]
    new_courses: list[ImportedCourse]
    new_rooms: list[str]
    other_teachers: list[OtherTeachers]
    twice: list[ImportPlace]
    new: int
    changed: int
    gone: int
    unchanged: int
    over: int
    left_out: int
    waiting: int
    of_another_school: bool
    asks_twice: bool
    misplaced: list[MisplacedRows]
    clashes: list[ImportClash]
    clash_count: int
    lessons_added: int
    lessons_dropped: int
