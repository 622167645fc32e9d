"""Reads GPU001.TXT, the timetable as Untis writes it.

A line is: number of the lesson, class, teacher, subject, room, weekday (1 is Monday), number of the bell, length in
minutes. Untis leaves the ninth value empty, and other programs write weeks of a cycle into it: A, B, or WA for both.
There is no heading.

A lesson of several classes or teachers has several lines with the same number (a coupling). What has the same number,
subject and room at one time is one lesson for all its classes and teachers; in another room it is another group.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from channels.roster.model import Problems
from channels.timetable_files.imported import CycleWeeks, ImportedRow, ImportedTimetable, RowGatherer
from handlers.timetable_files.values import read_weeks

FEWEST, MOST = 7, 12  # values of a line
LOOKED_AT = 5  # lines to recognise the file by


@dataclass(slots=True)
class _Coupling:
    line: int
    classes: dict[str, None] = field(default_factory=dict)
    teachers: dict[str, None] = field(default_factory=dict)


def looks_like_gpu001(rows: Iterable[tuple[int, list[str]]]) -> bool:
    """True if the first lines have a number, weekday and bell where GPU001 has them."""
    first = list(islice((cells for _, cells in rows if any(cells)), LOOKED_AT))
    return bool(first) and all(
        FEWEST <= len(cells) <= MOST
        and cells[0].strip().isdecimal()
        and all(cells[n].strip() == "" or cells[n].strip().isdecimal() for n in (5, 6))
        for cells in first
    )


def read_gpu001(rows: Iterable[tuple[int, list[str]]], file: str, problems: Problems) -> ImportedTimetable:
    """Returns the lessons of the file; what is wrong with a line goes to the problems. `rows` are as they are written.

    Lines without a weekday or without a bell are lessons that are not placed: they are left out with a warning.
    """
    couplings: dict[tuple[str, str, str, int, int, CycleWeeks], _Coupling] = {}
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in rows:
        values = [" ".join(cell.split()) for cell in cells]
        if not any(values):
            continue
        if not FEWEST <= len(values) <= MOST:
            problems.refuse("values_in_line", file, line, "", str(len(values)), str(FEWEST))
            continue
        if (before := seen.setdefault(tuple(values), line)) != line:
            problems.warn("row_repeated", file, line, "", str(before))
            continue
        lesson, class_, teacher, subject, room, weekday, number = values[:FEWEST]
        weeks = read_weeks(values[8] if len(values) > 8 else "")
        if weekday in ("", "0") or number == "":
            problems.warn("not_placed", file, line, "", lesson, subject)
        elif not class_:
            # A teacher's duty, or a meeting of the staff: nobody is taught.
            problems.warn("nobody_taught", file, line, "classes", subject)
        elif not (weekday.isdecimal() and 1 <= int(weekday[:3]) <= 7):
            problems.refuse("not_a_weekday", file, line, "weekday", weekday)
        elif not (number.isdecimal() and int(number[:3]) <= 20):
            problems.refuse("not_a_number", file, line, "number", number)
        elif weeks is None:
            problems.refuse("not_weeks", file, line, "weeks", values[8])
        else:
            key = (lesson, subject, room, int(weekday), int(number), weeks)
            coupling = couplings.setdefault(key, _Coupling(line))
            coupling.classes[class_] = None
            if teacher:
                coupling.teachers[teacher] = None
    gatherer = RowGatherer(problems)
    for (lesson, subject, room, weekday_of, number_of, weeks_of), coupling in couplings.items():
        gatherer.add(
            ImportedRow(
                file,
                coupling.line,
                weekday_of,
                number_of,
                tuple(coupling.classes),
                subject,
                tuple(coupling.teachers),
                room,
                weeks=weeks_of,
                lesson=lesson,
            )
        )
    return gatherer.timetable()
