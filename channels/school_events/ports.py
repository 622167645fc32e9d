"""What school events need from storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels.policy import Answering
from channels.school_events.inputs import NewSchoolEvent, WantedEvents
from channels.school_events.model import EventAnswer, EventPlace, EventStanding, SchoolEvent


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What decides who may do what with an event."""

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
    """What was answered for a participant who is still asked, and what became of it."""

    answer: EventAnswer
    agreed: bool
    standing: EventStanding | None


class SchoolEventStore(Protocol):
    async def add(self, school: int, organiser: int, asked: NewSchoolEvent, at: datetime) -> int: ...

    async def change(self, number: int, asked: NewSchoolEvent, at: datetime) -> None:
        """Raises the revision, and gives the event's chat the new title."""
        ...

    async def cancel(self, number: int, because: str, at: datetime) -> None: ...

    async def facts(self, number: int, *, lock: bool = False) -> EventFacts | None: ...

    async def listed(self, person: int, wanted: WantedEvents, now: datetime, limit: int) -> list[SchoolEvent]:
        """Those this person is asked to, answers for or organises; or the city's. `changes` is never set."""
        ...

    async def one(self, person: int, number: int) -> SchoolEvent | None:
        """To whomever: whether they may see it is not storage's to decide."""
        ...

    async def answering(self, number: int, person: int, participant: int) -> Answering | None:
        """As what this person answers for somebody who is asked to come; nobody answers for strangers."""
        ...

    async def is_asked(self, number: int, participant: int) -> bool: ...

    async def seats(self, number: int) -> Mapping[int, Seat]:
        """By participant."""
        ...

    async def answer(
        self, number: int, participant: int, answer: EventAnswer, person: int, at: datetime, *, agreed: bool
    ) -> None:
        """A yes that begins to count stands behind all others."""
        ...

    async def places(self, number: int) -> list[EventPlace]:
        """Of everybody who has answered or is asked by name of class, course, year or school."""
        ...

    async def concerned(self, number: int, participants: Collection[int]) -> Mapping[int, frozenset[int]]:
        """Who answers for each of these participants."""
        ...

    async def audience(self, number: int) -> frozenset[int]:
        """Who is told of it: those asked by name, those who answer for them, and for whoever has answered."""
        ...

    async def set_calendar(self, person: int, secret_hash: bytes | None, at: datetime) -> None:
        """None: there is no address any more."""
        ...

    async def calendar_of(self, secret_hash: bytes) -> int | None: ...
