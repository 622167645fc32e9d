"""Reads the file of a timetable, whatever program or school made it."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from channels.roster.model import Problems
from channels.timetable_files.columns import Chosen, Meaning
from channels.timetable_files.imported import ImportedTimetable, RowGatherer
from handlers.tables.csv_files import CYRILLIC, CsvFile, encoding_of
from handlers.tables.read import open_sheets
from handlers.tables.table import LARGEST_FILE, Sheet
from handlers.timetable_files.asc import read_asc
from handlers.timetable_files.class_grid import class_columns, read_grid
from handlers.timetable_files.columns import columns_of, find_columns, has_needed
from handlers.timetable_files.lesson_list import read_list
from handlers.timetable_files.merged_cells import spread
from handlers.timetable_files.untis import looks_like_gpu001, read_gpu001

SEARCHED = 40  # lines in which headings are looked for
SHOWN = 5  # lines below the headings, to choose columns by
LONGEST_SHOWN = 100  # characters of a cell
LATIN = "windows-1252"
UNTIS_FILE = re.compile(r"(gpu(\d{3}))\.(?:txt|csv|dif)", re.IGNORECASE)
MIXED = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
WHOLE = re.compile(r"[^\x00-\x7f]")

Lines = list[tuple[int, list[str]]]


class FileKind(StrEnum):
    GPU001 = "gpu001"
    ASC = "asc"
    LIST = "list"  # one lesson a line
    GRID = "grid"  # classes beside each other


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file as it was recognised. For a list: its headings, what they were taken for, and the first lines below."""

    kind: FileKind
    header: Sequence[str] = ()
    columns: Mapping[str, Meaning] = field(default_factory=dict)
    first_lines: Sequence[Sequence[str]] = ()


def recognise(path: Path, problems: Problems, name: str = "") -> Recognised | None:
    """Returns what a file is; None, with the reason in the problems, if it cannot be one.

    A table that is no grid is a list, even if no heading is understood: the columns can be chosen then.
    """
    name = name or path.name
    kind = _kind(path, problems, name)
    if kind is not None or problems.refused:
        return None if kind is None else Recognised(kind)
    with open_sheets(path, problems, name) as sheets:
        best: tuple[tuple[int, int], Recognised] | None = None
        for sheet in sheets:
            lines = list(itertools.islice(spread(sheet.rows, sheet.merged), SEARCHED))
            layout = _layout(lines, {})
            if layout is not None and layout[0] is FileKind.GRID:
                return Recognised(FileKind.GRID)
            for n, (_, cells) in enumerate(lines):
                header = _headings(cells)
                columns = {heading: meaning for meaning, heading in columns_of(header, {}).items()}
                named = len({heading for heading in header if heading})  # a title may fill merged cells
                if named > 1 and (best is None or (len(columns), named) > best[0]):
                    shown = [[cell[:LONGEST_SHOWN] for cell in row] for _, row in lines[n + 1 : n + 1 + SHOWN]]
                    best = (len(columns), named), Recognised(FileKind.LIST, header, columns, shown)
    if best is None and not problems.refused:
        problems.refuse("file_empty", name)
    return None if best is None else best[1]


def read_timetable(path: Path, problems: Problems, name: str = "", columns: Chosen | None = None) -> ImportedTimetable:
    """Returns the lessons of a file, or what could be read of them; what is wrong goes to the problems.

    If these have an error the file must not be applied: lessons that were not read would be taken for removed. `name`
    is what people call the file; `columns` of a list are what somebody has said that they are for.
    """
    name = name or path.name
    kind = _kind(path, problems, name)
    if problems.refused:
        return ImportedTimetable([])
    if kind is FileKind.ASC:
        return read_asc(path.read_bytes(), name, problems)
    if kind is FileKind.GPU001:
        return read_gpu001(_untis_rows(path, name, problems), name, problems)
    gatherer, known, unknown = RowGatherer(problems), 0, list[str]()
    with open_sheets(path, problems, name) as sheets:
        for sheet in sheets:
            if _read_sheet(sheet, columns or {}, gatherer):
                known += 1
            else:
                unknown.append(sheet.name)
    for sheet_name in unknown if known else ():
        problems.warn("sheet_skipped", sheet_name)
    if not known and not problems.refused:
        problems.refuse("layout_unknown", name)
    timetable = gatherer.timetable()
    if not timetable.rows and not problems.refused:
        problems.warn("no_lessons", name)
    return timetable


def _read_sheet(sheet: Sheet, chosen: Chosen, gatherer: RowGatherer) -> bool:
    """Adds the lessons of a sheet; False if there are none by its looks."""
    rows = spread(sheet.rows, sheet.merged)
    lines = list(itertools.islice(rows, SEARCHED))
    layout = _layout(lines, chosen)
    if layout is None:
        return False
    kind, n = layout
    if kind is FileKind.GRID:
        read_grid(itertools.chain(lines, rows), sheet.name, gatherer)
        return True
    header = _headings(lines[n][1])
    columns = find_columns(header, chosen, sheet.name, lines[n][0], gatherer.problems)
    if columns is not None:
        read_list(itertools.chain(lines[n + 1 :], rows), header, columns, sheet.name, gatherer)
    return True


def _layout(lines: Lines, chosen: Chosen) -> tuple[FileKind, int] | None:
    """Returns what a sheet is and at which of its lines it begins; None if that is not to be seen."""
    begun: tuple[FileKind, int] | None = None
    for n, (_, cells) in enumerate(lines):
        header = _headings(cells)
        columns = columns_of(header, chosen)
        if has_needed(header, chosen):
            return FileKind.LIST, n
        if not chosen and class_columns(cells):
            return FileKind.GRID, n
        if begun is None and len(columns) > 1 and {Meaning.WEEKDAY, Meaning.NUMBER} & columns.keys() and any(header):
            begun = FileKind.LIST, n  # a column is missing, and is told then
    return begun


def _headings(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _kind(path: Path, problems: Problems, name: str) -> FileKind | None:
    """Returns the program that made the file; None for a table, and with the reason in the problems for another."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(1000)
    except OSError as error:
        problems.refuse("not_readable", name, 0, "", error.strerror or "")
        return None
    if size > LARGEST_FILE:
        problems.refuse("file_too_large", name, 0, "", str(LARGEST_FILE // 1024**2))
        return None
    if not head.strip():
        problems.refuse("file_empty", name)
        return None
    if _text_of(head).lstrip("\ufeff \t\r\n").startswith(("<?xml", "<timetable")):
        return FileKind.ASC
    untis = UNTIS_FILE.fullmatch(name)
    if untis and untis[2] != "001":
        problems.refuse("another_untis_file", name, 0, "", untis[1].upper())
        return None
    if untis or (not head.startswith(b"PK") and looks_like_gpu001(_untis_rows(path, name, Problems()))):
        return FileKind.GPU001
    return None


def _text_of(head: bytes) -> str:
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if utf_16 else "utf-8", "ignore")


def _untis_rows(path: Path, name: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yields the lines of a file of Untis, which are in UTF-8, windows-1251 or windows-1252.

    Short names are few words to tell an encoding by: a letter that is not ASCII beside one that is makes it Latin.
    """
    encoding = encoding_of(lambda: path.open("rb"))
    if encoding is None:
        text = path.read_bytes().decode(CYRILLIC, "replace")
        latin = 2 * len(MIXED.findall(text)) > len(WHOLE.findall(text))
        encoding = LATIN if latin else CYRILLIC
        if latin:
            problems.warn("read_as_windows_1252", name)
    return CsvFile(lambda: path.open("rb"), name, problems, encoding).rows()
