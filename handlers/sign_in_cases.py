"""Door for people who cannot get in: mails and codes are counted before anything is done."""

import asyncio
import math
import time

from aiohttp import web

from channels.invitations.hashes import InvitationHashes
from channels.sign_in_cases import by_portal, opening
from channels.sign_in_cases.inputs import CaseByPortal, CaseCode, NewCase
from channels.sign_in_cases.shapes import AnsweredCase, CaseAnswer, OpenedCase, WhoFromPortal
from channels.store import Desk, not_found
from handlers.auth import Authentication
from handlers.oidc.visits import browser_of
from handlers.tries import Counted, Kind, Tries, network
from storage.brake import Budget

MAILS = Kind("case-mail", free=3, spared=2)  # to one address
CODES = Kind("case-code", free=5, spared=1, budget=Budget(failures=20, per_second=1 / 180))  # tried with one case


class CaseDoor:
    """Lets strangers open cases, and shows an answer to who has its code."""

    def __init__(self, desk: Desk, hashes: InvitationHashes, authentication: Authentication, tries: Tries) -> None:
        self._desk, self._hashes = desk, hashes
        self._authentication, self._tries = authentication, tries

    async def open(self, request: web.Request, asked: NewCase) -> OpenedCase:
        """Keeps a case. Raises TOO_MANY_ATTEMPTS, for known and unknown addresses alike."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        await self._tries.count(MAILS, asked.address.casefold(), self._network(request))
        return await opening.open_case(self._desk, asked)

    async def who_from_portal(self, request: web.Request) -> WhoFromPortal:
        """Returns who came from a portal with this browser. Raises NOT_FOUND."""
        return await by_portal.who_from_portal(self._desk, _browser(request))

    async def open_by_portal(self, request: web.Request, asked: CaseByPortal) -> AnsweredCase:
        """Says at once why a portal lets nobody in, after whole seconds, whoever is known. Raises NOT_FOUND."""
        self._authentication.require_own_page(request, absent_is_fine=True)
        begun = time.monotonic()
        answered = await by_portal.open_by_portal(self._desk, self._hashes, _browser(request), asked)
        await asyncio.sleep(math.ceil(time.monotonic() - begun) - (time.monotonic() - begun))
        return answered

    async def answer(self, request: web.Request, case: int, asked: CaseCode) -> CaseAnswer:
        """Returns the answer of a case. Raises CASE_DOES_NOT_OPEN and TOO_MANY_ATTEMPTS."""
        counted = await self._count_code(request, case)
        told = await opening.read_answer(self._desk, self._hashes, case, asked.digits)
        await self._tries.forgive(counted)
        return told

    async def take_step(self, request: web.Request, case: int, asked: CaseCode) -> CaseAnswer:
        """Takes the step of a case. Raises CASE_DOES_NOT_OPEN and TOO_MANY_ATTEMPTS."""
        counted = await self._count_code(request, case)
        told = await opening.take_step(self._desk, self._hashes, case, asked.digits)
        await self._tries.forgive(counted)
        return told

    async def _count_code(self, request: web.Request, case: int) -> Counted:
        self._authentication.require_own_page(request, absent_is_fine=True)
        return await self._tries.count(CODES, case, self._network(request))

    def _network(self, request: web.Request) -> str:
        return network(self._authentication.address(request))


def _browser(request: web.Request) -> str:
    browser = browser_of(request)
    if browser is None:
        raise not_found()
    return browser
