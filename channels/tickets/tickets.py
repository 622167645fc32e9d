"""Tickets to the school's office, written with a sign-in or without, and what the office does about them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel

from channels import policy
from channels.errors import Codes, Refusal
from channels.notices.ports import Note, NoteKind
from channels.notices.settings import Offered
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.model import Nothing
from channels.tickets.facts import TicketChanged
from channels.tickets.inputs import NewTicket, NewTicketAnswer, WantedOwnTickets, WantedTickets
from channels.tickets.model import (
    WAITING,
    GuestTicket,
    LinkedTicket,
    OneTicket,
    Tickets,
    TicketSchools,
    TicketStatus,
)
from channels.tickets.ports import TicketFacts

PAGE = 30
LATELY = timedelta(hours=1)  # in which the following are counted
OF_PERSON = 10
OF_ORIGIN = 10  # a school's computer room has one address
OF_ADDRESS = 5  # each sends a mail there: a form must not be a mail bomb
OF_ALL_GUESTS = 200
SAID = 10  # by the writer of one ticket
ENTRIES = 200  # of one ticket: it is read as a whole
NOBODY = 0  # person in the request of a guest


@dataclass(frozen=True, slots=True)
class _Held:
    """A ticket in a transaction in which nobody else changes it, and the channels of the people who hear of it."""

    tx: Tx
    ticket: int
    facts: TicketFacts
    told: Sequence[ChannelName]
    now: datetime


Work = Callable[[_Held], Awaitable[None]]


async def schools(store: Store, offered: Offered) -> TicketSchools:
    async with store.read() as tx:
        return TicketSchools(schools=await tx.tickets.schools(), mails=offered.mails)


async def open_ticket(desk: Desk, person: int, asked: NewTicket, key: str | None) -> OneTicket:
    """Opens a ticket. Raises NOT_FOUND for a school one does not belong to, TOO_MANY_TICKETS."""

    async def work(tx: Tx) -> OneTicket:
        if not policy.writes_ticket(await viewer_of(tx, person), asked.school):
            raise not_found()
        told, now = await _hearing(tx, asked.school, person), desk.clock.now()
        await tx.lock(told)  # the writer's own among them: they write one after another, and are counted
        if await tx.tickets.opened_since(now - LATELY, person) >= OF_PERSON:
            raise _too_many()
        ticket, number = await tx.tickets.open(asked, person, None, now)
        await _opened(tx, asked, person, (ticket, number), told, now)
        return await _shown(tx, ticket)

    return await desk.write(OneTicket, work, person=person, key=key, about=("ticket", asked.school), body=asked)


async def open_as_guest(desk: Desk, origin: str, asked: NewTicket) -> GuestTicket:
    """Opens a ticket without a sign-in. The same words again within the hour are one ticket.

    It does not tell who has an account, and gives no link: that comes by mail, so that only whoever reads the mail of
    an address can read what the school answers it. `origin` is where the guest writes from, made unreadable. Raises
    NOT_FOUND for a school that does not exist, TOO_MANY_TICKETS.
    """

    async def work(tx: Tx) -> GuestTicket:
        now = desk.clock.now()
        if asked.school not in {school.id for school in await tx.tickets.schools()}:
            raise not_found()
        await _brake(tx, origin, asked, now)  # looked at first without waiting for the others
        await tx.tickets.one_guest_at_a_time()
        await tx.tickets.forget_origins(now - LATELY)
        if (number := await tx.tickets.repeated(now - LATELY, origin, asked)) is not None:
            return GuestTicket(number=number)
        await _brake(tx, origin, asked, now)
        told = await _hearing(tx, asked.school, None)
        await tx.lock(told)
        ticket, number = await tx.tickets.open(asked, None, origin, now)
        await _opened(tx, asked, None, (ticket, number), told, now)
        return GuestTicket(number=number)

    return await desk.write(
        GuestTicket, work, person=NOBODY, key=None, about=("guest_ticket", asked.school), body=asked
    )


async def own(store: Store, person: int, wanted: WantedOwnTickets) -> Tickets:
    async with store.read() as tx:
        found = await tx.tickets.own(person, wanted.last, PAGE + 1)
        return Tickets(tickets=found[:PAGE], more=len(found) > PAGE)


async def queue(store: Store, person: int, school: int, wanted: WantedTickets) -> Tickets:
    async with store.read() as tx:
        if not policy.answers_tickets(await viewer_of(tx, person), school):
            raise not_found()
        found = await tx.tickets.queue(school, done=wanted.done, last=wanted.last, limit=PAGE + 1)
        return Tickets(tickets=found[:PAGE], more=len(found) > PAGE)


async def read(desk: Desk, person: int, ticket: int) -> OneTicket:
    """Returns a ticket. Each reading by somebody else than its writer is kept in the audit."""

    async def work(tx: Tx) -> OneTicket:
        facts = await _read(tx, person, ticket)
        if facts.writer != person:
            await tx.audit.add(person, "read_ticket", ticket, "done", desk.clock.now())
        return await _shown(tx, ticket)

    return await desk.write(OneTicket, work, person=person, key=None, about=("read_ticket", ticket), body=Nothing())


async def answer(desk: Desk, person: int, ticket: int, asked: NewTicketAnswer, key: str | None) -> OneTicket:
    """Adds an answer: the writer's opens the ticket again, the school's is mailed to the writer.

    Raises TOO_MANY_TICKETS, TICKET_FULL.
    """

    async def work(held: _Held) -> None:
        if held.facts.writer == person:
            await _said(held, person, asked.text)
        else:
            await _done(held, person, TicketStatus.ANSWERED, asked.text)

    return await _acting(desk, person, ticket, work, ("answer_ticket", key), asked)


async def take(desk: Desk, person: int, ticket: int, key: str | None) -> OneTicket:
    """Says that this person looks after it. Raises NOT_FOUND for people outside the office, TICKET_CLOSED."""

    async def work(held: _Held) -> None:
        await _decided(held, person, TicketStatus.IN_WORK)

    return await _acting(desk, person, ticket, work, ("take_ticket", key), Nothing())


async def close(desk: Desk, person: int, ticket: int, key: str | None) -> OneTicket:
    """Closes a ticket. Raises NOT_FOUND for people outside the office, TICKET_CLOSED."""

    async def work(held: _Held) -> None:
        await _decided(held, person, TicketStatus.CLOSED)

    return await _acting(desk, person, ticket, work, ("close_ticket", key), Nothing())


async def read_by_link(store: Store, ticket: int) -> LinkedTicket:
    """Returns a ticket to whoever holds the link of a mail about it."""
    async with store.read() as tx:
        found = (await _shown(tx, ticket)).ticket
        return LinkedTicket(ticket=found, school=await tx.tickets.school(found.school))


async def answer_by_link(desk: Desk, ticket: int, asked: NewTicketAnswer) -> None:
    """Adds an answer as the ticket's writer. Raises TOO_MANY_TICKETS, TICKET_FULL."""

    async def work(tx: Tx) -> Nothing:
        facts = await _known(tx, ticket)
        told = await _hearing(tx, facts.school, facts.writer)
        await tx.lock(told)
        facts = await _known(tx, ticket, locked=True)
        await _said(_Held(tx, ticket, facts, told, desk.clock.now()), None, asked.text)
        return Nothing()

    await desk.write(Nothing, work, person=NOBODY, key=None, about=("answer_by_link", ticket), body=asked)


