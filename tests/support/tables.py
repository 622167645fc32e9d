"""Files as schools save them, and what reading them tells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from channels.roster.model import Level, Problems
from handlers.roster.wording import place
from handlers.tables.read import open_tables

Sheets = dict[str, Sequence[Sequence[Any]]]


def workbook(path: Path, sheets: Sheets) -> Path:
    """Writes a workbook with these rows and returns its path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def with_part(path: Path, part: str, old: str, new: str) -> Path:
    """Replaces text in a part of a workbook, as a program would have written it that is not Excel."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    path.write_bytes(zipped(parts))
    return path


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def read(path: Path) -> tuple[dict[str, list[list[str]]], Problems]:
    """Returns table -> its headings and rows, and the problems."""
    problems = Problems()
    with open_tables(path, problems) as tables:
        return {table.name: [table.header, *(cells for _, cells in table.rows)] for table in tables}, problems


def told(problems: Problems, level: Level | None = None) -> list[str]:
    """Returns file, line, column and code of each problem."""
    return [f"{place(each)}: {each.code}" for each in problems.first if level in (None, each.level)]
