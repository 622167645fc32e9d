"""Applications from the side of the operator: listed, accepted, refused, and forgotten in time."""

from channels import zones
from channels.activation import GOOD_FOR
from channels.applications.inputs import Refusing
from channels.applications.model import CONFIRM_WITHIN, KEPT, KeptApplication, last_day
from channels.errors import Codes, Refusal
from channels.invitations.codes import in_groups, new_code
from channels.invitations.hashes import InvitationHashes
from channels.notices.ports import Note, NoteKind
from channels.store import Desk, Tx, not_found

MOST_LISTED = 1000


async def listed(desk: Desk, *, decided: bool) -> list[KeptApplication]:
    """Returns those that wait for a decision, the oldest first; with `decided` all that were confirmed."""
    async with desk.store.read() as tx:
        return await tx.applications.listed(decided=decided, limit=MOST_LISTED)


async def accept(desk: Desk, hashes: InvitationHashes, number: int, *, again: bool) -> KeptApplication:
    """Makes an activation code for this school and mails it to the confirmed address; nobody else sees it.

    `again`: in the place of one that was sent, which opens nothing then. Raises NOT_FOUND, APPLICATION_UNCONFIRMED and
    APPLICATION_DECIDED.
    """
    code, now = new_code(), desk.clock.now()
    async with desk.store.begin() as tx:
        one = await _locked(tx, number)
        if (why := one.why_not_accepted(now, again=again)) is not None:
            raise Refusal(why)
        await _end_code(tx, one)
        await tx.applications.accept(one.id, hashes.of_code(code), now, now + GOOD_FOR)
        one = await _locked(tx, number)
        until = one.code_expires_at
        assert until is not None
        about = {"school": one.school, "token": in_groups(code), "application": str(one.id)}
        await zones.read([one.zone])
        about["until"] = last_day(until, one.zone).isoformat()
        await _mail(desk, tx, one, NoteKind.APPLICATION_ACCEPTED, about)
        return one


async def refuse(desk: Desk, number: int, asked: Refusing) -> KeptApplication:
    """Refuses an application and mails the reason; a code that was sent and is not used opens nothing then.

    Raises NOT_FOUND, APPLICATION_UNCONFIRMED and APPLICATION_DECIDED.
    """
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        one = await _locked(tx, number)
        if (why := one.why_not_refused(now)) is not None:
            raise Refusal(why)
        await _end_code(tx, one)
        await tx.applications.refuse(one.id, asked.reason, now)
        about = {"school": one.school, "reason": asked.reason, "application": str(one.id)}
        await _mail(desk, tx, one, NoteKind.APPLICATION_REFUSED, about)
        return await _locked(tx, number)


async def forget(desk: Desk) -> None:
    """Deletes applications that nobody confirmed in time, and who applied for the others after `KEPT`."""
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        await tx.applications.forget(now - CONFIRM_WITHIN, now - KEPT, now)


async def _locked(tx: Tx, number: int) -> KeptApplication:
    one = await tx.applications.get(number)
    if one is None:
        raise not_found()
    return one


async def _end_code(tx: Tx, one: KeptApplication) -> None:
    """Ends the code of before. Raises APPLICATION_DECIDED if somebody is opening the school with it just now."""
    await tx.applications.end_code(one.id)
    if (await _locked(tx, one.id)).code_used_at is not None:
        raise Refusal(Codes.APPLICATION_DECIDED)


async def _mail(desk: Desk, tx: Tx, one: KeptApplication, kind: NoteKind, about: dict[str, str]) -> None:
    assert one.applicant is not None
    await tx.notices.write(Note(kind, one.applicant.email, one.language, about), desk.clock.now())
