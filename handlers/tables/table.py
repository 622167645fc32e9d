"""A table of a file: a heading row and the rows below it, all cells as text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

LARGEST_FILE = 50 * 1024 * 1024
MOST_ROWS = 300_000
MOST_COLUMNS = 200
LONGEST_CELL = 4000  # characters
LONGEST_HEADING = 200
SEARCHED = 20  # rows in which the headings are looked for

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

Rows = Iterator[tuple[int, list[str]]]
"""Number of the line as the program that made the file shows it, and its cells."""


class Problems(Protocol):
    """Collects what is to be said of a file: `warn` where it was read all the same, `refuse` where it was not.

    `line` 0 is the whole file; `column` is a heading; `wording.py` has the words of each code.
    """

    def warn(self, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None: ...

    def refuse(self, code: str, file: str, line: int = 0, column: str = "", *data: str) -> None: ...

    @property
    def refused(self) -> bool: ...


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a text file, as it is written. `rows` can be read once.

    `merged` are places like B3:C3, of which only the first cell has the value.
    """

    name: str  # people.csv, or people.xlsx [Sheet1]
    rows: Rows
    merged: tuple[str, ...] = ()
    title: str = ""  # of the sheet alone; empty for a text file


@dataclass(frozen=True)
class Table:
    """A table. `rows` can be read once; a row has as many cells as `header`, and one that is empty is left out.

    What is wrong goes to the problems while rows are read; they end where the file is broken.
    """

    name: str  # people.csv, or people.xlsx [Sheet1]
    header: list[str]  # without blanks around; an empty string where a column has no heading
    rows: Rows
    line: int = 1  # of the headings
    sheet: str = ""  # name of the sheet; empty in a CSV


def make_table(name: str, rows: Rows, problems: Problems, sheet: str = "") -> Table | None:
    """Returns the table in `rows`, the raw lines of a file; None if they are all empty.

    Its headings are the first line with more than one cell filled, since a title often stands above them.
    """
    above: list[tuple[int, list[str]]] = []
    for line, cells in rows:
        if _filled(cells):
            above.append((line, cells))
            if _filled(cells) > 1 or len(above) == SEARCHED:
                break
    if not above:
        return None
    found = above[-1] if _filled(above[-1][1]) > 1 else above[0]
    if skipped := above.index(found):
        problems.warn("lines_above_headings", name, found[0], "", str(skipped))
    header = [" ".join(cell.split())[:LONGEST_HEADING] for cell in found[1]]
    while not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        problems.refuse("too_many_columns", name, found[0], "", str(MOST_COLUMNS))
        return None
    below = above[above.index(found) + 1 :]
    return Table(name, header, _below(name, header, below, rows, problems), found[0], sheet)


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _below(name: str, header: list[str], first: list[tuple[int, list[str]]], rows: Rows, problems: Problems) -> Rows:
    count = 0
    for line, cells in itertools.chain(first, rows):
        if not _filled(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            problems.refuse("too_many_lines", name, line, "", str(MOST_ROWS))
            return
        if _filled(cells[len(header) :]):
            filled = max(n for n, cell in enumerate(cells, 1) if cell.strip())
            problems.refuse("line_too_long", name, line, "", str(filled), str(len(header)))
            continue
        tidied = [tidy(cell, name, line, column, problems) for column, cell in zip(header, cells, strict=False)]
        if any(tidied):
            yield line, tidied + [""] * (len(header) - len(tidied))


def tidy(text: str, file: str, line: int, column: str, problems: Problems) -> str:
    """Returns a cell in the form in which it is stored: no blanks around, no control characters, composed letters.

    One that is too long is refused, and empty then.
    """
    if not text:
        return ""
    if len(text) > LONGEST_CELL:
        problems.refuse("value_too_long", file, line, column, str(LONGEST_CELL))
        return ""
    if not text.isprintable() and CONTROLS.search(text):
        problems.warn("control_characters", file, line, column)
        text = CONTROLS.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()
