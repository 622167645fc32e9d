"""A school's own table of people, XLSX or CSV: asks what its columns mean, and makes a roster's lines of it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from channels.roster.headings import LEFT_OUT, MEANINGS, NAMES, Certainty, Column, Kind, kind_of, map_columns
from channels.roster.model import Mode, Problems
from channels.roster.people_rows import TEACHES, PeopleRows
from channels.roster.people_table import SCHOOL, People
from channels.roster.translated import Origin, Translated
from channels.roster.values import is_class_name
from handlers.tables.read import open_tables
from handlers.tables.table import Table

SOURCE = "file"
FORMATS = {"xlsx": "XLSX", "csv": "CSV"}
EXAMPLES = 3  # first rows of a table

Remembered = Mapping[tuple[str, ...], Mapping[str, str]]
"""Headings of a table -> heading -> what people said that it means."""


@dataclass(frozen=True)
class Answers:
    """Answers of people about tables: now, by heading, and before, for tables with the same headings."""

    columns: Mapping[str, str] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=dict)
    school: str = ""  # name; empty for the one that is stored


@contextmanager
def open_people(
    path: Path, problems: Problems, source: str, answers: Answers, row_read: Callable[[], None]
) -> Iterator[Translated]:
    """Yields the tables of a file as a set. If they cannot be understood it has no files, and the problems say why."""
    with open_tables(path, problems) as tables:
        yield _translated(path, tables, problems, source, answers, row_read)


def _translated(
    path: Path,
    tables: list[Table],
    problems: Problems,
    source: str,
    answers: Answers,
    row_read: Callable[[], None],
) -> Translated:
    into = Translated(FORMATS["csv" if len(tables) == 1 and tables[0].name == path.name else "xlsx"], source, problems)
    tables = [_with_examples(replace(table, header=_told_apart(table.header)), into) for table in tables]
    headings = {heading for table in tables for heading in table.header}
    for heading in answers.columns:
        if heading not in headings:
            problems.refuse("column_not_there", path.name, 0, heading)
    understood = []
    for table in tables:
        kind = kind_of(table.header, table.name)
        columns = map_columns(table.header, kind, answers.columns, answers.remembered.get(tuple(table.header)))
        into.mapped[table.name] = columns
        if len(tables) > 1 and not _has_names(kind, columns):
            problems.warn("sheet_without_people", table.name, table.line)
            continue
        _tell(table, kind, columns, problems)
        understood.append((table, kind, columns))
    if tables and not understood:
        problems.refuse("names_missing", path.name)
    if problems.refused or not understood:
        return into
    if answers.school:
        into.has("orgs.csv", Mode.DELTA, {"name": "--school"})
        line = {"sourcedId": SCHOOL, "name": answers.school, "type": "school", "status": "active"}
        into.add("orgs.csv", Origin(path.name, 0), line)
    people = People(into)
    for table, kind, columns in understood:
        class_name = table.sheet if is_class_name(table.sheet) else ""
        rows = PeopleRows(table.name, columns, _counted(table, into, row_read), into.problems, class_name)
        if kind is Kind.STUDENTS:
            people.add_students(rows)
        else:
            people.add_staff(rows, teachers=bool(TEACHES.search(" ".join([table.name, *table.header]))))
    people.finish()
    return into


def _told_apart(header: list[str]) -> list[str]:
    """Returns the headings, with the second «Телефон» as «Телефон (2)»."""
    seen: Counter[str] = Counter()
    unique = []
    for heading in header:
        seen[heading] += 1
        unique.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return unique


def _with_examples(table: Table, into: Translated) -> Table:
    """Returns the table, whose first rows have been looked at: they show what a column holds, whatever it is called."""
    first = list(itertools.islice(table.rows, EXAMPLES))
    into.examples[table.name] = [row for _, row in first]
    return replace(table, rows=itertools.chain(first, table.rows))


def _counted(table: Table, into: Translated, row_read: Callable[[], None]) -> Iterator[tuple[int, list[str]]]:
    into.read[table.name] = 0
    for row in table.rows:
        into.read[table.name] += 1
        row_read()
        yield row


def _has_names(kind: Kind, columns: list[Column]) -> bool:
    return any(column.meaning in (f"{kind}.{name}" for name in NAMES[:2]) for column in columns)


def _tell(table: Table, kind: Kind, columns: list[Column], problems: Problems) -> None:
    """Refuses a table with a column that must be answered first, or without names; tells what is left out."""
    for column in columns:
        if column.certainty is Certainty.DOUBTFUL and column.meaning == LEFT_OUT:
            problems.refuse("column_notes", table.name, table.line, column.heading, column.heading)
        elif column.certainty is Certainty.DOUBTFUL:
            problems.refuse("column_doubtful", table.name, table.line, column.heading, column.meaning, column.heading)
    taken = [column.meaning for column in columns if column.meaning != LEFT_OUT]
    for meaning in sorted({meaning for meaning in taken if taken.count(meaning) > 1}):
        problems.refuse("meaning_repeated", table.name, table.line, "", meaning)
    if not _has_names(kind, columns):
        problems.refuse("names_missing", table.name, table.line)
    for column in columns:
        of_kind = (column.meaning.startswith(f"{Kind.STAFF}.")) == (kind is Kind.STAFF)
        if column.meaning != LEFT_OUT and not (column.meaning in MEANINGS and of_kind):
            problems.refuse("meaning_unknown", table.name, table.line, column.heading, column.meaning)
    unused = [column.heading for column in columns if column.meaning == LEFT_OUT and column.heading]
    if unused:
        problems.warn("columns_unused", table.name, table.line, "", ", ".join(unused))
