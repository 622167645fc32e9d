"""Difference of a pattern and a timetable from a day on: shown is what is applied, and the past stays."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.school_year.school_calendar import SchoolCalendar, Span
from channels.timetable.pattern_rows import PatternRow, Weeks, bring_up
from channels.timetable_files.difference import PatternDifference, WantedRow, differ, pattern_after
from channels.timetable_files.imported import EVERY, CycleWeeks, both_weeks, cycle_weeks
from channels.timetable_files.matching import MatchedRow, NewCourse
from channels.timetable_files.school_names import NewName

YEAR = Span(date(2026, 9, 1), date(2027, 6, 1))
HALF = date(2027, 1, 11)
FIRST_WEEK = date(2026, 9, 1)
EVERY_DAY = SchoolCalendar(6, [YEAR])
ROW = MatchedRow(10, 1, 2, EVERY, 7, None, None, "t.csv", 2)
FIRST, SECOND = CycleWeeks(2, frozenset({1})), CycleWeeks(2, frozenset({2}))


def differences(standing: Iterable[PatternRow], *rows: MatchedRow, first: date = HALF) -> PatternDifference:
    return differ(standing, rows, first, YEAR.end, FIRST_WEEK)


def applied(standing: list[PatternRow], difference: PatternDifference) -> list[PatternRow]:
    new = {row.course: 900 for row in difference.new if isinstance(row.course, NewCourse)}
    return pattern_after(standing, difference, new, ids_after(standing))


def ids_after(standing: Iterable[PatternRow]) -> Iterator[int]:
    return count(max((row.id for row in standing), default=0) + 1)


def lessons(pattern: Iterable[PatternRow], span: Span) -> set[tuple[int, date, int, int | None]]:
    changes = bring_up(pattern, EVERY_DAY, span, [])
    return {(slot.course, slot.day, slot.number, row.room) for slot, row in changes.add}


PRESENT = PatternRow(1, 10, 1, 2, YEAR, room=7)


def test_the_same_timetable_changes_nothing() -> None:
    difference = differences([PRESENT], ROW)
    assert not difference
    assert difference.unchanged == [PRESENT]


@pytest.mark.parametrize(
    "changed",
    [{"weekday": 4}, {"number": 3}, {"room": 8}, {"room": None}, {"weeks": FIRST}, {"until_day": date(2027, 3, 1)}],
)
def test_a_row_of_the_same_course_is_changed_and_not_gone_and_new(changed: dict[str, object]) -> None:
    difference = differences([PRESENT], replace(ROW, **changed))  # type: ignore[arg-type]
    assert [(stored.id, row.line) for stored, row in difference.changed] == [(1, 2)]
    assert (difference.new, difference.gone, difference.unchanged) == ([], [], [])


def test_a_row_of_another_course_is_new_and_the_old_one_gone() -> None:
    difference = differences([PRESENT], replace(ROW, course=11))
    assert [row.course for row in difference.new] == [11]
    assert difference.gone == [PRESENT]


def test_of_several_lessons_of_a_course_those_that_stay_are_unchanged() -> None:
    standing = [PRESENT, replace(PRESENT, id=2, weekday=3), replace(PRESENT, id=3, weekday=5)]
    difference = differences(standing, ROW, replace(ROW, weekday=5), replace(ROW, weekday=3, number=6))
    assert [row.id for row in difference.unchanged] == [1, 3]
    assert [(stored.id, row.number) for stored, row in difference.changed] == [(2, 6)]


def test_a_timetable_of_the_next_half_year_waits_for_its_first_day() -> None:
    after = applied([PRESENT], differences([PRESENT], replace(ROW, number=5)))
    before_it, from_it = Span(YEAR.first, HALF), Span(HALF, YEAR.end)
    assert lessons(after, before_it) == lessons([PRESENT], before_it)
    assert {number for _, _, number, _ in lessons(after, from_it)} == {5}


def test_what_was_planned_for_later_gives_way() -> None:
    planned = replace(PRESENT, id=2, number=6, span=Span(date(2027, 3, 1), YEAR.end))
    now = replace(PRESENT, span=Span(YEAR.first, date(2027, 3, 1)))
    after = applied([now, planned], differences([now, planned], ROW))
    assert {number for _, day, number, _ in lessons(after, Span(HALF, YEAR.end))} == {2}


def test_what_has_ended_is_neither_standing_nor_gone() -> None:
    over = replace(PRESENT, span=Span(YEAR.first, HALF))
    difference = differences([over])
    assert (difference.gone, difference.standing) == ([], 0)


def test_a_row_of_the_file_that_is_over_is_counted() -> None:
    assert differences([PRESENT], ROW, replace(ROW, number=5, until_day=HALF)).over == 1


def test_a_new_course_is_new_until_it_is_made() -> None:
    new = NewCourse(3, frozenset({5}), "", frozenset())
    difference = differences([], replace(ROW, course=new))
    assert [row.course for row in difference.new] == [new]
    after = applied([], difference)
    assert [row.course for row in after] == [900]
    assert not differences(after, replace(ROW, course=900))


def test_cycles_are_the_same_if_they_have_the_same_weeks_whatever_they_are_counted_from() -> None:
    other_anchor = replace(PRESENT, weeks=Weeks(2, frozenset({2}), FIRST_WEEK + timedelta(days=7)))
    assert not differences([other_anchor], replace(ROW, weeks=FIRST))
    assert differences([other_anchor], replace(ROW, weeks=SECOND))
    both = replace(PRESENT, weeks=Weeks(2, frozenset({1, 2}), FIRST_WEEK))
    assert not differences([both], ROW)


# An empty file, and one that removes much


def standing_rows(number: int) -> list[PatternRow]:
    return [replace(PRESENT, id=n, course=100 + n) for n in range(number)]


def same_rows(number: int) -> list[MatchedRow]:
    return [replace(ROW, course=100 + n) for n in range(number)]


@pytest.mark.parametrize(("left", "twice"), [(10, False), (8, False), (7, True), (1, True), (0, True)])
def test_what_removes_more_than_a_fifth_is_asked_twice(left: int, twice: bool) -> None:
    difference = differences(standing_rows(10), *same_rows(left))
    assert (difference.asks_twice, difference.standing, len(difference.gone)) == (twice, 10, 10 - left)
    assert difference.is_empty is (left == 0)


def test_a_file_that_only_moves_and_adds_is_asked_once() -> None:
    moved = [replace(row, number=5) for row in same_rows(10)]
    assert not differences(standing_rows(10), *moved, replace(ROW, course=7)).asks_twice


def test_an_empty_file_of_an_empty_school_is_asked_twice_too() -> None:
    assert differences([]).asks_twice


# By chance

DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 1))
SPANS = st.tuples(DAYS, st.integers(1, 60)).map(lambda two: Span(two[0], two[0] + timedelta(days=two[1])))
WEEKS = st.builds(Weeks, st.just(2), st.frozensets(st.integers(1, 2), min_size=1), DAYS)
STANDING = st.lists(
    st.builds(
        PatternRow,
        st.integers(1, 99),
        st.integers(1, 2),
        st.integers(1, 3),
        st.integers(1, 2),
        SPANS,
        WEEKS,
        st.none() | st.integers(1, 2),
    ),
    max_size=8,
    unique_by=lambda row: row.id,
)
MATCHED = st.lists(
    st.builds(
        MatchedRow,
        st.integers(1, 2),
        st.integers(1, 3),
        st.integers(1, 2),
        st.sampled_from([EVERY, FIRST, SECOND]),
        st.none() | st.integers(1, 2),
        st.none() | DAYS,
        st.none() | DAYS,
        st.just("t.csv"),
        st.integers(1, 99),
    ),
    max_size=8,
    unique_by=lambda row: (row.course, row.weekday, row.number),  # a course has one lesson at a bell
)


@given(STANDING, MATCHED, DAYS)
def test_after_it_is_applied_the_days_are_those_of_the_file_and_the_past_is_as_it_was(
    standing: list[PatternRow], rows: list[MatchedRow], first: date
) -> None:
    difference = differences(standing, *rows, first=first)
    after = applied(standing, difference)
    past, future = Span(YEAR.first, first), Span(first, YEAR.end)
    assert lessons(after, past) == lessons(standing, past)
    meant = [
        PatternRow(
            n,
            row.course,
            row.weekday,
            row.number,
            Span(row.from_day or first, row.until_day or YEAR.end),
            row.weeks.anchored(FIRST_WEEK),
            row.room,
        )
        for n, row in enumerate(rows)
        if isinstance(row.course, int) and not isinstance(row.room, NewName)
    ]
    assert lessons(after, future) == lessons(meant, future)


@given(STANDING, MATCHED, DAYS)
def test_a_second_import_of_the_same_file_says_that_nothing_changes(
    standing: list[PatternRow], rows: list[MatchedRow], first: date
) -> None:
    after = applied(standing, differences(standing, *rows, first=first))
    assert not differences(after, *rows, first=first)


@given(STANDING, MATCHED, DAYS)
def test_each_row_is_in_one_list(standing: list[PatternRow], rows: list[MatchedRow], first: date) -> None:
    difference = differences(standing, *rows, first=first)
    present = [row.id for row in standing if row.span.end > first]
    told = [*difference.unchanged, *difference.gone, *(row for row, _ in difference.changed)]
    assert sorted(row.id for row in told) == sorted(present)
    wanted: list[WantedRow] = [*difference.new, *(row for _, row in difference.changed)]
    assert len(wanted) + len(difference.unchanged) + difference.over == len(rows)


CYCLES = st.integers(1, 6).flatmap(lambda of: st.frozensets(st.integers(1, of), min_size=1).map(lambda w: (of, w)))


@given(CYCLES, CYCLES)
def test_weeks_of_cycles_are_joined_and_shortened_without_losing_one(
    one: tuple[int, frozenset[int]], other: tuple[int, frozenset[int]]
) -> None:
    def weeks(cycle: tuple[int, frozenset[int]]) -> set[int]:
        return {n for n in range(60) if n % cycle[0] + 1 in cycle[1]}

    short = cycle_weeks(*one)
    assert weeks(short) == weeks(one)
    assert short.of <= one[0]
    assert weeks(both_weeks(short, cycle_weeks(*other))) == weeks(one) | weeks(other)
