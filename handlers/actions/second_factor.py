"""One's own second factor, and those that a school asks for and removes."""

from aiohttp import web

from channels.second_factor import keeping, office, totp
from channels.second_factor.hashes import FactorSecrets
from channels.second_factor.model import (
    FactorCode,
    FactorToBegin,
    FactorToSetUp,
    MySecondFactor,
    OwnFactor,
    RecoveryCodes,
)
from channels.store import Desk
from handlers.actions.action import Access, Action
from handlers.auth import Authentication
from handlers.slips.qr import qr_path
from storage.logins import Login


async def start_second_factor(
    request: web.Request,
    desk: Desk,
    authentication: Authentication,
    secrets: FactorSecrets,
    login: Login,
    asked: FactorToBegin,
) -> FactorToSetUp:
    """Returns a secret for an app. Who has a second factor shows it first.

    Raises what `Authentication.require_proof` raises, and SECOND_FACTOR_WRONG.
    """
    await authentication.require_proof(request, login, asked.password)
    await authentication.require_own_code(request, login.person, asked.code)
    secret, name = await keeping.begin(desk, secrets, login.person)
    uri = totp.uri(secret, name)
    path, size = qr_path(uri)
    return FactorToSetUp(key=totp.in_base32(secret), uri=uri, qr=path, qr_size=size)


async def set_second_factor(
    request: web.Request,
    desk: Desk,
    authentication: Authentication,
    secrets: FactorSecrets,
    login: Login,
    asked: FactorCode,
) -> RecoveryCodes:
    """Sets the app up whose first code this is. Raises SECOND_FACTOR_WRONG."""
    codes = await keeping.set_up(desk, secrets, login.person, asked.code)
    await authentication.renew(request, login)
    return codes


async def renew_recovery_codes(
    request: web.Request,
    desk: Desk,
    authentication: Authentication,
    secrets: FactorSecrets,
    login: Login,
    asked: OwnFactor,
) -> RecoveryCodes:
    """Makes recovery codes anew. Raises what `start_second_factor` raises."""
    await authentication.require_proof(request, login, asked.password)
    await authentication.require_code(request, login.person, asked.code)
    codes = await keeping.renew_codes(desk, secrets, login.person)
    await authentication.renew(request, login)
    return codes


async def end_second_factor(
    request: web.Request, desk: Desk, authentication: Authentication, login: Login, asked: OwnFactor
) -> MySecondFactor:
    """Ends one's own second factor.

    Raises what `start_second_factor` raises, and SECOND_FACTOR_REQUIRED if a school asks for it.
    """
    await authentication.require_proof(request, login, asked.password)
    await authentication.require_code(request, login.person, asked.code)
    await keeping.require_optional(desk, login.person)
    await keeping.end(desk, login.person)
    await authentication.renew(request, login)
    return await keeping.my_second_factor(desk, login.person)


_MINE = "/api/me/second-factor"
_OF = "/api/schools/{school}/register/people/{person}/second-factor"
_ROLES = "/api/schools/{school}/second-factor"

SECOND_FACTOR = (
    Action(
        "my_second_factor",
        "GET",
        _MINE,
        Access.SIGNED_IN,
        "Whether I have a second factor",
        keeping.my_second_factor,
        sets_up=True,
    ),
    Action(
        "start_second_factor",
        "POST",
        f"{_MINE}/start",
        Access.SIGNED_IN,
        "A secret for an app of mine",
        start_second_factor,
        sets_up=True,
    ),
    Action(
        "set_second_factor",
        "POST",
        _MINE,
        Access.SIGNED_IN,
        "Set the app up with its first code",
        set_second_factor,
        sets_up=True,
    ),
    Action(
        "renew_recovery_codes",
        "POST",
        f"{_MINE}/codes",
        Access.SIGNED_IN,
        "Make my recovery codes anew",
        renew_recovery_codes,
    ),
    Action("end_second_factor", "POST", f"{_MINE}/end", Access.SIGNED_IN, "End my second factor", end_second_factor),
    Action(
        "second_factor_of",
        "GET",
        _OF,
        Access.SCHOOL,
        "Whether somebody shows a second factor",
        office.second_factor_of,
    ),
    Action(
        "remove_second_factor",
        "DELETE",
        _OF,
        Access.SCHOOL,
        "Remove the second factor of who has lost it",
        office.remove_second_factor,
    ),
    Action(
        "second_factor_roles",
        "GET",
        _ROLES,
        Access.SCHOOL,
        "From which roles a second factor is asked",
        office.second_factor_roles,
    ),
    Action(
        "set_second_factor_roles",
        "PUT",
        _ROLES,
        Access.SCHOOL,
        "Name them",
        office.set_second_factor_roles,
    ),
)
