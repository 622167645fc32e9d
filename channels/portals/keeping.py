"""Portals as their keepers see and change them: a school's admins."""

from collections.abc import Sequence
from dataclasses import dataclass

from channels import policy
from channels.errors import Codes, Refusal
from channels.people import Role
from channels.portals.inputs import ChangedPortal, NewPortal, PasswordsOff
from channels.portals.model import ClaimNames, PortalName, PortalsOfSchool, PortalState
from channels.portals.ports import KeptPortal
from channels.store import Desk, Tx, not_found, viewer_of

MOST = 20  # portals of one school


@dataclass(frozen=True, slots=True)
class PortalAddresses:
    """Addresses of ours that are registered at a portal; `origin` is that of the pages."""

    origin: str

    def redirect_uri(self, portal: int) -> str:
        return f"{self.origin}/portals/{portal}/callback"

    def logout_uri(self, portal: int) -> str:
        return f"{self.origin}/portals/{portal}/logout"

    @property
    def after_logout_uri(self) -> str:
        return f"{self.origin}/sign-in"


async def portals_of_school(desk: Desk, addresses: PortalAddresses, person: int, school: int) -> PortalsOfSchool:
    """Returns the portals of a school and of all schools. Raises NOT_FOUND for who keeps none there."""
    async with desk.store.read() as tx:
        if not policy.keeps_portals(await viewer_of(tx, person), school):
            raise not_found()
        return await _shown(tx, addresses, person, school)


async def add_portal(
    desk: Desk, addresses: PortalAddresses, person: int, school: int, asked: NewPortal, key: str | None
) -> PortalsOfSchool:
    """Adds a portal. Raises NOT_FOUND, ALREADY_GIVEN if its issuer is known, and SET_IS_FULL."""

    async def work(tx: Tx) -> PortalsOfSchool:
        await _require_keeper(tx, person, school, everywhere=asked.everywhere)
        if len(await tx.portals.of_school(school)) >= MOST:
            raise Refusal(Codes.SET_IS_FULL, {"most": MOST})
        now = desk.clock.now()
        portal = await tx.portals.add(None if asked.everywhere else school, asked.issuer, asked.settings(""), now)
        if portal is None:
            raise Refusal(Codes.ALREADY_GIVEN)
        await tx.audit.add(person, "add_portal", portal, "done", now)
        return await _shown(tx, addresses, person, school)

    return await desk.write(PortalsOfSchool, work, person=person, key=key, about=("add_portal", school), body=asked)


async def change_portal(
    desk: Desk,
    addresses: PortalAddresses,
    person: int,
    school: int,
    portal: int,
    asked: ChangedPortal,
    key: str | None,
) -> PortalsOfSchool:
    """Changes a portal, or switches it off and on. Raises NOT_FOUND and NO_ADMIN_BY_PORTAL."""

    async def work(tx: Tx) -> PortalsOfSchool:
        kept = await _kept(tx, person, school, portal)
        await tx.portals.change(portal, asked.settings(kept.settings.client_secret))
        if asked.client_id != kept.settings.client_id:
            await tx.portals.note_changed_subjects(portal, None)  # it is seen anew whether it knows people by others
        await require_admin_in(tx, school)
        await tx.audit.add(person, "change_portal", portal, "done", desk.clock.now())
        return await _shown(tx, addresses, person, school)

    return await desk.write(PortalsOfSchool, work, person=person, key=key, about=("change_portal", portal), body=asked)


async def end_portal(desk: Desk, addresses: PortalAddresses, person: int, school: int, portal: int) -> PortalsOfSchool:
    """Ends a portal and what it knew people by; sign-ins stay. Raises NOT_FOUND and NO_ADMIN_BY_PORTAL."""
    async with desk.store.begin() as tx:
        await _kept(tx, person, school, portal)
        now = desk.clock.now()
        await tx.portals.end(portal, now)
        await require_admin_in(tx, school)
        await tx.audit.add(person, "end_portal", portal, "done", now)
        return await _shown(tx, addresses, person, school)


async def set_passwords_off(
    desk: Desk, addresses: PortalAddresses, person: int, school: int, asked: PasswordsOff, key: str | None
) -> PortalsOfSchool:
    """Decides whose passwords open nothing: of people who have none but these roles.

    Raises NOT_FOUND, and NO_ADMIN_BY_PORTAL if no admin could get in then.
    """

    async def work(tx: Tx) -> PortalsOfSchool:
        await _require_keeper(tx, person, school, everywhere=False)
        now = desk.clock.now()
        await tx.portals.set_passwords_off(school, asked.roles, person, now)
        await require_admin_in(tx, school)
        await tx.audit.add(person, "set_passwords_off", school, "done", now)
        return await _shown(tx, addresses, person, school)

    return await desk.write(
        PortalsOfSchool, work, person=person, key=key, about=("set_passwords_off", school), body=asked
    )


async def _require_keeper(tx: Tx, person: int, school: int, *, everywhere: bool) -> None:
    if not policy.keeps_portals(await viewer_of(tx, person), school):
        raise not_found()
    if everywhere and not await tx.portals.administers_all(person):
        raise not_found()


async def _kept(tx: Tx, person: int, school: int, portal: int) -> KeptPortal:
    kept = await tx.portals.get(portal)
    await _require_keeper(tx, person, school, everywhere=kept is not None and kept.school is None)
    if kept is None or kept.school not in (None, school):
        raise not_found()
    return kept


async def require_admin_in(tx: Tx, school: int) -> None:
    """Raises NO_ADMIN_BY_PORTAL if the school's admins have neither a password nor a portal to come in by."""
    if Role.ADMIN in await tx.portals.passwords_off(school) and not await tx.portals.lets_admin_in(school):
        raise Refusal(Codes.NO_ADMIN_BY_PORTAL)


async def _shown(tx: Tx, addresses: PortalAddresses, person: int, school: int) -> PortalsOfSchool:
    kept: Sequence[KeptPortal] = await tx.portals.of_school(school)
    return PortalsOfSchool(
        portals=[_state(one, addresses) for one in kept],
        passwords_off=[Role(role) for role in await tx.portals.passwords_off(school)],
        may_everywhere=await tx.portals.administers_all(person),
    )


def _state(kept: KeptPortal, addresses: PortalAddresses) -> PortalState:
    settings = kept.settings
    return PortalState(
        id=kept.id,
        name=name_of(kept),
        issuer=kept.issuer,
        client_id=settings.client_id,
        has_secret=settings.client_secret != "",
        scopes=list(settings.scopes),
        claims=ClaimNames(**{detail.value: name for detail, name in settings.claims.items()}),
        roles=[Role(role) for role in settings.roles],
        everywhere=kept.school is None,
        contacts_verified=settings.contacts_verified,
        matches=settings.matches,
        is_on=settings.is_on,
        away_since=kept.away_since,
        changed_subjects_at=kept.changed_subjects_at,
        redirect_uri=addresses.redirect_uri(kept.id),
        logout_uri=addresses.logout_uri(kept.id),
        after_logout_uri=addresses.after_logout_uri,
    )


def name_of(kept: KeptPortal) -> PortalName:
    return PortalName(ru=kept.settings.name_ru, en=kept.settings.name_en)
