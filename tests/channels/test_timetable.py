"""The school week as pure rules: its days, the lessons that the pattern gives, and their clashes."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.school_year.school_calendar import SchoolCalendar, Span, monday
from channels.timetable.clashes import Clash, ClashKind, HeldLesson, clashes
from channels.timetable.pattern_rows import Changes, Made, PatternRow, Slot, Weeks, bring_up

YEAR = Span(date(2026, 9, 1), date(2027, 6, 1))
FIRST_QUARTER, SECOND_QUARTER = Span(date(2026, 9, 1), date(2026, 10, 26)), Span(date(2026, 11, 5), date(2026, 12, 31))
CALENDAR = SchoolCalendar(5, [FIRST_QUARTER, SECOND_QUARTER], [Span(date(2026, 11, 25), date(2026, 11, 26))])
MONDAYS = PatternRow(1, 10, 1, 2, YEAR)


def week_of(day: date) -> list[date]:
    return [monday(day) + timedelta(days=n) for n in range(7)]


def taught(calendar: SchoolCalendar, day: date) -> list[date]:
    """Returns the school days of its week."""
    return [one for one in week_of(day) if calendar.teaches_on(one)]


def slots(row: PatternRow, span: Span, calendar: SchoolCalendar = CALENDAR) -> list[date]:
    return list(row.days(calendar, span))


# Days


@pytest.mark.parametrize(
    ("day", "teaches"),
    [
        (date(2026, 8, 31), False),  # the Monday before the year begins
        (date(2026, 9, 1), True),
        (date(2026, 9, 5), False),  # a Saturday, in a week of five days
        (date(2026, 10, 25), False),
        (date(2026, 10, 26), False),  # the first day of the holidays
        (date(2026, 11, 5), True),
        (date(2026, 11, 25), False),  # a single free day
        (date(2026, 11, 26), True),
        (date(2026, 8, 16), False),
        (date(1999, 1, 1), False),
    ],
)
def test_a_school_teaches_on_its_weekdays_inside_its_periods(day: date, teaches: bool) -> None:
    assert CALENDAR.teaches_on(day) is teaches


def test_a_week_of_six_days_has_saturdays() -> None:
    six = SchoolCalendar(6, [FIRST_QUARTER])
    assert [day.isoweekday() for day in taught(six, date(2026, 9, 9))] == [1, 2, 3, 4, 5, 6]


def test_the_week_in_which_a_year_begins_has_the_days_from_its_first_one() -> None:
    assert [day.day for day in taught(CALENDAR, date(2026, 9, 1))] == [1, 2, 3, 4]
    assert taught(CALENDAR, date(2026, 8, 16)) == []


# The pattern


@pytest.mark.parametrize(
    ("which", "weeks"),
    [
        ({1}, [7, 21]),
        ({2}, [14, 28]),
        ({1, 2}, [7, 14, 21, 28]),
    ],
)
def test_a_row_of_some_weeks_is_held_in_those(which: set[int], weeks: list[int]) -> None:
    row = PatternRow(1, 10, 1, 2, YEAR, Weeks(2, frozenset(which), date(2026, 9, 9)))  # the anchor is any day of it
    assert [day.day for day in slots(row, Span(date(2026, 9, 1), date(2026, 10, 1)))] == weeks


def test_weeks_before_the_anchor_are_counted_as_well() -> None:
    first_of_three = Weeks(3, frozenset({1}), date(2026, 9, 21))
    assert [day.day for day in week_of(date(2026, 8, 31)) if day in first_of_three] == [31, 1, 2, 3, 4, 5, 6]
    assert date(2026, 9, 7) not in first_of_three
    assert date(2026, 9, 14) not in first_of_three


def test_a_row_gives_nothing_before_its_first_day_and_from_its_end_on() -> None:
    row = PatternRow(1, 10, 1, 2, Span(date(2026, 9, 14), date(2026, 9, 28)))
    assert [day.day for day in slots(row, YEAR)] == [14, 21]


def test_a_row_looks_at_its_own_weekday_and_at_no_other() -> None:
    looked_at = []

    class Watched(SchoolCalendar):
        def teaches_on(self, day: date) -> bool:
            looked_at.append(day)
            return super().teaches_on(day)

    days = list(PatternRow(1, 10, 3, 2, YEAR).days(Watched(5, [YEAR]), FIRST_QUARTER))
    assert days == looked_at
    assert {day.isoweekday() for day in days} == {3}


def test_the_timetable_of_the_next_half_year_changes_nothing_before_its_first_day() -> None:
    after = Span(date(2026, 11, 5), YEAR.end)
    now = PatternRow(1, 10, 1, 2, Span(YEAR.first, after.first))
    then = PatternRow(2, 10, 1, 5, after)
    before = bring_up([now], CALENDAR, FIRST_QUARTER, [])
    assert bring_up([now, then], CALENDAR, FIRST_QUARTER, []) == before
    assert {slot.number for slot, _ in bring_up([now, then], CALENDAR, SECOND_QUARTER, []).add} == {5}


# Lessons that are made, and kept right


def applied(changes: Changes, made: Sequence[Made]) -> list[Made]:
    dropped = {one.slot for one in changes.drop}
    moved = {one.slot: row for one, row in changes.move}
    kept = [one for one in made if one.slot not in dropped and one.slot not in moved]
    kept += [Made(slot, row.id, row.room) for slot, row in moved.items()]
    return kept + [Made(slot, row.id, row.room) for slot, row in changes.add]


DAYS = st.dates(date(2026, 8, 25), date(2026, 11, 30))
SPANS = st.tuples(DAYS, st.integers(0, 60)).map(lambda two: Span(two[0], two[0] + timedelta(days=two[1])))
ROWS = st.lists(
    st.builds(
        PatternRow,
        st.integers(1, 6),
        st.integers(1, 2),
        st.integers(1, 6),
        st.integers(1, 3),
        SPANS,
        st.builds(Weeks, st.just(2), st.frozensets(st.integers(1, 2), min_size=1), DAYS),
        st.none() | st.integers(1, 3),
    ),
    max_size=6,
    unique_by=lambda row: row.id,
)
CALENDARS = st.builds(
    SchoolCalendar, st.sampled_from([5, 6]), st.lists(SPANS, min_size=1, max_size=3), st.lists(SPANS, max_size=2)
)
SLOTS = st.builds(Slot, st.integers(1, 2), DAYS, st.integers(1, 3))
LESSONS = st.lists(
    st.builds(Made, SLOTS, st.integers(1, 6), st.none() | st.integers(1, 3), st.booleans()),
    max_size=20,
    unique_by=lambda one: one.slot,
)


@given(ROWS, CALENDARS, SPANS, LESSONS, st.sets(SLOTS, max_size=5))
def test_after_it_was_brought_up_nothing_is_left_to_do(
    rows: list[PatternRow], calendar: SchoolCalendar, span: Span, lessons: list[Made], taken: set[Slot]
) -> None:
    made = [one for one in lessons if one.slot.day in span and one.slot not in taken]
    changes = bring_up(rows, calendar, span, made, taken)
    after = applied(changes, made)
    assert not bring_up(rows, calendar, span, after, taken)
    given = {Slot(row.course, day, row.number) for row in rows for day in row.days(calendar, span)}
    assert {one.slot for one in after} == (given - taken) | {one.slot for one in made if one.touched}
    assert len({one.slot for one in after}) == len(after), "a course twice at one bell"


@given(ROWS, CALENDARS, SPANS, LESSONS, st.sets(SLOTS, max_size=5))
def test_what_is_touched_stays_as_it_is_and_what_the_pattern_lacks_is_named(
    rows: list[PatternRow], calendar: SchoolCalendar, span: Span, lessons: list[Made], taken: set[Slot]
) -> None:
    changes = bring_up(rows, calendar, span, lessons, taken)
    touched = [one for one in lessons if one.touched]
    assert all(one in applied(changes, lessons) for one in touched)
    given = {Slot(row.course, day, row.number) for row in rows for day in row.days(calendar, span)}
    assert {one.slot for one in changes.left} == {one.slot for one in touched} - given


def test_of_two_rows_at_one_place_the_one_that_began_last_counts() -> None:
    old = PatternRow(1, 10, 1, 2, YEAR, room=1)
    new = PatternRow(2, 10, 1, 2, Span(date(2026, 9, 21), YEAR.end), room=2)
    span = Span(date(2026, 9, 14), date(2026, 9, 28))
    assert [(slot.day.day, row.room) for slot, row in bring_up([new, old], CALENDAR, span, []).add] == [
        (14, 1),
        (21, 2),
    ]


def test_a_single_lesson_at_the_place_of_the_pattern_keeps_it() -> None:
    span = Span(date(2026, 9, 7), date(2026, 9, 14))
    here = Slot(10, date(2026, 9, 7), 2)
    assert not bring_up([MONDAYS], CALENDAR, span, [], [here])


# Clashes


def held(number: int, starts: int, ends: int, **more: object) -> HeldLesson:
    return HeldLesson(number, starts, ends, **more)  # type: ignore[arg-type]


ENGLISH_A = held(1, 0, 45, teachers=frozenset({1}), students=frozenset({1, 2}))
ENGLISH_B = held(2, 0, 45, teachers=frozenset({2}), students=frozenset({3, 4}))
WHOLE_CLASS = held(3, 0, 45, teachers=frozenset({3}), classes=frozenset({5}), students=frozenset({1, 2, 3, 4}))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (ENGLISH_A, ENGLISH_B, []),  # the two halves of a class
        (ENGLISH_A, WHOLE_CLASS, [(ClashKind.STUDENTS, {1, 2})]),
        (held(1, 0, 45, room=7), held(2, 0, 45, room=7), [(ClashKind.ROOM, {7})]),
        (held(1, 0, 45, room=7), held(2, 45, 90, room=7), []),  # one ends when the other begins
        (held(1, 0, 45, room=7), held(2, 40, 85, room=7), [(ClashKind.ROOM, {7})]),  # two shifts
        (held(1, 0, 45), held(2, 0, 45), []),  # no room is no room
        (
            held(1, 0, 45, classes=frozenset({5})),
            held(2, 0, 45, classes=frozenset({5, 6})),
            [(ClashKind.STUDENTS, set())],
        ),
        (  # the halves of a class
            held(1, 0, 45, classes=frozenset({5}), students=frozenset({1, 2})),
            held(2, 0, 45, classes=frozenset({5}), students=frozenset({3})),
            [],
        ),
        (  # nobody is chosen for the second half yet
            held(1, 0, 45, classes=frozenset({5}), students=frozenset({1, 2})),
            held(2, 0, 45, classes=frozenset({5})),
            [(ClashKind.STUDENTS, set())],
        ),
        (  # nobody is chosen for the second half yet, which is named as another one
            held(1, 0, 45, classes=frozenset({5}), students=frozenset({1, 2}), group="1"),
            held(2, 0, 45, classes=frozenset({5}), group="2"),
            [],
        ),
        (  # nobody is chosen for either half yet
            held(1, 0, 45, classes=frozenset({5}), group="1"),
            held(2, 0, 45, classes=frozenset({5}), group="2"),
            [],
        ),
        (  # the same half twice
            held(1, 0, 45, classes=frozenset({5}), group="1"),
            held(2, 0, 45, classes=frozenset({5}), group="1"),
            [(ClashKind.STUDENTS, set())],
        ),
        (
            held(1, 0, 45, teachers=frozenset({1, 2}), room=7),
            held(2, 10, 20, teachers=frozenset({2}), room=7),
            [(ClashKind.TEACHER, {2}), (ClashKind.ROOM, {7})],
        ),
    ],
)
def test_what_clashes_and_what_does_not(
    first: HeldLesson, second: HeldLesson, found: list[tuple[ClashKind, set[int]]]
) -> None:
    for pair in ([first, second], [second, first]):
        assert [(clash.kind, set(clash.who)) for clash in clashes(pair)] == found


def test_what_is_held_on_no_day_clashes_with_nothing() -> None:
    day = date(2026, 8, 25)
    never = held(1, 0, 46, teachers=frozenset({1}), days=Span(day, day))
    once = held(2, 0, 45, teachers=frozenset({1}), days=Span(day, day + timedelta(days=1)))
    always = held(3, 0, 45, teachers=frozenset({1}))
    assert [(clash.first, clash.second) for clash in clashes([never, once, always])] == [(3, 2)]


def test_lessons_at_one_time_that_have_nothing_in_common_are_never_compared() -> None:
    compared = []

    class Watched(frozenset[int]):
        def __and__(self, other: object) -> frozenset[int]:
            compared.append((self, other))
            return super().__and__(other)  # type: ignore[operator]

    lessons = [held(n, 0, 45, teachers=Watched({n}), students=frozenset({n}), room=n) for n in range(50)]
    twice = held(50, 0, 45, teachers=Watched({7}))
    # a row for each week
    weekly = [
        held(60 + n, 0, 45, teachers=Watched({99}), days=Span(day, day + timedelta(days=1)))
        for n, day in enumerate(date(2026, 9, 7) + timedelta(weeks=n) for n in range(30))
    ]
    assert [(clash.first, clash.second) for clash in clashes([*lessons, twice, *weekly])] == [(7, 50)]
    assert [set(one) for one, _ in compared] == [{7}]


WEEK = st.lists(
    st.builds(
        HeldLesson,
        st.integers(1, 10_000),
        starts := st.integers(0, 200),
        starts.map(lambda minute: 201 + minute % 30),
        st.frozensets(st.integers(1, 3), max_size=2),
        st.none() | st.integers(1, 3),
        st.frozensets(st.integers(1, 3), max_size=2),
        st.frozensets(st.integers(1, 9), max_size=3),
        days=st.just(Span(date.min, date.max)) | SPANS,
    ),
    max_size=12,
    unique_by=lambda lesson: lesson.id,
)


@given(WEEK)
def test_each_clash_is_found_once_and_no_other(lessons: list[HeldLesson]) -> None:
    expected: set[tuple[ClashKind, frozenset[int]]] = set()
    for one in lessons:
        for other in lessons:
            if one.id >= other.id or one.ends <= other.starts or other.ends <= one.starts:
                continue
            if max(one.days.first, other.days.first) >= min(one.days.end, other.days.end):
                continue  # no day in common, as with what is held on none
            pair = frozenset({one.id, other.id})
            if one.teachers & other.teachers:
                expected.add((ClashKind.TEACHER, pair))
            if one.room is not None and one.room == other.room:
                expected.add((ClashKind.ROOM, pair))
            unknown = not one.students or not other.students
            if one.students & other.students or (unknown and one.classes & other.classes):
                expected.add((ClashKind.STUDENTS, pair))
    found: list[Clash] = list(clashes(lessons))
    assert {(clash.kind, frozenset({clash.first, clash.second})) for clash in found} == expected
    assert len(found) == len(expected)
