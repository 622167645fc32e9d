"""Applications from the side of who applies: written, confirmed with the code of a mail, and looked at."""

from channels import zones
from channels.activation import require_zone
from channels.applications.inputs import ConfirmedApplication, NewApplication
from channels.applications.model import CONFIRM_WITHIN, MOST_OPEN, Applicant, KeptApplication, last_day
from channels.applications.ports import ApplicationToKeep
from channels.applications.shapes import OneApplication, SentApplication, shown
from channels.errors import Codes, Refusal
from channels.invitations.codes import new_digits
from channels.invitations.hashes import InvitationHashes, new_token
from channels.notices.ports import Note, NoteKind
from channels.store import Desk, Tx


async def apply(desk: Desk, hashes: InvitationHashes, asked: NewApplication) -> SentApplication:
    """Keeps an application, and mails the code that confirms its address.

    Nothing is looked up by school or address: the answer is the same whoever has applied before. The mail holds nothing
    that was typed: it goes to whatever address somebody names. Raises UNKNOWN_ZONE and APPLICATIONS_FULL.
    """
    require_zone(asked.zone)
    await zones.read([asked.zone])
    token, code, now = new_token(), new_digits(), desk.clock.now()
    applicant = Applicant(asked.applicant, asked.position, asked.email, asked.telephone)
    made = ApplicationToKeep(
        asked.school, asked.zone, asked.language, applicant, hashes.of_token(token), _hash(hashes, token, code)
    )
    async with desk.store.begin() as tx:
        if await tx.applications.count_open(now - CONFIRM_WITHIN) >= MOST_OPEN:
            raise Refusal(Codes.APPLICATIONS_FULL)
        number = await tx.applications.add(made, now)
        until = last_day(now + CONFIRM_WITHIN, asked.zone)
        # the post forgets a token once it has carried it; both secrets are in it
        about = {"application": str(number), "token": code + token, "until": until.isoformat()}
        await tx.notices.write(Note(NoteKind.APPLICATION, asked.email, asked.language, about), now)
    return SentApplication(token=token)


async def read(desk: Desk, hashes: InvitationHashes, token: str) -> OneApplication:
    """Returns the application of a link. Raises APPLICATION_DOES_NOT_OPEN."""
    async with desk.store.begin() as tx:
        return shown(await _opened(desk, tx, hashes, token))


async def confirm(desk: Desk, hashes: InvitationHashes, asked: ConfirmedApplication) -> OneApplication:
    """Confirms the address of an application, which waits for the operator from then on; repeated, changes nothing.

    Raises APPLICATION_DOES_NOT_OPEN, and APPLICATION_CODE_WRONG, also for the right code after too many wrong ones.
    """
    async with desk.store.begin() as tx:
        one = await _opened(desk, tx, hashes, asked.token)
        if one.confirmed_at is not None:
            return shown(one)
        if one.is_confirmed_by(_hash(hashes, asked.token, asked.digits)):
            await tx.applications.confirm(one.id, desk.clock.now())
            return shown(await _opened(desk, tx, hashes, asked.token))
        await tx.applications.count_wrong_code(one.id)
    raise Refusal(Codes.APPLICATION_CODE_WRONG)


async def _opened(desk: Desk, tx: Tx, hashes: InvitationHashes, token: str) -> KeptApplication:
    one = await tx.applications.find(hashes.of_token(token))
    if one is None or not one.is_known(desk.clock.now()):
        raise Refusal(Codes.APPLICATION_DOES_NOT_OPEN)
    return one


def _hash(hashes: InvitationHashes, token: str, code: str) -> bytes:
    return hashes.of_code(f"application:{token}:{code}")
