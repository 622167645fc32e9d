"""Inviting people: who has a sign-in and who has not, invitations by mail, by message and on paper, and their end."""

from collections.abc import Collection, Sequence

from channels import policy
from channels.errors import Codes, Refusal
from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import Invited, SentInvitations
from channels.invitations.making import Here, PaperInvitation, here_at, make_by_mail, make_by_message, make_on_paper
from channels.invitations.media import Media, media_of, medium_for
from channels.invitations.model import ClassSignIns, Family, Invitations, InvitedPerson, Medium, StaffSignIns
from channels.invitations.ports import Invitee
from channels.notices.settings import Offered
from channels.store import Desk, Tx, not_found, viewer_of


async def class_sign_ins(desk: Desk, offered: Offered, person: int, class_: int) -> ClassSignIns:
    """Returns who of a class has a sign-in. Raises NOT_FOUND for all but its class teacher, leadership and admins."""
    async with desk.store.read() as tx:
        found = await tx.invitations.class_of(class_)
        if found is None or not policy.sees_sign_ins_of_class(await viewer_of(tx, person), found[0], class_):
            raise not_found()
        at, media = await here_at(desk, tx, found[0]), media_of(offered)
        belonging = await tx.invitations.people_of_class(class_, at.today)
        people = {one for each in belonging for one in (each.student, each.adult) if one is not None}
        invitees = await tx.invitations.invitees(at.school.id, people, at.today)
    families: dict[int, Family] = {}
    for one in belonging:
        if one.student not in invitees:
            continue
        family = families.setdefault(one.student, Family(student=at.shown(invitees[one.student], media), adults=[]))
        if one.adult is not None and one.adult in invitees:
            family.adults.append(at.shown(invitees[one.adult], media, one.relation))
    return ClassSignIns(class_=found[1], school=at.school, families=list(families.values()))


async def staff_sign_ins(desk: Desk, offered: Offered, person: int, school: int) -> StaffSignIns:
    """Returns who of the staff has a sign-in, by name. Raises NOT_FOUND for all but leadership and admins."""
    async with desk.store.read() as tx:
        await _require_sees(tx, person, school)
        at = await here_at(desk, tx, school)
        staff = await tx.invitations.staff(school, at.today)
        return StaffSignIns(people=await _people(tx, at, staff, media_of(offered)))


async def person_sign_in(desk: Desk, offered: Offered, person: int, school: int, other: int) -> InvitedPerson:
    """Returns how far somebody has come on the way in.

    Raises NOT_FOUND for all but leadership and admins, and for people who have no role at the school.
    """
    async with desk.store.read() as tx:
        await _require_sees(tx, person, school)
        found = await _people(tx, await here_at(desk, tx, school), [other], media_of(offered))
    if not found:
        raise not_found()
    return found[0]


async def send_invitations(
    desk: Desk,
    hashes: InvitationHashes,
    offered: Offered,
    person: int,
    school: int,
    asked: SentInvitations,
    key: str | None,
) -> Invitations:
    """Makes invitations and sends each by what reaches its person, or by what was chosen; those of before are dead.

    People whom nothing reaches keep what they have; so do those whom the caller sees and may not invite. Raises
    NOT_FOUND for people whom the caller does not see; NO_INVITATIONS_BY_MAIL and NO_INVITATIONS_BY_MESSAGE if the
    server does not send what was chosen, the first also if it sends neither.
    """
    media, chosen_medium = media_of(offered), asked.medium and Medium(asked.medium)

    async def work(tx: Tx) -> Invitations:
        at, chosen, left_out = await _begin(desk, tx, person, school, asked.people)
        _require_sends(media, chosen_medium)
        by = {one.person: medium_for(one, media, chosen_medium) for one in chosen}
        await make_by_mail(tx, at, hashes, [one for one in chosen if by[one.person] is Medium.MAIL], person)
        await make_by_message(tx, at, hashes, [one for one in chosen if by[one.person] is Medium.MESSAGE], person)
        return Invitations(
            people=await _people(tx, at, asked.people, media),
            no_address=[one.person for one in chosen if by[one.person] is None],
            left_out=left_out,
        )

    return await desk.write(Invitations, work, person=person, key=key, about=("send_invitations", school), body=asked)


