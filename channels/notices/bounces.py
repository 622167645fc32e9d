"""A mail comes back, or is complained about, after it was taken."""

from channels.store import Desk


async def come_back(desk: Desk, dispatch: int, problem: str) -> bool:
    """No more mail to whom this was for, until they say where to. False: it was for nobody whose mail could end."""
    async with desk.store.begin() as tx:
        person = await tx.post.addressee(dispatch)
        if person is None:
            return False
        await tx.post.refuse_mailbox(person, problem, desk.clock.now())
    return True
