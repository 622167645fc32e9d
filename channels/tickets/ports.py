"""What tickets need from storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from channels.people import Role, SchoolRef
from channels.tickets.inputs import NewTicket
from channels.tickets.model import NamedSchool, Ticket, TicketLine, TicketStatus


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """`writer`: none, a guest. `last`: the number of its last entry."""

    school: int
    number: str
    writer: int | None
    status: TicketStatus
    address: str
    language: Literal["ru", "en"]
    last: int


@dataclass(frozen=True, slots=True)
class GuestsLately:
    """How many tickets guests have opened: from one origin, with one mail address, and in all."""

    of_origin: int
    of_address: int
    in_all: int


class TicketStore(Protocol):
    async def schools(self) -> list[NamedSchool]: ...

    async def school(self, school: int) -> SchoolRef: ...

    async def answering(self, school: int, roles: Collection[Role]) -> list[int]:
        """Who has one of these roles there now."""
        ...

    async def one_guest_at_a_time(self) -> None:
        """Until this transaction ends no other gets past here."""
        ...

    async def forget_origins(self, before: datetime) -> None:
        """Of guests who wrote before that."""
        ...

    async def guests_since(self, moment: datetime, origin: str, address: str) -> GuestsLately:
        """An address is the same in capitals, and with a tag (`name+tag@…`)."""
        ...

    async def repeated(self, moment: datetime, origin: str, asked: NewTicket) -> str | None:
        """The number that the same guest got for the same words since."""
        ...

    async def opened_since(self, moment: datetime, person: int) -> int: ...

    async def said_since(self, moment: datetime, ticket: int) -> int:
        """How often its writer has said something."""
        ...

    async def open(self, asked: NewTicket, writer: int | None, origin: str | None, at: datetime) -> tuple[int, str]:
        """Its id and its number, the next one of the school; what was asked is its first entry."""
        ...

    async def facts(self, ticket: int, *, locked: bool = False) -> TicketFacts | None:
        """`locked`: until this transaction ends nobody else changes it."""
        ...

    async def add(
        self, ticket: int, by: int | None, status: TicketStatus, text: str, at: datetime, *, of_school: bool
    ) -> None:
        """An entry; the ticket has that status from then on. Whoever of the school did it has it in hand."""
        ...

    async def own(self, person: int, last: int | None, limit: int) -> list[TicketLine]:
        """The newest first."""
        ...

    async def queue(self, school: int, *, done: bool, last: int | None, limit: int) -> list[TicketLine]:
        """Those that wait, the oldest first; or those that are done, the newest first."""
        ...

    async def one(self, ticket: int) -> Ticket | None: ...
