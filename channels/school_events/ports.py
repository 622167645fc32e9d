"""Port of school events in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels.policy import Answering
from channels.school_events.inputs import NewSchoolEvent, WantedEvents
from channels.school_events.model import EventAnswer, EventPlace, EventStanding, SchoolEvent


@dataclass(frozen=True, slots=True)
class EventFacts:
    """Data of an event that decide who may do what with it."""

    school: int
    organiser: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    answer_until: datetime | None
    revision: int
    cancelled: bool
    chat: int | None


@dataclass(frozen=True, slots=True)
class Seat:
    """Answer for a participant who is still asked, and what became of it."""

    answer: EventAnswer
    agreed: bool
    standing: EventStanding | None


class SchoolEventStore(Protocol):
    async def add(self, school: int, organiser: int, asked: NewSchoolEvent, at: datetime) -> int: ...

    async def change(self, number: int, asked: NewSchoolEvent, at: datetime) -> None:
        """Replaces all of it, raises the revision, and gives the event's chat the new title."""
        ...

    async def cancel(self, number: int, because: str, at: datetime) -> None: ...

    async def facts(self, number: int, *, lock: bool = False) -> EventFacts | None: ...

    async def listed(self, person: int, wanted: WantedEvents, now: datetime, limit: int) -> list[SchoolEvent]:
        """Returns events to which this person is asked, for which they answer, or that they organise; or the city's.
        `changes` is never set."""
        ...

    async def one(self, person: int, number: int) -> SchoolEvent | None:
        """Returns an event to anybody: storage does not decide if they may see it. `changes` is never set."""
        ...

    async def answering(self, number: int, person: int, participant: int) -> Answering | None:
        """Returns as what this person answers for somebody who is asked to come; None for strangers."""
        ...

    async def is_asked(self, number: int, participant: int) -> bool: ...

    async def seats(self, number: int) -> Mapping[int, Seat]:
        """Returns the seats by participant."""
        ...

    async def answer(
        self, number: int, participant: int, answer: EventAnswer, person: int, at: datetime, *, agreed: bool
    ) -> None:
        """Stores an answer. A yes that begins to count stands behind all others."""
        ...

    async def places(self, number: int) -> list[EventPlace]:
        """Returns places of everybody who has answered or is asked by class, course, year or school."""
        ...

    async def concerned(self, number: int, participants: Collection[int]) -> Mapping[int, frozenset[int]]:
        """Returns who answers for each of these participants."""
        ...

    async def audience(self, number: int) -> frozenset[int]:
        """Returns who is told of it: those asked by name or who have answered, and those who answer for them."""
        ...
