"""What people ask the school's office for, signed in or not."""

import ipaddress
from dataclasses import dataclass

from channels.store import Desk
from channels.tickets import tickets
from channels.tickets.asked import NewTicket, NewTicketAnswer, WantedOwnTickets, WantedTickets
from channels.tickets.model import GuestTicket, OneTicket, Tickets, TicketSchools
from handlers.auth import Authentication
from handlers.letters.addresses import LetterAddresses
from handlers.routing import Call

IPV6_NETWORK = 64  # bits: what one subscriber has


@dataclass(frozen=True)
class TicketHandlers:
    desk: Desk
    authentication: Authentication
    addresses: LetterAddresses
    mails: bool

    async def ticket_schools(self, call: Call) -> TicketSchools:
        return await tickets.schools(self.desk.store, mails=self.mails)

    async def open_as_guest(self, call: Call) -> GuestTicket:
        assert isinstance(call.body, NewTicket)
        self.authentication.require_own_page(call.request, absent_is_fine=True)
        origin = self.addresses.opaque("guest", network_of(self.authentication.address(call.request)))
        return await tickets.open_as_guest(self.desk, origin, call.body)

    async def open_ticket(self, call: Call) -> OneTicket:
        assert isinstance(call.body, NewTicket)
        return await tickets.open_ticket(self.desk, call.person, call.body, call.key)

    async def own_tickets(self, call: Call) -> Tickets:
        assert isinstance(call.query, WantedOwnTickets)
        return await tickets.own(self.desk.store, call.person, call.query)

    async def ticket_queue(self, call: Call) -> Tickets:
        assert isinstance(call.query, WantedTickets)
        return await tickets.queue(self.desk.store, call.person, call.ids["school"], call.query)

    async def read_ticket(self, call: Call) -> OneTicket:
        return await tickets.read(self.desk, call.person, call.ids["ticket"])

    async def answer_ticket(self, call: Call) -> OneTicket:
        assert isinstance(call.body, NewTicketAnswer)
        return await tickets.answer(self.desk, call.person, call.ids["ticket"], call.body, call.key)

    async def take_ticket(self, call: Call) -> OneTicket:
        return await tickets.take(self.desk, call.person, call.ids["ticket"], call.key)

    async def close_ticket(self, call: Call) -> OneTicket:
        return await tickets.close(self.desk, call.person, call.ids["ticket"], call.key)


def network_of(address: str) -> str:
    """Of IPv6 only the network is counted: who has one has more addresses in it than anybody can count."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed.packed, IPV6_NETWORK), strict=False))
