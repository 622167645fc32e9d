"""Life of a trust: offered, accepted, waiting, open, over. Pure: moments and days come in, the next state comes out.

Less applies at once; more waits, so that everybody of the family can object before it opens.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

OFFER_LIFE = timedelta(days=30)
REMINDED = timedelta(days=7)  # before the end


class Service(StrEnum):
    """Service that somebody may be trusted with, of one child."""

    DIARY = "diary"  # lessons, homework, marks, and what comes with them
    VISITS = "visits"  # and meals
    CHAT = "chat"  # with the child's teachers
    ABSENCE = "absence"  # notices of the family about it


IN_USE = frozenset({Service.DIARY, Service.CHAT})
"""Services that anything asks for: nobody is trusted with what is not there yet."""


class Stage(StrEnum):
    OFFERED = "offered"
    WAITING = "waiting"  # accepted, and the family may object
    OPEN = "open"
    ENDED = "ended"


class Ending(StrEnum):
    WITHDRAWN = "withdrawn"  # by the giver, before it opened
    DECLINED = "declined"  # by the invitee, before it opened
    REFUSED = "refused"  # by somebody else of the family, before it opened
    ENDED = "ended"  # by anybody of these, or the school
    EXPIRED = "expired"  # nobody accepted
    OVER = "over"  # its last day has passed
    LOST = "lost"  # the giver has no right to it any more, or the trusted person must not follow the child


@dataclass(frozen=True, slots=True)
class More:
    """Addition to an open trust: what it will be, from when, and who of the family says so."""

    by: int
    services: frozenset[Service]
    until_day: date
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust as it was stored. `until_day` is the first day without it; `phone` as its giver typed it.

    `is_known`: the school knew the invitee already. `opened_at`: the right exists since then.
    """

    id: int
    school: int
    student: int
    giver: int
    family: str
    phone: str
    services: frozenset[Service]
    until_day: date
    offered_at: datetime
    expires_at: datetime
    invitee: int | None = None
    is_known: bool = False
    accepted_at: datetime | None = None
    opens_at: datetime | None = None
    opened_at: datetime | None = None
    more: More | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    ending: Ending | None = None


def ended_by_time(trust: Trust, now: datetime, today: date) -> Ending | None:
    """Returns how time has ended a trust that nobody has ended."""
    if trust.accepted_at is None and (now >= trust.expires_at or today >= trust.until_day):
        return Ending.EXPIRED
    return Ending.OVER if today >= trust.until_day else None


def stage_of(trust: Trust, now: datetime, today: date) -> Stage:
    if trust.ending is not None or ended_by_time(trust, now, today) is not None:
        return Stage.ENDED
    if trust.accepted_at is None:
        return Stage.OFFERED
    return Stage.WAITING if trust.opened_at is None else Stage.OPEN


def accepted(trust: Trust, person: int, delay: timedelta, now: datetime, *, known: bool) -> Trust:
    """Returns an offer once its invitee has accepted it: it opens after the delay."""
    return replace(trust, invitee=person, is_known=known, accepted_at=now, opens_at=now + delay)


def is_due(trust: Trust, now: datetime) -> bool:
    """True if an accepted trust has waited long enough."""
    return trust.opened_at is None and trust.opens_at is not None and trust.opens_at <= now


def opened(trust: Trust, now: datetime) -> Trust:
    return replace(trust, opened_at=now)


def ending_by(trust: Trust, person: int, *, invited: bool) -> Ending:
    """Returns what it is called if this person ends a trust. `invited`: it is the one it is for."""
    if trust.opened_at is not None:
        return Ending.ENDED
    if person == trust.giver:
        return Ending.WITHDRAWN
    return Ending.DECLINED if invited else Ending.REFUSED


def ended(trust: Trust, ending: Ending, now: datetime, by: int | None = None) -> Trust:
    """Returns the trust once it is over, and what was added to it as well."""
    return replace(trust, ended_at=now, ended_by=by, ending=ending, more=None)


def may_take_back(trust: Trust, person: int) -> bool:
    """True for whoever refused a trust, as long as the family has said nothing since."""
    return trust.ending is Ending.REFUSED and trust.ended_by == person


def taken_back(trust: Trust) -> Trust:
    """Returns a trust as it was before it was refused."""
    return replace(trust, ended_at=None, ended_by=None, ending=None)


def changed(
    trust: Trust, by: int, services: Collection[Service], until_day: date, delay: timedelta, now: datetime
) -> Trust:
    """Returns an open trust once somebody of the family wants it to be so: less at once, more after the delay."""
    wanted = frozenset(services)
    less = replace(trust, services=trust.services & wanted, until_day=min(trust.until_day, until_day), more=None)
    if (wanted, until_day) == (less.services, less.until_day):
        return less
    return replace(less, more=More(by, wanted, until_day, now + delay))


def without_more(trust: Trust) -> Trust:
    """Returns the trust once somebody has refused what was added to it."""
    return replace(trust, more=None)


def is_more_due(trust: Trust, now: datetime) -> bool:
    return trust.more is not None and trust.more.opens_at <= now


def grown(trust: Trust) -> Trust:
    """Returns the trust once what was added to it is open."""
    assert trust.more is not None
    return replace(trust, services=trust.more.services, until_day=trust.more.until_day, more=None)


def is_ending_soon(trust: Trust, today: date) -> bool:
    """True in the last week of a trust that was given for longer than that, unless it is to be extended."""
    is_short = trust.until_day - trust.offered_at.date() <= REMINDED
    is_extended = trust.more is not None and trust.more.until_day > trust.until_day
    return not is_short and not is_extended and trust.until_day - REMINDED <= today


def a_year_after(day: date) -> date:
    """Returns the longest that a trust given on this day may last: until the same day of the next year."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)
