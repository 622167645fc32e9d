"""Door for people who cannot get in: mails and codes are counted before anything is done."""

import asyncio
import math
import time
from collections.abc import Callable
from datetime import timedelta

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.invitations.hashes import InvitationHashes
from channels.sign_in_cases import by_portal, opening
from channels.sign_in_cases.inputs import CaseByPortal, CaseCode, NewCase
from channels.sign_in_cases.shapes import AnsweredCase, CaseAnswer, OpenedCase, WhoFromPortal
from channels.store import Desk, not_found
from handlers.auth import Authentication, network, pause
from handlers.oidc.visits import browser_of
from storage.brake import Budget, PostgresBrake

FORGET_TRIES = timedelta(hours=1)
LONGEST_WAIT = 15 * 60
# Mails to one address: three, then 1, 2, 4 … seconds apart. Cases from one network: a school may share an address.
FREE_MAILS = 3
MAILS = Budget(failures=100, per_second=1 / 6)
# Codes tried with one case: five at once, then 1, 2, 4 … seconds apart; from one network twenty, then twenty an hour.
FREE_CODES = 5
CODES = Budget(failures=20, per_second=1 / 180)


class CaseDoor:
    """Lets strangers open cases, and shows an answer to who has its code."""

    def __init__(
        self, desk: Desk, hashes: InvitationHashes, authentication: Authentication, brake: PostgresBrake
    ) -> None:
        self._desk, self._hashes = desk, hashes
        self._authentication, self._brake = authentication, brake

    async def open(self, request: web.Request, asked: NewCase) -> OpenedCase:
        """Keeps a case. Raises TOO_MANY_ATTEMPTS, for known and unknown addresses alike."""

        def wait(failures: int, over_budget: bool) -> float:
            return pause(failures, FREE_MAILS - 1 if over_budget else FREE_MAILS, LONGEST_WAIT)

        self._authentication.require_own_page(request, absent_is_fine=True)
        await self._count(f"case-mail:{asked.address.casefold()}", f"case-mail:{self._network(request)}", MAILS, wait)
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
        keys = await self._count_code(request, case)
        told = await opening.read_answer(self._desk, self._hashes, case, asked.digits)
        await self._brake.forgive(*keys)
        return told

    async def take_step(self, request: web.Request, case: int, asked: CaseCode) -> CaseAnswer:
        """Takes the step of a case. Raises CASE_DOES_NOT_OPEN and TOO_MANY_ATTEMPTS."""
        keys = await self._count_code(request, case)
        told = await opening.take_step(self._desk, self._hashes, case, asked.digits)
        await self._brake.forgive(*keys)
        return told

    async def _count_code(self, request: web.Request, case: int) -> tuple[str, str]:
        def wait(failures: int, over_budget: bool) -> float:
            return 1 / CODES.per_second if over_budget and failures else pause(failures, FREE_CODES, LONGEST_WAIT)

        self._authentication.require_own_page(request, absent_is_fine=True)
        keys = f"case-code:{case}", f"case-code:{self._network(request)}"
        await self._count(*keys, CODES, wait)
        return keys

    async def _count(self, key: str, address: str, budget: Budget, wait: Callable[[int, bool], float]) -> None:
        attempt = await self._brake.attempt(key, address, FORGET_TRIES, budget, wait)
        if attempt.wait > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": math.ceil(attempt.wait)})

    def _network(self, request: web.Request) -> str:
        return network(self._authentication.address(request))


def _browser(request: web.Request) -> str:
    browser = browser_of(request)
    if browser is None:
        raise not_found()
    return browser
