"""Reads a list of lessons, one a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from channels.roster.model import Problems
from channels.timetable_files.columns import Meaning
from channels.timetable_files.imported import ImportedRow, RowGatherer
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
    columns: Mapping[Meaning, int],
    file: str,
    gatherer: RowGatherer,
) -> None:
    """Adds the lessons of a list to `gatherer`; what is wrong with a line goes to its problems.

    `rows` are the lines below `header`. Days are the first and the last one, both included.
    """
    for line, cells in rows:
        values = {meaning: _plain(cells[place].strip()) for meaning, place in columns.items() if place < len(cells)}
        if any(values.values()):
            headings = {meaning: header[place] for meaning, place in columns.items()}
            for row in _rows(values, headings, file, line, gatherer.problems):
                gatherer.add(row)


def _rows(
    values: Mapping[Meaning, str], headings: Mapping[Meaning, str], file: str, line: int, problems: Problems
) -> Iterator[ImportedRow]:
    def value(meaning: Meaning) -> str:
        return values.get(meaning, "")

    def day(meaning: Meaning) -> date | None:
        return read_day(value(meaning)[:10]) if value(meaning) else None

    weekday, numbers = read_weekday(value(Meaning.WEEKDAY)), read_numbers(value(Meaning.NUMBER))
    classes, first, last = split_names(value(Meaning.CLASSES)), day(Meaning.FROM), day(Meaning.UNTIL)
    weeks = read_weeks(value(Meaning.WEEKS))
    faults = (
        (weekday is None, "not_a_weekday", Meaning.WEEKDAY),
        (numbers is None, "not_a_number", Meaning.NUMBER),
        (weeks is None, "not_weeks", Meaning.WEEKS),
        (first is None and value(Meaning.FROM) != "", "not_a_date", Meaning.FROM),
        (last is None and value(Meaning.UNTIL) != "", "not_a_date", Meaning.UNTIL),
        (not classes, "no_class", Meaning.CLASSES),
    )
    for wrong, code, meaning in faults:
        if wrong:
            problems.refuse(code, file, line, headings.get(meaning, ""), value(meaning))
    if weekday is None or numbers is None or weeks is None or any(wrong for wrong, _, _ in faults):
        return
    for number in numbers:
        yield ImportedRow(
            file,
            line,
            weekday,
            number,
            classes,
            " ".join(value(Meaning.SUBJECT).split()),
            split_names(value(Meaning.TEACHERS)),
            " ".join(value(Meaning.ROOM).split()),
            " ".join(value(Meaning.SUBGROUP).split()),
            weeks,
            first,
            None if last is None else last + DAY,
        )


def _plain(text: str) -> str:
    """Returns a cell without the sign that says that it is a text and no formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
