"""Letting people in by what a portal knows them by: who is connected, who is matched, and who is nobody here."""

import secrets
from datetime import UTC, datetime, timedelta

from channels import zones
from channels.contact_details import address_key, phone_key
from channels.errors import Codes, Refusal
from channels.matching.matching import find
from channels.matching.model import Matched, Said
from channels.portals.keeping import name_of, require_admin_in
from channels.portals.model import MyPortal, OpenPortal, OpenPortals
from channels.portals.ports import KeptPortal, PortalAccount, Visit
from channels.store import Desk, Tx, not_found, viewer_of

VISIT_LIFE = timedelta(minutes=10)


async def open_portals(desk: Desk) -> OpenPortals:
    """Returns the portals that anybody may try at the sign-in."""
    async with desk.store.read() as tx:
        kept = await tx.portals.all_on()
    return OpenPortals(portals=[OpenPortal(id=one.id, name=name_of(one), away_since=one.away_since) for one in kept])


async def open_portal(desk: Desk, portal: int) -> KeptPortal:
    """Returns a portal that lets people in. Raises NOT_FOUND for others."""
    async with desk.store.read() as tx:
        kept = await tx.portals.get(portal)
    if kept is None or not kept.settings.is_on:
        raise not_found()
    return kept


async def begin_visit(desk: Desk, browser: str, visit: Visit) -> str:
    """Keeps a visit that begins in this browser; returns its state."""
    state = secrets.token_urlsafe(32)
    async with desk.store.begin() as tx:
        await tx.portals.keep_visit(state, browser, visit, desk.clock.now() + VISIT_LIFE)
    return state


async def end_visit(desk: Desk, state: str, browser: str) -> Visit | None:
    """Uses a visit up, also if what comes after it fails; None for foreign, used and old ones."""
    async with desk.store.begin() as tx:
        return await tx.portals.take_visit(state, browser, desk.clock.now())


async def forget(desk: Desk) -> None:
    """Deletes visits from which nobody has come back, and orders to end logins that would not be believed any more."""
    async with desk.store.begin() as tx:
        await tx.portals.forget(desk.clock.now())


async def let_in(desk: Desk, portal: KeptPortal, subject: str, said: Said) -> PortalAccount:
    """Returns whom a portal means: who is connected to it, else the one whom it tells of beyond doubt.

    Whoever is connected stays so, whatever their name or address is now. Raises NOT_MATCHED, and PORTAL_CHANGED for
    somebody whom the portal knows by another subject already.
    """
    async with desk.store.begin() as tx:
        account = await tx.portals.account(portal.id, subject)
        if account is not None:
            if not await tx.portals.lets_in(portal.id, account.person):
                raise not_matched()
            await tx.portals.use(account.id, desk.clock.now())
            return account
    person = await _matched(desk, portal, said) if portal.settings.matches else None
    if person is None:
        raise not_matched()
    return await _bind_matched(desk, portal, subject, person)


async def bind_in(tx: Tx, portal: int, subject: str, person: int, now: datetime) -> PortalAccount:
    """Connects somebody to a portal in the transaction of something else.

    Raises NOT_MATCHED if it is not for their roles, and PORTAL_TAKEN if one of the two is another's.
    """
    if not await tx.portals.lets_in(portal, person):
        raise not_matched()
    number = await tx.portals.bind(portal, subject, person, now)
    if number is None:
        known = await tx.portals.account(portal, subject)
        if known is not None and known.person == person:  # twice at once: the other was faster
            return known
        raise Refusal(Codes.PORTAL_TAKEN)
    await tx.audit.add(person, "connect_portal", portal, "done", now)
    return PortalAccount(number, portal, subject, person, now, None)


async def connect(desk: Desk, portal: int, subject: str, person: int) -> None:
    """Connects who is signed in to a portal; does nothing if they are. Raises NOT_MATCHED and PORTAL_TAKEN."""
    async with desk.store.begin() as tx:
        await bind_in(tx, portal, subject, person, desk.clock.now())


async def disconnect(desk: Desk, person: int, portal: int) -> None:
    """Ends what a portal knows somebody by; sign-ins stay.

    Raises NOT_FOUND if that is nothing, and NO_ADMIN_BY_PORTAL.
    """
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        if not await tx.portals.unbind(person, portal, now):
            raise not_found()
        for school in (await viewer_of(tx, person)).schools:
            await require_admin_in(tx, school)
        await tx.audit.add(person, "disconnect_portal", portal, "done", now)


async def end_logins(
    desk: Desk, portal: int, order: str, subject: str | None, session_id: str | None, until: float
) -> list[int] | None:
    """Ends the logins that a portal says have ended there, and returns them; None if this order came before.

    `until`: the moment, in seconds since 1970, from which the order is not believed any more.
    """
    async with desk.store.begin() as tx:
        if not await tx.portals.take_logout(portal, order, datetime.fromtimestamp(until, UTC)):
            return None
        return await tx.portals.end_logins(portal, subject, session_id)


async def my_portals(desk: Desk, person: int) -> list[MyPortal]:
    """Returns the portals that let somebody in, or may do so once they are connected."""
    async with desk.store.read() as tx:
        mine = {one.portal: one for one in await tx.portals.accounts_of(person)}
        kept = [one for one in await tx.portals.all_on() if one.id in mine or await tx.portals.lets_in(one.id, person)]
    return [
        MyPortal(
            id=one.id,
            name=name_of(one),
            away_since=one.away_since,
            bound_at=mine[one.id].bound_at if one.id in mine else None,
            used_at=mine[one.id].used_at if one.id in mine else None,
        )
        for one in kept
    ]


async def _matched(desk: Desk, portal: KeptPortal, said: Said) -> int | None:
    """Returns who this is beyond doubt: without a SNILS of the school's people only by the name and a contact."""
    addresses = {key for one in said.emails if (key := address_key(one)) is not None}
    phones = {key for one in said.phones if (key := phone_key(one)) is not None}
    async with desk.store.read() as tx:
        known = await tx.portals.sharing(portal.id, addresses, phones)
        found = find(said, known, desk.clock.now().date())
        if not isinstance(found, Matched) or not await tx.portals.may_match(portal.id, found.person):
            return None
    return found.person


async def _bind_matched(desk: Desk, portal: KeptPortal, subject: str, person: int) -> PortalAccount:
    """Connects who was matched, with a sign-in if they have none."""
    async with desk.store.begin() as tx:
        now = desk.clock.now()
        others = [one for one in await tx.portals.accounts_of(person) if one.portal == portal.id]
        if not others:
            await _give_sign_in(tx, portal.id, person, now)
            return await bind_in(tx, portal.id, subject, person, now)
        if others[0].subject == subject:
            return others[0]
        await tx.portals.note_changed_subjects(portal.id, now)
    raise Refusal(Codes.PORTAL_CHANGED)


async def _give_sign_in(tx: Tx, portal: int, person: int, now: datetime) -> None:
    if await tx.portals.has_account(person):
        return
    school = await tx.portals.school_of(portal, person)
    zone = await tx.schools.zone(school)
    await zones.read([zone])
    people = await tx.invitations.invitees(school, [person], now.astimezone(zones.zone(zone)).date())
    if person not in people:
        raise not_matched()
    await tx.invitations.give_account(people[person], None)


def not_matched() -> Refusal:
    """Returns the refusal for somebody whom the portal knows and no school here, as far as the portal tells."""
    return Refusal(Codes.NOT_MATCHED)
