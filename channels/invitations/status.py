"""Tells the stage that somebody has come to on the way in, from what is stored of them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from channels.invitations.media import Media, medium_for
from channels.invitations.model import InvitationStatus, InvitedPerson, Medium
from channels.invitations.ports import Invitee, KeptInvitation
from channels.people import PersonRef, Role

# What an invitation says that somebody is, if they are several things: what opens most.
_FIRST = (
    Role.LEADERSHIP,
    Role.ADMIN,
    Role.TEACHER,
    Role.STAFF,
    Role.GUARDIAN,
    Role.TRUSTED,
    Role.STUDENT,
)


def role_at(invitee: Invitee, school: int) -> Role:
    """Returns what somebody is at a school where they have a role."""
    return next(role for role in _FIRST if (role, school) in invitee.rights.roles)


def shown(
    invitee: Invitee, school: int, now: datetime, zone: ZoneInfo, media: Media, relation: str | None = None
) -> InvitedPerson:
    """Returns how far somebody has come; `relation` is to the student beside whom they are shown."""
    status, since = _status(invitee.signs_in_since, invitee.latest, now)
    latest = invitee.latest
    return InvitedPerson(
        person=PersonRef(id=invitee.person, name=invitee.name),
        role=role_at(invitee, school),
        relation=relation,
        status=status,
        day=since and since.astimezone(zone).date(),
        until_day=last_day(latest, zone) if latest is not None and latest.is_live(now) else None,
        medium=None if latest is None else latest.medium,
        email=invitee.address is not None,
        phone=media.messages and invitee.phone is not None,
        next_medium=medium_for(invitee, media),
    )


def last_day(invitation: KeptInvitation, zone: ZoneInfo) -> date:
    """Returns the last day on which an invitation is good."""
    return invitation.last_moment.astimezone(zone).date()


def _status(
    signs_in_since: datetime | None, latest: KeptInvitation | None, now: datetime
) -> tuple[InvitationStatus, datetime | None]:
    if signs_in_since is not None:
        used_at = latest and latest.used_at
        return InvitationStatus.USED, used_at or signs_in_since
    if latest is None or latest.used_at is not None or latest.ended_at is not None:
        return InvitationStatus.NONE, None
    if not latest.is_live(now):
        return InvitationStatus.EXPIRED, latest.last_moment
    if latest.opened_at is not None:
        return InvitationStatus.OPENED, latest.opened_at
    if latest.medium is Medium.PAPER:
        return InvitationStatus.PRINTED, latest.made_at
    if latest.has_bounced:
        return InvitationStatus.BOUNCED, latest.made_at
    return InvitationStatus.SENT if latest.is_carried else InvitationStatus.MADE, latest.made_at
