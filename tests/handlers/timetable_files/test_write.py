"""A timetable that is written reads back to the same lessons, whatever the names in it are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.roster.model import Problems
from channels.school_year.school_calendar import Span
from channels.timetable.inputs import LONGEST_CYCLE
from channels.timetable.pattern_rows import PatternRow, Weeks
from channels.timetable_files.difference import differ
from channels.timetable_files.exported import export_rows
from channels.timetable_files.imported import CycleWeeks, ImportedRow, cycle_weeks
from channels.timetable_files.matching import match_names
from handlers.timetable_files.read import read_timetable
from handlers.timetable_files.write import write_list
from tests.support.timetable_files import class_names, school

LETTERS = st.sampled_from("АБВабвёXxY059№-.()'=+@ ")
NAMES = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
ONE = NAMES.filter(lambda name: not set(name) & set("+"))
DAYS = st.dates(date(2026, 9, 1), date(2027, 5, 30))
CYCLES = st.integers(1, LONGEST_CYCLE).flatmap(
    lambda of: st.frozensets(st.integers(1, of), min_size=1).map(lambda which: cycle_weeks(of, which))
)
ROWS = st.lists(
    st.builds(
        ImportedRow,
        file=st.just("t.csv"),
        line=st.just(0),
        weekday=st.integers(1, 7),
        number=st.integers(0, 20),
        classes=st.lists(ONE, min_size=1, max_size=3, unique=True).map(tuple),
        subject=st.just("") | NAMES,
        teachers=st.lists(ONE, max_size=3, unique=True).map(tuple),
        room=st.just("") | NAMES,
        subgroup=st.just("") | NAMES,
        weeks=CYCLES,
        from_day=st.none() | DAYS,
        until_day=st.none() | DAYS.map(lambda day: day + timedelta(days=300)),
    ),
    max_size=6,
    unique_by=lambda row: row.content,
)


def places(rows: Sequence[ImportedRow]) -> list[Any]:
    return [(row.content, row.weeks) for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.sampled_from(["ru", "en"]))
def test_a_written_table_reads_back_to_the_same_lessons(tmp_path: Path, rows: list[ImportedRow], language: Any) -> None:
    path = tmp_path / "written.csv"
    path.write_bytes(write_list(rows, language))
    problems = Problems()
    assert places(read_timetable(path, problems).rows) == places(rows)
    assert not problems.refused


CLASSES = class_names(4)
SCHOOL = school(CLASSES)
YEAR = Span(date(2026, 9, 1), date(2027, 5, 29))
FIRST_WEEK = date(2026, 9, 1)
SPANS = st.tuples(DAYS, st.integers(1, 300)).map(lambda two: Span(two[0], two[0] + timedelta(days=two[1])))
PATTERNS = st.lists(
    st.builds(
        PatternRow,
        st.integers(1, 99),
        st.sampled_from([one.id for one in SCHOOL.courses]),
        st.integers(1, 5),
        st.integers(1, 7),
        st.just(YEAR) | SPANS,
        st.builds(Weeks, st.just(2), st.frozensets(st.integers(1, 2), min_size=1), DAYS),
        st.none() | st.sampled_from([one.id for one in SCHOOL.rooms]),
    ),
    max_size=6,
    unique_by=lambda row: (row.course, row.weekday, row.number),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PATTERNS, DAYS, st.sampled_from(["ru", "en"]))
def test_a_pattern_that_was_written_and_is_imported_again_changes_nothing(
    tmp_path: Path, pattern: list[PatternRow], first_day: date, language: Any
) -> None:
    path = tmp_path / "pattern.csv"
    period = Span(first_day, YEAR.end)
    path.write_bytes(write_list(export_rows(pattern, SCHOOL, period, FIRST_WEEK), language))
    problems = Problems()
    matching = match_names(read_timetable(path, problems).rows, SCHOOL, {})
    assert (matching.doubts, matching.new_courses, matching.teachers, problems.refused) == ([], [], {}, False)
    within = [replace(row, span=row.span.within(Span(YEAR.first, YEAR.end))) for row in pattern]
    assert not differ(within, matching.rows, first_day, YEAR.end, FIRST_WEEK)


def test_a_cell_that_a_spreadsheet_would_compute_is_written_as_text() -> None:
    row = ImportedRow("", 0, 1, 1, ("5А",), "=HYPERLINK(1)", ("-/Чит",), weeks=CycleWeeks(2, frozenset({2})))
    assert write_list([row], "ru").decode("utf-8-sig").splitlines() == [
        "Класс;Подгруппа;Предмет;Учитель;Кабинет;День;Урок;Недели;С;По",
        "5А;;'=HYPERLINK(1);'-/Чит;;понедельник;1;2 из 2;;",
    ]
    assert write_list([], "en").decode("utf-8-sig").startswith("Class;Subgroup;Subject;")
