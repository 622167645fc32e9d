"""Shapes of a person's notice settings, and of what they were told, as that person sees it (docs/PROTOCOL.md)."""

from datetime import date
from typing import Literal

from channels.gradebook.model import AtLesson
from channels.notices.preferences import CarrierName, Mode, NoticeKind
from channels.people import PersonRef
from channels.types import Id, Moment, Shape


class KindModes(Shape):
    """Modes of the ways for one kind. `needed`: at least one way must stay at once."""

    kind: NoticeKind
    push: Mode
    mail: Mode
    webhook: Mode
    needed: bool


class QuietTime(Shape):
    """Minutes of the day, from `begins` until before `ends`, which may be on the next day."""

    begins: int
    ends: int


class SchoolQuiet(Shape):
    """Times when a school tells only what is urgent: a time of the day, weekends, days without school.

    `quiet_until`: it is quiet now, by these rules or by the one for everybody, until then.
    """

    quiet: QuietTime | None
    weekend: bool
    closed: list[date]
    quiet_until: Moment | None


class ToldWhen(Shape):
    """Moment when people who are away will be told. `quiet_until` null: at once."""

    quiet_until: Moment | None


class Mailbox(Shape):
    """Address to which mails go. `confirmed`: by the person; before that, mails say that there is something, not what.

    `refused`: mail to it came back, and nothing more is sent.
    """

    address: str
    confirmed: bool
    refused: bool


class Browser(Shape):
    """A browser that asked for pushes. `mine`: it is under the sign-in that asks now."""

    id: Id
    added_at: Moment
    mine: bool


class NoticeSettings(Shape):
    """Settings of how one person is told.

    `zone`: IANA name; null: the school's. `quiet_for_all`: everybody is told only what is urgent then.
    `digest_weekday`: Monday is 0. `push_key`: what a browser registers with (`applicationServerKey`). `mails`: this
    server sends mail; `rings`: it also sends messages to this person's telephone. `works`: the ways that reach the
    person now when no page is open; empty: only an open page tells anything.
    """

    language: Literal["ru", "en"]
    zone: str | None
    quiet: QuietTime | None
    quiet_for_all: QuietTime | None
    digest_hour: int
    digest_weekday: int
    kinds: list[KindModes]
    mailbox: Mailbox | None
    browsers: list[Browser]
    works: list[CarrierName]
    push_key: str
    mails: bool
    rings: bool


class OneBrowser(Shape):
    browser: Id


class AddressAsked(Shape):
    """Address to which a mail with a confirmation link is on its way."""

    address: str


class ShownNotice(Shape):
    """Text of a notice on a lock screen: its kind, and nothing about anybody. `path`: the page that tells more.

    `act`: label of the button that says that one knows of it; null: nobody waits for that.
    """

    kind: NoticeKind
    title: str
    path: str
    urgent: bool
    act: str | None


class OpenAbsence(Shape):
    """A lesson from which a child is absent."""

    lesson: AtLesson
    starts_at: Moment | None
    ends_at: Moment | None
    noted_at: Moment


class OpenAlarm(Shape):
    """Something that one has to act on and has not. `path`: the page that tells more.

    An absence has the child (null: the reader), the lessons, and the class teacher, to whom one may answer. An urgent
    notice has its title.
    """

    notice: Id
    kind: NoticeKind
    published_at: Moment
    path: str
    student: PersonRef | None
    absences: list[OpenAbsence]
    class_teacher: PersonRef | None
    title: str | None


class OpenAlarms(Shape):
    alarms: list[OpenAlarm]


class DeliveryState(Shape):
    """One way by which somebody was told. `state`: `due`, `accepted` by the system that brings it on, `failed`, or
    `dropped`: nothing was left to tell."""

    carrier: CarrierName
    state: Literal["due", "accepted", "failed", "dropped"]
    at: Moment | None
    problem: str


class Told(Shape):
    """A notice and what became of it.

    `why` it was not told otherwise: `live`, `seen`, `off`, `no_way`, `ended`, `overtaken` by something later.
    """

    id: Id
    kind: NoticeKind
    published_at: Moment
    state: Literal["waiting", "gathered", "handed_on", "dropped"]
    why: str | None
    held_until: Moment | None
    acted_at: Moment | None
    ways: list[DeliveryState]


class ToldOf(Shape):
    """Page of notices, newest first."""

    notices: list[Told]
    more: bool