async def _acting(
    desk: Desk, person: int, ticket: int, work: Work, action: tuple[str, str | None], body: BaseModel
) -> OneTicket:
    """Runs `work` with the readers' channels locked, then the ticket: what is done to it is done one after another."""
    name, key = action

    async def locked(tx: Tx) -> OneTicket:
        facts = await _read(tx, person, ticket)
        told = await _hearing(tx, facts.school, facts.writer)
        await tx.lock(told)
        facts = await _read(tx, person, ticket, locked=True)
        await work(_Held(tx, ticket, facts, told, desk.clock.now()))
        return await _shown(tx, ticket)

    return await desk.write(OneTicket, locked, person=person, key=key, about=(name, ticket), body=body)


async def _known(tx: Tx, ticket: int, *, locked: bool = False) -> TicketFacts:
    facts = await tx.tickets.facts(ticket, locked=locked)
    if facts is None:
        raise not_found()
    return facts


async def _read(tx: Tx, person: int, ticket: int, *, locked: bool = False) -> TicketFacts:
    """Returns what is known of a ticket. Raises NOT_FOUND for people who may not read it."""
    facts = await _known(tx, ticket, locked=locked)
    if not policy.reads_ticket(await viewer_of(tx, person), facts.writer, facts.school):
        raise not_found()
    return facts


