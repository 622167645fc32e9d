"""Ports of notices: what telling people who are away needs of the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from channels.notices.inputs import NewBrowser, NewNoticeSettings, NewSchoolQuiet
from channels.notices.model import Browser, Mailbox, Told
from channels.notices.preferences import CarrierName, DigestTime, Modes, NoticeKind, Reachable
from channels.notices.quiet import QuietHours
from channels.people import Name
from channels.publication import ChannelName, Publication
from channels.substitutions.model import LessonPlace


@dataclass(frozen=True, slots=True)
class Notice:
    """One publication that one person must be told of."""

    id: int
    person: int
    channel: ChannelName
    offset: int
    kind: NoticeKind
    urgent: bool
    published_at: datetime
    sent_at: datetime | None = None  # to a session of this person, if that is known
    acted_at: datetime | None = None  # when the person said that they know of it


@dataclass(frozen=True, slots=True)
class DeliveryProfile:
    """Delivery profile of one person: what they chose, where they can be reached, when it is quiet for them."""

    reachable: Reachable
    digest: DigestTime
    school_quiet: tuple[QuietHours, ...]
    own_quiet: tuple[QuietHours, ...]
    zone: str
    modes: Mapping[NoticeKind, Modes] = field(default_factory=dict)  # where they differ from the defaults

    @property
    def zones(self) -> set[str]:
        return {self.zone, self.digest.zone, *(rule.zone for rule in (*self.school_quiet, *self.own_quiet))}


@dataclass(frozen=True, slots=True)
class Dispatching:
    """A notice to be carried by one carrier to one address."""

    notice: int
    carrier: CarrierName
    target: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A waiting notice that is decided. `dropped` says why it is not told; `gathered_until` when its digest leaves."""

    notice: int
    dispatches: Sequence[Dispatching] = ()
    dropped: str | None = None
    gathered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A waiting notice that is looked at again at `until`."""

    notice: int
    until: datetime
    is_quiet: bool = False
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A browser's push registration."""

    id: int
    url: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Recipient of a letter. `confirmed`: the address is known to be this person's, not only said to be."""

    person: int
    name: Name
    language: str
    zone: str
    address: str | None
    confirmed: bool
    phone: str | None


class NoteKind(StrEnum):
    CONFIRM_ADDRESS = "confirm_address"
    TRIED = "tried"  # somebody wants to see whether mails come through
    TICKET_OPENED = "ticket_opened"
    TICKET_ANSWERED = "ticket_answered"
    TICKET_STATUS = "ticket_status"
    INVITATION = "invitation"
    TELEPHONE_CODE = "telephone_code"
    NEW_DEVICE = "new_device"
    SIGN_IN_CASE = "sign_in_case"
    SIGN_IN_CASE_SOLVED = "sign_in_case_solved"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    MERGED = "merged"
    MERGE_UNDONE = "merge_undone"
    APPLICATION = "application"
    APPLICATION_ACCEPTED = "application_accepted"
    APPLICATION_REFUSED = "application_refused"


@dataclass(frozen=True, slots=True)
class Note:
    """A mail about no publication, to an address that need not be anybody's; or a try of another carrier.

    `about` is what its kind needs; `target` is as in `Dispatching`. `address` is a telephone number for a webhook,
    empty for a push.
    """

    kind: NoteKind
    address: str
    language: Literal["ru", "en"]
    about: Mapping[str, str] = field(default_factory=dict)
    person: int | None = None
    carrier: CarrierName = CarrierName.MAIL
    target: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """A dispatch that is being carried: nobody else tries it until its lease is over."""

    id: int
    person: int | None
    carrier: CarrierName
    target: int
    is_digest: bool
    attempt: int
    made_at: datetime
    notices: Sequence[Notice]
    note: Note | None = None
    in_doubt: bool = False  # an earlier attempt may have arrived


PATIENCE = timedelta(minutes=10)  # between two steps of an alarm


@dataclass(frozen=True, slots=True)
class Alarm:
    """A publication that somebody has to act on. `notices` are those of people who have not.

    `is_known`: one of the family has acted, or it is an absence of a day on which another was known or told to staff.
    """

    id: int
    step: int  # 0: told as usual, 1: loudly
    is_absence: bool
    is_known: bool
    notices: Sequence[Notice]


@dataclass(frozen=True, slots=True)
class PostStanding:
    """Backlog of the post: notices that wait, dispatches that are due, and those given up lately, by carrier."""

    waiting: int
    due: Mapping[CarrierName, int]
    given_up: Mapping[CarrierName, int]
    oldest_seconds: float  # since the oldest due dispatch was made; 0: there is none


