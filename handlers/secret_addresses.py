"""Pages at secret addresses: whoever has the address may open it, without a sign-in."""

import asyncio

from aiohttp import web

from channels import calendars
from channels.errors import Codes, Refusal
from channels.files import reading
from channels.files.upload import FileDesk
from handlers.actions.files import FileAddresses, served
from handlers.auth import Authentication
from handlers.icalendars import etag, icalendar
from handlers.letters.addresses import LetterAddresses
from handlers.letters.pages import PURPOSES, LetterPage
from handlers.letters.ticket_page import TicketPage

LONGEST_KEY = 64


class SecretAddresses:
    """Serves files for a minute, calendars, and the links of mails."""

    def __init__(
        self,
        files: FileDesk,
        addresses: FileAddresses,
        letters: LetterAddresses,
        authentication: Authentication,
        installation: str,
    ) -> None:
        """`installation` names it in the entries of calendars."""
        self._desk, self._files, self._letters = files.desk, files, letters
        self._addresses, self._authentication = addresses, authentication
        self._installation = installation

    def routes(self) -> list[web.RouteDef]:
        pages = [route for purpose in PURPOSES for route in LetterPage(self._desk, self._letters, purpose).routes()]
        return [
            web.get("/files/{token}", self._file),
            web.get("/calendars/{key}", self._calendar),
            *pages,
            *TicketPage(self._desk, self._letters).routes(),
        ]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Serves a file; looks up again the rights of the person the address was made for."""
        claims, file = self._addresses.read(request.match_info["token"])
        if not await self._authentication.is_live(claims):
            raise Refusal(Codes.NOT_FOUND)
        return served(await reading.open_file(self._files, claims.person, file))

    async def _calendar(self, request: web.Request) -> web.Response:
        """Serves a calendar: calendar programs have no sign-in, and ask every hour for what has rarely changed."""
        found = await calendars.followed(self._desk, request.match_info["key"].removesuffix(".ics")[:LONGEST_KEY])
        body = await asyncio.to_thread(icalendar, found, self._installation)
        tag = etag(body)
        headers = {
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="school.ics"',
            "ETag": f'"{tag}"',
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        if any(known.value in (tag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)
