"""Curricula as pure rules: lessons a week, exactly; the load of students; the span that is counted."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.school_year.model import Period
from channels.school_year.school_calendar import SchoolCalendar, Span
from channels.timetable.curricula import lessons_a_week, loads_of_students, pattern_day, span_of
from channels.timetable.curriculum_facts import CourseFacts, RowFacts
from channels.timetable.pattern_rows import PatternRow, Weeks

TODAY = date(2026, 11, 25)
YEAR = (date(2026, 9, 1), date(2027, 6, 1))


def row(cycle: int = 1, *weeks: int, days: tuple[date, date] = YEAR) -> RowFacts:
    return RowFacts(cycle, weeks or (1,), *days)


def course(number: int, *rows: RowFacts, students: Sequence[int] = ()) -> CourseFacts:
    return CourseFacts(number, "Математика", "5А", "", [], tuple(rows), frozenset(students), 0, 0, 0)


def test_every_other_week_is_half_a_lesson_and_one_of_three_a_third() -> None:
    taught = course(1, row(), row(2, 2), row(3, 1))
    assert lessons_a_week(taught, TODAY) == Fraction(11, 6)
    assert lessons_a_week(course(1, row(3, 1), row(3, 2), row(3, 3)), TODAY) == 1, "not 0.99"


def test_rows_that_have_ended_or_are_to_come_do_not_count() -> None:
    later = row(days=(date(2026, 12, 7), YEAR[1]))
    over = row(days=(YEAR[0], TODAY))
    assert lessons_a_week(course(1, row(), later, over), TODAY) == 1


def test_before_the_first_row_holds_it_is_counted_as_it_will_be() -> None:
    first = date(2026, 12, 7)
    courses = [course(1, row(days=(first, YEAR[1]))), course(2, row(days=(first + timedelta(7), YEAR[1])))]
    assert pattern_day(courses, TODAY) == first
    assert pattern_day([course(1, row())], TODAY) == TODAY
    assert pattern_day([course(1)], TODAY) is None
    assert lessons_a_week(course(1), None) == 0


def test_two_halves_of_a_class_have_one_load_though_two_courses_are_held() -> None:
    courses = [
        course(1, row(), students=[1, 2, 3]),
        course(2, row(), row(), students=[1]),
        course(3, row(), row(2, 1), students=[2, 3]),
    ]
    weekly = {one.id: lessons_a_week(one, TODAY) for one in courses}
    assert loads_of_students(courses, weekly) == {Fraction(3), Fraction(5, 2)}


@st.composite
def rows(draw: st.DrawFn) -> RowFacts:
    cycle = draw(st.integers(1, 4))
    return row(cycle, *draw(st.sets(st.integers(1, cycle), min_size=1)))


@given(st.lists(rows(), max_size=5))
def test_twelve_weeks_have_twelve_times_the_lessons_a_week(of: list[RowFacts]) -> None:
    monday = date(2026, 9, 7)
    calendar = SchoolCalendar(5, [Span(*YEAR)])
    given_ = [
        PatternRow(1, 1, 1, number, Span(*YEAR), Weeks(each.cycle, frozenset(each.weeks)))
        for number, each in enumerate(of)
    ]
    days = sum(len(list(each.days(calendar, Span(monday, monday + timedelta(weeks=12))))) for each in given_)
    assert lessons_a_week(course(1, *of), TODAY) * 12 == days


def period(title: str, first: date, until: date, grades: tuple[int, int] = (1, 11)) -> Period:
    return Period(id=1, title=title, from_day=first, until_day=until, grade_from=grades[0], grade_until=grades[1])


QUARTER = period("2 четверть", date(2026, 11, 5), date(2026, 12, 31), (1, 9))
HALF = period("1 полугодие", date(2026, 9, 1), date(2026, 12, 31), (10, 11))
PERIODS = [period("1 четверть", date(2026, 9, 1), date(2026, 10, 26), (1, 9)), QUARTER, HALF]


@pytest.mark.parametrize(
    ("grade", "day", "title"),
    [
        (5, TODAY, "2 четверть"),
        (10, TODAY, "1 полугодие"),
        (5, date(2026, 10, 30), "1 четверть"),  # holidays: what was held last
        (5, date(2027, 7, 1), "2 четверть"),
        (12, TODAY, ""),
    ],
)
def test_lessons_are_counted_in_the_period_of_the_grade(grade: int, day: date, title: str) -> None:
    assert span_of(PERIODS, grade, day).title == title


def test_without_periods_they_are_counted_in_the_school_year() -> None:
    for day in (date(2026, 9, 1), date(2027, 8, 31)):
        span = span_of([], 5, day)
        assert (span.from_day, span.until_day) == (date(2026, 9, 1), date(2027, 9, 1))
