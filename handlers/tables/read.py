"""Opens a file of a school as tables, whatever program saved it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.tables.csv_files import CsvFile
from handlers.tables.table import LARGEST_FILE, Problems, Sheet, Table, make_table
from handlers.tables.workbooks import open_workbook

OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # XLS, and an XLSX with a password
BEGINNINGS = {b"%PDF-": "PDF", b"{\\rtf": "RTF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}


@contextmanager
def open_tables(path: Path, problems: Problems, name: str = "") -> Iterator[list[Table]]:
    """Yields the tables of an XLSX (one a sheet) or of a CSV; none, with the reason in the problems, if it cannot be
    read. `name` is what people call the file; its content alone says what it is.
    """
    with open_sheets(path, problems, name) as sheets:
        tables = []
        for sheet in sheets:
            if sheet.merged:
                problems.warn("cells_merged", sheet.name, 0, "", str(len(sheet.merged)))
            if (table := make_table(sheet.name, sheet.rows, problems, sheet.title)) is not None:
                tables.append(table)
        if not tables and not problems.refused:
            problems.refuse("table_empty", name or path.name)
        yield tables


@contextmanager
def open_sheets(path: Path, problems: Problems, name: str = "") -> Iterator[list[Sheet]]:
    """Yields the sheets as they are written, where a table is no list with one heading; else as `open_tables`."""
    name = name or path.name
    head = _head(path, name, problems)
    if head is None:
        yield []
    elif head.startswith(b"PK"):
        if _is_workbook(path, name, problems):
            with open_workbook(path, name, problems) as sheets:
                yield sheets
        else:
            yield []
    else:
        yield [Sheet(name, CsvFile(lambda: path.open("rb"), name, problems).rows())]


def _head(path: Path, name: str, problems: Problems) -> bytes | None:
    """Returns how a file begins; None with the reason in the problems if it is no table by that."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            problems.refuse("file_too_large", name, 0, "", str(LARGEST_FILE // 1024**2))
            return None
        with path.open("rb") as file:
            head = file.read(1000)
    except OSError as error:
        problems.refuse("not_readable", name, 0, "", error.strerror or "")
        return None
    if head.startswith(OLD_EXCEL):
        problems.refuse("old_workbook", name)
        return None
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style")):
        problems.refuse("web_page", name)
        return None
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            problems.refuse("another_kind", name, 0, "", kind)
            return None
    return head


def _is_workbook(path: Path, name: str, problems: Problems) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                problems.refuse("another_kind", name, 0, "", "OpenDocument")
                return False
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problems.refuse("workbook_broken", name, 0, "", str(error)[:100])
        return False
    if not any(part.startswith("xl/") for part in names):
        problems.refuse("not_a_workbook", name)
        return False
    if any(part.startswith("xl/") and part.endswith(".bin") and "workbook" in part for part in names):
        problems.refuse("another_kind", name, 0, "", "XLSB")
        return False
    return True
