"""Addresses that portals know: the one where people come back, and the one for orders to end logins."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from channels.errors import Code, Codes, Refusal
from channels.invitations.ports import GivenAccount
from channels.portals import letting_in
from channels.portals.ports import PortalAccount
from channels.sign_in_cases import by_portal
from channels.store import Desk, Tx
from handlers.actions.login import tell_of_device
from handlers.auth import Authentication
from handlers.cookies import PORTAL, set_cookies
from handlers.invitations import Onboarding
from handlers.oidc.fetching import PortalAway, PortalRefuses
from handlers.oidc.tokens import TokenRefused
from handlers.oidc.visits import Arrival, Failed, PortalVisits, Stopped, browser_of
from realtime.engine import Engine

log = logging.getLogger("zvonok")

STOPPED = "portal_stopped"  # somebody has turned back at the portal: no fault of anybody's
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_MOST_FORM = 64 * 1024


class PortalPages:
    """Serves what portals and those who come from them open. Nothing that a portal says is shown to anybody."""

    def __init__(
        self, desk: Desk, authentication: Authentication, onboarding: Onboarding, visits: PortalVisits, engine: Engine
    ) -> None:
        self._desk = desk
        self._authentication = authentication
        self._onboarding = onboarding
        self._visits = visits
        self._engine = engine

    def routes(self) -> list[web.RouteDef]:
        # a HEAD would use the visit up
        return [
            web.get("/portals/{portal:[0-9]{1,18}}/callback", self._callback, allow_head=False),
            web.post("/portals/{portal:[0-9]{1,18}}/logout", self._logout),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        """Lets in who comes back from a portal, or says on the page they came from why not."""
        purpose = "sign_in"
        try:
            arrival = await self._visits.arrive(request, int(request.match_info["portal"]))
            purpose = arrival.visit.purpose
            if purpose == "connect":
                return await self._connect(request, arrival)
            if purpose == "invitation":
                return await self._invitation(request, arrival)
            return await self._sign_in(request, arrival)
        except Stopped as stopped:
            return _back(stopped.visit.purpose, STOPPED)
        except Failed as failed:
            return _back(failed.visit.purpose if failed.visit else purpose, _cause(failed.refusal.code))
        except Refusal as refusal:
            return _back(purpose, _cause(refusal.code))

    async def _sign_in(self, request: web.Request, arrival: Arrival) -> web.Response:
        """Lets in whom the portal means; who is nobody here may ask why, on its word.

        Not at a portal that matches nobody: there nothing that the school corrects lets anybody in.
        """
        try:
            account = await letting_in.let_in(self._desk, arrival.portal, arrival.subject, arrival.said)
        except Refusal as refusal:
            browser = browser_of(request)
            matches = arrival.portal.settings.matches
            if refusal.code is not Codes.NOT_MATCHED or browser is None or not matches:
                raise
            await by_portal.keep_word(self._desk, browser, arrival.portal.id, arrival.said)
            response = _back(arrival.visit.purpose, Codes.NOT_MATCHED.name)
            keep_browser(response, browser, by_portal.WORD_LIFE)
            return response
        return await self._enter(request, arrival, account)

    async def _connect(self, request: web.Request, arrival: Arrival) -> web.Response:
        """Connects the portal to who asked for it: if they are still signed in here, and nobody else is."""
        login = await self._authentication.by_cookies(request.headers.getall("Cookie", []))
        if login is None or login.person != arrival.visit.about:
            raise Refusal(Codes.SIGN_IN_AGAIN)
        await letting_in.connect(self._desk, arrival.portal.id, arrival.subject, login.person)
        return _to("/me", portal="connected")

    async def _invitation(self, request: web.Request, arrival: Arrival) -> web.Response:
        visit = arrival.visit
        accounts: list[PortalAccount] = []

        async def keep(tx: Tx, person: int, now: object) -> None:
            accounts.append(await letting_in.bind_in(tx, visit.portal, arrival.subject, person, self._desk.clock.now()))

        assert visit.about is not None
        given: GivenAccount = await self._onboarding.use_with_portal(visit.about, by_link=visit.by_link, keep=keep)
        self._close(given.ended)
        return await self._enter(request, arrival, accounts[0], invited="1")

    async def _enter(self, request: web.Request, arrival: Arrival, account: PortalAccount, **said: str) -> web.Response:
        # the portal's word is both factors: the school decides whose word that is
        proven = await self._authentication.prove(request, account.person, verified=True)
        entered = await self._authentication.enter(
            request, proven, shared=arrival.visit.shared, portal=arrival.session(account.id)
        )
        await tell_of_device(self._desk, request, entered)
        response = _to("/in/portal", next=arrival.visit.next, **said)
        set_cookies(response, entered.token, entered.device)
        return response

    async def _logout(self, request: web.Request) -> web.Response:
        """Ends the logins that a portal's session has begun (OpenID Connect Back-Channel Logout 1.0)."""
        portal = int(request.match_info["portal"])
        if request.content_type != "application/x-www-form-urlencoded" or (request.content_length or 0) > _MOST_FORM:
            return web.Response(status=400, headers=_HEADERS)
        token = (await request.post()).get("logout_token")
        try:
            order = await self._visits.logout(portal, token)
        except (TokenRefused, PortalRefuses, PortalAway, Refusal) as fault:
            log.warning("portal %d: an order to end logins was refused: %s", portal, fault)
            return web.Response(status=400, headers=_HEADERS)
        ended = await letting_in.end_logins(self._desk, portal, order.id, order.subject, order.session_id, order.until)
        if ended is None:
            log.warning("portal %d: an order to end logins was refused: it came before", portal)
            return web.Response(status=400, headers=_HEADERS)
        self._close(ended)
        return web.Response(status=200, headers=_HEADERS)

    def _close(self, logins: Sequence[int]) -> None:
        for login in logins:
            self._engine.close_login(login)


def keep_browser(response: web.StreamResponse, browser: str, life: timedelta = letting_in.VISIT_LIFE) -> None:
    """Lets a browser be known when it comes back from a portal, and no longer than a visit lasts."""
    response.set_cookie(
        PORTAL,
        browser,
        max_age=int(life.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="Lax",
    )


def _cause(code: Code) -> str:
    return Codes.PORTAL_FAILED.name if code is Codes.NOT_FOUND else code.name


def _back(purpose: str, cause: str) -> web.Response:
    return _to("/me" if purpose == "connect" else "/sign-in", portal=cause)


def _to(path: str, **query: str) -> web.Response:
    return web.Response(status=303, headers=_HEADERS | {"Location": f"{path}?{urlencode(query)}"})
