"""Inviting people: who has a sign-in and who has not, invitations by mail and on paper, and their end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from channels import policy, zones
from channels.invitations import codes
from channels.invitations.hashes import InvitationHashes, new_token
from channels.invitations.inputs import Invited
from channels.invitations.model import ClassSignIns, Family, Invitations, InvitedPerson, StaffSignIns
from channels.invitations.names import initials
from channels.invitations.ports import Invitee, Medium, NewInvitation
from channels.invitations.status import role_at, shown
from channels.notices.ports import Note, NoteKind
from channels.people import Name, Role, SchoolRef
from channels.store import Desk, Tx, not_found, viewer_of

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


async def class_sign_ins(desk: Desk, person: int, class_: int) -> ClassSignIns:
    """Returns who of a class has a sign-in. Raises NOT_FOUND for all but its class teacher, leadership and admins."""
    async with desk.store.read() as tx:
        found = await tx.invitations.class_of(class_)
        if found is None or not policy.sees_sign_ins_of_class(await viewer_of(tx, person), found[0], class_):
            raise not_found()
        at = await _here(desk, tx, found[0])
        belonging = await tx.invitations.people_of_class(class_, at.today)
        people = {one for each in belonging for one in (each.student, each.adult) if one is not None}
        invitees = await tx.invitations.invitees(at.school.id, people, at.today)
    families: dict[int, Family] = {}
    for one in belonging:
        if one.student not in invitees:
            continue
        family = families.setdefault(one.student, Family(student=at.shown(invitees[one.student]), adults=[]))
        if one.adult is not None and one.adult in invitees:
            family.adults.append(at.shown(invitees[one.adult], one.relation))
    return ClassSignIns(class_=found[1], school=at.school, families=list(families.values()))


async def staff_sign_ins(desk: Desk, person: int, school: int) -> StaffSignIns:
    """Returns who of the staff has a sign-in, by name. Raises NOT_FOUND for all but leadership and admins."""
    async with desk.store.read() as tx:
        await _require_sees(tx, person, school)
        at = await _here(desk, tx, school)
        staff = await tx.invitations.staff(school, at.today)
        return StaffSignIns(people=await _people(tx, at, staff))


async def person_sign_in(desk: Desk, person: int, school: int, other: int) -> InvitedPerson:
    """Returns how far somebody has come on the way in.

    Raises NOT_FOUND for all but leadership and admins, and for people who have no role at the school.
    """
    async with desk.store.read() as tx:
        await _require_sees(tx, person, school)
        found = await _people(tx, await _here(desk, tx, school), [other])
    if not found:
        raise not_found()
    return found[0]


async def send_invitations(
    desk: Desk, hashes: InvitationHashes, person: int, school: int, asked: Invited, key: str | None
) -> Invitations:
    """Makes invitations and mails them; those of before are dead.

    People without an address keep what they have. So do people with a sign-in whom the caller may not invite again.
    Raises NOT_FOUND for people whom the caller may not invite.
    """

    async def work(tx: Tx) -> Invitations:
        at, chosen = await _begin(desk, tx, person, school, asked.people)
        addressed = [one for one in chosen if one.address is not None]
        for one, made in (await _make(tx, at, hashes, addressed, Medium.MAIL, person)).items():
            invitee = made.invitee
            dispatch = await tx.notices.write(_mail(at, invitee, made.secret), at.now)
            await tx.invitations.set_dispatch(one, dispatch)
        return Invitations(
            people=await _people(tx, at, asked.people),
            no_address=[one.person for one in chosen if one.address is None],
        )

    return await desk.write(Invitations, work, person=person, key=key, about=("send_invitations", school), body=asked)


async def print_invitations(
    desk: Desk, hashes: InvitationHashes, person: int, school: int, asked: Invited
) -> list[PaperInvitation]:
    """Makes invitations for slips, in the order asked for; those of before are dead.

    People with a sign-in whom the caller may not invite again are left out. Raises NOT_FOUND as `send_invitations`.
    """
    async with desk.store.begin() as tx:
        at, chosen = await _begin(desk, tx, person, school, asked.people)
        return await _make_on_paper(tx, at, hashes, chosen, person)


async def print_for_class(
    desk: Desk, hashes: InvitationHashes, class_: int, *, everybody: bool = False
) -> list[PaperInvitation]:
    """Makes invitations for slips of all of a class who have no sign-in; with `everybody`, also of those who have.

    For who runs the server: nobody's rights are asked. Raises NOT_FOUND for a class that is not there.
    """
    async with desk.store.begin() as tx:
        found = await tx.invitations.class_of(class_)
        if found is None:
            raise not_found()
        at = await _here(desk, tx, found[0])
        belonging = await tx.invitations.people_of_class(class_, at.today)
        people = dict.fromkeys(one for each in belonging for one in (each.student, each.adult) if one is not None)
        invitees = await tx.invitations.invitees(at.school.id, people, at.today)
        chosen = [invitees[one] for one in people if one in invitees]
        return await _make_on_paper(
            tx, at, hashes, [one for one in chosen if everybody or one.signs_in_since is None], None
        )


async def revoke_invitations(desk: Desk, person: int, school: int, asked: Invited) -> Invitations:
    """Ends the invitations of people. Raises NOT_FOUND as `send_invitations`."""

    async def work(tx: Tx) -> Invitations:
        at, chosen = await _begin(desk, tx, person, school, asked.people)
        await tx.invitations.end(school, [one.person for one in chosen], at.now)
        for one in chosen:
            await tx.audit.add(person, "revoke_invitation", one.person, "done", at.now)
        return Invitations(people=await _people(tx, at, asked.people), no_address=[])

    return await desk.write(
        Invitations, work, person=person, key=None, about=("revoke_invitations", school), body=asked
    )


@dataclass(frozen=True, slots=True)
class _Here:
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

    def shown(self, invitee: Invitee, relation: str | None = None) -> InvitedPerson:
        return shown(invitee, self.school.id, self.now, self.zone, relation)


@dataclass(frozen=True, slots=True)
class _Secret:
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class _Made:
    invitee: Invitee
    secret: _Secret


async def _here(desk: Desk, tx: Tx, school: int) -> _Here:
    ref = await tx.invitations.school(school)
    await zones.read([ref.zone])
    return _Here(ref, zones.zone(ref.zone), desk.clock.now())


async def _require_sees(tx: Tx, person: int, school: int) -> None:
    if not policy.sees_sign_ins(await viewer_of(tx, person), school):
        raise not_found()


async def _begin(desk: Desk, tx: Tx, person: int, school: int, people: Sequence[int]) -> tuple[_Here, list[Invitee]]:
    """Returns those to invite, without those who have a sign-in and are not to be invited again.

    Raises NOT_FOUND unless the person may invite all of them.
    """
    viewer = await viewer_of(tx, person)
    if not any(at == school for _, at in viewer.roles):
        raise not_found()
    at = await _here(desk, tx, school)
    invitees = await tx.invitations.invitees(school, people, at.today)
    led = await tx.register.has_keeper(school, at.today, leadership=True)
    if not all(one in invitees and policy.invites(viewer, school, invitees[one].rights, led=led) for one in people):
        raise not_found()
    chosen = [invitees[one] for one in dict.fromkeys(people)]
    return at, [one for one in chosen if policy.invites_again(viewer, one.rights)]


async def _people(tx: Tx, at: _Here, people: Collection[int]) -> list[InvitedPerson]:
    found = await tx.invitations.invitees(at.school.id, people, at.today)
    return [at.shown(found[one]) for one in dict.fromkeys(people) if one in found]


async def _make(
    tx: Tx, at: _Here, hashes: InvitationHashes, invitees: Sequence[Invitee], medium: Medium, by: int | None
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


async def _make_on_paper(
    tx: Tx, at: _Here, hashes: InvitationHashes, invitees: Sequence[Invitee], by: int | None
) -> list[PaperInvitation]:
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


def classes_of(invitee: Invitee) -> list[str]:
    """Returns the names of somebody's own classes, or else of those of the children."""
    own = [one.name for one in invitee.classes]
    return own or list(dict.fromkeys(child.class_ for _, child in invitee.children if child.class_ is not None))


def _mail(at: _Here, invitee: Invitee, secret: _Secret) -> Note:
    assert invitee.address is not None
    children = [initials(name) for name, _ in invitee.children]
    about = {
        "token": secret.token,
        "school": at.school.name,
        "initials": initials(invitee.name),
        "role": role_at(invitee, at.school.id).value,
        "children": ", ".join(children),
        "classes": ", ".join(classes_of(invitee)),
        "until": at.last_day.isoformat(),
    }
    return Note(NoteKind.INVITATION, invitee.address, invitee.language, about, person=invitee.person)
