"""Requests of people who cannot get in: a mail with an invitation, or a code to the telephone, as the school has them.

Nothing is looked up while somebody waits: answer and time are the same whoever is known.
"""

from datetime import timedelta

from channels.invitations import telephone_codes
from channels.invitations.hashes import InvitationHashes
from channels.invitations.making import Here, here_at, make_by_mail
from channels.invitations.media import Media, medium_for
from channels.invitations.model import Medium
from channels.invitations.ports import Invitee
from channels.store import Desk

AT_ONCE = 20  # requests that are answered in one transaction
AGAIN_AFTER = timedelta(minutes=10)  # the mail of before may still be on its way


async def ask(desk: Desk, typed: str) -> None:
    """Keeps a request by a name to sign in with, a mail address or a telephone number, whether it is known or not."""
    async with desk.store.begin() as tx:
        await tx.invitations.ask(typed, desk.clock.now())


async def answer(desk: Desk, hashes: InvitationHashes, media: Media) -> None:
    """Sends an invitation by mail, or a code by telephone, to everybody whom a request reaches, at the first of their
    schools.

    Who has neither, or was sent a mail just now, gets nothing.
    """
    while await _answer_some(desk, hashes, media):
        pass


async def _answer_some(desk: Desk, hashes: InvitationHashes, media: Media) -> bool:
    async with desk.store.begin() as tx:
        asked = await tx.invitations.take_asked(AT_ONCE)
        for typed in asked:
            by_phone: list[tuple[Here, Invitee]] = []
            for person, school in await tx.invitations.reached(typed):
                at = await here_at(desk, tx, school)
                invitee = (await tx.invitations.invitees(school, [person], at.today)).get(person)
                medium = None if invitee is None else medium_for(invitee, media)
                if invitee is None or medium is None:
                    continue
                if medium is Medium.MESSAGE:
                    by_phone.append((at, invitee))
                elif not _was_mailed(at, invitee):
                    await make_by_mail(tx, at, hashes, [invitee], None)
            if media.messages:
                await telephone_codes.send(tx, hashes, typed, by_phone, desk.clock.now())
    return len(asked) == AT_ONCE


def _was_mailed(at: Here, invitee: Invitee) -> bool:
    latest = invitee.latest
    return latest is not None and latest.is_asked and at.now - latest.made_at <= AGAIN_AFTER
