"""Handles mails that come back, or that somebody complains of, after they were accepted."""

from channels.store import Desk


async def come_back(desk: Desk, dispatch: int, problem: str) -> bool:
    """Stops mail to the addressee of this dispatch until they confirm an address again; of an invitation it is noted.

    False if it was no personal mail.
    """
    async with desk.store.begin() as tx:
        if await tx.invitations.bounce(dispatch, desk.clock.now()):
            return True
        person = await tx.post.addressee(dispatch)
        if person is None:
            return False
        await tx.post.refuse_mailbox(person, problem, desk.clock.now())
    return True
