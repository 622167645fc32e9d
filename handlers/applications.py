"""Door for schools that apply for a connection: mails and codes are counted before anything is done."""

from aiohttp import web

from channels.applications import applying
from channels.applications.inputs import ApplicationLink, ConfirmedApplication, NewApplication
from channels.applications.shapes import OneApplication, SentApplication
from channels.contact_details import address_key
from channels.invitations.hashes import InvitationHashes
from channels.store import Desk, not_found
from handlers.auth import Authentication
from handlers.tries import Kind, Tries, network
from storage.brake import Budget

# A city has few schools that apply within an hour: twenty mails from one network, then twenty an hour, to whomever.
FEW = Budget(failures=20, per_second=1 / 180)
MAILS = Kind("application-mail", free=3, spared=0, budget=FEW)  # to one address
CODES = Kind("application-code", free=5, spared=1, budget=FEW)  # tried with one application


class ApplicationDoor:
    """Takes applications, and shows each to who has its link; nothing of that where it is not open."""

    def __init__(
        self, desk: Desk, hashes: InvitationHashes, authentication: Authentication, tries: Tries, *, is_open: bool
    ) -> None:
        self._desk, self._hashes, self._is_open = desk, hashes, is_open
        self._authentication, self._tries = authentication, tries

    async def apply(self, request: web.Request, asked: NewApplication) -> SentApplication:
        """Keeps an application. Raises NOT_FOUND, TOO_MANY_ATTEMPTS, and what `applying.apply` raises."""
        self._require_open(request)
        await self._tries.count(MAILS, address_key(asked.email), self._network(request))
        return await applying.apply(self._desk, self._hashes, asked)

    async def read(self, request: web.Request, asked: ApplicationLink) -> OneApplication:
        """Returns an application. Raises NOT_FOUND and APPLICATION_DOES_NOT_OPEN."""
        self._require_open(request)
        return await applying.read(self._desk, self._hashes, asked.token)

    async def confirm(self, request: web.Request, asked: ConfirmedApplication) -> OneApplication:
        """Confirms an address. Raises NOT_FOUND, TOO_MANY_ATTEMPTS, and what `applying.confirm` raises."""
        self._require_open(request)
        counted = await self._tries.count(CODES, asked.token, self._network(request))
        confirmed = await applying.confirm(self._desk, self._hashes, asked)
        await self._tries.forgive(counted)
        return confirmed

    def _require_open(self, request: web.Request) -> None:
        if not self._is_open:
            raise not_found()
        self._authentication.require_own_page(request, absent_is_fine=True)

    def _network(self, request: web.Request) -> str:
        return network(self._authentication.address(request))