@dataclass(frozen=True, slots=True)
class ToldLesson:
    """Lesson as one person was last told of it: its place, and by which notice; `was` is what they knew before it.

    Without a notice it is what the lesson was before its first change, or what they have seen on an open page. A place
    of None: it was not there. `is_out`: the notice may have reached them by some way.
    """

    person: int
    lesson: int
    place: LessonPlace | None
    revision: int
    notice: int | None = None
    was: LessonPlace | None = None
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class LessonHour:
    """Hour of a lesson by the school's clock. Without a bell it begins when the day is over.

    `clock` is the time of the day, if there is a bell; `near_from`: when that day is tomorrow.
    """

    begins: datetime
    near_from: datetime
    clock: time | None


class ToldLessonStore(Protocol):
    async def told(
        self, pairs: Collection[tuple[int, int]], *, lock: bool = False
    ) -> dict[tuple[int, int], ToldLesson]:
        """Returns what people were told, by (person, lesson)."""
        ...

    async def told_by(self, notices: Collection[int]) -> dict[int, list[ToldLesson]]:
        """Returns by notice what it tells."""
        ...

    async def keep(self, told: Sequence[ToldLesson]) -> None:
        """Stores these rows, which were locked."""
        ...

    async def newest(self, persons: Collection[int], kind: NoticeKind) -> Mapping[int, datetime]:
        """Returns when the last one was published of those of a kind that still wait to be told, by person."""
        ...

    async def students(self, pairs: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], list[int]]:
        """Returns which of a person's children, or the person, stand in a lesson, by (person, lesson)."""
        ...

    async def hours(self, places: Sequence[tuple[int, date, int]]) -> list[LessonHour]:
        """Returns the hour of each (course, day, number)."""
        ...

    async def first_hours(
        self, students: Collection[tuple[int, date]], teachers: Collection[tuple[int, date]]
    ) -> tuple[Mapping[tuple[int, date], datetime], Mapping[tuple[int, date], datetime]]:
        """Returns when the day begins for students and for teachers: with the first lesson that is held."""
        ...

    async def class_names(self, courses: Collection[int]) -> Mapping[int, str]:
        """Returns the name of each course's class, if it has one."""
        ...


class NewTimetable(NamedTuple):
    """Timetable that is another one from a day on. `until`: when that day is over; `near_from`: when it is tomorrow.

    `students` are those of the person whose timetable it is: children, or the person; none for a teacher's.
    """

    from_day: date
    near_from: datetime
    until: datetime
    students: Sequence[int]


class NewTimetableStore(Protocol):
    async def read(self, asked: Sequence[tuple[int, ChannelName, date]]) -> list[NewTimetable]:
        """Returns the timetables of these (person, channel of a class or a journal, first day)."""
        ...


class NoticeStore(Protocol):
    def add(self, publications: Sequence[Publication], kind: NoticeKind, *, urgent: bool = False) -> None:
        """Puts these into the outbox: people who are away may have to be told of them."""
        ...

    async def write(self, note: Note, at: datetime) -> int:
        """Queues a note and returns its dispatch; it is carried once this transaction is committed.

        What `about` has as a `token` is forgotten as soon as the dispatch is settled.
        """
        ...


class NoticeSettingsStore(Protocol):
    async def chosen(self, person: int) -> NewNoticeSettings:
        """Returns what the person chose, or the defaults."""
        ...

    async def choose(self, person: int, asked: NewNoticeSettings) -> None: ...

    async def ways(self, person: int) -> Mapping[NoticeKind, Modes]:
        """Returns the person's modes of the kinds that differ from the defaults."""
        ...

    async def choose_ways(self, person: int, kind: NoticeKind, modes: Modes) -> None: ...

    async def browsers(self, person: int, login: int) -> list[Browser]:
        """Returns the person's browsers; `login` is the sign-in that asks."""
        ...

    async def add_browser(self, person: int, login: int, asked: NewBrowser, at: datetime, at_most: int) -> int:
        """Returns the browser's id. Above `at_most` the person's oldest one is forgotten."""
        ...

    async def drop_browser(self, person: int, browser: int) -> bool:
        """Removes a browser. False if this person has no such browser."""
        ...

    async def mailbox(self, person: int) -> Mailbox | None: ...

    async def phone(self, person: int) -> str | None: ...

    async def confirm_address(self, person: int, address: str, at: datetime) -> None: ...

    async def notes_since(self, person: int, moment: datetime) -> int:
        """Counts the notes to confirm an address, or to try a way, that this person has asked for."""
        ...

    async def school_quiet(self, school: int) -> tuple[str, NewSchoolQuiet]:
        """Returns the school's zone, and when it is quiet there."""
        ...

    async def set_school_quiet(self, school: int, asked: NewSchoolQuiet) -> None: ...

    async def told(self, person: int, before: int | None, limit: int) -> list[Told]:
        """Returns the notices with ids smaller than `before`, newest first."""
        ...


