"""By which ways a person wants to be told of what: one table of defaults, and what each has changed in it."""

from collections.abc import Mapping
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


class CarrierName(StrEnum):
    PUSH = "push"  # Web Push, to the browsers that asked for it
    MAIL = "mail"


class Mode(StrEnum):
    INSTANT = "instant"
    FALLBACK = "fallback"  # at once, but only what no other way brought
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


MODES = {
    CarrierName.PUSH: frozenset({Mode.INSTANT, Mode.OFF}),
    CarrierName.MAIL: frozenset(Mode),
}

DEFAULTS: Mapping[NoticeKind, Mapping[CarrierName, Mode]] = {
    kind: {CarrierName.PUSH: Mode.INSTANT, CarrierName.MAIL: mail}
    for kind, mail in {
        NoticeKind.MARK: Mode.FALLBACK,
        NoticeKind.ABSENCE: Mode.INSTANT,
        NoticeKind.ATTENDANCE: Mode.FALLBACK,
        NoticeKind.MESSAGE: Mode.FALLBACK,
        NoticeKind.MENTION: Mode.FALLBACK,
        NoticeKind.ANNOUNCEMENT: Mode.INSTANT,
        NoticeKind.SCHOOL_EVENT: Mode.FALLBACK,
    }.items()
}

NEVER_SILENT = frozenset({NoticeKind.ABSENCE})
"""Kinds that stay told at once in one way at least, whatever is turned off."""

AT_ONCE = frozenset({Mode.INSTANT, Mode.FALLBACK})

Modes = Mapping[CarrierName, Mode]


def allowed(kind: NoticeKind, modes: Modes) -> bool:
    """May these be the ways of this kind?"""
    if any(mode not in MODES[carrier] for carrier, mode in modes.items()):
        return False
    return kind not in NEVER_SILENT or any(mode in AT_ONCE for mode in modes.values())


@dataclass(frozen=True, slots=True)
class Reachable:
    """The addresses of one person: ids of browsers with a push registration, and of a mail address that works."""

    endpoints: tuple[int, ...] = ()
    mail: int | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What becomes of one notice. None of them: nobody is told, and `why` says why."""

    endpoints: tuple[int, ...] = ()
    mail: int | None = None
    digest: Mode | None = None
    why: str = ""

    @property
    def at_once(self) -> bool:
        return bool(self.endpoints) or self.mail is not None


def ways(kind: NoticeKind, modes: Modes, reachable: Reachable, *, urgent: bool, push_failed: bool = False) -> Ways:
    """Which ways a notice takes. An urgent one also takes those that are turned off or gathered for later.

    `push_failed`: no browser took it, so what only steps in does.
    """
    pushed = urgent or modes[CarrierName.PUSH] is Mode.INSTANT
    mode = modes[CarrierName.MAIL]
    if urgent and mode is not Mode.INSTANT:
        mode = Mode.FALLBACK
    endpoints = reachable.endpoints if pushed and not push_failed else ()
    mailed = mode is Mode.INSTANT or (mode is Mode.FALLBACK and not endpoints)
    mail = reachable.mail if mailed else None
    digest = mode if mode in (Mode.DAILY, Mode.WEEKLY) and reachable.mail is not None else None
    if endpoints or mail is not None or digest:
        return Ways(endpoints, mail, digest)
    wanted = pushed or mode is not Mode.OFF
    return Ways(why="no_way" if wanted else "off")


@dataclass(frozen=True, slots=True)
class DigestTime:
    """When what is gathered leaves: an hour of the person's day, weekly on one weekday (Monday is 0)."""

    zone: str
    hour: int = 18
    weekday: int = 4

    def next_after(self, moment: datetime, mode: Mode) -> datetime:
        """The first such hour after `moment`. An hour that the clocks leave out comes when it would have been over."""
        zone = zones.zone(self.zone)
        day = moment.astimezone(zone).date()
        while True:
            due = datetime.combine(day, time(self.hour), zone).astimezone(moment.tzinfo)
            if due > moment and (mode is Mode.DAILY or day.weekday() == self.weekday):
                return due
            day += timedelta(days=1)
