"""Opening an invitation and using it up: by somebody who is not signed in yet."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from channels import zones
from channels.contact_details import phone_key
from channels.errors import Code, Codes, Refusal
from channels.invitations.making import classes_of
from channels.invitations.model import Medium, OpenInvitation
from channels.invitations.names import initials, is_family_name
from channels.invitations.ports import GivenAccount, Invitee, KeptInvitation
from channels.invitations.status import role_at
from channels.people import SchoolRef
from channels.second_factor.ports import Proof
from channels.store import Desk, Tx


@dataclass(frozen=True, slots=True)
class Found:
    """An invitation that somebody has in hand, with whom it is for.

    `login`: the name to sign in with, or the one that is free for them now. `second_factor`: what is asked besides.
    `takes_password`: they may choose a password.
    """

    invitation: KeptInvitation
    school: SchoolRef
    invitee: Invitee
    login: str
    second_factor: Proof | None
    takes_password: bool


def does_not_open() -> Refusal:
    """Returns the one refusal for invitations that are unknown, over, or somebody else's: it says nothing to them."""
    return Refusal(Codes.INVITATION_DOES_NOT_OPEN)


async def found(tx: Tx, invitation: KeptInvitation, now: datetime) -> Found | None:
    """Returns whom an invitation is for; None if they have no role at the school any more."""
    school = await tx.invitations.school(invitation.school)
    await zones.read([school.zone])
    today = now.astimezone(zones.zone(school.zone)).date()
    people = await tx.invitations.invitees(invitation.school, [invitation.person], today)
    invitee = people.get(invitation.person)
    if invitee is None:
        return None
    login = invitee.login or await tx.invitations.free_login(invitee)
    second_factor = await tx.second_factors.asked_from(invitee.person)
    return Found(invitation, school, invitee, login, second_factor, await tx.portals.takes_password(invitee.person))


async def open_for_anybody(desk: Desk, here: Found) -> OpenInvitation:
    """Opens an invitation for who has its link: initials only. Raises INVITATION_DOES_NOT_OPEN unless it is live."""
    if not here.invitation.is_live(desk.clock.now()):
        raise does_not_open()
    await _open(desk, here)
    return _shown(here, owner=False)


async def open_for_owner(desk: Desk, here: Found) -> OpenInvitation:
    """Opens an invitation for who has shown that they know the family name."""
    await _open(desk, here)
    return _shown(here, owner=True)


def require_owner(here: Found, family: str, now: datetime) -> None:
    """Raises INVITATION_DOES_NOT_OPEN unless this is the family name, as its owner types it.

    Who knows it hears the truth: INVITATION_USED, INVITATION_EXPIRED and INVITATION_REPLACED, each with the `day`.
    """
    if not is_family_name(family, here.invitee.name.family):
        raise does_not_open()
    over = _over(here.invitation, now)
    if over is not None:
        code, at = over
        raise Refusal(code, {"day": at.astimezone(zones.zone(here.school.zone)).date().isoformat()})


Keep = Callable[[Tx, int, datetime], Awaitable[object]]
"""Keeps what a person signs in with instead of a password, in the transaction that gives them a sign-in."""


async def use(
    desk: Desk, here: Found, password_hash: str | None, *, by_link: bool, keep: Keep | None = None
) -> GivenAccount:
    """Uses an invitation up and gives its person a sign-in with this password, or with what `keep` keeps.

    `by_link`: with the token; if that came by mail or by message, the address or the number is now known to be this
    person's.
    Raises INVITATION_DOES_NOT_OPEN if somebody was faster or it ended meanwhile, and what `keep` raises.
    """
    async with desk.store.begin() as tx:
        now, person = desk.clock.now(), here.invitee.person
        if not await tx.invitations.use(here.invitation.id, now):
            raise does_not_open()
        given = await tx.invitations.give_account(here.invitee, password_hash)
        if keep is not None:
            await keep(tx, person, now)
        if by_link:
            await _confirm(tx, here.invitation, now)
        await tx.audit.add(person, "use_invitation", here.invitation.id, "done", now)
    return given


async def _confirm(tx: Tx, invitation: KeptInvitation, now: datetime) -> None:
    """Notes that who has the link reads what is sent to where it went."""
    sent_to = await tx.invitations.sent_to(invitation.id)
    if sent_to is None:
        return
    if invitation.medium is Medium.MAIL:
        await tx.notice_settings.confirm_address(invitation.person, sent_to, now)
    elif (number := phone_key(sent_to)) is not None:
        await tx.invitations.confirm_phone(invitation.person, number, now)


def _over(invitation: KeptInvitation, now: datetime) -> tuple[Code, datetime] | None:
    if invitation.used_at is not None:
        return Codes.INVITATION_USED, invitation.used_at
    if invitation.ended_at is not None:
        return Codes.INVITATION_REPLACED, invitation.ended_at
    if not invitation.is_live(now):
        return Codes.INVITATION_EXPIRED, invitation.last_moment
    return None


async def _open(desk: Desk, here: Found) -> None:
    if here.invitation.opened_at is None:
        async with desk.store.begin() as tx:
            await tx.invitations.open(here.invitation.id, desk.clock.now())


def _shown(here: Found, *, owner: bool) -> OpenInvitation:
    invitee = here.invitee
    followed = [initials(name) for name, _ in invitee.children]
    return OpenInvitation(
        school=here.school.name,
        role=role_at(invitee, here.school.id),
        initials=initials(invitee.name),
        student=followed[0] if followed else None,
        class_=next(iter(classes_of(invitee)), None),
        name=invitee.name if owner else None,
        children=[child for _, child in invitee.children] if owner else [],
        has_account=owner and invitee.signs_in_since is not None,
        login=here.login if owner else None,
        second_factor=here.second_factor if owner else None,
        takes_password=owner and here.takes_password,
    )
