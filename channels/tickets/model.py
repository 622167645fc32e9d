"""Shapes of tickets: what people ask the school's office for, and what became of it (docs/PROTOCOL.md)."""

from enum import StrEnum

from channels.people import PersonRef, SchoolRef
from channels.types import Id, Moment, Shape


class TicketKind(StrEnum):
    SIGN_IN = "sign_in"  # I cannot get in
    DATA = "data"  # something about me or my child is wrong
    DIARY = "diary"  # marks, absences, the timetable
    NOTICES = "notices"  # messages and notices do not come, or too many do
    IDEA = "idea"
    OTHER = "other"


class TicketStatus(StrEnum):
    NEW = "new"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    CLOSED = "closed"


WAITING = frozenset({TicketStatus.NEW, TicketStatus.IN_WORK})
"""Statuses in which the school has to do something."""


class TicketLine(Shape):
    """A ticket in a list. `number` is for people; each school counts its own. `writer` null: a guest."""

    id: Id
    school: Id
    number: str
    kind: TicketKind
    status: TicketStatus
    subject: str
    writer: PersonRef | None
    taken_by: PersonRef | None
    opened_at: Moment
    changed_at: Moment


class TicketEntry(Shape):
    """Something said or done, and the status with it. `by` null: a guest, or whoever has the link of the mail."""

    at: Moment
    by: PersonRef | None
    of_school: bool
    status: TicketStatus
    text: str


class Ticket(TicketLine):
    """A ticket with its entries; the first one is what was asked."""

    address: str
    phone: str
    entries: list[TicketEntry]


class OneTicket(Shape):
    ticket: Ticket


class LinkedTicket(Shape):
    """A ticket as seen by whoever has the link of a mail about it."""

    ticket: Ticket
    school: SchoolRef


class Tickets(Shape):
    tickets: list[TicketLine]
    more: bool


class GuestTicket(Shape):
    """Number of a guest's ticket: all that they are told. Its link comes by mail, to the address they gave."""

    number: str


class NamedSchool(Shape):
    id: Id
    name: str


class TicketSchools(Shape):
    """Schools to which one can write without a sign-in. `mails`: this server sends mail; otherwise only the phone
    reaches one."""

    schools: list[NamedSchool]
    mails: bool
