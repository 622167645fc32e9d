"""Transactions as the actions see them, and the desk, through which every action writes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError

from channels import keys
from channels.announcements.ports import AnnouncementStore
from channels.applications.ports import ApplicationStore
from channels.consents.ports import ConsentStore
from channels.errors import Codes, Refusal
from channels.files.ports import FileStore
from channels.gradebook.ports import AttendanceStore, DiaryStore, JournalStore, MarkStore
from channels.group_commit import Batcher
from channels.invitations.ports import ActivationStore, InvitationStore, TelephoneCodeStore
from channels.merging.ports import MergeStore
from channels.notices.ports import NewTimetableStore, NoticeSettingsStore, NoticeStore, PostStore, ToldLessonStore
from channels.pace import Pace
from channels.passkeys.ports import PasskeyStore
from channels.people import ClassRef, CourseRights, Me, Name, PersonRef, Viewer
from channels.people_files.ports import PeopleFileStore
from channels.policy import Office, SchoolRule
from channels.portals.ports import PortalStore
from channels.ports import Clock, OutsideStore, Publisher
from channels.publication import ChannelName, Position, Publication
from channels.register.ports import RegisterStore
from channels.safety.ports import RetentionStore, SafetyStore
from channels.school_events.ports import SchoolEventStore
from channels.school_year.ports import BellStore, SchoolYearStore
from channels.second_factor.ports import SecondFactorStore
from channels.sign_in_cases.ports import SignInCaseStore
from channels.substitutions.ports import LessonStore
from channels.talk.ports import ChatStore, GroupStore, JointStore, MessageStore, ScheduledStore, SearchStore
from channels.tickets.ports import TicketStore
from channels.timetable.ports import CourseStore, CurriculumStore, PatternStore, RoomStore, TimetableStore
from channels.timetable_files.ports import ImportStore
from channels.trust.ports import TrustStore
from channels.types import Fact, Shape

A = TypeVar("A", bound=Shape)
Q = TypeVar("Q")

PORTION = 64  # requests in one transaction: with more, the first would wait for the last
WAITING = 2000  # requests for the next transactions, then TOO_MANY_WAITING: about a second's worth


class PeopleStore(Protocol):
    async def viewers(self, persons: Collection[int]) -> dict[int, Viewer]:
        """Returns the present rights, in one query. Unknown and ended persons get a Viewer without rights."""
        ...

    async def rights_in_course(self, person: int, course: int) -> CourseRights:
        """Returns what the person may write into the journal of this course now."""
        ...

    async def class_teachers(self, students: Collection[int]) -> Mapping[int, PersonRef]:
        """Returns one class teacher for each student who has any."""
        ...

    async def schools_of_student(self, student: int) -> Collection[int]:
        """Returns the ids of the schools where the person is a student now."""
        ...

    async def roles(self, persons: Collection[int]) -> Mapping[int, Viewer]:
        """Returns viewers with roles and settings only: reading all of `viewers` costs ten times as much."""
        ...

    async def names(self, persons: Collection[int]) -> Mapping[int, Name]:
        """Returns the names of all these persons, including those who have left."""
        ...

    async def ref(self, person: int) -> PersonRef: ...

    async def me(self, viewer: Viewer) -> Me: ...

    async def set_share_seen(self, person: int, value: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's idempotency key, and the hash of the request it is used for."""

    person: int
    key: str
    body_hash: bytes
    same: Callable[[bytes], bool] = field(default=lambda kept: False, compare=False)
    """True if a hash stored with the key is of this request, also if an earlier version of this server stored it."""


class KeyStore(Protocol):
    async def claim(self, claims: Sequence[Claim]) -> Mapping[tuple[int, str], tuple[bytes, str]]:
        """Returns the earlier uses of these keys: (hash, answer) by (person, key).

        Locks the keys: any other transaction that claims one of them waits until this one ends.
        """
        ...

    def keep(self, claim: Claim, answer: str) -> None: ...


class SchoolStore(Protocol):
    async def zone(self, school: int) -> str: ...

    async def day(self, school: int, at: datetime) -> date:
        """Returns the day that a moment belongs to in the school's zone."""
        ...

    async def some_names(self, most: int) -> list[str]: ...

    async def classes(self, school: int) -> list[ClassRef]:
        """Returns its classes, by grade and name."""
        ...

    async def has_classes(self, school: int, classes: Collection[int]) -> bool:
        """True if all of these are classes of the school."""
        ...

    async def rules(self, schools: Collection[int]) -> Mapping[int, frozenset[SchoolRule]]:
        """Returns the rules in force in each school: those it allows itself or by default."""
        ...

    async def set_rule(self, school: int, rule: SchoolRule, allowed: bool, person: int, at: datetime) -> None: ...


class AuditStore(Protocol):
    async def add(self, person: int, action: str, target: int, outcome: str, at: datetime) -> None:
        """Adds an entry. `target` is the id the action was about; `outcome` is `done` or the code of a refusal."""
        ...


