"""Ways by which a person wants to be told of each kind: one table of defaults, and what each has changed in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from channels import zones


class NoticeKind(StrEnum):
    MARK = "mark"
    ABSENCE = "absence"  # not in a lesson, and nobody knows why
    ATTENDANCE = "attendance"  # any other word about who was in a lesson
    MESSAGE = "message"  # in a chat of two
    MENTION = "mention"  # in a chat of many, or a reply to one's own
    ANNOUNCEMENT = "announcement"
    SCHOOL_EVENT = "school_event"
    TIMETABLE = "timetable"  # lessons that are other than they were
    NEW_TIMETABLE = "new_timetable"  # all lessons from a day on may be
    TRUST = "trust"  # somebody is trusted with a child, or no more
    UNANSWERED = "unanswered"  # for staff: nobody of a family has reacted


class CarrierName(StrEnum):
    PUSH = "push"  # Web Push, to the browsers that asked for it
    MAIL = "mail"
    WEBHOOK = "webhook"  # the school's own gateway: text messages, a messenger


class Mode(StrEnum):
    INSTANT = "instant"
    FALLBACK = "fallback"  # at once, but only what no other way brought
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


MODES = {
    CarrierName.PUSH: frozenset({Mode.INSTANT, Mode.OFF}),
    CarrierName.MAIL: frozenset(Mode),
    CarrierName.WEBHOOK: frozenset({Mode.INSTANT, Mode.FALLBACK, Mode.OFF}),
}

DEFAULTS: Mapping[NoticeKind, Mapping[CarrierName, Mode]] = {
    kind: {CarrierName.PUSH: Mode.INSTANT, CarrierName.MAIL: mail, CarrierName.WEBHOOK: Mode.OFF}
    for kind, mail in {
        NoticeKind.MARK: Mode.FALLBACK,
        NoticeKind.ABSENCE: Mode.INSTANT,
        NoticeKind.ATTENDANCE: Mode.FALLBACK,
        NoticeKind.MESSAGE: Mode.FALLBACK,
        NoticeKind.MENTION: Mode.FALLBACK,
        NoticeKind.ANNOUNCEMENT: Mode.INSTANT,
        NoticeKind.SCHOOL_EVENT: Mode.FALLBACK,
        NoticeKind.TIMETABLE: Mode.FALLBACK,
        NoticeKind.NEW_TIMETABLE: Mode.FALLBACK,
        NoticeKind.TRUST: Mode.INSTANT,
        NoticeKind.UNANSWERED: Mode.INSTANT,
    }.items()
}

NEVER_SILENT = frozenset({NoticeKind.ABSENCE, NoticeKind.UNANSWERED})
"""Kinds that keep at least one way at once, whatever is turned off."""

AT_ONCE = frozenset({Mode.INSTANT, Mode.FALLBACK})

Modes = Mapping[CarrierName, Mode]


def allowed(kind: NoticeKind, modes: Modes, offered: Collection[CarrierName], works: Collection[CarrierName]) -> bool:
    """True if these may be the modes of this kind.

    `offered` are the carriers that this server has, `works` those that reach the person now. A kind that is never
    silent must keep one way at once: one that works or, where none does, one that is offered.
    """
    if any(mode not in MODES[carrier] for carrier, mode in modes.items()):
        return False
    return kind not in NEVER_SILENT or any(modes[carrier] in AT_ONCE for carrier in works or offered)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Addresses of one person: ids of browsers with a push registration, of a working mail address, of a telephone."""

    endpoints: tuple[int, ...] = ()
    mail: int | None = None
    phone: int | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways that one notice takes. Without any, nobody is told, and `why` says why."""

    endpoints: tuple[int, ...] = ()
    mail: int | None = None
    phone: int | None = None
    digest: Mode | None = None
    why: str = ""

    @property
    def at_once(self) -> bool:
        return bool(self.endpoints) or self.mail is not None or self.phone is not None


def ways(kind: NoticeKind, modes: Modes, reachable: Reachable, *, urgent: bool, push_failed: bool = False) -> Ways:
    """Returns the ways that a notice takes.

    Ways that are turned off or gathered for later step in for an urgent notice, and for a kind that is never silent
    when nothing else is left at once: browsers, else mail, else the telephone. `push_failed`: no browser took it, so
    the others step in.
    """
    reachable = Reachable(mail=reachable.mail, phone=reachable.phone) if push_failed else reachable
    chosen = _chosen(modes, reachable)
    if urgent or (kind in NEVER_SILENT and not chosen.at_once):
        return _chosen({carrier: _at_once(mode) for carrier, mode in modes.items()}, reachable)
    return chosen


def _chosen(modes: Modes, reachable: Reachable) -> Ways:
    mailing, ringing = modes[CarrierName.MAIL], modes[CarrierName.WEBHOOK]
    endpoints = reachable.endpoints if modes[CarrierName.PUSH] in AT_ONCE else ()
    mailed = mailing is Mode.INSTANT or (mailing is Mode.FALLBACK and not endpoints)
    mail = reachable.mail if mailed else None
    rung = ringing is Mode.INSTANT or (ringing is Mode.FALLBACK and not endpoints and mail is None)
    phone = reachable.phone if rung else None
    digest = mailing if mailing in (Mode.DAILY, Mode.WEEKLY) and reachable.mail is not None else None
    if endpoints or mail is not None or phone is not None or digest:
        return Ways(endpoints, mail, phone, digest)
    return Ways(why="off" if all(mode is Mode.OFF for mode in modes.values()) else "no_way")


def _at_once(mode: Mode) -> Mode:
    return mode if mode is Mode.INSTANT else Mode.FALLBACK


def every_way(reachable: Reachable) -> Ways:
    """Returns every way that reaches the person, whatever they chose: nobody has reacted."""
    ways = Ways(reachable.endpoints, reachable.mail, reachable.phone)
    return ways if ways.at_once else Ways(why="no_way")


@dataclass(frozen=True, slots=True)
class DigestTime:
    """Time at which a digest leaves: an hour of the person's day, weekly on one weekday (Monday is 0)."""

    zone: str
    hour: int = 18
    weekday: int = 4

    def next_after(self, moment: datetime, mode: Mode) -> datetime:
        """Returns the first such hour after `moment`. If the clocks skip that hour, it is the hour after it."""
        zone = zones.zone(self.zone)
        day = moment.astimezone(zone).date()
        while True:
            due = datetime.combine(day, time(self.hour), zone).astimezone(moment.tzinfo)
            if due > moment and (mode is Mode.DAILY or day.weekday() == self.weekday):
                return due
            day += timedelta(days=1)
