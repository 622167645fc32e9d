"""Quiet hours hold what is not urgent until the first allowed minute: never earlier, never later, never for ever."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.notices.quiet import DAY, LONGEST, QuietHours, Window, first_allowed

NIGHT = Window(22 * 60, 7 * 60)
MINUTE = timedelta(minutes=1)
ZONES = [
    "Europe/Moscow",
    "Europe/Berlin",  # an hour forward and back, at night
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Asia/Kathmandu",  # 5:45
    "Africa/Cairo",  # at midnight: a day begins at one
    "Pacific/Apia",
]


def at(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "allowed"),
    [
        ("Europe/Moscow", "2026-11-27 21:59:30", "2026-11-27 21:59:30"),  # it is not quiet yet
        ("Europe/Moscow", "2026-11-27 22:00", "2026-11-28 07:00"),
        ("Europe/Moscow", "2026-11-28 06:59:59", "2026-11-28 07:00"),
        ("Europe/Berlin", "2026-03-28 23:00", "2026-03-29 07:00"),  # eight hours by the clock, seven by the sun
        ("Europe/Berlin", "2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_a_night_is_waited_for_by_the_clock_of_the_zone(zone: str, moment: str, allowed: str) -> None:
    assert first_allowed(at(zone, moment), [QuietHours(zone, (NIGHT,))]) == at(zone, allowed)


def test_an_hour_that_is_left_out_ends_a_window_that_would_end_in_it() -> None:
    rule = QuietHours("Europe/Berlin", (Window(22 * 60, 2 * 60 + 30),))
    assert first_allowed(at("Europe/Berlin", "2026-03-29 01:10"), [rule]) == at("Europe/Berlin", "2026-03-29 03:00")


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    rule = QuietHours("Europe/Berlin", (Window(22 * 60, 2 * 60 + 30),))
    again = at("Europe/Berlin", "2026-10-25 02:10", fold=1)
    assert first_allowed(again, [rule]) == at("Europe/Berlin", "2026-10-25 02:30", fold=1)
    assert first_allowed(again - timedelta(hours=1), [rule]) == at("Europe/Berlin", "2026-10-25 02:30")


def test_rules_of_several_zones_hold_together() -> None:
    school = QuietHours("Asia/Vladivostok", (NIGHT,))  # until midnight in Moscow
    person = QuietHours("Europe/Moscow", (NIGHT,))
    moment = at("Asia/Vladivostok", "2026-11-27 23:00")  # 16:00 in Moscow
    assert first_allowed(moment, [school, person]) == at("Europe/Moscow", "2026-11-28 07:00")


def test_a_day_without_school_is_quiet_from_midnight_to_midnight_and_the_night_after_it() -> None:
    rule = QuietHours("Europe/Moscow", (NIGHT,), frozenset({date(2026, 11, 28), date(2026, 11, 29)}))
    assert first_allowed(at("Europe/Moscow", "2026-11-28 12:00"), [rule]) == at("Europe/Moscow", "2026-11-30 07:00")


def test_a_window_of_some_days_begins_on_those_days() -> None:
    rule = QuietHours("Europe/Moscow", (Window(18 * 60, 8 * 60, frozenset({4})),))  # Friday evening
    assert first_allowed(at("Europe/Moscow", "2026-11-28 06:00"), [rule]) == at("Europe/Moscow", "2026-11-28 08:00")
    assert not rule.covers(at("Europe/Moscow", "2026-11-28 19:00"))


def test_rules_that_leave_nothing_hold_for_a_week_and_no_longer() -> None:
    moment = at("Europe/Moscow", "2026-11-27 12:34:56")
    assert first_allowed(moment, [QuietHours("Europe/Moscow", (Window(0, 0),))]) == moment + LONGEST


windows = st.builds(
    Window,
    st.integers(0, DAY - 1),
    st.integers(0, DAY - 1),
    st.frozensets(st.integers(0, 6), min_size=1).filter(bool),
)
year = st.integers(0, 350 * DAY * 60).map(lambda after: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=after))
changes = st.sampled_from(  # close to where clocks are changed
    [
        at("Europe/Berlin", "2026-03-29 00:00"),
        at("Europe/Berlin", "2026-10-25 00:00"),
        at("Australia/Lord_Howe", "2026-04-05 00:00"),
        at("Australia/Lord_Howe", "2026-10-04 00:00"),
        at("Africa/Cairo", "2026-04-23 22:00"),
        at("Africa/Cairo", "2026-10-29 21:00"),
        at("America/New_York", "2026-03-08 00:00"),
        at("America/New_York", "2026-11-01 00:00"),
    ]
)
closely = st.builds(lambda change, after: change + timedelta(seconds=after), changes, st.integers(-9999, 29999))
moments = year | closely


@st.composite
def rules_around(draw: st.DrawFn) -> tuple[datetime, list[QuietHours]]:
    moment = draw(moments)
    days = st.frozensets(st.integers(-1, 3).map(lambda ahead: (moment + timedelta(days=ahead)).date()), max_size=2)
    rule = st.builds(QuietHours, st.sampled_from(ZONES), st.lists(windows, max_size=2).map(tuple), days)
    return moment, draw(st.lists(rule, max_size=3))


def _is_quiet(moment: datetime, rule: QuietHours) -> bool:
    """The same in other words: the wall clock is inside a window of today or of yesterday, or today is closed."""
    local = moment.astimezone(ZoneInfo(rule.zone))
    clock, day = (local.hour, local.minute), local.date()
    for window in rule.windows:
        begins, ends = divmod(window.begins, 60), divmod(window.ends, 60)
        over_midnight = ends <= begins
        begun_today = day.weekday() in window.weekdays
        begun_yesterday = (day - timedelta(days=1)).weekday() in window.weekdays
        if begun_today and clock >= begins and (over_midnight or clock < ends):
            return True
        if begun_yesterday and over_midnight and clock < ends:
            return True
    return day in rule.closed


@given(rules_around())
def test_it_is_held_until_the_first_minute_that_nobody_forbids(case: tuple[datetime, list[QuietHours]]) -> None:
    moment, rules = case
    allowed = first_allowed(moment, rules)
    looked = moment
    while any(_is_quiet(looked, rule) for rule in rules) and looked < moment + LONGEST:
        looked = looked.replace(second=0, microsecond=0) + MINUTE
    assert allowed == min(looked, moment + LONGEST)


@given(rules_around())
def test_asking_again_at_the_allowed_minute_changes_nothing(case: tuple[datetime, list[QuietHours]]) -> None:
    moment, rules = case
    allowed = first_allowed(moment, rules)
    if allowed < moment + LONGEST:
        assert first_allowed(allowed, rules) == allowed


@given(rules_around())
def test_a_rule_more_never_lets_it_go_earlier(case: tuple[datetime, list[QuietHours]]) -> None:
    moment, rules = case
    for fewer in range(len(rules)):
        assert first_allowed(moment, rules[:fewer]) <= first_allowed(moment, rules)
