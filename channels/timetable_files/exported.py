"""Pattern of a school as a timetable with names, which matches the school again."""

from collections.abc import Iterable
from datetime import date

from channels.school_year.school_calendar import Span
from channels.timetable.pattern_rows import PatternRow
from channels.timetable_files.imported import ImportedRow, cycle_from
from channels.timetable_files.school_names import SchoolNames, full_name


def export_rows(
    pattern: Iterable[PatternRow], school: SchoolNames, period: Span, first_week: date
) -> list[ImportedRow]:
    """Returns the rows that hold in a period, by classes, weekday and bell, with the names that the school has.

    `school` has all that the rows name. Days are said only where a row does not hold all of the period; `first_week` is
    any day of a first week of the cycles.
    """
    classes = {one.id: one.name for one in school.classes}
    subjects = {one.id: one.name for one in school.subjects}
    teachers = {one.id: full_name(one) for one in school.teachers}
    rooms = {one.id: one.name for one in school.rooms}
    courses = {one.id: one for one in school.courses}
    rows = []
    for row in pattern:
        span, course = row.span.within(period), courses[row.course]
        if span.first < span.end:
            rows.append(
                ImportedRow(
                    "",
                    0,
                    row.weekday,
                    row.number,
                    tuple(sorted(classes[id_] for id_ in course.classes)),
                    subjects[course.subject],
                    tuple(sorted(teachers[id_] for id_ in course.teachers)),
                    "" if row.room is None else rooms[row.room],
                    course.subgroup,
                    cycle_from(row.weeks, first_week),
                    None if span.first == period.first else span.first,
                    None if span.end == period.end else span.end,
                )
            )
    return sorted(rows, key=lambda row: (row.classes, row.weekday, row.number, row.subject, row.subgroup))
