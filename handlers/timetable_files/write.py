"""Writes a timetable as a list of lessons, which reads back to the same lessons."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Literal

from channels.timetable_files.columns import Meaning
from channels.timetable_files.imported import ImportedRow
from handlers.timetable_files.columns import NAMES
from handlers.timetable_files.values import DAY, FORMULA, WEEKDAY_NAMES, written_weeks


def write_list(rows: Iterable[ImportedRow], language: Literal["ru", "en"]) -> bytes:
    """Returns the rows as CSV in UTF-8 with its mark, semicolons between: a Russian Excel opens it as it is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    words = 0 if language == "ru" else 1
    writer.writerow([NAMES[meaning][words] for meaning in Meaning])
    for row in rows:
        values: Mapping[Meaning, object] = {
            Meaning.CLASSES: ", ".join(row.classes),
            Meaning.SUBGROUP: row.subgroup,
            Meaning.SUBJECT: row.subject,
            Meaning.TEACHERS: ", ".join(row.teachers),
            Meaning.ROOM: row.room,
            Meaning.WEEKDAY: WEEKDAY_NAMES[row.weekday - 1][words],
            Meaning.NUMBER: row.number,
            Meaning.WEEKS: written_weeks(row.weeks, language),
            Meaning.FROM: row.from_day or "",
            Meaning.UNTIL: "" if row.until_day is None else row.until_day - DAY,
        }
        writer.writerow([_safe(str(values[meaning])) for meaning in Meaning])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
