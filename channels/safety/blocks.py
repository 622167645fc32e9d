"""Keeps who has blocked whom."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.publication import ChannelName
from channels.safety.facts import BlocksChanged
from channels.safety.inputs import NewBlock
from channels.safety.model import Blocked
from channels.store import Desk, Store, Tx, not_found


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
