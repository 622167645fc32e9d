"""Second factors: set up, shown, renewed and ended by their people."""

import re
from datetime import timedelta

from channels.errors import Codes, Refusal
from channels.invitations import codes
from channels.second_factor import totp
from channels.second_factor.hashes import FactorSecrets, new_recovery_codes, new_salt
from channels.second_factor.model import MySecondFactor, RecoveryCodes
from channels.second_factor.ports import Proof
from channels.store import Desk, Tx

SETTING_UP = timedelta(hours=1)  # a secret that no code has come from by then is none
_DIGITS = re.compile(r"[0-9]{6}")
_BETWEEN = str.maketrans("", "", " \u00a0-")


async def my_second_factor(desk: Desk, person: int) -> MySecondFactor:
    async with desk.store.read() as tx:
        state = await tx.second_factors.state(person)
    return MySecondFactor(
        has_password=state.has_password,
        set_at=state.set_at,
        codes_left=state.codes_left,
        required=state.is_required,
        until=state.due_at,
    )


async def asked_from(desk: Desk, person: int) -> Proof | None:
    """Returns what somebody shows besides a password; None if that is nothing."""
    async with desk.store.read() as tx:
        return await tx.second_factors.asked_from(person)


async def accepts(desk: Desk, secrets: FactorSecrets, person: int, typed: str) -> bool:
    """True if this is a code of somebody's second factor, which is used up with that."""
    async with desk.store.begin() as tx:
        kept = await tx.second_factors.kept(person)
        if kept is None:
            return False
        now, plain = desk.clock.now(), typed.translate(_BETWEEN)
        if _DIGITS.fullmatch(plain):
            step = totp.step_of(secrets.of_app(person, kept.salt), plain, now, kept.last_step)
            return step is not None and await tx.second_factors.use_step(person, step)
        for code in codes.readings(typed):
            if await tx.second_factors.use_recovery_code(person, secrets.of_recovery_code(person, code), now):
                await tx.audit.add(person, "use_recovery_code", person, "done", now)
                return True
    return False


async def begin(desk: Desk, secrets: FactorSecrets, person: int) -> tuple[bytes, str]:
    """Returns a new secret for an app, and the name of the sign-in. It counts once a code of it has come."""
    salt = new_salt()
    async with desk.store.begin() as tx:
        name = await tx.second_factors.login_name(person)
        if name is None:
            raise Refusal(Codes.SIGN_IN_AGAIN)
        await tx.second_factors.begin(person, salt, desk.clock.now())
    return secrets.of_app(person, salt), name


async def set_up(desk: Desk, secrets: FactorSecrets, person: int, typed: str) -> RecoveryCodes:
    """Makes the secret that was begun the second factor; returns new recovery codes.

    Raises SECOND_FACTOR_WRONG if this is no code of it, or it was begun too long ago.
    """
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        salt = await tx.second_factors.begun(person, now - SETTING_UP)
        if salt is None:
            raise wrong()
        step = totp.step_of(secrets.of_app(person, salt), typed.translate(_BETWEEN), now, 0)
        if step is None:
            raise wrong()
        await tx.second_factors.set_up(person, step, now)
        await tx.audit.add(person, "set_second_factor", person, "done", now)
        return await _renewed(tx, secrets, person)


async def renew_codes(desk: Desk, secrets: FactorSecrets, person: int) -> RecoveryCodes:
    """Makes recovery codes anew; those of before are dead. Raises SECOND_FACTOR_WRONG without a second factor."""
    async with desk.store.begin() as tx:
        if await tx.second_factors.kept(person) is None:
            raise wrong()
        await tx.audit.add(person, "renew_recovery_codes", person, "done", desk.clock.now())
        return await _renewed(tx, secrets, person)


async def require_optional(desk: Desk, person: int) -> None:
    """Raises SECOND_FACTOR_REQUIRED if a school asks this person for a second factor."""
    async with desk.store.read() as tx:
        if (await tx.second_factors.state(person)).is_required:
            raise Refusal(Codes.SECOND_FACTOR_REQUIRED)


async def end(desk: Desk, person: int) -> None:
    """Ends one's own second factor."""
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        if await tx.second_factors.end(person, now, passkeys=False):
            await tx.audit.add(person, "end_second_factor", person, "done", now)


def wrong() -> Refusal:
    return Refusal(Codes.SECOND_FACTOR_WRONG)


async def _renewed(tx: Tx, secrets: FactorSecrets, person: int) -> RecoveryCodes:
    fresh = new_recovery_codes()
    await tx.second_factors.replace_recovery_codes(person, [secrets.of_recovery_code(person, code) for code in fresh])
    return RecoveryCodes(codes=[codes.in_groups(code) for code in fresh])
