"""Transactions, as the actions see them, and the one way every action writes."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError

from channels import keys
from channels.announcements.ports import AnnouncementStore
from channels.errors import Codes, Refusal
from channels.files.ports import FileStore
from channels.gradebook.ports import AttendanceStore, DiaryStore, JournalStore, MarkStore
from channels.group_commit import Batcher
from channels.notices.ports import NoticeSettingsStore, NoticeStore, PostStore
from channels.pace import Pace
from channels.people import Keeper, Me, Name, PersonRef, Viewer
from channels.policy import SchoolRule
from channels.ports import Clock, Publisher
from channels.publication import ChannelName, Position, Publication
from channels.safety.ports import RetentionStore, SafetyStore
from channels.school_events.ports import SchoolEventStore
from channels.talk.ports import ChatStore, GroupStore, JointStore, LaterStore, MessageStore, SearchStore
from channels.tickets.ports import TicketStore
from channels.types import Fact, Shape

A = TypeVar("A", bound=Shape)
Q = TypeVar("Q")

PORTION = 64  # requests in one transaction: with more, the first would wait for the last
WAITING = 2000  # requests for the next transactions, then TOO_MANY_WAITING: about a second's worth


class PeopleStore(Protocol):
    async def viewers(self, persons: Collection[int]) -> dict[int, Viewer]:
        """Rights as of now, in one query. Unknown and ended persons get a Viewer without any."""
        ...

    async def keeper(self, person: int, course: int) -> Keeper:
        """What the person may write into this journal, as of now."""
        ...

    async def class_teachers(self, students: Collection[int]) -> Mapping[int, PersonRef]:
        """One of each student's class teachers, where there is any."""
        ...

    async def schools_of_student(self, student: int) -> Collection[int]:
        """Where the person is a student now."""
        ...

    async def roles(self, persons: Collection[int]) -> Mapping[int, Viewer]:
        """Viewers of whom nothing is read but roles and settings: what `viewers` reads costs ten times as much."""
        ...

    async def names(self, persons: Collection[int]) -> Mapping[int, Name]:
        """Of all of them, those who are gone included."""
        ...

    async def ref(self, person: int) -> PersonRef: ...

    async def me(self, viewer: Viewer) -> Me: ...

    async def set_share_seen(self, person: int, value: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A person's key, and the hash of what it is used for."""

    person: int
    key: str
    body_hash: bytes
    same: Callable[[bytes], bool] = field(default=lambda kept: False, compare=False)
    """Whether what was kept with the key is of this request, by an earlier version of this server as well."""


class KeyStore(Protocol):
    async def claim(self, claims: Sequence[Claim]) -> Mapping[tuple[int, str], tuple[bytes, str]]:
        """What these keys were used for and answered before: hash and answer, by person and key.

        Until this transaction ends nobody else gets past here with one of them.
        """
        ...

    def keep(self, claim: Claim, answer: str) -> None: ...


class SchoolStore(Protocol):
    async def rules(self, schools: Collection[int]) -> Mapping[int, frozenset[SchoolRule]]:
        """What is allowed in each, by its own word or by default."""
        ...

    async def set_rule(self, school: int, rule: SchoolRule, allowed: bool, person: int, at: datetime) -> None: ...


class AuditStore(Protocol):
    async def add(self, person: int, action: str, target: int, outcome: str, at: datetime) -> None:
        """`target` is the id of what the action was about, `outcome` is `done` or the code of a refusal."""
        ...


class OutsideStore(Protocol):
    async def exists(self, channel: ChannelName) -> bool:
        """Is there a person, class or school of that channel?"""
        ...

    async def known(self, channel: ChannelName, key: str) -> tuple[int, bytes] | None:
        """The offset that this key got in the channel, and the hash of what was published. The channel is locked."""
        ...

    async def keep(self, channel: ChannelName, key: str, offset: int, body_hash: bytes) -> None: ...


class Tx(Protocol):
    """One READ COMMITTED transaction. Leaving it without an exception commits durably.

    What is appended, noticed and kept with keys is stored by its last statement: do not read it back inside.
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
    def later(self) -> LaterStore: ...
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
    def audit(self) -> AuditStore: ...
    @property
    def keys(self) -> KeyStore: ...
    @property
    def notices(self) -> NoticeStore: ...
    @property
    def post(self) -> PostStore: ...
    @property
    def notice_settings(self) -> NoticeSettingsStore: ...
    @property
    def outside(self) -> OutsideStore: ...
    @property
    def appended(self) -> Sequence[Publication]:
        """What this transaction has published so far."""
        ...

    async def append(
        self, channel: ChannelName, author: int | None, fact: Fact, *, changes_readers: bool = False
    ) -> Publication:
        """Numbers a publication. Facts of several channels go through `append_all`."""
        ...

    async def append_all(
        self, author: int | None, facts: Sequence[tuple[ChannelName, Fact]], *, changes_readers: bool = False
    ) -> list[Publication]:
        """Locks the channels in one order for everybody, so that writers never wait in a circle."""
        ...

    async def append_each(self, facts: Sequence[tuple[ChannelName, int | None, Fact]]) -> list[Publication]:
        """The same for facts of different authors. Several of one channel get consecutive numbers, in this order."""
        ...

    async def lock(self, channels: Collection[ChannelName]) -> None:
        """Locks channels before something is stored whose order must be that of their publications."""
        ...

    async def next_offsets(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, int]:
        """Locks the channels that there are and tells which number the next publication of each gets."""
        ...

    async def replace(self, channel: ChannelName, offsets: Collection[int], fact: Fact) -> None:
        """Who recovers past these offsets is told this fact in the place of what stood there."""
        ...

    async def position(self, channel: ChannelName) -> Position: ...


class Store(Protocol):
    def begin(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[Tx]:
        """One snapshot: all that is read inside belongs to one moment. Writes fail."""
        ...


Together = Callable[[Tx, datetime, Sequence[Q]], Awaitable[Sequence[A | Refusal]]]
"""Does many requests in one transaction, at one moment: an answer or a refusal for each, in their order."""


@dataclass(frozen=True, slots=True)
class _Request(Generic[Q]):
    asked: Q
    claim: Claim | None


@dataclass(frozen=True)
class Desk:
    """Where actions work: store, commit, publish, in that order and no other."""

    store: Store
    publisher: Publisher
    clock: Clock
    pace: Pace | None = None  # without one nobody is too fast
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

        With a `key`, a repeat of the same request (`about` is the action and its target) gets the first
        answer and changes nothing; the key with another request is refused.
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
        """The same, in one transaction with what is asked of this `work` at the same time.

        Each gets its own answer: a refusal of one does not touch the others, a commit that fails is everybody's
        (docs/decisions/0013-group-commit.md).
        """
        batcher = self._batchers.get(work)
        if batcher is None:
            batcher = Batcher(self._publishing, partial(self._do, answer, work), portion=PORTION, waiting=WAITING)
            self._batchers[work] = batcher
        claim = _claim(person, key, about, body)
        outcome: A = await batcher.ask(_Request(asked, claim), apart=claim and (person, key), lane=lane)
        return outcome

    async def note(self, person: int, action: str, target: int, outcome: str) -> None:
        """For the audit, in a transaction of its own: what was refused was undone."""
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
        """Answers from the keys what was done before, does the rest, and keeps its answers with their keys."""
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
    """The first answer to the letter, whatever such an answer has gained since."""
    try:
        again: A = answer.model_validate_json(text)
    except ValidationError:
        again = cast(A, answer.model_construct())
    again.__dict__["json_text"] = text
    return again


async def viewer_of(tx: Tx, person: int) -> Viewer:
    return (await tx.people.viewers([person]))[person]


def not_found() -> Refusal:
    """The one answer to what does not exist and to what one may not know of."""
    return Refusal(Codes.NOT_FOUND)
