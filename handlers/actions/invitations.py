"""Invitations: made, mailed and ended by a school; opened and used by who is invited."""

import asyncio

from aiohttp import web

from channels.errors import Codes, Refusal
from channels.invitations import inviting, own_telephone
from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import (
    AskedInvitation,
    Invited,
    InvitedOnPaper,
    ShownInvitation,
    TelephoneCode,
    UsedInvitation,
)
from channels.invitations.model import AskedFor, InvitationToken, OpenInvitation
from channels.notices.settings import Offered
from channels.store import Desk
from channels.types import Shape
from handlers.actions.action import Access, Action
from handlers.actions.files import HEADERS, disposition
from handlers.actions.login import tell_of_device
from handlers.auth import Entered
from handlers.cookies import set_cookies
from handlers.invitations import Onboarding
from handlers.settings import Settings
from handlers.slips.pdf import slips_pdf
from handlers.slips.sheets import to_slips
from realtime.engine import Engine


class EnteredByInvitation(Shape):
    """Token of the login that begins, and the name to sign in with from now on."""

    token: str
    login: str


async def print_invitations(
    desk: Desk, hashes: InvitationHashes, settings: Settings, person: int, school: int, asked: InvitedOnPaper
) -> web.Response:
    """Gives a PDF with slips, drawn beside the event loop. Raises NOBODY_TO_INVITE if everybody was left out."""
    invited = Invited(people=asked.people)
    slips = to_slips(await inviting.print_invitations(desk, hashes, person, school, invited), settings.address)
    if not slips:
        raise Refusal(Codes.NOBODY_TO_INVITE)
    pdf = await asyncio.to_thread(slips_pdf, slips, asked.language, desk.clock.now())
    headers = HEADERS | {"Content-Disposition": disposition(_SLIPS[asked.language], PDF), "Cache-Control": "no-store"}
    return web.Response(body=pdf, content_type=PDF, headers=headers)


async def open_invitation(request: web.Request, onboarding: Onboarding, asked: ShownInvitation) -> OpenInvitation:
    return await onboarding.open(request, asked)


async def ask_invitation(
    request: web.Request, onboarding: Onboarding, offered: Offered, asked: AskedInvitation
) -> AskedFor:
    """Raises NO_INVITATIONS_BY_MAIL if the server sends nothing: nobody shall wait for a mail that cannot come."""
    if not offered.mails and not offered.rings:
        raise Refusal(Codes.NO_INVITATIONS_BY_MAIL)
    await onboarding.ask(request, asked)
    return AskedFor(codes=offered.rings)


async def use_telephone_code(request: web.Request, onboarding: Onboarding, asked: TelephoneCode) -> InvitationToken:
    return await onboarding.use_telephone_code(request, asked)


async def use_invitation(
    request: web.Request, desk: Desk, onboarding: Onboarding, engine: Engine, asked: UsedInvitation
) -> web.Response:
    """Lets the person in; logins that ended lose their sockets."""
    entered, given = await onboarding.use(request, asked)
    await tell_of_device(desk, request, entered)
    for ended in given.ended:
        engine.close_login(ended)
    return entered_response(entered, given.login)


def entered_response(entered: Entered, login: str, status: int = 200) -> web.Response:
    """Returns the answer for somebody who has just got a sign-in: its cookies, and `EnteredByInvitation`."""
    response = web.Response(
        text=EnteredByInvitation(token=entered.token, login=login).json_text,
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
    set_cookies(response, entered.token, entered.device)
    return response


PDF = "application/pdf"
_SLIPS = {"ru": "приглашения.pdf", "en": "invitations.pdf"}
_SCHOOL = "/api/schools/{school}"
_INVITATIONS = f"{_SCHOOL}/invitations"
_TELEPHONE = "/api/me/telephone"

INVITATIONS = (
    Action(
        "class_sign_ins",
        "GET",
        "/api/classes/{class}/sign-ins",
        Access.CLASS,
        "Who of a class has a sign-in, and who is invited",
        inviting.class_sign_ins,
    ),
    Action(
        "staff_sign_ins",
        "GET",
        f"{_SCHOOL}/sign-ins",
        Access.SCHOOL,
        "Who of the staff has a sign-in, and who is invited",
        inviting.staff_sign_ins,
    ),
    Action(
        "person_sign_in",
        "GET",
        f"{_SCHOOL}/register/people/{{person}}/sign-in",
        Access.SCHOOL,
        "Whether somebody has a sign-in, or is invited",
        inviting.person_sign_in,
    ),
    Action(
        "send_invitations",
        "POST",
        _INVITATIONS,
        Access.SCHOOL,
        "Invite people by mail or by message; earlier invitations of theirs end",
        inviting.send_invitations,
    ),
    Action(
        "print_invitations",
        "POST",
        f"{_INVITATIONS}/slips",
        Access.SCHOOL,
        "Invite people on paper; earlier invitations of theirs end",
        print_invitations,
        gives=PDF,
    ),
    Action(
        "revoke_invitations",
        "POST",
        f"{_INVITATIONS}/revoke",
        Access.SCHOOL,
        "End invitations of people",
        inviting.revoke_invitations,
    ),
    Action(
        "open_invitation",
        "POST",
        "/api/invitations/open",
        Access.PUBLIC,
        "What an invitation says to who holds it",
        open_invitation,
    ),
    Action(
        "ask_invitation",
        "POST",
        "/api/invitations/ask",
        Access.PUBLIC,
        "A mail or a code by telephone for who cannot get in, to the address or the number that the school has",
        ask_invitation,
        status=202,
    ),
    Action(
        "use_telephone_code",
        "POST",
        "/api/invitations/code",
        Access.PUBLIC,
        "An invitation for who has the code of a message to their telephone",
        use_telephone_code,
    ),
    Action(
        "own_telephone",
        "GET",
        _TELEPHONE,
        Access.SIGNED_IN,
        "My number as the school has it",
        own_telephone.own_telephone,
    ),
    Action(
        "send_own_code",
        "POST",
        f"{_TELEPHONE}/code",
        Access.SIGNED_IN,
        "Send a code to my number",
        own_telephone.send_own_code,
    ),
    Action(
        "confirm_own_telephone",
        "POST",
        f"{_TELEPHONE}/confirm",
        Access.SIGNED_IN,
        "Show by the code that the number is mine",
        own_telephone.confirm_own_telephone,
    ),
    Action(
        "use_invitation",
        "POST",
        "/api/invitations/use",
        Access.PUBLIC,
        "Choose a password and come in",
        use_invitation,
        gives=EnteredByInvitation,
    ),
)
