"""Second factors as a school keeps them: whom it asks for one, and whose it removes."""

from typing import Literal

from channels import policy, zones
from channels.errors import Codes, Refusal
from channels.invitations.making import here_at
from channels.notices.ports import Note, NoteKind
from channels.second_factor.model import NamedRoles, SecondFactorOf, SecondFactorRoles
from channels.store import Desk, Tx, not_found, viewer_of


async def second_factor_of(desk: Desk, person: int, school: int, other: int) -> SecondFactorOf:
    """Returns whether somebody shows a second factor.

    Raises NOT_FOUND for all but leadership and admins, and for people who have no role at the school.
    """
    async with desk.store.read() as tx:
        return await _of(desk, tx, person, school, other)


async def remove_second_factor(desk: Desk, person: int, school: int, other: int) -> SecondFactorOf:
    """Removes somebody's second factor, and tells them by mail: who has lost it signs in without.

    Raises NOT_FOUND as `second_factor_of` does, and FORBIDDEN for who may not give that person a new password, and for
    one's own.
    """
    async with desk.store.begin() as tx:
        found = await _of(desk, tx, person, school, other)
        now = desk.clock.now()
        if found.has and not found.removable:
            raise Refusal(Codes.FORBIDDEN)
        if await tx.second_factors.end(other, now, passkeys=found.required):
            await tx.audit.add(person, "remove_second_factor", other, "done", now)
            await _tell(desk, tx, other)
        return await _of(desk, tx, person, school, other)


async def second_factor_roles(desk: Desk, person: int, school: int) -> SecondFactorRoles:
    """Returns whom the school asks. Raises NOT_FOUND for all but leadership and admins."""
    async with desk.store.read() as tx:
        await _require_keeper(tx, person, school)
        return await _roles(tx, school)


async def set_second_factor_roles(desk: Desk, person: int, school: int, asked: NamedRoles) -> SecondFactorRoles:
    """Names the roles from whom a second factor is asked. Raises NOT_FOUND for all but leadership and admins."""
    async with desk.store.begin() as tx:
        await _require_keeper(tx, person, school)
        now = desk.clock.now()
        await tx.second_factors.set_roles(school, set(asked.roles), person, now)
        await tx.audit.add(person, "set_second_factor_roles", school, "done", now)
        return await _roles(tx, school)


async def _require_keeper(tx: Tx, person: int, school: int) -> None:
    if not policy.names_second_factor_roles(await viewer_of(tx, person), school):
        raise not_found()


async def _roles(tx: Tx, school: int) -> SecondFactorRoles:
    return SecondFactorRoles.model_validate(
        {"roles": await tx.second_factors.roles(school), "always": ["leadership", "admin"]}
    )


async def _of(desk: Desk, tx: Tx, person: int, school: int, other: int) -> SecondFactorOf:
    viewer = await viewer_of(tx, person)
    if not policy.sees_sign_ins(viewer, school):
        raise not_found()
    at = await here_at(desk, tx, school)
    invitee = (await tx.invitations.invitees(school, [other], at.today)).get(other)
    if invitee is None:
        raise not_found()
    led = await tx.register.has_keeper(school, at.today, leadership=True)
    return SecondFactorOf(
        has=await tx.second_factors.asked_from(other) is not None,
        required=(await tx.second_factors.state(other)).is_required,
        removable=policy.removes_second_factor(viewer, school, other, invitee.rights, led=led),
    )


async def _tell(desk: Desk, tx: Tx, person: int) -> None:
    """Mails somebody that the school has removed their second factor, to an address that is known to be theirs."""
    to = (await tx.post.correspondents([person]))[person]
    if to.address is None or not to.confirmed:
        return
    await zones.read([to.zone])
    now = desk.clock.now()
    language: Literal["ru", "en"] = "en" if to.language == "en" else "ru"
    about = {"at": now.astimezone(zones.zone(to.zone)).isoformat(timespec="minutes")}
    await tx.notices.write(Note(NoteKind.SECOND_FACTOR_REMOVED, to.address, language, about, person=person), now)
