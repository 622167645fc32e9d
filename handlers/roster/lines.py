"""Reads the lines of one CSV file under the standard's own column names, whatever its header looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from channels.roster.model import Level, Problems, Record
from channels.roster.vocabulary import NEEDED
from handlers.roster.archive import Files
from handlers.tables.csv_files import UTF8, CsvFile
from handlers.tables.table import tidy

COLUMNS: dict[str, dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("columns.json").read_text(encoding="utf-8")
)
"""Version -> file -> the standard's columns in order."""

MISSPELLED = {
    "prefferedgivenname": "preferredGivenName",
    "prefferedfamilyname": "preferredFamilyName",
    "prefferedmiddlename": "preferredMiddleName",
    "datalastmodified": "dateLastModified",
}
EXTENSION = re.compile(r"metadata\.|ext[:_.]", re.IGNORECASE)
MOST_LINES = 5_000_000


def header_of(files: Files, name: str) -> list[str]:
    """Returns the first line as it is; empty if it cannot be read (which the real reading then reports)."""
    if name.lower() not in files.names:
        return []
    return next((row for _, row in _opened(files, name, Problems()).rows()), [])


def columns_of(files: Files, file: str) -> frozenset[str]:
    """Returns the standard's names of the columns that `file` has; a column of our own keeps its name."""
    known = _known(file)
    return frozenset(_standard(spelled.strip(), known) or spelled.strip() for spelled in header_of(files, file))


def read_lines(files: Files, file: str, version: str, problems: Problems) -> Iterator[Record]:
    """Yields the lines of `file`. What is wrong goes to the problems; the reading stops where the file is broken."""
    source = _opened(files, file, problems)
    if source.delimiter == ";":
        problems.warn("semicolons", file, 1)
    rows, errors = source.rows(), problems.counts[Level.ERROR]
    _, header = next(rows, (1, []))
    columns = _columns(header, file, version, problems) if problems.counts[Level.ERROR] == errors else None
    if columns is None:
        return
    for line, row in rows:
        if any(row):
            yield Record(line, _values(row, columns, file, line, problems))
        if line > MOST_LINES:
            problems.refuse("too_many_lines", file, line, "", str(MOST_LINES))
            return


def _opened(files: Files, name: str, problems: Problems) -> CsvFile:
    return CsvFile(lambda: files.open(files.names[name.lower()]), name, problems, UTF8)


def _columns(header: list[str], file: str, version: str, problems: Problems) -> list[str] | None:
    """Returns the standard's name for each column, or the column's own; None if the file cannot be understood."""
    standard = COLUMNS[version].get(file, [])
    known = _known(file)
    columns = []
    for spelled in header:
        written = spelled.strip()
        name = _standard(written, known)
        if name is None:
            if not EXTENSION.match(written):
                problems.warn("column_unknown", file, 1, written)
            name = written
        elif written.lower() != name.lower():
            problems.warn("column_misspelled", file, 1, written, name)
        elif written != name:
            problems.warn("column_case", file, 1, written, name)
        columns.append(name)
    repeated = {name for name in columns if name and columns.count(name) > 1}
    for name in sorted(repeated):
        problems.refuse("column_repeated", file, 1, name)
    needed = NEEDED.get(file, ())
    if file == "users.csv" and version == "1.1":
        needed = (*needed, "role", "orgSourcedIds")
    missing = [name for name in needed if name not in columns]
    for name in missing:
        problems.refuse("column_missing", file, 1, name)
    ours = [name for name in columns if name in standard]
    if ours != [name for name in standard if name in columns] and not repeated:
        problems.warn("column_order", file, 1)
    return None if missing or repeated else columns


def _known(file: str) -> dict[str, str]:
    return {name.lower(): name for both in COLUMNS.values() for name in both.get(file, [])}


def _standard(written: str, known: dict[str, str]) -> str | None:
    return known.get(written.lower()) or known.get(MISSPELLED.get(written.lower(), "").lower())


def _values(row: list[str], columns: list[str], file: str, line: int, problems: Problems) -> dict[str, str]:
    if len(row) > len(columns) and any(row[len(columns) :]):
        problems.refuse("line_too_long", file, line, "", str(len(row)), str(len(columns)))
    elif len(row) < len(columns):
        problems.warn("line_too_short", file, line, "", str(len(row)), str(len(columns)))
    pairs = zip(columns, row, strict=False)
    return {name: text for name, value in pairs if (text := tidy(value, file, line, name, problems))}
