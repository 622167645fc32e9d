"""Activation of a school, by who has its code."""

from aiohttp import web

from channels.activation import CheckedCode, NewSchool, TypedCode
from handlers.actions.action import Access, Action
from handlers.actions.invitations import EnteredByInvitation, entered_response
from handlers.invitations import Onboarding


async def check_activation_code(request: web.Request, onboarding: Onboarding, asked: TypedCode) -> CheckedCode:
    good, _ = await onboarding.check_activation_code(request, asked.code)
    return good


async def activate(request: web.Request, onboarding: Onboarding, asked: NewSchool) -> web.Response:
    entered, login = await onboarding.activate(request, asked)
    return entered_response(entered, login, 201)


_ACTIVATION = "/api/activation"

ACTIVATION = (
    Action(
        "check_activation_code",
        "POST",
        f"{_ACTIVATION}/check",
        Access.PUBLIC,
        "Whether an activation code is good, and for which school",
        check_activation_code,
    ),
    Action(
        "activate",
        "POST",
        _ACTIVATION,
        Access.PUBLIC,
        "Open a school and come in as its first administrator",
        activate,
        status=201,
        gives=EnteredByInvitation,
    ),
)
