"""Workbooks of Excel (XLSX): every visible sheet, read row by row within bounds."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from handlers.tables.table import MOST_COLUMNS, MOST_ROWS, Problems, Sheet

LARGEST_UNPACKED = 512 * 1024 * 1024  # all of it; sheets are read in pieces
LARGEST_PART = 96 * 1024 * 1024  # texts and styles, which are read at once
LONGEST_ROW = 8 * 1024 * 1024  # bytes of XML
MOST_PARTS = 2000
MOST_SHEETS = 50
MOST_CELLS = 20_000_000  # of a sheet, those between two that are filled included
EXACT = 10**15  # a number of Excel has no more digits

ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Z0-9:]{1,30})[\"']")
ZEROS = re.compile(r"0+")

# What the library does not keep when it writes a file again is nothing to those who only read.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


class _Refused(Exception):
    pass


@contextmanager
def open_workbook(path: Path, name: str, problems: Problems) -> Iterator[list[Sheet]]:
    """Yields the visible sheets; none, with the reason in the problems, if they cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, name, problems)
        values = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _Refused:
        yield []
        return
    except Exception as error:  # a damaged file makes the library stumble in ways of its own
        problems.refuse("workbook_broken", name, 0, "", _said(error))
        yield []
        return
    opened: list[Generator[tuple[int, list[str]]]] = []
    try:
        yield _sheets(path, values, name, problems, opened)
    finally:
        for rows in opened:
            rows.close()
        values.close()


def _check_sizes(archive: zipfile.ZipFile, name: str, problems: Problems) -> None:
    # These sizes are reliable: zipfile never reads more of an entry than its header says.
    entries = archive.infolist()
    sheets = [entry for entry in entries if "worksheets/" in entry.filename]
    parts = [entry for entry in entries if entry not in sheets and entry.filename.endswith((".xml", ".rels"))]
    if any(entry.flag_bits & 0x1 for entry in entries):
        problems.refuse("workbook_encrypted", name)
        raise _Refused
    if (
        len(entries) > MOST_PARTS
        or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED
        or sum(entry.file_size for entry in parts) > LARGEST_PART
    ):
        problems.refuse("workbook_too_large", name, 0, "", str(LARGEST_UNPACKED // 1024**2))
        raise _Refused


def _sheets(
    path: Path, values: Any, name: str, problems: Problems, opened: list[Generator[tuple[int, list[str]]]]
) -> list[Sheet]:
    sheets = []
    for n, sheet in enumerate(values.worksheets):
        named = f"{name} [{sheet.title}]"
        if n >= MOST_SHEETS:
            problems.refuse("too_many_sheets", name, 0, "", str(MOST_SHEETS))
            return []
        if sheet.sheet_state != "visible":
            problems.warn("sheet_hidden", named)
            continue
        try:
            formulas, merged = _look_through(sheet, named, problems)
        except _Refused:
            return []
        except Exception as error:
            problems.refuse("workbook_broken", named, 0, "", _said(error))
            return []
        rows = _rows(sheet, named, problems, path if formulas else None, n)
        opened.append(rows)
        sheets.append(Sheet(named, rows, merged, sheet.title))
    return sheets


def _look_through(sheet: Any, name: str, problems: Problems) -> tuple[bool, tuple[str, ...]]:
    """Returns True if a sheet has formulas, and its merged places.

    Refuses one with a row that no table has, which would fill the memory.
    """
    formulas, merged, kept = False, list[bytes](), b""
    with sheet._get_source() as stream:
        while piece := stream.read(1024 * 1024):
            kept += piece
            formulas = formulas or FORMULA.search(kept) is not None
            starts = [found.start() for found in ROW.finditer(kept)]
            if starts:
                merged += MERGED.findall(kept[: starts[-1]])
                kept = kept[starts[-1] :]
            if len(kept) > LONGEST_ROW:
                problems.refuse("workbook_too_large", name, 0, "", str(LARGEST_UNPACKED // 1024**2))
                raise _Refused
    merged += MERGED.findall(kept)
    return formulas, tuple(place.decode("ascii") for place in merged)


def _rows(
    sheet: Any, name: str, problems: Problems, formulas_in: Path | None, n: int
) -> Generator[tuple[int, list[str]]]:
    """Yields the rows of a sheet as texts; ends with the reason in the problems where it is broken."""
    cells = line = 0
    with_formulas = None
    try:
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        formulas: Iterator[Sequence[Any]] | None = None
        if formulas_in is not None:
            with_formulas = load_workbook(formulas_in, read_only=True, keep_links=False)
            twin: Any = with_formulas.worksheets[n]
            twin.reset_dimensions()
            formulas = twin.iter_rows()
        for line, row in enumerate(sheet.iter_rows(), 1):
            cells += len(row)
            if cells > MOST_CELLS or line > MOST_ROWS * 2:
                problems.refuse("too_many_lines", name, line, "", str(MOST_ROWS))
                return
            if formulas is not None:
                _check_formulas(row, next(formulas), name, line, problems)
            texts = [_text(cell, name, line, problems) for cell in row]
            while texts and not texts[-1]:
                texts.pop()
            if len(texts) > MOST_COLUMNS:
                problems.refuse("too_many_columns", name, line, "", str(MOST_COLUMNS))
                return
            yield line, texts
    except Exception as error:  # a damaged file makes the library stumble in ways of its own
        problems.refuse("workbook_broken", name, line + 1, "", _said(error))
    finally:
        if with_formulas is not None:
            with_formulas.close()


def _check_formulas(row: Sequence[Any], formulas: Sequence[Any], name: str, line: int, problems: Problems) -> None:
    for column, (cell, formula) in enumerate(zip(row, formulas, strict=False), 1):
        if formula.data_type == "f" and cell.value is None:
            problems.refuse("formula_without_value", name, line, get_column_letter(column))


def _text(cell: Any, name: str, line: int, problems: Problems) -> str:
    """Returns a cell as the sheet shows it: whole numbers without a fraction, days as YYYY-MM-DD, times as HH:MM."""
    value = cell.value
    if value is None or isinstance(value, str):
        if value and cell.data_type == "e":
            problems.refuse("cell_has_error", name, line, get_column_letter(cell.column), value)
            return ""
        return value or ""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value, cell, name, line, problems)
        case datetime():
            value = _rounded(value)
            return value.date().isoformat() + ("" if value.time() == time() else f" {_clock(value.time())}")
        case date():
            return value.isoformat()
        case time():
            return _clock(_rounded(datetime.combine(date(2000, 1, 1), value)).time())
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            return str(value)


def _number(value: float, cell: Any, name: str, line: int, problems: Problems) -> str:
    if abs(value) >= EXACT:
        problems.warn("number_rounded", name, line, get_column_letter(cell.column), str(value))
    if value == int(value):
        shown = cell.number_format or ""
        return str(int(value)).zfill(len(shown)) if ZEROS.fullmatch(shown) else str(int(value))
    return format(value, ".15g")


def _rounded(moment: datetime) -> datetime:
    """Returns the moment to the second: Excel keeps it as a fraction of a day."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
