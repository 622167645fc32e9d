"""Lessons of a school, made from its pattern up to a horizon and kept right."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from channels.publication import ChannelName
from channels.school_year.model import Period, SchoolYear
from channels.school_year.school_calendar import SchoolCalendar, Span, horizon
from channels.store import Tx
from channels.timetable.facts import TimetableChanged
from channels.timetable.model import SaidPatternRow, TaughtCourse
from channels.timetable.pattern_rows import Changes, PatternRow, Weeks, bring_up
from channels.types import Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """Timetable of a school as it stands: its courses and the rows that hold on a day or later, by id.

    `made_until` is the day up to which its lessons were made.
    """

    school: int
    today: date
    periods: list[Period]
    year: SchoolYear
    courses: Mapping[int, TaughtCourse]
    rows: Mapping[int, SaidPatternRow]
    made_until: date

    def spans(self, grade: int | None) -> list[Span]:
        """Returns the reporting periods of a grade; of all grades for a course that is of none."""
        return [
            Span(period.from_day, period.until_day)
            for period in self.periods
            if grade is None or period.grade_from <= grade <= period.grade_until
        ]

    def calendar(self, grade: int | None) -> SchoolCalendar:
        """Returns the calendar of a grade. A course that is of none has those days free that all grades have."""
        free = [
            Span(one.from_day, one.until_day)
            for one in self.year.free
            if (1 if grade is None else grade) >= one.grade_from and (12 if grade is None else grade) <= one.grade_until
        ]
        return SchoolCalendar(self.year.weekdays, self.spans(grade), free)

    @property
    def horizon(self) -> date:
        """Day up to which there are lessons: further where one was set apart behind the time that is made ahead."""
        return max(horizon(self.spans(None), self.today), self.made_until)


async def standing(tx: Tx, school: int, today: date, day: date) -> Standing:
    """Reads a school's timetable from `day` on."""
    return Standing(
        school,
        today,
        await tx.patterns.periods(school),
        await tx.school_years.one(school),
        {course.id: course for course in await tx.patterns.courses(school, day)},
        {row.id: row for row in await tx.patterns.rows(school, day)},
        await tx.patterns.made_until(school),
    )


def classes_of(course: TaughtCourse) -> set[int]:
    """Returns the classes of its students, and the one whose bells it has."""
    return {class_.id for class_ in course.classes} | ({course.class_} if course.class_ is not None else set())


def row_of(said: SaidPatternRow) -> PatternRow:
    return PatternRow(
        said.id,
        said.course,
        said.weekday,
        said.number,
        Span(said.from_day, said.until_day),
        Weeks(said.cycle, frozenset(said.weeks), said.anchor),
        said.room,
    )


async def changes_to(
    tx: Tx, now: Standing, rows: Iterable[SaidPatternRow], courses: Collection[int], span: Span
) -> list[Changes]:
    """Returns the changes after which the lessons of these courses are those that `rows` give in the span."""
    by_grade: dict[int | None, set[int]] = defaultdict(set)
    for course in courses:
        by_grade[now.courses[course].grade].add(course)
    of_course: dict[int, list[PatternRow]] = defaultdict(list)
    for row in rows:
        of_course[row.course].append(row_of(row))
    changes = []
    for grade, theirs in by_grade.items():
        made, taken = await tx.patterns.lessons(theirs, span)
        wanted = [row for course in theirs for row in of_course[course]]
        # a year of a large school has tens of thousands of lessons: not on the loop
        changes.append(await asyncio.to_thread(bring_up, wanted, now.calendar(grade), span, made, taken))
    return changes


async def bring_up_school(tx: Tx, now: Standing) -> list[Changes]:
    """Brings all lessons from today up to the horizon to what pattern and calendar say, whatever they clash with.

    The caller has locked the timetable.
    """
    span = span_ahead(now)
    changes = await changes_of_school(tx, now, span)
    await apply_to_school(tx, now, span, changes)
    return changes


def span_ahead(now: Standing, until: date = date.min) -> Span:
    """Returns the days from today up to the horizon, or `until` that day if it is later."""
    return Span(now.today, max(now.horizon, now.today, until))


async def changes_of_school(tx: Tx, now: Standing, span: Span) -> list[Changes]:
    """Returns the changes after which all lessons of the span are those of the pattern."""
    return await changes_to(tx, now, now.rows.values(), now.courses.keys(), span)


async def apply_to_school(tx: Tx, now: Standing, span: Span, changes: Iterable[Changes]) -> None:
    """Applies changes, and keeps that lessons were made for the span."""
    for each in changes:
        await tx.patterns.apply(each, {})
    await tx.patterns.keep_made_until(now.school, span.end)


def timetable_facts(courses: Iterable[tuple[TaughtCourse, date]]) -> list[tuple[ChannelName, Fact]]:
    """Returns a fact for each class and journal of courses whose lessons are others from a day on, by the first one."""
    days: dict[str, date] = {}
    for course, day in courses:
        for name in (f"journal:{course.id}", *(f"class:{class_}" for class_ in classes_of(course))):
            days[name] = min(day, days.get(name, day))
    return [(ChannelName(name), TimetableChanged(from_day=day)) for name, day in sorted(days.items())]
