"""One's own telephone: by the code of a message who is signed in shows that the number the school has is theirs."""

from collections.abc import Sequence

from channels.contact_details import phone_key
from channels.errors import Codes, Refusal
from channels.invitations import telephone_codes
from channels.invitations.codes import new_digits
from channels.invitations.hashes import InvitationHashes
from channels.invitations.inputs import OwnTelephoneCode
from channels.invitations.making import Here, here_at
from channels.invitations.model import OwnTelephone
from channels.invitations.ports import Invitee
from channels.notices.settings import Offered
from channels.store import Desk, Tx, viewer_of
from channels.talk.model import Nothing


async def own_telephone(desk: Desk, offered: Offered, person: int) -> OwnTelephone:
    """Returns the number that the school has of the person, and whether they have shown that it is theirs."""
    async with desk.store.read() as tx:
        return await _own(tx, offered, person)


async def send_own_code(desk: Desk, hashes: InvitationHashes, offered: Offered, person: int) -> Nothing:
    """Sends a code to the person's number. Raises NO_WAY without a number or a gateway, and TOO_MANY_CODES."""
    async with desk.store.begin() as tx:
        found = await _reached(desk, tx, person) if offered.rings else None
        if found is None:
            raise Refusal(Codes.NO_WAY)
        now = desk.clock.now()
        sent = await tx.telephone_codes.sent_since(person, now - telephone_codes.WITHIN)
        if sent >= telephone_codes.MESSAGES:
            retry_after = int(telephone_codes.WITHIN.total_seconds())
            raise Refusal(Codes.TOO_MANY_CODES, {"retry_after": retry_after})
        await telephone_codes.send_one(tx, hashes, _asked(hashes, person), *found, new_digits(), now)
    return Nothing()


async def confirm_own_telephone(
    desk: Desk, hashes: InvitationHashes, offered: Offered, person: int, asked: OwnTelephoneCode
) -> OwnTelephone:
    """Notes that the number is the person's. Raises OWN_CODE_WRONG."""
    async with desk.store.begin() as tx:
        now, key = desk.clock.now(), _asked(hashes, person)
        code_hash = telephone_codes.hash_of(hashes, key, asked.digits)
        shown = await tx.telephone_codes.attempt(key, code_hash, now, telephone_codes.MOST_WRONG)
        own = await _own(tx, offered, person)
        if shown is not None and own.number is not None and phone_key(own.number) == shown.phone_key:
            await tx.invitations.confirm_phone(person, shown.phone_key, now)
            await tx.audit.add(person, "confirm_telephone", person, "done", now)
            return OwnTelephone(number=own.number, confirmed=True, codes=own.codes)
    raise Refusal(Codes.OWN_CODE_WRONG)


async def _own(tx: Tx, offered: Offered, person: int) -> OwnTelephone:
    number = await tx.notice_settings.phone(person)
    key = None if number is None else phone_key(number)
    if key is None:
        return OwnTelephone(number=None, confirmed=False, codes=False)
    confirmed = await tx.telephone_codes.confirmed(person) == key
    return OwnTelephone(number=number, confirmed=confirmed, codes=offered.rings)


async def _reached(desk: Desk, tx: Tx, person: int) -> tuple[Here, Invitee] | None:
    """Returns the person with their number, at the first of their schools."""
    schools: Sequence[int] = sorted({school for _, school in (await viewer_of(tx, person)).roles})
    if not schools:
        return None
    at = await here_at(desk, tx, schools[0])
    invitee = (await tx.invitations.invitees(schools[0], [person], at.today)).get(person)
    return None if invitee is None or invitee.phone is None else (at, invitee)


def _asked(hashes: InvitationHashes, person: int) -> bytes:
    return hashes.of_code(f"own telephone:{person}")
