"""From a file to the lessons of four weeks: every program's file of one timetable gives the same."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.roster.model import Problems
from channels.school_year.school_calendar import SchoolCalendar, Span, monday
from channels.timetable.pattern_rows import PatternRow, bring_up
from channels.timetable_files.difference import PatternDifference, differ, pattern_after
from channels.timetable_files.imported import EVERY, CycleWeeks, ImportedRow, RowGatherer
from channels.timetable_files.matching import Matching, match_names
from handlers.timetable_files.read import FileKind, read_timetable, recognise
from tests.support.timetable_files import FIRST, PROGRAMS, SECOND, class_names, dated, school, timetable

CLASSES = class_names(24)  # 600 students
SCHOOL = school(CLASSES)
YEAR = Span(date(2026, 9, 1), date(2027, 5, 29))
FIRST_WEEK, HALF = date(2026, 9, 1), date(2027, 1, 11)
FOUR_WEEKS = Span(date(2026, 9, 7), date(2026, 10, 5))
CALENDAR = SchoolCalendar(5, [YEAR])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    return {name: write(timetable(CLASSES), folder) for name, write in PROGRAMS.items()}


@pytest.fixture(scope="module")
def matchings(files: dict[str, Path]) -> dict[str, Matching]:
    return {name: matched(path) for name, path in files.items()}


def matched(path: Path) -> Matching:
    problems = Problems()
    imported = read_timetable(path, problems)
    assert [each for each in problems.first if each.code != "read_as_windows_1251"] == []
    return match_names(imported.rows, SCHOOL, {})


def difference(pattern: list[PatternRow], matching: Matching, first_day: date = YEAR.first) -> PatternDifference:
    return differ(pattern, matching.rows, first_day, YEAR.end, FIRST_WEEK)


def applied(matching: Matching) -> list[PatternRow]:
    return pattern_after([], difference([], matching), {}, count(1))


def lessons(pattern: list[PatternRow], span: Span = FOUR_WEEKS) -> set[tuple[int, date, int, int | None]]:
    return {(slot.course, slot.day, slot.number, row.room) for slot, row in bring_up(pattern, CALENDAR, span, []).add}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_is_recognised_and_nothing_of_it_has_to_be_asked(
    files: dict[str, Path], matchings: dict[str, Matching], program: str
) -> None:
    recognised = recognise(files[program], Problems())
    assert recognised is not None
    kinds = {"csv": FileKind.LIST, "xlsx": FileKind.LIST, "grid": FileKind.GRID}
    assert recognised.kind == kinds.get(program, program)
    matching = matchings[program]
    assert (matching.doubts, matching.new_courses, matching.twice, matching.teachers) == ([], [], [], {})
    assert len(matching.rows) == len(timetable(CLASSES))


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_shown_is_applied_and_the_second_import_says_no_changes(
    matchings: dict[str, Matching], program: str
) -> None:
    shown = difference([], matchings[program])
    assert (len(shown.new), shown.standing) == (len(timetable(CLASSES)), 0)
    pattern = pattern_after([], shown, {}, count(1))
    rooms = {one.name: one.id for one in SCHOOL.rooms}
    of_file = sorted((row.weekday, row.number, rooms[row.room]) for row in timetable(CLASSES))
    assert sorted((row.weekday, row.number, row.room or 0) for row in pattern) == of_file
    assert len(lessons(pattern)) == 4 * (24 * 30 + 24 * 3 - 12 * 3)  # two halves, and a stream once for two classes
    assert not difference(pattern, matchings[program])


def test_every_programs_file_gives_the_same_lessons(matchings: dict[str, Matching]) -> None:
    pattern = applied(matchings["csv"])
    for program, matching in matchings.items():
        assert not difference(pattern, matching), program
        assert lessons(applied(matching)) == lessons(pattern), program


def test_the_timetable_of_the_next_half_year_leaves_this_one_as_it_is(
    matchings: dict[str, Matching], tmp_path: Path
) -> None:
    pattern = applied(matchings["csv"])
    moved = [replace(row, number=row.number + 6) if row.weekday == 1 else row for row in timetable(CLASSES)]
    change = difference(pattern, matched(PROGRAMS["asc"](moved, tmp_path)), HALF)
    assert (list(change.new), list(change.gone)) == ([], [])
    assert len(change.changed) == sum(1 for row in moved if row.weekday == 1)
    after = pattern_after(pattern, change, {}, count(100_000))
    assert lessons(after) == lessons(pattern)
    that_week = Span(HALF, date(2027, 1, 18))
    assert {number for _, day, number, _ in lessons(after, that_week) if day == HALF} == set(range(7, 13))


def test_a_file_that_was_cut_off_asks_twice(matchings: dict[str, Matching]) -> None:
    pattern = applied(matchings["csv"])
    whole = matchings["csv"]
    cut = replace(whole, rows=whole.rows[: len(whole.rows) * 3 // 4])
    assert difference(pattern, cut).asks_twice
    assert not difference(pattern, replace(whole, rows=whole.rows[:-20])).asks_twice


def test_a_list_with_a_row_for_each_date_gives_the_same_lessons_in_no_more_rows_than_the_week_has(
    matchings: dict[str, Matching], tmp_path: Path
) -> None:
    every_date = dated(timetable(CLASSES), monday(FIRST_WEEK), 5)
    assert len(every_date) == 5 * (24 * 30 + 24 * 3 - 12 * 3)
    for program in ("csv", "xlsx"):
        matching = matched(PROGRAMS[program](every_date, tmp_path))
        assert len(matching.rows) < 2 * len(timetable(CLASSES))
        assert lessons(applied(matching)) == lessons(applied(matchings["csv"]))


ONE_DAY = st.dates(date(2026, 9, 1), date(2026, 10, 20)).map(lambda day: Span(day, day + timedelta(days=1)))
SOME_DAYS = ONE_DAY | st.tuples(ONE_DAY, st.integers(1, 30)).map(
    lambda two: Span(two[0].first, two[0].first + timedelta(days=two[1]))
)


@given(st.lists(st.tuples(SOME_DAYS, st.integers(1, 5), st.sampled_from([EVERY, FIRST, SECOND])), max_size=12))
def test_rows_of_some_days_give_the_same_lessons_after_they_were_joined(
    rows: list[tuple[Span, int, CycleWeeks]],
) -> None:
    given_rows = [
        ImportedRow("t", line, weekday, 1, ("5А",), weeks=weeks, from_day=span.first, until_day=span.end)
        for line, (span, weekday, weeks) in enumerate(rows, 1)
    ]
    gatherer = RowGatherer(Problems())
    for row in given_rows:
        gatherer.add(row)
    joined = gatherer.timetable().rows
    assert held_by(joined) == held_by(given_rows)
    assert [row.line for row in joined] == sorted(row.line for row in joined)


def held_by(rows: list[ImportedRow]) -> set[date]:
    return {
        day
        for row in rows
        if row.from_day is not None and row.until_day is not None
        for day in PatternRow(
            1, 1, row.weekday, 1, Span(row.from_day, row.until_day), row.weeks.anchored(FIRST_WEEK)
        ).days(CALENDAR, YEAR)
    }
