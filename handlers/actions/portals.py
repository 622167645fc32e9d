"""Portals: a school's, one's own, and getting in by them."""

from aiohttp import web

from channels.portals import keeping, letting_in
from channels.portals.inputs import ConnectedPortal, InvitationForPortal, PortalSignIn
from channels.portals.model import MyPortals
from channels.second_factor.keeping import my_second_factor
from channels.store import Desk
from channels.types import Shape
from handlers.actions.action import Access, Action
from handlers.auth import Authentication
from handlers.invitations import Onboarding
from handlers.oidc.pages import keep_browser
from handlers.oidc.visits import Departure, PortalVisits
from storage.logins import Login


class PortalAddress(Shape):
    """Address where the browser goes now. It comes back by itself, within ten minutes."""

    address: str


async def start_portal_sign_in(request: web.Request, visits: PortalVisits, asked: PortalSignIn) -> web.Response:
    """Raises NOT_FOUND, PORTAL_AWAY and TOO_MANY_ATTEMPTS."""
    return _sent(await visits.depart(request, asked.portal, "sign_in", shared=asked.shared, back=asked.next))


async def start_invitation_portal(
    request: web.Request, onboarding: Onboarding, visits: PortalVisits, asked: InvitationForPortal
) -> web.Response:
    """Uses nothing up: who comes back from the portal does."""
    invitation = await onboarding.visit(request, asked)
    departure = await visits.depart(
        request,
        asked.portal,
        "invitation",
        about=invitation,
        by_link=asked.token is not None,
        shared=asked.shared,
    )
    return _sent(departure)


async def my_portals(
    request: web.Request, desk: Desk, authentication: Authentication, visits: PortalVisits, login: Login
) -> MyPortals:
    async with desk.store.read() as tx:
        here = await tx.portals.session_of(login.id)
    return MyPortals(
        portals=await letting_in.my_portals(desk, login.person),
        has_password=await authentication.password_changed_at(login.person) is not None,
        has_code=(await my_second_factor(desk, login.person)).set_at is not None,
        here=None if here is None else here.portal,
        sign_out=None if here is None else await visits.sign_out_address(request, here.portal),
    )


async def connect_portal(
    request: web.Request, authentication: Authentication, visits: PortalVisits, login: Login, asked: ConnectedPortal
) -> web.Response:
    """Raises WRONG_PASSWORD, SECOND_FACTOR_WRONG, TOO_MANY_ATTEMPTS, SIGN_IN_AGAIN, NOT_FOUND and PORTAL_AWAY."""
    await authentication.require_proof(request, login, asked.password)
    await authentication.require_own_code(request, login.person, asked.code)
    return _sent(await visits.depart(request, asked.portal, "connect", about=login.person))


async def disconnect_portal(
    request: web.Request,
    desk: Desk,
    authentication: Authentication,
    visits: PortalVisits,
    login: Login,
    portal: int,
) -> MyPortals:
    """Ends what a portal knows me by; sign-ins stay. Raises NOT_FOUND if that is nothing."""
    await letting_in.disconnect(desk, login.person, portal)
    return await my_portals(request, desk, authentication, visits, login)


def _sent(departure: Departure) -> web.Response:
    response = web.Response(
        text=PortalAddress(address=departure.address).json_text,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    keep_browser(response, departure.browser)
    return response


_MINE = "/api/me/portals"
_SCHOOL = "/api/schools/{school}/portals"

PORTALS = (
    Action("open_portals", "GET", "/api/portals", Access.PUBLIC, "Portals to sign in by", letting_in.open_portals),
    Action(
        "start_portal_sign_in",
        "POST",
        "/api/login/portal",
        Access.PUBLIC,
        "Where to go to sign in by a portal",
        start_portal_sign_in,
        gives=PortalAddress,
    ),
    Action(
        "start_invitation_portal",
        "POST",
        "/api/invitations/portal",
        Access.PUBLIC,
        "Where to go to come in by an invitation and a portal",
        start_invitation_portal,
        gives=PortalAddress,
    ),
    Action("my_portals", "GET", _MINE, Access.SIGNED_IN, "My portals", my_portals),
    Action(
        "connect_portal",
        "POST",
        _MINE,
        Access.SIGNED_IN,
        "Where to go to connect a portal",
        connect_portal,
        gives=PortalAddress,
    ),
    Action(
        "disconnect_portal",
        "DELETE",
        f"{_MINE}/{{portal}}",
        Access.SIGNED_IN,
        "End what a portal knows me by",
        disconnect_portal,
    ),
    Action(
        "portals_of_school",
        "GET",
        _SCHOOL,
        Access.SCHOOL,
        "Portals of a school and who needs one",
        keeping.portals_of_school,
    ),
    Action("add_portal", "POST", _SCHOOL, Access.SCHOOL, "Add a portal", keeping.add_portal, status=201),
    Action(
        "change_portal",
        "PUT",
        f"{_SCHOOL}/{{portal}}",
        Access.SCHOOL,
        "Change a portal, or switch it off and on",
        keeping.change_portal,
    ),
    Action("end_portal", "DELETE", f"{_SCHOOL}/{{portal}}", Access.SCHOOL, "End a portal", keeping.end_portal),
    Action(
        "set_passwords_off",
        "PUT",
        "/api/schools/{school}/passwords-off",
        Access.SCHOOL,
        "Decide whose passwords open nothing",
        keeping.set_passwords_off,
    ),
)