async def print_invitations(
    desk: Desk, hashes: InvitationHashes, person: int, school: int, asked: Invited
) -> list[PaperInvitation]:
    """Makes invitations for slips, in the order asked for; those of before are dead.

    People whom the caller sees and may not invite are left out. Raises NOT_FOUND as `send_invitations`.
    """
    async with desk.store.begin() as tx:
        at, chosen, _ = await _begin(desk, tx, person, school, asked.people)
        return await make_on_paper(tx, at, hashes, chosen, person)


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
        at = await here_at(desk, tx, found[0])
        belonging = await tx.invitations.people_of_class(class_, at.today)
        people = dict.fromkeys(one for each in belonging for one in (each.student, each.adult) if one is not None)
        invitees = await tx.invitations.invitees(at.school.id, people, at.today)
        chosen = [invitees[one] for one in people if one in invitees]
        return await make_on_paper(
            tx, at, hashes, [one for one in chosen if everybody or one.signs_in_since is None], None
        )


async def revoke_invitations(desk: Desk, offered: Offered, person: int, school: int, asked: Invited) -> Invitations:
    """Ends the invitations of people. Raises NOT_FOUND as `send_invitations`."""

    async def work(tx: Tx) -> Invitations:
        at, chosen, left_out = await _begin(desk, tx, person, school, asked.people)
        await tx.invitations.end(school, [one.person for one in chosen], at.now)
        for one in chosen:
            await tx.audit.add(person, "revoke_invitation", one.person, "done", at.now)
        return Invitations(
            people=await _people(tx, at, asked.people, media_of(offered)), no_address=[], left_out=left_out
        )

    return await desk.write(
        Invitations, work, person=person, key=None, about=("revoke_invitations", school), body=asked
    )


def _require_sends(media: Media, chosen: Medium | None) -> None:
    if chosen is Medium.MESSAGE and not media.messages:
        raise Refusal(Codes.NO_INVITATIONS_BY_MESSAGE)
    if not media.mails and (chosen is Medium.MAIL or not media.messages):
        raise Refusal(Codes.NO_INVITATIONS_BY_MAIL)


async def _require_sees(tx: Tx, person: int, school: int) -> None:
    if not policy.sees_sign_ins(await viewer_of(tx, person), school):
        raise not_found()


async def _begin(
    desk: Desk, tx: Tx, person: int, school: int, people: Sequence[int]
) -> tuple[Here, list[Invitee], list[int]]:
    """Returns those to invite, and those who are left out because the person may not invite them.

    Raises NOT_FOUND unless the person sees the sign-ins of all of them.
    """
    viewer = await viewer_of(tx, person)
    if not any(at == school for _, at in viewer.roles):
        raise not_found()
    at = await here_at(desk, tx, school)
    invitees = await tx.invitations.invitees(school, people, at.today)
    if not all(one in invitees and policy.sees_sign_in_of(viewer, school, invitees[one].rights) for one in people):
        raise not_found()
    led = await tx.register.has_keeper(school, at.today, leadership=True)
    asked = [invitees[one] for one in dict.fromkeys(people)]
    chosen = [one for one in asked if policy.invites(viewer, school, one.rights, led=led)]
    return at, chosen, [one.person for one in asked if one not in chosen]


async def _people(tx: Tx, at: Here, people: Collection[int], media: Media) -> list[InvitedPerson]:
    found = await tx.invitations.invitees(at.school.id, people, at.today)
    return [at.shown(found[one], media) for one in dict.fromkeys(people) if one in found]
