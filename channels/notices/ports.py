"""What telling the absent needs of the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from channels.notices.preferences import CarrierName, DigestTime, Modes, NoticeKind, Reachable
from channels.notices.quiet import QuietHours
from channels.people import Name
from channels.publication import ChannelName, Publication


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
    sent_at: datetime | None = None  # to a session of this person, as far as it is known


@dataclass(frozen=True, slots=True)
class Ear:
    """How one person is told: what they chose, where they can be reached, when it is quiet for them."""

    reachable: Reachable
    digest: DigestTime
    quiet: tuple[QuietHours, ...]  # the school's and the person's own
    zone: str
    modes: Mapping[NoticeKind, Modes] = field(default_factory=dict)  # where they differ from the defaults

    @property
    def zones(self) -> set[str]:
        return {self.zone, self.digest.zone, *(rule.zone for rule in self.quiet)}


@dataclass(frozen=True, slots=True)
class Dispatching:
    """A notice to be carried by one carrier to one address."""

    notice: int
    carrier: CarrierName
    target: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a waiting notice. `dropped` says why; `gathered_until` when its digest leaves."""

    notice: int
    dispatches: Sequence[Dispatching] = ()
    dropped: str | None = None
    gathered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A notice that is looked at again `until` then."""

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
    """Whom a letter is for. `confirmed`: the address is known to be this person's, not only said to be."""

    person: int
    name: Name
    language: str
    zone: str
    address: str | None
    confirmed: bool
    in_words: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A dispatch that is being carried: nobody else tries it until its lease is over."""

    id: int
    person: int
    carrier: CarrierName
    target: int
    is_digest: bool
    attempt: int
    made_at: datetime
    notices: Sequence[Notice]


class NoticeStore(Protocol):
    def add(self, publications: Sequence[Publication], kind: NoticeKind, *, urgent: bool = False) -> None:
        """Somebody who is away may have to be told of these."""
        ...


class PostStore(Protocol):
    """What postmen share. Several may work at once: what one holds, the others pass over."""

    async def expand(self, at: datetime, limit: int) -> int:
        """Makes notices of publications that wait in the outbox: for whoever must be told of them now."""
        ...

    async def look(self, at: datetime, until: datetime, limit: int) -> list[Notice]:
        """Waiting notices that are due. Nobody else looks at them until then."""
        ...

    async def ears(self, persons: Collection[int]) -> Mapping[int, Ear]: ...

    async def seen(self, notices: Sequence[Notice]) -> frozenset[int]:
        """Those whose message the person has read."""
        ...

    async def settle(self, settled: Sequence[Settled], at: datetime) -> None:
        """Of notices that still wait. A dispatch that was made before is not made again."""
        ...

    async def hand_on(self, made: Sequence[Dispatching], at: datetime) -> None:
        """Makes dispatches, but for those that were made before."""
        ...

    async def hold(self, held: Sequence[Held]) -> None: ...

    async def gather(self, at: datetime, limit: int) -> int:
        """Makes a dispatch of what is gathered for each person whose digest leaves now."""
        ...

    async def claim(self, carrier: CarrierName, at: datetime, until: datetime, limit: int) -> list[Claimed]:
        """Dispatches that are due, counted as tried once more."""
        ...

    async def accepted(self, dispatches: Collection[int], at: datetime) -> None: ...

    async def again(self, dispatch: int, due_at: datetime, problem: str, *, counts: bool = True) -> None:
        """Later. Without `counts` this time was none."""
        ...

    async def failed(self, dispatch: int, problem: str, at: datetime) -> None: ...

    async def dropped(self, dispatches: Mapping[int, str], at: datetime) -> None:
        """There is nothing to bring any more, and why."""
        ...

    async def unpushed(self, dispatch: int) -> list[Notice]:
        """Of a push that failed: its notices that no other browser has or is about to get."""
        ...

    async def one(self, notice: int) -> Notice | None: ...

    async def publications(self, notices: Collection[int]) -> Mapping[int, bytes]:
        """What was published, as it stands in the archive now."""
        ...

    async def mark_revisions(self, marks: Collection[int]) -> Mapping[int, int]:
        """Which revision of each mark stands now."""
        ...

    async def correspondents(self, persons: Collection[int]) -> Mapping[int, Correspondent]: ...

    async def endpoints(self, numbers: Collection[int]) -> Mapping[int, Endpoint]: ...

    async def forget_endpoint(self, number: int) -> None: ...

    async def refuse_mailbox(self, person: int, problem: str, at: datetime) -> None:
        """Mail to this person comes back: none is sent until they say where to."""
        ...

    async def no_mail(self, person: int, kind: NoticeKind | None) -> None:
        """No more mails of this kind; of none: no more digests."""
        ...
