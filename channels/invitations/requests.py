"""Requests of people who cannot get in: a mail with an invitation, to the address that the school has of them."""

from datetime import timedelta

from channels.invitations.hashes import InvitationHashes
from channels.invitations.making import here_at, make_by_mail
from channels.store import Desk

AT_ONCE = 20  # requests that are answered in one transaction
AGAIN_AFTER = timedelta(minutes=10)  # the mail of before may still be on its way


async def ask(desk: Desk, typed: str) -> None:
    """Keeps a request by a name to sign in with, a mail address or a telephone number, whether it is known or not."""
    async with desk.store.begin() as tx:
        await tx.invitations.ask(typed, desk.clock.now())


async def answer(desk: Desk, hashes: InvitationHashes) -> None:
    """Mails an invitation to everybody whom a request reaches, at the first of their schools.

    Who has no address, or was sent one just now, gets none.
    """
    while await _answer_some(desk, hashes):
        pass


async def _answer_some(desk: Desk, hashes: InvitationHashes) -> bool:
    async with desk.store.begin() as tx:
        asked = await tx.invitations.take_asked(AT_ONCE)
        for typed in asked:
            for person, school in await tx.invitations.reached(typed):
                at = await here_at(desk, tx, school)
                invitee = (await tx.invitations.invitees(school, [person], at.today)).get(person)
                if invitee is None or invitee.address is None:
                    continue
                latest = invitee.latest
                if latest is None or not latest.is_asked or at.now - latest.made_at > AGAIN_AFTER:
                    await make_by_mail(tx, at, hashes, [invitee], None)
    return len(asked) == AT_ONCE
