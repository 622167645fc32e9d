"""Port of tickets in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from channels.people import Role, SchoolRef
from channels.tickets.inputs import NewTicket
from channels.tickets.model import NamedSchool, Ticket, TicketLine, TicketStatus


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """Data of a ticket that decide what may be done with it. `writer` None: a guest. `last`: number of its last
    entry."""

    school: int
    number: str
    writer: int | None
    status: TicketStatus
    address: str
    language: Literal["ru", "en"]
    last: int


@dataclass(frozen=True, slots=True)
class GuestsLately:
    """Number of tickets that guests have opened: from one origin, with one mail address, and in all."""

    of_origin: int
    of_address: int
    in_all: int


class TicketStore(Protocol):
    async def schools(self) -> list[NamedSchool]: ...

    async def school(self, school: int) -> SchoolRef: ...

    async def answering(self, school: int, roles: Collection[Role]) -> list[int]:
        """Returns the people who have one of these roles there now."""
        ...

    async def one_guest_at_a_time(self) -> None:
        """Waits for other guests, and keeps them waiting until this transaction ends."""
        ...

    async def forget_origins(self, before: datetime) -> None:
        """Forgets the origins of guests who wrote before then."""
        ...

    async def guests_since(self, moment: datetime, origin: str, address: str) -> GuestsLately:
        """Counts guests' tickets. An address is the same in capitals, and with a tag (`name+tag@…`)."""
        ...

    async def repeated(self, moment: datetime, origin: str, asked: NewTicket) -> str | None:
        """Returns the number that the same guest got for the same words since then; None if there is none."""
        ...

    async def opened_since(self, moment: datetime, person: int) -> int: ...

    async def said_since(self, moment: datetime, ticket: int) -> int:
        """Counts how often the ticket's writer has said something since then."""
        ...

    async def open(self, asked: NewTicket, writer: int | None, origin: str | None, at: datetime) -> tuple[int, str]:
        """Returns its id and its number, the next one of the school. What was asked is its first entry."""
        ...

    async def facts(self, ticket: int, *, locked: bool = False) -> TicketFacts | None:
        """Returns what is known of a ticket. `locked`: nobody else changes it until this transaction ends."""
        ...

    async def add(
        self, ticket: int, by: int | None, status: TicketStatus, text: str, at: datetime, *, of_school: bool
    ) -> None:
        """Adds an entry; the ticket has that status from then on. With `of_school`, the person `by` has the ticket
        in hand from then on."""
        ...

    async def own(self, person: int, last: int | None, limit: int) -> list[TicketLine]:
        """Returns the person's tickets, newest first."""
        ...

    async def queue(self, school: int, *, done: bool, last: int | None, limit: int) -> list[TicketLine]:
        """Returns tickets that wait, oldest first; with `done`, those that are done, newest first."""
        ...

    async def one(self, ticket: int) -> Ticket | None: ...
