"""Visits to portals: people are sent there with what cannot be guessed or moved, and come back proven or not at all."""

import base64
import hashlib
import logging
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from yarl import URL

from channels.errors import Codes, Refusal
from channels.matching.model import Said
from channels.portals import letting_in
from channels.portals.keeping import PortalAddresses
from channels.portals.ports import KeptPortal, PortalSession, Purpose, Visit
from channels.store import Desk
from handlers.auth import Authentication
from handlers.cookies import PORTAL, tokens_in
from handlers.oidc.claims import lacks, said_of
from handlers.oidc.fetching import PortalAway, PortalRefuses
from handlers.oidc.portal_servers import PortalServers
from handlers.oidc.tokens import Expected, LogoutToken, TokenRefused, read_id_token, read_logout_token, subject_of
from handlers.tries import network
from storage.brake import Budget, PostgresBrake

log = logging.getLogger("zvonok")

# Visits of strangers behind one address: as many as a whole school makes on the first morning, then two a second.
VISITS = Budget(failures=600, per_second=2)
FORGET_VISITS = timedelta(hours=1)
LONGEST_PARAMETER = 4000


@dataclass(frozen=True, slots=True)
class Departure:
    """Address where a browser goes now, and what it has to have kept when it comes back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Visitor whom a portal has proven, and what it tells of them."""

    visit: Visit
    portal: KeptPortal
    subject: str
    session_id: str | None
    said: Said

    def session(self, account: int) -> PortalSession:
        return PortalSession(account, self.session_id)


