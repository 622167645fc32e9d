"""Facts of tickets: ids and the status, no words."""

from typing import Literal

from channels.tickets.model import TicketStatus
from channels.types import Fact, Id


class TicketChanged(Fact):
    """Fact for the person who wrote it, and for those of the school who answer."""

    type: Literal["ticket"] = "ticket"
    ticket: Id
    school: Id
    status: TicketStatus
