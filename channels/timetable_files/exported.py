"""Pattern of a school as a timetable with names, which matches the school again."""

from collections.abc import Iterable
from datetime import date

from channels.appointments import require_timetable_keeper
from channels.school_year.school_calendar import Span, end_of_year, monday
from channels.store import Desk
from channels.timetable.making_lessons import row_of, standing
from channels.timetable.pattern_rows import PatternRow
from channels.timetable_files.imported import ImportedRow, cycle_from
from channels.timetable_files.reading import school_names
from channels.timetable_files.school_names import SchoolNames, full_name


async def export_timetable(desk: Desk, person: int, school: int) -> list[ImportedRow]:
    """Returns the pattern of a school from today on. Raises NOT_FOUND for people who do not keep the timetable."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        today = await tx.schools.day(school, desk.clock.now())
        now = await standing(tx, school, today, today)
        names = await school_names(tx, now)
    spans = now.spans(None)
    rows = [row_of(row) for row in now.rows.values() if row.course in now.courses]
    first_week = monday(min((span.first for span in spans if span.end > today), default=today))
    return export_rows(rows, names, Span(today, end_of_year(spans, today)), first_week)


def export_rows(
    pattern: Iterable[PatternRow], school: SchoolNames, period: Span, first_week: date
) -> list[ImportedRow]:
    """Returns the rows that hold in a period, by classes, weekday and bell, with the names that the school has.

    `school` has the courses of all rows. Days are said only where a row does not hold all of the period; `first_week`
    is any day of a first week of the cycles. Rooms and people that have left are not named.
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
                    tuple(sorted(classes[id_] for id_ in course.classes if id_ in classes)),
                    subjects[course.subject],
                    tuple(sorted(teachers[id_] for id_ in course.teachers if id_ in teachers)),
                    "" if row.room is None else rooms.get(row.room, ""),
                    course.subgroup,
                    cycle_from(row.weeks, first_week),
                    None if span.first == period.first else span.first,
                    None if span.end == period.end else span.end,
                )
            )
    return sorted(rows, key=lambda row: (row.classes, row.weekday, row.number, row.subject, row.subgroup))