class AppointmentStore(Protocol):
    async def appoint(
        self, school: int, office: Office, person: int, by: int, at: datetime, *, appointed: bool
    ) -> bool:
        """Appoints or dismisses somebody. False if that changed nothing."""
        ...

    async def people(self, school: int, office: Office) -> list[PersonRef]:
        """Returns who holds the office now."""
        ...


class CalendarStore(Protocol):
    async def set(self, person: int, student: int | None, secret_hash: bytes | None, at: datetime) -> None:
        """Sets the hash of an address of the person's calendar, or of that of a student; with None there is none."""
        ...

    async def owner(self, secret_hash: bytes) -> tuple[int, int | None] | None:
        """Returns whose address it is, and of which student."""
        ...


class Tx(Protocol):
    """One READ COMMITTED transaction. Leaving it without an exception commits durably.

    Publications, notices and answers kept with keys are stored by its last statement: do not read them back inside.
    """

    @property
    def people(self) -> PeopleStore: ...
    @property
    def journals(self) -> JournalStore: ...
    @property
    def marks(self) -> MarkStore: ...
    @property
    def attendance(self) -> AttendanceStore: ...
    @property
    def diaries(self) -> DiaryStore: ...
    @property
    def chats(self) -> ChatStore: ...
    @property
    def messages(self) -> MessageStore: ...
    @property
    def search(self) -> SearchStore: ...
    @property
    def scheduled(self) -> ScheduledStore: ...
    @property
    def joint(self) -> JointStore: ...
    @property
    def files(self) -> FileStore: ...
    @property
    def groups(self) -> GroupStore: ...
    @property
    def announcements(self) -> AnnouncementStore: ...
    @property
    def safety(self) -> SafetyStore: ...
    @property
    def retention(self) -> RetentionStore: ...
    @property
    def tickets(self) -> TicketStore: ...
    @property
    def school_events(self) -> SchoolEventStore: ...
    @property
    def schools(self) -> SchoolStore: ...
    @property
    def school_years(self) -> SchoolYearStore: ...
    @property
    def bells(self) -> BellStore: ...
    @property
    def rooms(self) -> RoomStore: ...
    @property
    def patterns(self) -> PatternStore: ...
    @property
    def lessons(self) -> LessonStore: ...
    @property
    def courses(self) -> CourseStore: ...
    @property
    def register(self) -> RegisterStore: ...
    @property
    def imports(self) -> ImportStore: ...
    @property
    def telephone_codes(self) -> TelephoneCodeStore: ...
    @property
    def applications(self) -> ApplicationStore: ...
    @property
    def activations(self) -> ActivationStore: ...
    @property
    def invitations(self) -> InvitationStore: ...
    @property
    def sign_in_cases(self) -> SignInCaseStore: ...
    @property
    def passkeys(self) -> PasskeyStore: ...
    @property
    def consents(self) -> ConsentStore: ...
    @property
    def merges(self) -> MergeStore: ...
    @property
    def second_factors(self) -> SecondFactorStore: ...
    @property
    def portals(self) -> PortalStore: ...
    @property
    def people_files(self) -> PeopleFileStore: ...
    @property
    def timetables(self) -> TimetableStore: ...
    @property
    def curricula(self) -> CurriculumStore: ...
    @property
    def appointments(self) -> AppointmentStore: ...
    @property
    def trusts(self) -> TrustStore: ...
    @property
    def calendars(self) -> CalendarStore: ...
    @property
    def audit(self) -> AuditStore: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def notices(self) -> NoticeStore: ...
    @property
    def post(self) -> PostStore: ...
    @property
    def told_lessons(self) -> ToldLessonStore: ...
    @property
    def new_timetables(self) -> NewTimetableStore: ...
    @property
    def notice_settings(self) -> NoticeSettingsStore: ...
    @property
    def outside(self) -> OutsideStore: ...
    @property
    def appended(self) -> Sequence[Publication]:
        """Publications that this transaction has appended so far."""
        ...

    async def append(
        self, channel: ChannelName, author: int | None, fact: Fact, *, changes_readers: bool = False
    ) -> Publication:
        """Appends one publication and gives it the next offset. For facts of several channels use `append_all`."""
        ...

    async def append_all(
        self, author: int | None, facts: Sequence[tuple[ChannelName, Fact]], *, changes_readers: bool = False
    ) -> list[Publication]:
        """Appends facts to several channels. Locks the channels in a fixed order, so writers never deadlock."""
        ...

    async def append_each(self, facts: Sequence[tuple[ChannelName, int | None, Fact]]) -> list[Publication]:
        """Like `append_all`, for different authors. Facts of one channel get consecutive offsets in this order."""
        ...

    async def lock(self, channels: Collection[ChannelName]) -> None:
        """Locks channels, before storing something that must be in the same order as their publications."""
        ...

    async def next_offsets(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, int]:
        """Locks the channels that exist and returns the offset of the next publication of each."""
        ...

    async def replace(self, channel: ChannelName, offsets: Collection[int], fact: Fact) -> None:
        """Replaces the publications at these offsets with this fact, for everybody who reads them later."""
        ...

    async def position(self, channel: ChannelName) -> Position: ...

    async def allow_pauses(self) -> None:
        """Lets this transaction pause for seconds between two questions, as what computes over a whole timetable has
        to. Others that pause so long are ended, since nobody else can write to the rows that they hold."""
        ...

    def undone(self) -> AbstractAsyncContextManager[None]:
        """Undoes at its end whatever was written inside, to see what it would do. Nothing may be appended inside."""
        ...