class Stopped(Exception):
    """Raised if somebody comes back from a portal without having signed in there."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit


class Failed(Exception):
    """Raised with the `refusal` for a visitor whom a portal has proven to be nobody; `visit` if it was ours at all."""

    def __init__(self, refusal: Refusal, visit: Visit | None = None) -> None:
        super().__init__(str(refusal))
        self.refusal, self.visit = refusal, visit


class PortalVisits:
    """Sends people to portals, and reads what they come back with. `origins` are those of our pages."""

    def __init__(
        self,
        desk: Desk,
        authentication: Authentication,
        brake: PostgresBrake,
        servers: PortalServers,
        *,
        origins: frozenset[str],
        address: str,
    ) -> None:
        self._desk = desk
        self._authentication = authentication
        self._brake = brake
        self._servers = servers
        self._origins = origins
        self._address = address

    async def depart(
        self,
        request: web.Request,
        portal: int,
        purpose: Purpose,
        *,
        about: int | None = None,
        by_link: bool = False,
        shared: bool = False,
        back: str = "/",
    ) -> Departure:
        """Begins a visit; `back`: a path of ours to go to after it.

        Raises NOT_FOUND, PORTAL_AWAY and TOO_MANY_ATTEMPTS.
        """
        self._authentication.require_own_page(request, absent_is_fine=True)
        await self._count(request, "portal")
        kept = await letting_in.open_portal(self._desk, portal)
        try:
            metadata = await self._servers.metadata(kept)
        except (PortalAway, PortalRefuses) as error:
            raise await self._away(kept, error) from None
        browser = browser_of(request) or secrets.token_urlsafe(32)
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        redirect_uri = self._addresses(request).redirect_uri(portal)
        visit = Visit(portal, purpose, about, by_link, shared, back, nonce, verifier, redirect_uri)
        state = await letting_in.begin_visit(self._desk, browser, visit)
        asked = {
            "response_type": "code",
            "client_id": kept.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(kept.settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        return Departure(str(URL(metadata.authorization_endpoint).update_query(asked)), browser)

    async def arrive(self, request: web.Request, portal: int) -> Arrival:
        """Ends a visit; returns whom the portal has proven. Raises `Stopped`, `Failed`, and TOO_MANY_ATTEMPTS."""
        await self._count(request, "arrival")
        said = request.query
        state, browser = said.get("state", ""), browser_of(request)
        visit = None
        if browser is not None and 0 < len(state) <= LONGEST_PARAMETER:
            visit = await letting_in.end_visit(self._desk, state, browser)
        if visit is None or visit.portal != portal:
            log.warning("portal %d: a sign-in was refused: no visit began in this browser", portal)
            raise Failed(Refusal(Codes.PORTAL_FAILED))
        try:
            kept = await letting_in.open_portal(self._desk, portal)
        except Refusal as refusal:
            raise Failed(refusal, visit) from None
        try:
            return await self._proven(kept, visit, said)
        except TokenRefused as fault:
            log.warning("portal %d: a sign-in was refused: %s", portal, fault)
        except PortalRefuses as error:
            log.warning("portal %d: a sign-in was refused: it answers %s", portal, error)
        except PortalAway as error:
            raise Failed(await self._away(kept, error), visit) from None
        raise Failed(Refusal(Codes.PORTAL_FAILED), visit)

    async def logout(self, portal: int, token: object) -> LogoutToken:
        """Reads a portal's order to end logins. Raises `TokenRefused`, `PortalAway` and NOT_FOUND."""
        kept = await letting_in.open_portal(self._desk, portal)
        expected = self._expected(kept)
        return await self._servers.with_keys(kept, lambda keys: read_logout_token(token, keys, expected))

    async def sign_out_address(self, request: web.Request, portal: int) -> str | None:
        """Returns where a portal signs somebody out as well; None if it does not, or does not answer."""
        try:
            kept = await letting_in.open_portal(self._desk, portal)
            if kept.away_since is not None:
                return None
            page = (await self._servers.metadata(kept)).end_session_endpoint
        except (PortalAway, PortalRefuses, Refusal):
            return None
        if page is None:
            return None
        back = self._addresses(request).after_logout_uri
        asked = {"client_id": kept.settings.client_id, "post_logout_redirect_uri": back}
        return str(URL(page).update_query(asked))

    async def look(self) -> None:
        """Notes which portals answer: the sign-in page says so, and asks none itself."""
        async with self._desk.store.read() as tx:
            portals = await tx.portals.all_on()
        for kept in portals:
            try:
                await self._servers.metadata(kept, fresh=True)
            except (PortalAway, PortalRefuses) as error:
                await self._away(kept, error)
            else:
                await self._answers(kept)

    async def close(self) -> None:
        await self._servers.close()

    async def _proven(self, kept: KeptPortal, visit: Visit, said: Mapping[str, str]) -> Arrival:
        metadata = await self._servers.metadata(kept)
        names_itself = metadata.authorization_response_iss_parameter_supported or "iss" in said
        if names_itself and said.get("iss") != kept.issuer:  # RFC 9207: another portal has answered
            raise TokenRefused("issuer of the answer")
        if "error" in said:
            raise Stopped(visit)
        code = said.get("code", "")
        if not 0 < len(code) <= LONGEST_PARAMETER:
            raise TokenRefused("no code")
        tokens = await self._servers.tokens(kept, code, visit.verifier, visit.redirect_uri)
        token, expected = tokens.get("id_token"), self._expected(kept)
        claims = await self._servers.with_keys(kept, lambda keys: read_id_token(token, keys, expected, visit.nonce))
        subject, session_id = subject_of(claims), claims.get("sid")
        await self._answers(kept)
        return Arrival(
            visit,
            kept,
            subject,
            session_id if isinstance(session_id, str) and 0 < len(session_id) <= 500 else None,
            said_of(await self._with_user_info(kept, claims, tokens.get("access_token")), kept.settings),
        )

    async def _with_user_info(self, kept: KeptPortal, claims: Mapping[str, Any], access: object) -> Mapping[str, Any]:
        """Returns the claims, and those of userinfo if what people are matched by is missing."""
        if not kept.settings.matches or not lacks(claims, kept.settings):
            return claims
        more = await self._servers.user_info(kept, access)
        if more and more.get("sub") != claims["sub"]:
            raise TokenRefused("userinfo of another subject")
        return {**more, **claims}

    def _expected(self, kept: KeptPortal) -> Expected:
        return Expected(kept.issuer, kept.settings.client_id, self._desk.clock.now().timestamp())

    async def _away(self, kept: KeptPortal, error: Exception) -> Refusal:
        if kept.away_since is None:
            log.warning("portal %d does not answer: %s", kept.id, error)
            async with self._desk.store.begin() as tx:
                await tx.portals.set_away(kept.id, self._desk.clock.now())
        return Refusal(Codes.PORTAL_AWAY)

    async def _answers(self, kept: KeptPortal) -> None:
        if kept.away_since is not None:
            log.warning("portal %d answers again", kept.id)
            async with self._desk.store.begin() as tx:
                await tx.portals.set_away(kept.id, None)

    def _addresses(self, request: web.Request) -> PortalAddresses:
        """Returns our addresses as the browser knows them: without a public one they are those of this machine."""
        here = f"http://{request.host}"
        return PortalAddresses(here if here in self._origins else self._address)

    async def _count(self, request: web.Request, what: str) -> None:
        here = network(self._authentication.address(request))
        attempt = await self._brake.attempt(f"{what}:{here}", f"{what}s:{here}", FORGET_VISITS, VISITS, _wait)
        if attempt.wait > 0:
            raise Refusal(Codes.TOO_MANY_ATTEMPTS, {"retry_after": math.ceil(attempt.wait)})


def challenge(verifier: str) -> str:
    """Returns the S256 challenge of a verifier (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _wait(_visits: int, over_budget: bool) -> float:
    return 1 / VISITS.per_second if over_budget else 0


def browser_of(request: web.Request) -> str | None:
    """Returns what a browser keeps of its visits to portals."""
    return next(iter(tokens_in(request.headers.getall("Cookie", []), PORTAL)), None)
