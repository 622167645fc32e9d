"""Page behind the link in a mail about a ticket: the school's answer, and a form to reply.

No sign-in: readers of the address's mails have the link. Names of the school's people are left out.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import ValidationError

from channels import zones
from channels.errors import Refusal
from channels.store import Desk
from channels.tickets import tickets
from channels.tickets.inputs import NewTicketAnswer
from channels.tickets.model import LinkedTicket, TicketEntry, TicketStatus
from handlers.letters.addresses import LetterAddresses
from handlers.letters.pages import LONGEST_TOKEN, language, page, refused
from handlers.problems import invalid
from handlers.wording import Language


@dataclass(frozen=True, slots=True)
class Texts:
    head: str
    of_school: str
    of_writer: str
    add: str
    send: str
    statuses: Mapping[TicketStatus, str]


@dataclass(frozen=True)
class TicketPage:
    desk: Desk
    addresses: LetterAddresses

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/ticket/{token}", self.show), web.post("/ticket/{token}", self.answer)]

    async def show(self, request: web.Request) -> web.Response:
        try:
            found = await tickets.read_by_link(self.desk.store, self._read(request))
        except Refusal as refusal:
            return refused(request, refusal)
        texts = _TEXTS[language(request)]
        await zones.read([found.school.zone])
        return page(request, texts.head.format(number=found.ticket.number), _inside(found, texts))

    async def answer(self, request: web.Request) -> web.Response:
        """Stores a reply, then redirects to the page, so that a reload does not send it twice."""
        try:
            ticket, text = self._read(request), str((await request.post()).get("text", ""))
            if text.strip():
                await tickets.answer_by_link(self.desk, ticket, _asked(text))
        except Refusal as refusal:
            return refused(request, refusal)
        return web.Response(status=303, headers={"Location": request.path, "Cache-Control": "no-store"})

    def _read(self, request: web.Request) -> int:
        """Returns the ticket of the link. Raises NOT_FOUND or LINK_EXPIRED."""
        return int(self.addresses.read("ticket", request.match_info["token"][:LONGEST_TOKEN]).about)


def _asked(text: str) -> NewTicketAnswer:
    try:
        return NewTicketAnswer(text=text.replace("\r\n", "\n"))  # forms send line breaks like this
    except ValidationError as error:
        raise invalid(error) from None


def _inside(found: LinkedTicket, texts: Texts) -> str:
    ticket, zone = found.ticket, zones.zone(found.school.zone)
    said = "".join(_entry(entry, texts, zone) for entry in ticket.entries)
    return (
        f'<p id="status"><b>{texts.statuses[ticket.status]}</b> · {html.escape(found.school.name)}</p>'
        f"<h2>{html.escape(ticket.subject)}</h2>{said}"
        f'<form method="post"><p><label for="text">{texts.add}</label></p>'
        f'<p><textarea id="text" name="text" rows="5" maxlength="4000" required></textarea></p>'
        f'<p><button class="btn">{texts.send}</button></p></form>'
    )


def _entry(entry: TicketEntry, texts: Texts, zone: ZoneInfo) -> str:
    who = texts.of_school if entry.of_school else texts.of_writer
    lines = html.escape(entry.text or texts.statuses[entry.status]).replace("\n", "<br>")
    when = entry.at.astimezone(zone)
    return f"<section><p><b>{who}</b> <small>{when:%d.%m.%Y %H:%M}</small></p><p>{lines}</p></section>"


_TEXTS: Mapping[Language, Texts] = {
    "ru": Texts(
        head="Обращение {number}",
        of_school="Школа",
        of_writer="Вы",
        add="Дополнить или ответить",
        send="Отправить",
        statuses={
            TicketStatus.NEW: "Принято",
            TicketStatus.IN_WORK: "В работе",
            TicketStatus.ANSWERED: "Есть ответ",
            TicketStatus.CLOSED: "Закрыто",
        },
    ),
    "en": Texts(
        head="Request {number}",
        of_school="The school",
        of_writer="You",
        add="Add something, or answer",
        send="Send",
        statuses={
            TicketStatus.NEW: "Received",
            TicketStatus.IN_WORK: "Being worked on",
            TicketStatus.ANSWERED: "Answered",
            TicketStatus.CLOSED: "Closed",
        },
    ),
}
