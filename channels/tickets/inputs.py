"""Inputs of the school's office (docs/PROTOCOL.md)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from channels.notices.inputs import Address
from channels.tickets.model import TicketKind
from channels.types import NO_CONTROLS, Id, Input

ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
PHONE = r"^[0-9+()#*., /-]*$"

Subject = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=150, pattern=ONE_LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=NO_CONTROLS)]


class NewTicket(Input):
    """A new ticket. `language`: that of the mails about it."""

    school: Id
    kind: Annotated[TicketKind, Field(strict=False)]
    address: Address
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32, pattern=PHONE)] = ""
    subject: Subject
    text: Text
    language: Literal["ru", "en"]


class NewTicketAnswer(Input):
    text: Text


class WantedTickets(Input):
    """Page of a school's tickets. `done`: those the school has answered or closed. `last` is the id of the last one
    of the previous page."""

    done: Annotated[bool, Field(strict=False)] = False
    last: Annotated[Id, Field(strict=False)] | None = None


class WantedOwnTickets(Input):
    last: Annotated[Id, Field(strict=False)] | None = None
