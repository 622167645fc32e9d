"""Shapes of what people ask the school's office for, and what became of it (docs/PROTOCOL.md)."""

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
"""The school has to do something."""


class TicketLine(Shape):
    """`number` is for people, one row of them a school. `writer`: none, a guest."""

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
    """What was said, or done, and what the status was then. `by`: none, a guest, or who has the link of the mail."""

    at: Moment
    by: PersonRef | None
    of_school: bool
    status: TicketStatus
    text: str


class Ticket(TicketLine):
    """The first entry is what was asked."""

    address: str
    phone: str
    entries: list[TicketEntry]


class OneTicket(Shape):
    ticket: Ticket


class LinkedTicket(Shape):
    """As who has the link of a mail about it sees it."""

    ticket: Ticket
    school: SchoolRef


class Tickets(Shape):
    tickets: list[TicketLine]
    more: bool


class GuestTicket(Shape):
    """All that a guest is told. The link to it comes by mail, to the address that was given."""

    number: str


class NamedSchool(Shape):
    id: Id
    name: str


class TicketSchools(Shape):
    """Whom one can write to without a sign-in. `mails`: this server sends them; else only the phone reaches one."""

    schools: list[NamedSchool]
    mails: bool
