"""Which ways a notice takes, kind by kind; what may not be turned off; when a digest leaves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.notices.preferences import (
    AT_ONCE,
    DEFAULTS,
    MODES,
    NEVER_SILENT,
    CarrierName,
    DigestTime,
    Mode,
    NoticeKind,
    Reachable,
    Ways,
    allowed,
    every_way,
    ways,
)

BROWSER, MAIL, PHONE = 7, 9, 0
BOTH = Reachable((BROWSER,), MAIL)
ALL = Reachable((BROWSER,), MAIL, PHONE)
PUSH_ONLY, MAIL_ONLY, NOTHING = Reachable((BROWSER,)), Reachable(mail=MAIL), Reachable()


def modes(push: str, mail: str, webhook: str = "off") -> dict[CarrierName, Mode]:
    return {CarrierName.PUSH: Mode(push), CarrierName.MAIL: Mode(mail), CarrierName.WEBHOOK: Mode(webhook)}


@pytest.mark.parametrize(
    ("push", "mail", "reachable", "told"),
    [
        ("instant", "instant", BOTH, Ways((BROWSER,), MAIL)),
        ("instant", "fallback", BOTH, Ways((BROWSER,))),
        ("instant", "fallback", MAIL_ONLY, Ways(mail=MAIL)),
        ("off", "fallback", BOTH, Ways(mail=MAIL)),
        ("off", "instant", BOTH, Ways(mail=MAIL)),
        ("instant", "daily", BOTH, Ways((BROWSER,), digest=Mode.DAILY)),
        ("off", "weekly", BOTH, Ways(digest=Mode.WEEKLY)),
        ("off", "daily", PUSH_ONLY, Ways(why="no_way")),
        ("instant", "off", MAIL_ONLY, Ways(why="no_way")),
        ("instant", "fallback", NOTHING, Ways(why="no_way")),
        ("off", "off", BOTH, Ways(why="off")),
    ],
)
def test_ways_follow_what_the_person_chose(push: str, mail: str, reachable: Reachable, told: Ways) -> None:
    assert ways(NoticeKind.MARK, modes(push, mail), reachable, urgent=False) == told


@pytest.mark.parametrize(
    ("webhook", "reachable", "told"),
    [
        ("off", ALL, Ways((BROWSER,))),
        ("fallback", ALL, Ways((BROWSER,))),
        ("fallback", Reachable(mail=MAIL, phone=PHONE), Ways(mail=MAIL)),
        ("fallback", Reachable(phone=PHONE), Ways(phone=PHONE)),
        ("instant", ALL, Ways((BROWSER,), phone=PHONE)),
        ("instant", BOTH, Ways((BROWSER,))),
    ],
)
def test_the_telephone_rings_when_it_is_wanted_or_nothing_else_is_there(
    webhook: str, reachable: Reachable, told: Ways
) -> None:
    assert ways(NoticeKind.MARK, modes("instant", "fallback", webhook), reachable, urgent=False) == told


def test_an_absence_takes_a_way_that_was_turned_off_when_no_other_is_left() -> None:
    assert ways(NoticeKind.ABSENCE, modes("instant", "off"), MAIL_ONLY, urgent=False) == Ways(mail=MAIL)
    assert ways(NoticeKind.ABSENCE, modes("instant", "off"), BOTH, urgent=False, push_failed=True) == Ways(mail=MAIL)
    assert ways(NoticeKind.ABSENCE, modes("off", "instant"), Reachable(phone=PHONE), urgent=False) == Ways(phone=PHONE)
    assert ways(NoticeKind.ABSENCE, modes("off", "instant"), BOTH, urgent=False) == Ways(mail=MAIL)


def test_when_nobody_reacts_every_way_is_taken() -> None:
    assert every_way(ALL) == Ways((BROWSER,), MAIL, PHONE)
    assert every_way(NOTHING) == Ways(why="no_way")


def test_an_urgent_one_passes_what_was_turned_off() -> None:
    assert ways(NoticeKind.ANNOUNCEMENT, modes("off", "off"), BOTH, urgent=True) == Ways((BROWSER,))
    assert ways(NoticeKind.ANNOUNCEMENT, modes("off", "weekly"), MAIL_ONLY, urgent=True) == Ways(mail=MAIL)


def test_mail_steps_in_for_browsers_that_did_not_take_it() -> None:
    after = ways(NoticeKind.MARK, modes("instant", "fallback"), BOTH, urgent=False, push_failed=True)
    assert after == Ways(mail=MAIL)
    assert not ways(NoticeKind.MARK, modes("instant", "off"), BOTH, urgent=False, push_failed=True).at_once


def test_every_kind_has_ways_that_are_allowed_from_the_start() -> None:
    assert DEFAULTS.keys() == set(NoticeKind)
    assert all(
        allowed(kind, chosen, list(CarrierName), ()) and chosen.keys() == set(CarrierName)
        for kind, chosen in DEFAULTS.items()
    )


@pytest.mark.parametrize(
    ("kind", "push", "mail", "may"),
    [
        ("absence", "off", "off", False),
        ("absence", "off", "daily", False),
        ("absence", "off", "fallback", True),
        ("absence", "instant", "off", True),
        ("announcement", "off", "off", True),
        ("mark", "daily", "off", False),
    ],
)
def test_what_may_be_turned_off(kind: str, push: str, mail: str, may: bool) -> None:
    both = (CarrierName.PUSH, CarrierName.MAIL)
    assert allowed(NoticeKind(kind), modes(push, mail), both, both) is may


@pytest.mark.parametrize(
    ("push", "mail", "offered", "works", "may"),
    [
        ("off", "instant", "push", "", False),  # a school that sends no mail: it is no way
        ("off", "instant", "push mail", "push", False),  # nor for who has no address, or one that mail comes back from
        ("instant", "off", "push mail", "mail", False),  # no browser is registered: the mail stays
        ("instant", "off", "push mail", "", True),  # nothing works: what is chosen for later must be there at least
        ("off", "off", "push mail", "", False),
        ("off", "fallback", "push mail", "mail", True),
    ],
)
def test_of_an_absence_one_way_stays_that_works_now(push: str, mail: str, offered: str, works: str, may: bool) -> None:
    carriers = [[CarrierName(name) for name in names.split()] for names in (offered, works)]
    assert allowed(NoticeKind.ABSENCE, modes(push, mail), *carriers) is may


every_mode = st.fixed_dictionaries({carrier: st.sampled_from(sorted(MODES[carrier])) for carrier in CarrierName})
every_reach = st.builds(
    Reachable,
    st.lists(st.integers(1, 9), max_size=2, unique=True).map(tuple),
    st.none() | st.just(MAIL),
    st.none() | st.just(PHONE),
)


@given(st.sampled_from(NoticeKind), every_mode, every_reach)
def test_an_urgent_one_reaches_whoever_can_be_reached(
    kind: NoticeKind, chosen: dict[CarrierName, Mode], reach: Reachable
) -> None:
    assert ways(kind, chosen, reach, urgent=True).at_once == (reach != Reachable())


@given(st.sampled_from(sorted(NEVER_SILENT)), every_mode, every_mode)
def test_turning_off_one_kind_never_silences_another(
    kind: NoticeKind, chosen: dict[CarrierName, Mode], others: dict[CarrierName, Mode]
) -> None:
    """Ways are asked for with the modes of their own kind alone, and those of an absence tell at once."""
    if allowed(kind, chosen, list(CarrierName), ()):
        assert any(mode in AT_ONCE for mode in chosen.values())
        assert ways(kind, chosen, BOTH, urgent=False).at_once


def test_a_digest_leaves_at_the_hour_of_the_persons_day() -> None:
    evening = DigestTime("Asia/Yekaterinburg", hour=18, weekday=4)
    friday_noon = datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert evening.next_after(friday_noon, Mode.DAILY) == datetime(2026, 11, 27, 13, tzinfo=UTC)
    assert evening.next_after(friday_noon, Mode.WEEKLY) == datetime(2026, 11, 27, 13, tzinfo=UTC)
    at_that_hour = datetime(2026, 11, 27, 13, tzinfo=UTC)
    assert evening.next_after(at_that_hour, Mode.DAILY) == datetime(2026, 11, 28, 13, tzinfo=UTC)
    assert evening.next_after(at_that_hour, Mode.WEEKLY) == datetime(2026, 12, 4, 13, tzinfo=UTC)


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from(["Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe"]),
    st.integers(0, 23),
    st.integers(0, 6),
)
def test_between_two_digests_is_a_day_or_a_week_by_the_clock(
    moment: datetime, zone: str, hour: int, weekday: int
) -> None:
    due = DigestTime(zone, hour, weekday)
    for mode, days in ((Mode.DAILY, 1), (Mode.WEEKLY, 7)):
        first = due.next_after(moment, mode)
        second = due.next_after(first, mode)
        assert moment < first <= moment + timedelta(days=days, hours=1)
        local = [one.astimezone(ZoneInfo(zone)) for one in (first, second)]
        assert (local[1].date() - local[0].date()).days == days
        assert all(one.hour in (hour, hour + 1) for one in local)  # the next one where clocks left it out