class Store(Protocol):
    def begin(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[Tx]:
        """Opens a snapshot: all reads inside see the same moment. Writes fail."""
        ...


Together = Callable[[Tx, datetime, Sequence[Q]], Awaitable[Sequence[A | Refusal]]]
"""Does many requests in one transaction, at one moment; returns an answer or a refusal for each, in their order."""


@dataclass(frozen=True, slots=True)
class _Request(Generic[Q]):
    asked: Q
    claim: Claim | None


@dataclass(frozen=True)
class Desk:
    """Workplace of the actions: stores, commits and publishes, always in this order."""

    store: Store
    publisher: Publisher
    clock: Clock
    pace: Pace | None = None  # None: no rate limit
    _batchers: dict[Any, Batcher[Tx, Any, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    async def write(
        self,
        answer: type[A],
        work: Callable[[Tx], Awaitable[A]],
        *,
        person: int,
        key: str | None,
        about: tuple[str, int],
        body: BaseModel,
    ) -> A:
        """Runs `work` in a transaction, then publishes what it appended.

        With a `key`, a repetition of the same request gets the first answer and changes nothing; another request with
        the same key raises KEY_REUSED. `about` is the action and the id of its target.
        """

        async def alone(tx: Tx, _now: datetime, _asked: Sequence[None]) -> Sequence[A]:
            return [await work(tx)]

        async with self._publishing() as tx:
            [outcome] = await self._do(answer, alone, tx, [_Request(None, _claim(person, key, about, body))])
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    async def write_together(
        self,
        answer: type[A],
        work: Together[Q, A],
        asked: Q,
        *,
        person: int,
        key: str | None,
        about: tuple[str, int],
        body: BaseModel,
        lane: Hashable = None,
    ) -> A:
        """Like `write`, in one transaction with concurrent requests to the same `work`.

        Each request gets its own answer: a refusal of one does not affect the others, a failed commit fails them all
        (docs/decisions/0013-group-commit.md). Requests of one `lane` need the same resource.
        """
        batcher = self._batchers.get(work)
        if batcher is None:
            batcher = Batcher(self._publishing, partial(self._do, answer, work), portion=PORTION, waiting=WAITING)
            self._batchers[work] = batcher
        claim = _claim(person, key, about, body)
        outcome: A = await batcher.ask(_Request(asked, claim), apart=claim and (person, key), lane=lane)
        return outcome

    async def note(self, person: int, action: str, target: int, outcome: str) -> None:
        """Writes to the audit in a transaction of its own: the transaction of a refused action was rolled back."""
        async with self.store.begin() as tx:
            await tx.audit.add(person, action, target, outcome, self.clock.now())

    @asynccontextmanager
    async def _publishing(self) -> AsyncIterator[Tx]:
        async with self.store.begin() as tx:
            yield tx
        self.publisher.publish(tx.appended)

    async def _do(
        self, answer: type[A], work: Together[Q, A], tx: Tx, requests: Sequence[_Request[Q]]
    ) -> Sequence[A | Refusal]:
        """Answers repeated requests from their keys, does the others, and stores their answers with their keys."""
        outcomes: dict[int, A | Refusal] = {}
        claims = [request.claim for request in requests if request.claim is not None]
        known = await tx.keys.claim(claims) if claims else {}
        for number, request in enumerate(requests):
            claim = request.claim
            if claim is not None and (kept := known.get((claim.person, claim.key))) is not None:
                same = kept[0] == claim.body_hash or claim.same(kept[0])
                outcomes[number] = _kept(answer, kept[1]) if same else Refusal(Codes.KEY_REUSED)
        fresh = [number for number in range(len(requests)) if number not in outcomes]
        if fresh:
            done = await work(tx, self.clock.now(), [requests[number].asked for number in fresh])
            outcomes.update(zip(fresh, done, strict=True))
        for number in fresh:
            claim, outcome = requests[number].claim, outcomes[number]
            if claim is not None and not isinstance(outcome, Refusal):
                tx.keys.keep(claim, outcome.json_text)
        return [outcomes[number] for number in range(len(requests))]


def _claim(person: int, key: str | None, about: tuple[str, int], body: BaseModel) -> Claim | None:
    if key is None:
        return None
    return Claim(person, key, keys.used_for(about, body), partial(keys.is_same, about, body))


def _kept(answer: type[A], text: str) -> A:
    """Returns the first answer exactly as it was sent, even if its shape has gained fields since."""
    try:
        again: A = answer.model_validate_json(text)
    except ValidationError:
        again = cast(A, answer.model_construct())
    again.__dict__["json_text"] = text
    return again


async def viewer_of(tx: Tx, person: int) -> Viewer:
    return (await tx.people.viewers([person]))[person]


def not_found() -> Refusal:
    """Returns the same refusal for things that do not exist and for things the person may not know of."""
    return Refusal(Codes.NOT_FOUND)
