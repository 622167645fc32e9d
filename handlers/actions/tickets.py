"""Tickets: written by people of a school, or by a guest; answered by its office."""

from aiohttp import web

from channels.store import Desk
from channels.tickets import tickets
from channels.tickets.inputs import NewTicket
from channels.tickets.model import GuestTicket
from handlers.actions.action import Access, Action
from handlers.auth import Authentication
from handlers.letters.addresses import LetterAddresses
from handlers.tries import network

_OWN, _ONE, _GUESTS = "/api/tickets", "/api/tickets/{ticket}", "/api/guest-tickets"


async def open_as_guest(
    request: web.Request, desk: Desk, authentication: Authentication, addresses: LetterAddresses, asked: NewTicket
) -> GuestTicket:
    authentication.require_own_page(request, absent_is_fine=True)
    origin = addresses.opaque("guest", network(authentication.address(request)))
    return await tickets.open_as_guest(desk, origin, asked)


TICKETS = (
    Action("ticket_schools", "GET", _GUESTS, Access.PUBLIC, "Schools that one can write to", tickets.schools),
    Action("open_as_guest", "POST", _GUESTS, Access.PUBLIC, "Ask without a sign-in", open_as_guest, status=201),
    Action("open_ticket", "POST", _OWN, Access.SCHOOL, "Ask the office", tickets.open_ticket, status=201),
    Action("own_tickets", "GET", _OWN, Access.SIGNED_IN, "What I asked", tickets.own),
    Action("read_ticket", "GET", _ONE, Access.TICKET, "With what was said", tickets.read),
    Action("answer_ticket", "POST", f"{_ONE}/answer", Access.TICKET, "Say something", tickets.answer),
    Action("take_ticket", "POST", f"{_ONE}/take", Access.TICKET, "I look after it", tickets.take),
    Action("close_ticket", "POST", f"{_ONE}/close", Access.TICKET, "It is done", tickets.close),
    Action("ticket_queue", "GET", "/api/schools/{school}/tickets", Access.SCHOOL, "What is asked", tickets.queue),
)
