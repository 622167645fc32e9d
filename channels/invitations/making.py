"""Making invitations: for a moment their secrets are known, and go into a mail, a message or onto a slip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from channels import zones
from channels.invitations import codes
from channels.invitations.hashes import InvitationHashes, new_token
from channels.invitations.media import Media
from channels.invitations.model import InvitedPerson, Medium
from channels.invitations.names import initials
from channels.invitations.ports import Invitee, NewInvitation
from channels.invitations.status import role_at, shown
from channels.notices.ports import Note, NoteKind
from channels.notices.preferences import CarrierName
from channels.people import Name, Role, SchoolRef
from channels.store import Desk, Tx

GOOD_DAYS = 30  # after the day on which an invitation is made


@dataclass(frozen=True, slots=True)
class PaperInvitation:
    """An invitation for a slip: the only time that its code, and the token of its link, are known.

    `classes`: own ones, or those of the children; `children`: initials of whom an adult follows.
    """

    name: Name
    role: Role
    classes: Sequence[str]
    children: Sequence[str]
    school: str
    code: str
    token: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Here:
    """A school at this moment."""

    school: SchoolRef
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return self.today + timedelta(days=GOOD_DAYS)

    @property
    def expires_at(self) -> datetime:
        return datetime.combine(self.last_day + timedelta(days=1), time(), self.zone)

    def shown(self, invitee: Invitee, media: Media, relation: str | None = None) -> InvitedPerson:
        return shown(invitee, self.school.id, self.now, self.zone, media, relation)


@dataclass(frozen=True, slots=True)
class _Secret:
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class _Made:
    invitee: Invitee
    secret: _Secret


async def here_at(desk: Desk, tx: Tx, school: int) -> Here:
    """Returns a school that exists, at this moment."""
    ref = await tx.invitations.school(school)
    await zones.read([ref.zone])
    return Here(ref, zones.zone(ref.zone), desk.clock.now())


async def _make(
    tx: Tx, at: Here, hashes: InvitationHashes, invitees: Sequence[Invitee], medium: Medium, by: int | None
) -> Mapping[int, _Made]:
    """Stores new invitations; returns them by their ids, in the order of the people."""
    secrets = {one.person: _Secret(new_token(), codes.new_code()) for one in invitees}
    made = [
        NewInvitation(person, hashes.of_token(secret.token), hashes.of_code(secret.code))
        for person, secret in secrets.items()
    ]
    ids = await tx.invitations.add(at.school.id, made, medium, by, at.now, at.expires_at)
    if by is not None:
        for one in invitees:
            await tx.audit.add(by, f"invite:{medium}", one.person, "done", at.now)
    return {ids[one.person]: _Made(one, secrets[one.person]) for one in invitees}


async def make_on_paper(
    tx: Tx, at: Here, hashes: InvitationHashes, invitees: Sequence[Invitee], by: int | None
) -> list[PaperInvitation]:
    """Makes invitations for slips, in the order of the people; `by` is None for who runs the server."""
    made = await _make(tx, at, hashes, invitees, Medium.PAPER, by)
    return [
        PaperInvitation(
            name=one.invitee.name,
            role=role_at(one.invitee, at.school.id),
            classes=classes_of(one.invitee),
            children=[initials(name) for name, _ in one.invitee.children],
            school=at.school.name,
            code=codes.in_groups(one.secret.code),
            token=one.secret.token,
            last_day=at.last_day,
        )
        for one in made.values()
    ]


async def make_by_mail(tx: Tx, at: Here, hashes: InvitationHashes, invitees: Sequence[Invitee], by: int | None) -> None:
    """Makes invitations for people who have an address, and mails them; `by` is None if they asked themselves."""
    await _send(tx, at, hashes, invitees, Medium.MAIL, by)


async def make_by_message(
    tx: Tx, at: Here, hashes: InvitationHashes, invitees: Sequence[Invitee], by: int | None
) -> None:
    """Makes invitations for people who have a telephone, and hands them to the gateway, as `make_by_mail`."""
    await _send(tx, at, hashes, invitees, Medium.MESSAGE, by)


async def make_by_code(tx: Tx, at: Here, hashes: InvitationHashes, invitee: Invitee) -> str:
    """Makes an invitation for who has typed the code of a message, and returns the token of its link."""
    [made] = (await _make(tx, at, hashes, [invitee], Medium.MESSAGE, None)).values()
    return made.secret.token


async def _send(
    tx: Tx, at: Here, hashes: InvitationHashes, invitees: Sequence[Invitee], medium: Medium, by: int | None
) -> None:
    made = await _make(tx, at, hashes, invitees, medium, by)
    for invitation, one in made.items():
        note = _note(at, one.invitee, one.secret, medium, is_asked=by is None)
        await tx.invitations.set_dispatch(invitation, await tx.notices.write(note, at.now))


def classes_of(invitee: Invitee) -> list[str]:
    """Returns the names of somebody's own classes, or else of those of the children."""
    own = [one.name for one in invitee.classes]
    return own or list(dict.fromkeys(child.class_ for _, child in invitee.children if child.class_ is not None))


def _note(at: Here, invitee: Invitee, secret: _Secret, medium: Medium, *, is_asked: bool) -> Note:
    address = invitee.address if medium is Medium.MAIL else invitee.phone
    assert address is not None
    children = [initials(name) for name, _ in invitee.children]
    about = {
        "token": secret.token,
        "school": at.school.name,
        "initials": initials(invitee.name),
        "role": role_at(invitee, at.school.id).value,
        "children": ", ".join(children),
        "classes": ", ".join(classes_of(invitee)),
        "until": at.last_day.isoformat(),
        "asked": "yes" if is_asked else "",
    }
    carrier = CarrierName.MAIL if medium is Medium.MAIL else CarrierName.WEBHOOK
    return Note(NoteKind.INVITATION, address, invitee.language, about, person=invitee.person, carrier=carrier)
