"""Shapes of how one is told, and of what one was told, as that person sees it (docs/PROTOCOL.md)."""

from datetime import date
from typing import Literal

from channels.gradebook.model import AtLesson
from channels.notices.preferences import CarrierName, Mode, NoticeKind
from channels.people import PersonRef
from channels.types import Id, Moment, Shape


class KindModes(Shape):
    """`needed`: one way at least stays at once."""

    kind: NoticeKind
    push: Mode
    mail: Mode
    webhook: Mode
    needed: bool


class QuietTime(Shape):
    """Minutes of the day, from the first until before the second, which may be on the next day."""

    begins: int
    ends: int


class SchoolQuiet(Shape):
    """When a school tells nobody anything but what is urgent: a time of the day, weekends, days without school.

    `quiet_until`: it is quiet now, by this or for everybody, until then.
    """

    quiet: QuietTime | None
    weekend: bool
    closed: list[date]
    quiet_until: Moment | None


class ToldWhen(Shape):
    """`quiet_until`: who is away is told then; null: at once."""

    quiet_until: Moment | None


class Mailbox(Shape):
    """Where mails go. `confirmed`: by the person; before that they say that there is something, not what.

    `refused`: what was sent there came back, nothing more is sent.
    """

    address: str
    confirmed: bool
    refused: bool


class Browser(Shape):
    """One that asked to be pushed to. `mine`: under the sign-in that asks now."""

    id: Id
    added_at: Moment
    mine: bool


class NoticeSettings(Shape):
    """`zone`: IANA name; null: the school's. `quiet_for_all`: nobody is told then, but of what is urgent.

    `digest_weekday`: Monday is 0. `push_key`: what a browser registers with (`applicationServerKey`).
    `mails`: the school sends mail; `rings`: and messages to this person's telephone. `works`: the ways by which the
    person is reached now when no page is open; none: nothing but an open page tells anything.
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
    """A mail with a link is on its way there."""

    address: str


class ShownNotice(Shape):
    """What stands on a lock screen: of what kind it is, and nothing of anybody. `path`: of the page that tells.

    `act`: what a button says by which one lets know that one knows of it; null: nobody waits for that.
    """

    kind: NoticeKind
    title: str
    path: str
    urgent: bool
    act: str | None


class OpenAbsence(Shape):
    """A lesson that a child is not in."""

    lesson: AtLesson
    starts_at: Moment | None
    ends_at: Moment | None
    noted_at: Moment


class OpenAlarm(Shape):
    """Something that one has to act on and has not. `path`: of the page that tells.

    Of an absence: which child (none: the reader), the lessons, and the class teacher, to whom one may answer. Of
    what is urgent: its title.
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


class Way(Shape):
    """How one was told. `state`: `due`, `accepted` by who brings it on, `failed`, or `dropped`: nothing was left to
    tell."""

    carrier: CarrierName
    state: Literal["due", "accepted", "failed", "dropped"]
    at: Moment | None
    problem: str


class Told(Shape):
    """What became of one notice. `why` it was not told otherwise: `live`, `seen`, `off`, `no_way`, `ended`."""

    id: Id
    kind: NoticeKind
    published_at: Moment
    state: Literal["waiting", "gathered", "handed_on", "dropped"]
    why: str | None
    held_until: Moment | None
    acted_at: Moment | None
    ways: list[Way]


class ToldOf(Shape):
    """The newest first."""

    notices: list[Told]
    more: bool
