"""Ports between notices and the ways out: what is carried to an address, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from channels.publication import ChannelName

C = TypeVar("C")


class Reached(IntEnum):
    """Stages of a publication on its way to one of its readers; a higher one is farther."""

    AWAY = 0  # nobody listens
    LISTENING = 1  # a session listens, but has not been handed it yet
    SENT = 2  # handed to a session that has not been heard from since
    HEARD = 3  # that session has answered a ping that went out after it


class ListeningQuery(NamedTuple):
    user: str
    channel: ChannelName
    offset: int
    ago: float | None  # seconds since it was first found sent (clocks may differ); None: not sent


class Live(Protocol):
    async def look(self, asked: Sequence[ListeningQuery]) -> Sequence[Reached]:
        """Returns how far each has come, at best, to a session of its user in any process that can be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery(Generic[C]):
    """One attempt to bring a dispatch. `content` is in the carrier's own form; `attempt` counts from 1."""

    id: int
    attempt: int
    content: C


class End(StrEnum):
    ACCEPTED = "accepted"  # the next system on the way has it
    LATER = "later"  # not now, perhaps another time
    WAIT = "wait"  # not tried: too many went that way just now
    AWAY = "away"  # the carrier itself is out of reach: no attempt, and others are pointless now
    GONE = "gone"  # there is no such address any more
    REFUSED = "refused"  # not this one, ever


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a delivery. `problem` is in the carrier's words and names nobody; `retry_after` is in seconds, if
    told. `in_doubt`: it was not accepted, and may have arrived nevertheless."""

    end: End
    problem: str = ""
    retry_after: float | None = None
    in_doubt: bool = False


class Carrier(Protocol[C]):
    """Port of one way out. It never raises: whatever goes wrong is an outcome."""

    async def carry(self, delivery: Delivery[C]) -> Outcome:
        """Makes at most one attempt. ACCEPTED means that the other side has said so."""
        ...

    async def close(self) -> None: ...


class Post(Protocol):
    """Port from which a postman gets what is to be carried, and to which it tells what became of it.

    Several postmen may share one: what one has taken is given to no other before its lease is over.
    """

    async def resolve(self) -> bool:
        """Decides what becomes of the notices that are due. True if there may be more."""
        ...

    async def take(self, carrier: str, limit: int) -> Sequence[Delivery[Any]]: ...

    async def tell(self, carrier: str, outcomes: Sequence[tuple[Delivery[Any], Outcome]]) -> None: ...
