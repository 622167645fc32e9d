"""Groups of several schools: one invites, the other accepts, and both may end it."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import ChatRole, SchoolRule, Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.chats import standing_in
from channels.talk.facts import ChatClosed, ChatOpened, MembersChanged, SchoolInvited
from channels.talk.inputs import InvitationAnswer, SchoolInvitation
from channels.talk.model import Invitations, JointSchools
from channels.types import Fact


async def schools(store: Store, person: int, chat: int) -> JointSchools:
    """Those that allow it, and how they stand to this group; for who looks after it."""
    async with store.read() as tx:
        _require_keeper(await standing_in(tx, person, chat))
        return JointSchools(schools=await tx.joint.schools(chat))


async def invite(desk: Desk, person: int, chat: int, asked: SchoolInvitation, key: str | None) -> JointSchools:
    """Or takes it back, or puts a school out. Raises SCHOOLS_DO_NOT_ALLOW while one of the two says no."""

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


async def invitations(store: Store, person: int, school: int) -> Invitations:
    """To whose groups the school is invited, and in whose it is; for who leads it."""
    async with store.read() as tx:
        if not policy.sets_rules(await viewer_of(tx, person), school):
            raise not_found()
        return Invitations(invitations=await tx.joint.invitations(school))


async def answer(
    desk: Desk, person: int, school: int, chat: int, asked: InvitationAnswer, key: str | None
) -> Invitations:
    """Who accepts becomes one of those who look after the group, and brings people of their school in.

    Declining later takes all of the school out again.
    """

    async def work(tx: Tx) -> Invitations:
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
        await tx.audit.add(person, f"answer_invitation:{asked.accept}", chat, "done", now)
        return Invitations(invitations=await tx.joint.invitations(school))

    return await desk.write(
        Invitations, work, person=person, key=key, about=(f"answer_invitation:{chat}", school), body=asked
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
    """Those who were in it until now and are not any more."""
    gone = sorted(was - await _members(tx, chat))
    told: list[tuple[ChannelName, Fact]] = [(ChannelName(f"chat:{chat}"), MembersChanged(changed=gone))]
    told += [(_own(each), ChatClosed(chat=chat)) for each in gone]
    await tx.append_all(author, told, changes_readers=True)
