"""When people are told of changed lessons, and that nobody is told of a change twice, or of one that is none."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.notices.delivery import Reached
from channels.notices.dispatching import decide
from channels.notices.lesson_timing import (
    GRACE,
    GRACE_AT_MOST,
    SOON,
    WAKING,
    ChangedHours,
    PendingChanges,
    allowed_at,
    settled_at,
    taken,
)
from channels.notices.ports import DeliveryProfile, Held, Notice, Settled, ToldLesson
from channels.notices.preferences import CarrierName, DigestTime, Mode, NoticeKind, Reachable
from channels.notices.quiet import QuietHours, Window
from channels.publication import ChannelName
from channels.substitutions.model import LessonPlace

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHT = QuietHours("UTC", (Window(22 * 60, 7 * 60),))
LATE = QuietHours("UTC", (Window(20 * 60, 10 * 60),))


def place(*, room: str = "", cancelled: bool = False) -> LessonPlace:
    return LessonPlace(
        day=date(2026, 11, 26),
        number=1,
        room=room,
        teachers=[],
        cancelled=cancelled,
        instead="",
        replaced_by=None,
        note="",
    )


PLACES = [place(), place(room="214"), place(room="310"), place(cancelled=True)]


def pending(
    begins: datetime, *, first: bool = False, near_from: datetime = NOON, newest: datetime = NOON
) -> PendingChanges:
    return PendingChanges([ChangedHours(begins, near_from, first)], newest)


def test_a_change_waits_for_the_next_one_but_not_for_ever_and_not_until_the_lesson() -> None:
    tomorrow = NOON + DAY
    assert settled_at(pending(tomorrow), NOON) == NOON + GRACE
    followed = pending(tomorrow, newest=NOON + timedelta(minutes=4))
    assert settled_at(followed, NOON) == NOON + timedelta(minutes=4) + GRACE
    for_ever = pending(tomorrow, newest=NOON + timedelta(minutes=14))
    assert settled_at(for_ever, NOON) == NOON + GRACE_AT_MOST
    assert settled_at(pending(NOON + SOON + timedelta(minutes=1)), NOON) == NOON + timedelta(minutes=1)
    assert settled_at(pending(NOON + timedelta(minutes=5)), NOON) < NOON


@pytest.mark.parametrize(
    ("first", "own", "begins", "told"),
    [
        (True, [], "08:30", "07:00"),  # the night of the law is over before it
        (True, [LATE], "08:30", "07:30"),  # an hour before it nobody's own quiet holds it
        (True, [LATE], "07:30", "07:00"),  # the night of the law does
        (False, [LATE], "08:30", "10:00"),  # what comes later in the day is held
        (True, [LATE], "12:00", "10:00"),
    ],
)
def test_the_first_lesson_passes_what_is_quiet_for_oneself(
    first: bool, own: list[QuietHours], begins: str, told: str
) -> None:
    evening = NOON.replace(hour=23)
    at, when = (datetime.fromisoformat(f"2026-11-26T{clock}:00+00:00") for clock in (begins, told))
    assert allowed_at(pending(at, first=first), evening, own, [NIGHT]) == when


@given(
    st.integers(1, 36 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.integers(0, 36 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    st.sampled_from([[], [LATE], [QuietHours("UTC", (Window(0, 0),))]]),
)
def test_a_first_lesson_is_told_before_it_begins_unless_the_law_is_quiet(
    begins: datetime, now: datetime, own: list[QuietHours]
) -> None:
    told = allowed_at(pending(begins, first=True), now, own, [NIGHT])
    assert told >= now
    assert not NIGHT.covers(told)
    if now <= begins - WAKING and not NIGHT.covers(begins - WAKING):
        assert told <= begins - WAKING


def notice() -> Notice:
    return Notice(1, 1, ChannelName("class:1"), 1, NoticeKind.TIMETABLE, urgent=False, published_at=NOON)


def profile(*, mail: int | None = 0, push: str = "instant", mailing: str = "fallback") -> DeliveryProfile:
    modes = {CarrierName.PUSH: Mode(push), CarrierName.MAIL: Mode(mailing), CarrierName.WEBHOOK: Mode.OFF}
    reachable = Reachable((7,), mail)
    return DeliveryProfile(reachable, DigestTime("UTC"), (), (), "UTC", {NoticeKind.TIMETABLE: modes})


NEXT_WEEK = NOON + timedelta(days=7)
EVE = NEXT_WEEK.replace(hour=0) - DAY
EVENING, FRIDAY = NOON.replace(hour=18), NOON.replace(hour=18) + 2 * DAY


@pytest.mark.parametrize(
    ("who", "begins", "near_from", "becomes"),
    [
        (profile(), NOON + DAY, NOON, "told"),
        (profile(), NEXT_WEEK, EVE, EVENING),
        (profile(mailing="off"), NEXT_WEEK, EVE, "held"),
        (profile(mail=None), NEXT_WEEK, EVE, "held"),
        (profile(push="off", mailing="daily"), NOON + DAY, NOON, EVENING),
        (profile(push="off", mailing="weekly"), NEXT_WEEK, EVE, FRIDAY),
        (profile(push="off", mailing="weekly"), NOON + DAY, NOON, EVENING),  # on Friday it would be over
        (profile(push="off", mailing="off"), NOON + DAY, NOON, "off"),
    ],
)
def test_today_and_tomorrow_at_once_the_rest_in_a_digest_or_the_day_before(
    who: DeliveryProfile, begins: datetime, near_from: datetime, becomes: object
) -> None:
    now = NOON + GRACE
    decided = decide(notice(), who, Reached.AWAY, None, now, changes=pending(begins, near_from=near_from))
    if isinstance(decided, Held):
        assert (becomes, decided.until) == ("held", EVE)
    elif decided.gathered_until:
        assert (decided.gathered_until, decided.dispatches) == (becomes, ())
    else:
        assert becomes == (decided.dropped or "told")


def test_a_change_that_is_none_any_more_is_told_to_nobody() -> None:
    decided = decide(notice(), profile(), Reached.AWAY, None, NOON + GRACE, changes=None)
    assert decided == Settled(1, dropped="overtaken")


@dataclass
class Person:
    """Somebody with one lesson, and what really reached them; `unsure` if a mail was lost on its way, perhaps."""

    row: ToldLesson
    knows: LessonPlace
    unsure: bool = False
    waiting: list[int] = field(default_factory=list)


CHANGE, CARRIED, REFUSED, LOST = "change", "carried", "refused", "lost"
steps = st.lists(st.tuples(st.sampled_from([CHANGE, CARRIED, REFUSED, LOST]), st.sampled_from(PLACES)), max_size=25)


@given(steps)
@example([(CHANGE, PLACES[1]), (CARRIED, PLACES[1]), (CHANGE, PLACES[0]), (REFUSED, PLACES[0]), (CHANGE, PLACES[1])])
def test_nobody_is_told_twice_or_for_nothing_and_everybody_knows_in_the_end(
    done: list[tuple[str, LessonPlace]],
) -> None:
    """A notice a change; each is carried, refused by the relay, or lost on its way, and tried again later."""
    now, revision = PLACES[0], 1
    person = Person(ToldLesson(1, 1, now, revision), now)
    for what, to in [*done, *[(CARRIED, now)] * (len(done) + 1)]:
        if what == CHANGE:
            now, revision = to, revision + 1
            person.waiting.append(revision)  # a notice is called like the revision it is of
        elif person.waiting:
            notice = person.waiting[0]
            person.row = taken(person.row, notice, now, revision)
            tells = person.row.notice == notice and person.row.revision == revision
            if not tells:
                person.waiting.pop(0)
                continue
            assert person.row.place == now
            assert person.unsure or person.row.was == person.knows != now
            if what == CARRIED:
                person.knows, person.unsure = now, False
                person.row = replace(person.row, is_out=True)
                person.waiting.pop(0)
            elif what == LOST:  # nobody knows whether it arrived
                person.unsure = True
                person.row = replace(person.row, is_out=True)
    assert person.waiting == []
    assert person.unsure or person.knows == now


def test_a_lesson_that_was_added_and_cancelled_before_anybody_heard_is_nothing() -> None:
    new = ToldLesson(1, 1, None, 0)
    assert taken(new, 1, place(cancelled=True), 2).notice is None
    told = replace(taken(new, 1, place(), 1), is_out=True)
    assert taken(told, 2, place(cancelled=True), 2).was == place()
