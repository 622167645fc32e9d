"""What is published of tickets: ids only."""

from typing import Literal

from channels.tickets.model import TicketStatus
from channels.types import Fact, Id


class TicketChanged(Fact):
    """To who wrote it, and to those of the school who answer."""

    type: Literal["ticket"] = "ticket"
    ticket: Id
    school: Id
    status: TicketStatus
