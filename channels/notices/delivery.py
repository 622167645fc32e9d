"""What the ways out need to know of notices: something to be carried to an address, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from channels.publication import ChannelName

C = TypeVar("C")


class Reached(IntEnum):
    """How far a publication has come to one of its readers. The further, the higher."""

    AWAY = 0  # nobody listens
    LISTENING = 1  # a session does, but has not been handed it yet
    SENT = 2  # to a session that has not been heard of since
    HEARD = 3  # and that session has answered a ping that went out after it


class Asked(NamedTuple):
    user: str
    channel: ChannelName
    offset: int
    ago: float | None  # seconds since it was first found to be sent: clocks may differ; None: it has not been


class Live(Protocol):
    async def look(self, asked: Sequence[Asked]) -> Sequence[Reached]:
        """How far each has come, at best, to a session of its user, in any process that can be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery(Generic[C]):
    """`content` is the carrier's own. `attempt` counts from 1."""

    id: int
    attempt: int
    content: C


class End(StrEnum):
    ACCEPTED = "accepted"  # the next in the chain has it
    LATER = "later"  # not now, perhaps another time
    WAIT = "wait"  # not tried: too many went that way just now
    AWAY = "away"  # the carrier itself is out of reach: this was no attempt, and others need not be made
    GONE = "gone"  # there is no such address any more
    REFUSED = "refused"  # not this one, ever


@dataclass(frozen=True, slots=True)
class Outcome:
    """`problem` is in the carrier's words and names nobody; `retry_after` in seconds, when it was told."""

    end: End
    problem: str = ""
    retry_after: float | None = None


class Carrier(Protocol[C]):
    """Never raises: whatever goes wrong is an outcome."""

    async def carry(self, delivery: Delivery[C]) -> Outcome:
        """At most one attempt. When this returns ACCEPTED the other side has said so."""
        ...

    async def close(self) -> None: ...


class Post(Protocol):
    """Where a postman gets what is to be carried, and tells what became of it.

    Several postmen may share one: what is taken by one is not given to another before its lease is over.
    """

    async def resolve(self) -> bool:
        """Decides what becomes of the notices that are due; whether there may be more."""
        ...

    async def take(self, carrier: str, limit: int) -> Sequence[Delivery[Any]]: ...

    async def tell(self, carrier: str, outcomes: Sequence[tuple[Delivery[Any], Outcome]]) -> None: ...
