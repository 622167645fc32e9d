"""Appoints the safeguarding persons of a school, and keeps who has blocked whom."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.publication import ChannelName
from channels.safety.facts import BlocksChanged
from channels.safety.inputs import Appointment, NewBlock
from channels.safety.model import Blocked, Safeguarding
from channels.store import Desk, Store, Tx, not_found, viewer_of


async def safeguarding(store: Store, person: int, school: int) -> Safeguarding:
    """Returns to whom a report goes: everybody of the school may know. Raises NOT_FOUND for others."""
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return Safeguarding(people=await tx.safety.appointed(school))


async def appoint(desk: Desk, person: int, school: int, asked: Appointment, key: str | None) -> Safeguarding:
    """Appoints a safeguarding person, or dismisses one.

    Raises NOT_FOUND for people who do not lead the school, and for appointing somebody who is not of its staff.
    """

    async def work(tx: Tx) -> Safeguarding:
        viewer = await viewer_of(tx, person)
        chosen = (await tx.people.roles([asked.person]))[asked.person]
        if not policy.appoints_safeguarding(viewer, school) or (
            asked.appointed and not policy.may_safeguard(chosen, school)
        ):
            raise not_found()
        now = desk.clock.now()
        if await tx.safety.appoint(school, asked.person, person, now, appointed=asked.appointed):
            action = "appoint_safeguarding" if asked.appointed else "dismiss_safeguarding"
            await tx.audit.add(person, action, asked.person, "done", now)
        return Safeguarding(people=await tx.safety.appointed(school))

    return await desk.write(Safeguarding, work, person=person, key=key, about=("appoint", school), body=asked)


async def blocks(store: Store, person: int) -> Blocked:
    async with store.read() as tx:
        return Blocked(people=await tx.safety.blocked(person))


async def block(desk: Desk, person: int, asked: NewBlock, key: str | None) -> Blocked:
    """Blocks or unblocks somebody. They are not told: writing to this person is answered as if there were no right to.

    Raises NOT_FOUND for somebody with whom one has no chat of two, CANNOT_BLOCK for the school's staff.
    """

    async def work(tx: Tx) -> Blocked:
        other, own = asked.person, ChannelName(f"person:{person}")
        chat = await tx.chats.of_two(person, other)
        known = {one.id for one in await tx.safety.blocked(person)}
        if chat is None and other not in known:
            raise not_found()
        roles = await tx.people.roles([person, other])
        if asked.blocked and not policy.blocks(roles[person], roles[other]):
            raise Refusal(Codes.CANNOT_BLOCK)
        # The chat is locked, so that a message sent at the same time comes before the block or sees it.
        await tx.lock([own, *([] if chat is None else [ChannelName(f"chat:{chat}")])])
        if await tx.safety.block(person, other, desk.clock.now(), blocked=asked.blocked):
            await tx.append(own, person, BlocksChanged(person=other, blocked=asked.blocked))
        return Blocked(people=await tx.safety.blocked(person))

    return await desk.write(Blocked, work, person=person, key=key, about=("block", asked.person), body=asked)