class PostStore(Protocol):
    """Port of what postmen share. Several may work at once: what one holds, the others pass over."""

    async def expand(self, at: datetime, limit: int) -> int:
        """Makes notices of publications in the outbox, for whoever must be told now. Returns how many publications."""
        ...

    async def look(self, at: datetime, until: datetime, limit: int) -> list[Notice]:
        """Returns waiting notices that are due at `at`. Nobody else looks at them before `until`."""
        ...

    async def profiles(self, persons: Collection[int]) -> Mapping[int, DeliveryProfile]: ...

    async def seen(self, notices: Sequence[Notice]) -> frozenset[int]:
        """Returns the ids of notices whose message the person has read."""
        ...

    async def settle(self, settled: Sequence[Settled], at: datetime) -> None:
        """Settles notices that still wait. A dispatch that was made before is not made again."""
        ...

    async def hand_on(self, made: Sequence[Dispatching], at: datetime) -> None:
        """Makes dispatches, except those that were made before."""
        ...

    async def hold(self, held: Sequence[Held]) -> None: ...

    async def gather(self, at: datetime, limit: int) -> int:
        """Makes one dispatch of what is gathered for each person whose digest leaves now. Returns how many."""
        ...

    async def claim(self, carrier: CarrierName, at: datetime, until: datetime, limit: int) -> list[Claimed]:
        """Returns dispatches that are due, counted as tried once more. Nobody else gets them before `until`."""
        ...

    async def accepted(self, dispatches: Collection[int], at: datetime) -> None: ...

    async def attempt(self, dispatches: Collection[int]) -> None:
        """Notes that these are carried now: until their outcome is known they may have arrived."""
        ...

    async def again(
        self, dispatch: int, due_at: datetime, problem: str, *, counts: bool = True, in_doubt: bool = False
    ) -> None:
        """Makes the dispatch due later. Without `counts` this attempt is not counted; `in_doubt`: one may have
        arrived."""
        ...

    async def failed(self, dispatch: int, problem: str, at: datetime, *, in_doubt: bool = False) -> None: ...

    async def dropped(self, dispatches: Mapping[int, str], at: datetime) -> None:
        """Ends dispatches that have nothing left to bring; the values say why."""
        ...

    async def unpushed(self, dispatch: int) -> list[Notice]:
        """Returns the notices of a failed push that no other browser has got or is about to get."""
        ...

    async def one(self, notice: int) -> Notice | None: ...

    async def act(self, notice: Notice, at: datetime, *, for_family: bool) -> None:
        """Notes that the person knows of it. With `for_family` the child's open absences are then known, too."""
        ...

    async def alarms(self, at: datetime, lately: timedelta, limit: int) -> list[Alarm]:
        """Returns the alarms whose next step is due. Nobody else gets them until this transaction ends.

        `lately`: span within which the absences of a child count as one.
        """
        ...

    async def close_alarms(self, alarms: Sequence[Alarm], why: str, at: datetime) -> None: ...

    async def waiting_for(self, person: int) -> list[Notice]:
        """Returns notices of alarms that are not closed, on which this person has not acted; newest first."""
        ...

    async def step_on(self, alarms: Sequence[Alarm], due_at: datetime) -> None: ...

    async def raise_(self, notices: Sequence[Notice], at: datetime) -> None:
        """Makes notices urgent and handed on, whatever was decided about them."""
        ...

    async def tell_staff(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Gives the child's class teachers a notice of it, and closes the alarms."""
        ...

    async def publications(self, notices: Collection[int]) -> Mapping[int, bytes]:
        """Returns what was published (JSON), as it stands in the archive now, by notice id."""
        ...

    async def mark_revisions(self, marks: Collection[int]) -> Mapping[int, int]:
        """Returns the revision of each mark that stands now, by the mark's id."""
        ...

    async def attendance_revisions(self, cells: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], int]:
        """Returns the revision of each attendance that stands now, by lesson and student."""
        ...

    async def correspondents(self, persons: Collection[int]) -> Mapping[int, Correspondent]: ...

    async def endpoints(self, numbers: Collection[int]) -> Mapping[int, Endpoint]: ...

    async def forget_endpoint(self, number: int) -> None: ...

    async def addressee(self, dispatch: int) -> int | None:
        """Returns the person this mail was for. None for a note, for nobody here, and for a mail that was made
        before the present address was confirmed."""
        ...

    async def refuse_mailbox(self, person: int, problem: str, at: datetime) -> None:
        """Stops mail to this person, since it comes back, until they confirm an address again."""
        ...

    async def standing(self, lately: timedelta) -> PostStanding: ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Removes notices, dispatches and alarms settled before then. Returns how many notices and dispatches."""
        ...

    async def no_mail(self, person: int, kind: NoticeKind | None) -> None:
        """Ends mails of this kind; with None, digests."""
        ...