async def _shown(tx: Tx, ticket: int) -> OneTicket:
    found = await tx.tickets.one(ticket)
    if found is None:
        raise not_found()
    return OneTicket(ticket=found)


async def _hearing(tx: Tx, school: int, writer: int | None) -> list[ChannelName]:
    people = {*await tx.tickets.answering(school, policy.SUPPORT), *([] if writer is None else [writer])}
    return [ChannelName(f"person:{one}") for one in sorted(people)]


async def _opened(
    tx: Tx,
    asked: NewTicket,
    writer: int | None,
    made: tuple[int, str],
    told: Sequence[ChannelName],
    now: datetime,
) -> None:
    ticket, number = made
    facts = TicketFacts(asked.school, number, writer, TicketStatus.NEW, asked.address, asked.language, last=1)
    held = _Held(tx, ticket, facts, told, now)
    await _tell(held, writer, TicketStatus.NEW)
    await _mail(held, NoteKind.TICKET_OPENED, TicketStatus.NEW)


async def _said(held: _Held, by: int | None, text: str) -> None:
    """Adds what the writer says, who needs no mail about that. A ticket that was done is under way again."""
    if await held.tx.tickets.said_since(held.now - LATELY, held.ticket) >= SAID:
        raise _too_many()
    status = held.facts.status if held.facts.status in WAITING else TicketStatus.IN_WORK
    await _add(held, by, status, text, of_school=False)


async def _decided(held: _Held, person: int, status: TicketStatus) -> None:
    """Changes the status without words. Raises NOT_FOUND for people outside the office, TICKET_CLOSED."""
    if not policy.answers_tickets(await viewer_of(held.tx, person), held.facts.school):
        raise not_found()
    if held.facts.status is TicketStatus.CLOSED:
        raise Refusal(Codes.TICKET_CLOSED)
    await _done(held, person, status, "")


async def _done(held: _Held, person: int, status: TicketStatus, text: str) -> None:
    """Adds what the school did. A mail goes out with an answer, and if the status changes."""
    await _add(held, person, status, text, of_school=True)
    if text:
        await _mail(held, NoteKind.TICKET_ANSWERED, status, text)
    elif status is not held.facts.status:
        await _mail(held, NoteKind.TICKET_STATUS, status)
    await held.tx.audit.add(person, f"ticket:{status.value}", held.ticket, "done", held.now)


async def _add(held: _Held, by: int | None, status: TicketStatus, text: str, *, of_school: bool) -> None:
    if held.facts.last >= ENTRIES:
        raise Refusal(Codes.TICKET_FULL)
    await held.tx.tickets.add(held.ticket, by, status, text, held.now, of_school=of_school)
    await _tell(held, by, status)


async def _tell(held: _Held, author: int | None, status: TicketStatus) -> None:
    fact = TicketChanged(ticket=held.ticket, school=held.facts.school, status=status)
    await held.tx.append_all(author, [(channel, fact) for channel in held.told])


async def _mail(held: _Held, kind: NoteKind, status: TicketStatus, text: str = "") -> None:
    facts = held.facts
    about = {"number": facts.number, "status": status.value, "answer": text, "link_about": str(held.ticket)}
    await held.tx.notices.write(Note(kind, facts.address, facts.language, about), held.now)


async def _brake(tx: Tx, origin: str, asked: NewTicket, now: datetime) -> None:
    lately = await tx.tickets.guests_since(now - LATELY, origin, asked.address)
    if lately.of_origin >= OF_ORIGIN or lately.of_address >= OF_ADDRESS or lately.in_all >= OF_ALL_GUESTS:
        raise _too_many()


def _too_many() -> Refusal:
    return Refusal(Codes.TOO_MANY_TICKETS, {"retry_after": int(LATELY.total_seconds())})
