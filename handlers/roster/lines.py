"""Reads the lines of one CSV file under the standard's own column names, whatever its header looks like."""

from __future__ import annotations

import csv
import itertools
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

from channels.roster.model import Problems, Record
from channels.roster.vocabulary import NEEDED
from handlers.roster.archive import Files, as_text

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
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
MOST_LINES = 5_000_000
LONGEST_VALUE = 4000  # characters; the list of a guardian's children is the longest legitimate one


def header_of(files: Files, name: str) -> list[str]:
    """Returns the first line as it is; empty if it cannot be read (which the real reading then reports)."""
    try:
        with as_text(files.open(files.names[name.lower()])) as text:
            line = text.readline(100_000)
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except (KeyError, UnicodeDecodeError, csv.Error, OSError, zipfile.BadZipFile):
        return []


def columns_of(files: Files, file: str) -> frozenset[str]:
    """Returns the standard's names of the columns that `file` has; a column of our own keeps its name."""
    known = _known(file)
    return frozenset(_standard(spelled.strip(), known) or spelled.strip() for spelled in header_of(files, file))


def read_lines(files: Files, file: str, version: str, problems: Problems) -> Iterator[Record]:
    """Yields the lines of `file`. What is wrong goes to the problems; the reading stops where the file is broken."""
    line = 1
    try:
        with as_text(files.open(files.names[file.lower()])) as text:
            first = text.readline(100_000)
            if _delimiter(first) == ";":
                problems.warn("semicolons", file, 1)
            rows = csv.reader(itertools.chain([first], text), delimiter=_delimiter(first), strict=True)
            columns = _columns(next(rows, []), file, version, problems)
            if columns is None:
                return
            line = rows.line_num + 1
            for row in rows:
                if any(row):
                    yield Record(line, _values(row, columns, file, line, problems))
                line = rows.line_num + 1
                if line > MOST_LINES:
                    problems.refuse("too_many_lines", file, line, "", str(MOST_LINES))
                    return
    except UnicodeDecodeError:
        problems.refuse("not_utf8", file, line)
    except csv.Error as error:
        problems.refuse("not_csv", file, line, "", str(error))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        problems.refuse("not_readable", file, line, "", str(error))


def _delimiter(header: str) -> str:
    # The format that a Russian Excel calls comma-separated.
    return ";" if ";" in header and "," not in header else ","


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
    values = {}
    for name, value in zip(columns, row, strict=False):
        if not value:
            continue
        if len(value) > LONGEST_VALUE:
            problems.refuse("value_too_long", file, line, name, str(LONGEST_VALUE))
            continue
        if not value.isprintable() and CONTROLS.search(value):
            problems.warn("control_characters", file, line, name)
            value = CONTROLS.sub(" ", value)
        if not value.isascii():
            value = unicodedata.normalize("NFC", value)
        values[name] = value.strip()
    return values
