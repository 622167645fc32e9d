"""Challenges, and the passkeys that somebody has."""

import secrets
from datetime import datetime, timedelta

from channels.errors import Codes, Refusal
from channels.passkeys.ports import KeptPasskey, NewPasskey, Purpose
from channels.store import Desk, Tx, not_found

CHALLENGE_LIFE = timedelta(minutes=5)
MOST = 20  # passkeys of one person


def failed() -> Refusal:
    """Returns the one refusal for whatever is wrong with a passkey: it says nothing to a stranger."""
    return Refusal(Codes.PASSKEY_FAILED)


async def new_challenge(desk: Desk, purpose: Purpose, about: int | None = None) -> bytes:
    """Returns a challenge for one use, about a person (`add`), an invitation, or nobody yet (`sign_in`)."""
    challenge = secrets.token_bytes(32)
    async with desk.store.begin() as tx:
        await tx.passkeys.keep_challenge(challenge, purpose, about, desk.clock.now() + CHALLENGE_LIFE)
    return challenge


async def require_challenge(desk: Desk, challenge: bytes, purpose: Purpose, about: int | None = None) -> None:
    """Uses a challenge up, also if what comes after it fails. Raises PASSKEY_FAILED for foreign, used and old ones."""
    async with desk.store.begin() as tx:
        is_ours = await tx.passkeys.take_challenge(challenge, purpose, about, desk.clock.now())
    if not is_ours:
        raise failed()


async def forget_challenges(desk: Desk) -> None:
    """Deletes challenges that nobody has answered in time."""
    async with desk.store.begin() as tx:
        await tx.passkeys.forget_challenges(desk.clock.now())


async def passkeys_of(desk: Desk, person: int) -> list[KeptPasskey]:
    """Returns the passkeys of somebody, the oldest first."""
    async with desk.store.read() as tx:
        return await tx.passkeys.of_person(person)


async def find(desk: Desk, credential_id: bytes) -> KeptPasskey:
    """Returns the passkey with this credential. Raises PASSKEY_FAILED if it opens nothing (any more)."""
    async with desk.store.read() as tx:
        found = await tx.passkeys.find(credential_id)
    if found is None:
        raise failed()
    return found


def require_room(passkeys: list[KeptPasskey]) -> None:
    """Raises TOO_MANY_PASSKEYS if somebody has as many as one may have."""
    if len(passkeys) >= MOST:
        raise Refusal(Codes.TOO_MANY_PASSKEYS, {"most": MOST})


async def add(desk: Desk, person: int, new: NewPasskey) -> None:
    """Adds a passkey of somebody's own. Raises TOO_MANY_PASSKEYS, and PASSKEY_FAILED if it is known already."""
    async with desk.store.begin() as tx:
        await tx.passkeys.lock(person)
        require_room(await tx.passkeys.of_person(person))
        await add_in(tx, person, new, desk.clock.now())


async def add_in(tx: Tx, person: int, new: NewPasskey, now: datetime) -> None:
    """Adds a passkey in the transaction of something else. Raises PASSKEY_FAILED if it is known already."""
    passkey = await tx.passkeys.add(person, new, now)
    if passkey is None:
        raise failed()
    await tx.audit.add(person, "add_passkey", passkey, "done", now)


async def remove(desk: Desk, person: int, passkey: int) -> None:
    """Ends a passkey of somebody's own; sign-ins stay. Raises NOT_FOUND for those of others and that have ended."""
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        if not await tx.passkeys.end(person, passkey, now):
            raise not_found()
        await tx.audit.add(person, "remove_passkey", passkey, "done", now)


async def use(desk: Desk, passkey: KeptPasskey, sign_count: int, *, verified: bool) -> bool:
    """Notes a use. False if the counter has not gone on, as of a copy, or if the passkey was removed meanwhile."""
    async with desk.store.begin() as tx:
        return await tx.passkeys.use(passkey.id, sign_count, desk.clock.now(), verified=verified)
