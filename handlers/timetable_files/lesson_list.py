"""Reads a list of lessons, one a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from channels.roster.model import Problems
from channels.timetable_files.imported import ImportedRow, RowGatherer
from handlers.timetable_files.columns import Field
from handlers.timetable_files.values import (
    DAY,
    FORMULA,
    read_day,
    read_numbers,
    read_weekday,
    read_weeks,
    split_names,
)


def read_list(
    rows: Iterable[tuple[int, list[str]]],
    header: Sequence[str],
    columns: Mapping[Field, int],
    file: str,
    gatherer: RowGatherer,
) -> None:
    """Adds the lessons of a list to `gatherer`; what is wrong with a line goes to its problems.

    `rows` are the lines below `header`. Days are the first and the last one, both included.
    """
    for line, cells in rows:
        values = {field: _plain(cells[place].strip()) for field, place in columns.items() if place < len(cells)}
        if any(values.values()):
            headings = {field: header[place] for field, place in columns.items()}
            for row in _rows(values, headings, file, line, gatherer.problems):
                gatherer.add(row)


def _rows(
    values: Mapping[Field, str], headings: Mapping[Field, str], file: str, line: int, problems: Problems
) -> Iterator[ImportedRow]:
    def value(field: Field) -> str:
        return values.get(field, "")

    def day(field: Field) -> date | None:
        return read_day(value(field)[:10]) if value(field) else None

    weekday, numbers = read_weekday(value(Field.WEEKDAY)), read_numbers(value(Field.NUMBER))
    classes, first, last = split_names(value(Field.CLASSES)), day(Field.FROM), day(Field.UNTIL)
    weeks = read_weeks(value(Field.WEEKS))
    faults = (
        (weekday is None, "not_a_weekday", Field.WEEKDAY),
        (numbers is None, "not_a_number", Field.NUMBER),
        (weeks is None, "not_weeks", Field.WEEKS),
        (first is None and value(Field.FROM) != "", "not_a_date", Field.FROM),
        (last is None and value(Field.UNTIL) != "", "not_a_date", Field.UNTIL),
        (not classes, "no_class", Field.CLASSES),
    )
    for wrong, code, field in faults:
        if wrong:
            problems.refuse(code, file, line, headings.get(field, ""), value(field))
    if weekday is None or numbers is None or weeks is None or any(wrong for wrong, _, _ in faults):
        return
    for number in numbers:
        yield ImportedRow(
            file,
            line,
            weekday,
            number,
            classes,
            " ".join(value(Field.SUBJECT).split()),
            split_names(value(Field.TEACHERS)),
            " ".join(value(Field.ROOM).split()),
            " ".join(value(Field.SUBGROUP).split()),
            weeks,
            first,
            None if last is None else last + DAY,
        )


def _plain(text: str) -> str:
    """Returns a cell without the sign that says that it is a text and no formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
