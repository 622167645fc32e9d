"""Joint groups of several schools: one invites, the other accepts, and either may end it."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import ChatRole, SchoolRule, Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.chats import standing_in
from channels.talk.facts import ChatClosed, ChatOpened, MembersChanged, SchoolInvited
from channels.talk.inputs import GroupInvitationAnswer, SchoolInvitation
from channels.talk.model import GroupInvitations, JointSchools
from channels.types import Fact


async def schools(store: Store, person: int, chat: int) -> JointSchools:
    """Returns the schools that allow joint groups, and their state. Raises FORBIDDEN for plain members."""
    async with store.read() as tx:
        _require_keeper(await standing_in(tx, person, chat))
        return JointSchools(schools=await tx.joint.schools(chat))


async def invite(desk: Desk, person: int, chat: int, asked: SchoolInvitation, key: str | None) -> JointSchools:
    """Invites a school, or takes the invitation back, or puts the school out of the group.

    Raises SCHOOLS_DO_NOT_ALLOW while one of the two schools does not allow it, and FORBIDDEN for plain members.
    """

    async def work(tx: Tx) -> JointSchools:
        home = await tx.safety.school_of(chat)
        leaders = [] if home == asked.school else await tx.joint.leaders(asked.school)
        was = await _members(tx, chat)
        await tx.lock([ChannelName(f"chat:{chat}"), *(_own(each) for each in {*leaders, *was})])
        _require_keeper(await standing_in(tx, person, chat))
        if not leaders:
            raise not_found()
        if asked.invited:
            await _require_allowed(tx, home, asked.school)
            if await tx.joint.invite(chat, asked.school, person, desk.clock.now()):
                await tx.append_all(person, [(_own(each), SchoolInvited(school=asked.school)) for each in leaders])
        else:
            await tx.joint.end(chat, asked.school)
            await _tell_gone(tx, person, chat, was)
        await tx.audit.add(person, f"invite_school:{asked.invited}", chat, "done", desk.clock.now())
        return JointSchools(schools=await tx.joint.schools(chat))

    return await desk.write(JointSchools, work, person=person, key=key, about=("invite_school", chat), body=asked)


async def invitations(store: Store, person: int, school: int) -> GroupInvitations:
    """Returns the groups that the school is invited to or has joined. Raises NOT_FOUND for all but its leadership."""
    async with store.read() as tx:
        if not policy.sets_rules(await viewer_of(tx, person), school):
            raise not_found()
        return GroupInvitations(invitations=await tx.joint.invitations(school))


async def answer(
    desk: Desk, person: int, school: int, chat: int, asked: GroupInvitationAnswer, key: str | None
) -> GroupInvitations:
    """Accepts or declines an invitation. The person who accepts becomes a moderator and adds people of their school.

    Declining later removes all people of the school from the group. Raises NOT_FOUND, SCHOOLS_DO_NOT_ALLOW.
    """

    async def work(tx: Tx) -> GroupInvitations:
        was = await _members(tx, chat)
        await tx.lock([ChannelName(f"chat:{chat}"), *(_own(each) for each in {person, *was})])
        if not policy.sets_rules(await viewer_of(tx, person), school) or not await tx.joint.invited(chat, school):
            raise not_found()
        now = desk.clock.now()
        if asked.accept:
            await _require_allowed(tx, await tx.safety.school_of(chat), school)
            await tx.joint.accept(chat, school, person, now)
            await tx.chats.seat(chat, {person: ChatRole.MODERATOR}, now)
            opened = ChatOpened(chat=chat, channel=ChannelName(f"chat:{chat}"))
            told: list[tuple[ChannelName, Fact]] = [
                (ChannelName(f"chat:{chat}"), MembersChanged(changed=[person])),
                (_own(person), opened),
            ]
            await tx.append_all(person, told, changes_readers=True)
        else:
            await tx.joint.end(chat, school)
            await _tell_gone(tx, person, chat, was)
        await tx.audit.add(person, f"answer_group_invitation:{asked.accept}", chat, "done", now)
        return GroupInvitations(invitations=await tx.joint.invitations(school))

    return await desk.write(
        GroupInvitations, work, person=person, key=key, about=(f"answer_group_invitation:{chat}", school), body=asked
    )


def _own(person: int) -> ChannelName:
    return ChannelName(f"person:{person}")


def _require_keeper(standing: Standing) -> None:
    if not policy.changes_group(standing):
        raise Refusal(Codes.FORBIDDEN)


async def _require_allowed(tx: Tx, *schools: int) -> None:
    rules = await tx.schools.rules(schools)
    if not all(SchoolRule.GROUPS_SPAN_SCHOOLS in rules[school] for school in schools):
        raise Refusal(Codes.SCHOOLS_DO_NOT_ALLOW)


async def _members(tx: Tx, chat: int) -> frozenset[int]:
    return (await tx.chats.members([chat])).get(chat, frozenset())


async def _tell_gone(tx: Tx, author: int, chat: int, was: frozenset[int]) -> None:
    """Publishes which of the previous members `was` are no longer in the group, to it and to each of them."""
    gone = sorted(was - await _members(tx, chat))
    told: list[tuple[ChannelName, Fact]] = [(ChannelName(f"chat:{chat}"), MembersChanged(changed=gone))]
    told += [(_own(each), ChatClosed(chat=chat)) for each in gone]
    await tx.append_all(author, told, changes_readers=True)
