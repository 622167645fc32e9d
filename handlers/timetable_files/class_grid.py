"""Reads a timetable as it hangs in a school: classes beside each other, days and numbers of lessons below each other.

A row of class names begins a grid, and there may be several on a sheet. A weekday stands in its first row, in a merged
cell, or in a row of its own. Lines of one lesson may be rows of their own, and rooms a column beside each class.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from channels.timetable_files.imported import ImportedRow, RowGatherer
from handlers.timetable_files.lesson_cells import CellLesson, lessons_in
from handlers.timetable_files.values import folded, read_numbers, read_weekday

CLASS_NAME = re.compile(
    r"\d{1,2}\s*[-–—]?\s*[«\"(]?\s*(?P<word>[A-Za-zА-Яа-яЁё]{1,8})\s*[»\")]?(?:\s*\([^)]{1,30}\))?(?:\s*кл(?:асс|\.)?)?"
    r"|\d{1,2}\s*(?:-?й\s*)?кл(?:асс|\.)?"
)
NO_CLASS = re.compile(
    r"(?:уро|смен|нед|чет|пол|гру|гр$|под|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|час|мин|эт|les|per)"
)
ROOM_HEADING = re.compile(r"(?:№\s*)?каб(?:инет|\.)?(?:\s*№)?|ауд(?:итория|\.)?|к\.|room|rooms?")
LABELS = {"день", "день недели", "урок", "№", "№ урока", "номер", "номер урока", "уроки", "день/класс", "время", "day"}
MOST_LEFT = 6  # columns before the first class


@dataclass(slots=True)
class _Column:
    name: str
    place: int
    room: int | None = None
    cell: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    file: str
    gatherer: RowGatherer
    columns: list[_Column] = field(default_factory=list)
    weekday: int | None = None
    numbers: tuple[int, ...] = ()
    number_place: int | None = None  # column in which the last number stood
    line: int = 0

    def row(self, line: int, cells: Sequence[str]) -> None:
        if found := class_columns(cells):
            self.flush()
            self.columns = [_Column(name, place, _room_column(cells, place)) for place, name in found]
            self.weekday = self.number_place = None
            return
        if not self.columns or not any(cell.strip() for cell in cells):
            return
        left = [cell.strip() for cell in cells[: self.columns[0].place]]
        is_alone = len({folded(cell) for cell in cells if cell.strip()}) == 1
        weekday = next((day for cell in (cells if is_alone else left) if (day := _weekday_in(cell))), None)
        is_heading = is_alone and weekday is not None
        filled = [column for column in self.columns if _at(cells, column.place) and not is_heading]
        if weekday is not None and weekday != self.weekday:
            self.flush()
            self.weekday = weekday
        place, numbers = next(
            ((n, tuple(read)) for n, cell in enumerate(left) if (read := read_numbers(cell))), (None, ())
        )
        if numbers and numbers != self.numbers:
            self.flush()
            self.numbers, self.line, self.number_place = numbers, line, place
        if not filled:
            return
        if place is None and self.number_place is not None and (text := left[self.number_place]):
            self.gatherer.problems.refuse("not_a_number", self.file, line, filled[0].name, text)
            return
        if not self.numbers or self.weekday is None:
            code = "lesson_without_number" if self.weekday is not None else "lesson_without_day"
            self.gatherer.problems.refuse(code, self.file, line, filled[0].name, _at(cells, filled[0].place))
            return
        for column in self.columns:
            text, room = _at(cells, column.place), "" if column.room is None else _at(cells, column.room)
            column.cell.append(text)
            column.rooms.append("" if room == text else room)

    def flush(self) -> None:
        """Adds the lessons whose lines were read. With one teacher in one room at one time classes are a stream."""
        streams: dict[Hashable, tuple[CellLesson, str, list[str]]] = {}
        for column in self.columns:
            for lesson, room in self._lessons(column):
                key = (lesson, room) if lesson.teachers and room else (lesson, room, column.name)
                streams.setdefault(key, (lesson, room, []))[2].append(column.name)
            column.cell, column.rooms = [], []
        for lesson, room, classes in streams.values():
            assert self.weekday is not None
            for number in self.numbers:
                self.gatherer.add(
                    ImportedRow(
                        self.file,
                        self.line,
                        self.weekday,
                        number,
                        tuple(dict.fromkeys(classes)),
                        lesson.subject,
                        lesson.teachers,
                        room,
                        lesson.subgroup,
                        lesson.weeks,
                    )
                )
        self.numbers = ()

    def _lessons(self, column: _Column) -> list[tuple[CellLesson, str]]:
        """Returns the lessons of a class at one time with their rooms."""
        text = "\n".join(dict.fromkeys(filter(None, column.cell)))
        lessons = lessons_in(text)
        if lessons is None:
            self.gatherer.problems.refuse("cell_unclear", self.file, self.line, column.name, text)
            return []
        beside = [part.strip() for each in column.rooms for part in re.split(r"[/\n]", each)]
        rooms = list(dict.fromkeys(filter(None, beside)))
        if len(rooms) == len(lessons):
            return [(lesson, lesson.room or room) for lesson, room in zip(lessons, rooms, strict=True)]
        return [(lesson, lesson.room or (rooms[0] if len(rooms) == 1 else "")) for lesson in lessons]


def read_grid(rows: Iterable[tuple[int, list[str]]], file: str, gatherer: RowGatherer) -> None:
    """Adds the lessons of a grid to `gatherer`; what is wrong goes to its problems, with the line and the class."""
    reader = _Reader(file, gatherer)
    for line, cells in rows:
        reader.row(line, cells)
    reader.flush()


def class_columns(cells: Sequence[str]) -> list[tuple[int, str]]:
    """Returns place and name of the classes in a row of headings; none if it is no such row."""
    found = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split())
        match = CLASS_NAME.fullmatch(name)
        if match and not NO_CLASS.match(folded(match["word"] or "")):
            found.append((place, name))
    labelled = any(folded(cell).strip(" .:") in LABELS for cell in cells)
    if not found or (len(found) == 1 and not labelled) or found[0][0] > MOST_LEFT:
        return []
    others = [cell for place, cell in enumerate(cells) if cell.strip() and place not in dict(found)]
    if sum(1 for cell in others if not _is_label(cell)) > len(found):
        return []
    return _each_once(found)


def _each_once(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Returns the first column of each class: a heading may be merged over the column of its rooms as well."""
    return [(place, name) for n, (place, name) in enumerate(found) if not n or found[n - 1] != (place - 1, name)]


def _is_label(cell: str) -> bool:
    return folded(cell).strip(" .:") in LABELS or ROOM_HEADING.fullmatch(folded(cell)) is not None


def _room_column(cells: Sequence[str], place: int) -> int | None:
    """Returns the column beside a class if it is for its rooms: it says so, or has no heading of its own."""
    beside = _at(cells, place + 1)
    if ROOM_HEADING.fullmatch(folded(beside)) or folded(beside) == folded(_at(cells, place)):
        return place + 1
    return None


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _weekday_in(cell: str) -> int | None:
    """Returns the weekday that a cell names, alone, spaced out, or with a date behind it; a number is none."""
    words = folded(cell).split()
    if not words or words[0][0].isdigit():
        return None
    return read_weekday("".join(words)) or (read_weekday(words[0].strip(",")) if len(words[0]) > 1 else None)
