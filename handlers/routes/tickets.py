"""Tickets: written by whoever belongs to a school, or by a guest; answered by its office."""

from channels.tickets.asked import NewTicket, NewTicketAnswer, WantedOwnTickets, WantedTickets
from channels.tickets.model import GuestTicket, OneTicket, Tickets, TicketSchools
from handlers.rest.tickets import TicketHandlers
from handlers.routing import Access, Route


def tickets(handlers: TicketHandlers) -> list[Route]:
    own, one, queue = "/api/tickets", "/api/tickets/{ticket}", "/api/schools/{school}/tickets"
    anybody, mine, school, access = Access.PUBLIC, Access.SIGNED_IN, Access.SCHOOL, Access.TICKET
    guests = "/api/guest-tickets"
    return [
        Route("GET", guests, handlers.ticket_schools, "Schools that one can write to", anybody, TicketSchools),
        Route(
            "POST", guests, handlers.open_as_guest, "Ask without a sign-in", anybody, GuestTicket, NewTicket, status=201
        ),
        Route("POST", own, handlers.open_ticket, "Ask the office", school, OneTicket, NewTicket, status=201),
        Route("GET", own, handlers.own_tickets, "What I asked", mine, Tickets, query=WantedOwnTickets),
        Route("GET", one, handlers.read_ticket, "With what was said", access, OneTicket),
        Route("POST", f"{one}/answer", handlers.answer_ticket, "Say something", access, OneTicket, NewTicketAnswer),
        Route("POST", f"{one}/take", handlers.take_ticket, "I look after it", access, OneTicket),
        Route("POST", f"{one}/close", handlers.close_ticket, "It is done", access, OneTicket),
        Route("GET", queue, handlers.ticket_queue, "What is asked", school, Tickets, query=WantedTickets),
    ]
