"""Codes by telephone: with six digits somebody whom no mail reaches shows that the number the school has is theirs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from channels.contact_details import login_key, phone_key
from channels.errors import Codes, Refusal
from channels.invitations.codes import new_digits
from channels.invitations.hashes import InvitationHashes
from channels.invitations.making import Here, here_at, make_by_code
from channels.invitations.names import initials
from channels.invitations.ports import Invitee, NewTelephoneCode
from channels.notices.ports import Note, NoteKind
from channels.notices.preferences import CarrierName
from channels.store import Desk, Tx

GOOD = timedelta(minutes=10)
MOST_WRONG = 5  # codes, until those that were sent are good no more
MESSAGES, WITHIN = 3, timedelta(hours=1)  # to one person: each costs money


async def send(
    tx: Tx, hashes: InvitationHashes, typed: str, reached: Sequence[tuple[Here, Invitee]], now: datetime
) -> None:
    """Sends a code to everybody whom a request reaches by telephone; what is kept looks alike if there is nobody."""
    await tx.telephone_codes.forget(now - WITHIN)
    asked = _asked(hashes, typed)
    sent: set[str] = set()
    for at, invitee in reached:
        if await tx.telephone_codes.sent_since(invitee.person, now - WITHIN) >= MESSAGES:
            continue
        digits = next(one for one in iter(new_digits, None) if one not in sent)
        sent.add(digits)
        await send_one(tx, hashes, asked, at, invitee, digits, now)
    if not sent:
        await tx.telephone_codes.add(NewTelephoneCode(asked, hash_of(hashes, asked, new_digits()), now, now + GOOD))


async def send_one(
    tx: Tx, hashes: InvitationHashes, asked: bytes, at: Here, invitee: Invitee, digits: str, now: datetime
) -> None:
    """Sends one person, who has a number, this code; `asked`: by what it will be found."""
    assert invitee.phone is not None
    code = NewTelephoneCode(
        asked,
        hash_of(hashes, asked, digits),
        now,
        now + GOOD,
        person=invitee.person,
        school=at.school.id,
        phone_key=phone_key(invitee.phone),
    )
    await tx.telephone_codes.add(code)
    about = {
        "token": digits,
        "school": at.school.name,
        "initials": initials(invitee.name),
        "until": code.expires_at.isoformat(),
    }
    note = Note(
        NoteKind.TELEPHONE_CODE,
        invitee.phone,
        invitee.language,
        about,
        person=invitee.person,
        carrier=CarrierName.WEBHOOK,
    )
    await tx.notices.write(note, now)


async def use(desk: Desk, hashes: InvitationHashes, typed: str, digits: str) -> str:
    """Uses a code up and returns the token of an invitation for its person, whose number is known to be theirs now.

    Raises TELEPHONE_CODE_WRONG, whether there is such a person or not.
    """
    async with desk.store.begin() as tx:
        now, asked = desk.clock.now(), _asked(hashes, typed)
        shown = await tx.telephone_codes.attempt(asked, hash_of(hashes, asked, digits), now, MOST_WRONG)
        if shown is not None:
            at = await here_at(desk, tx, shown.school)
            invitee = (await tx.invitations.invitees(shown.school, [shown.person], at.today)).get(shown.person)
            # the number may have been corrected since
            if invitee is not None and invitee.phone is not None and phone_key(invitee.phone) == shown.phone_key:
                await tx.invitations.confirm_phone(shown.person, shown.phone_key, now)
                await tx.audit.add(shown.person, "use_telephone_code", shown.person, "done", now)
                return await make_by_code(tx, at, hashes, invitee)
    raise Refusal(Codes.TELEPHONE_CODE_WRONG)


def _asked(hashes: InvitationHashes, typed: str) -> bytes:
    return hashes.of_code(f"asked:{login_key(typed)}")


def hash_of(hashes: InvitationHashes, asked: bytes, digits: str) -> bytes:
    """Returns the hash of a code, which is worth nothing beside another request."""
    return hashes.of_code(f"telephone:{asked.hex()}:{digits}")
