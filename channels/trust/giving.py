"""Guardians give trusts, and change them."""

from channels import policy
from channels.contact_details import phone_key
from channels.errors import Broken, Codes, Refusal, refuse
from channels.invitations.names import is_family_name
from channels.store import Desk, Tx, not_found, viewer_of
from channels.trust import life
from channels.trust.facts import TrustNews
from channels.trust.inputs import ChangedTrust, NewTrust
from channels.trust.life import IN_USE, OFFER_LIFE, Service, Stage, Trust
from channels.trust.model import OneTrust
from channels.trust.ports import StudentAt
from channels.trust.publishing import tell
from channels.trust.rights import held_by, hold
from channels.trust.showing import show

MOST = 20  # of one child, that nobody has ended


async def offer_trust(desk: Desk, person: int, asked: NewTrust, key: str | None) -> OneTrust:
    """Offers a trust to whoever has that family name and that number. Says nothing about whether there is anybody.

    Raises NOT_FOUND for children whom one does not follow as of the family, SERVICE_NOT_YOURS, PHONE_INCOMPLETE,
    TRUST_TOO_LONG, TRUST_TOO_SHORT, TRUST_IN_YOURSELF, TOO_MANY_TRUSTS, and GUARDIAN_RESTRICTED for the number of an
    adult who must not follow the child.
    """

    async def work(tx: Tx) -> OneTrust:
        viewer, now = await viewer_of(tx, person), desk.clock.now()
        school = dict(await tx.trusts.children(person)).get(asked.student)
        if school is None:
            raise not_found()
        await tx.trusts.lock(asked.student)
        at = await tx.trusts.student(asked.student, school)
        assert at is not None
        number = await _require_adult(tx, person, asked)
        family = {one.person.id: one.services for one in await tx.trusts.family(asked.student, school)}
        _require_terms(asked, at, has=policy.gives_trust(viewer, family, asked.services))
        if await tx.trusts.count(asked.student) >= MOST:
            raise Refusal(Codes.TOO_MANY_TRUSTS, {"most": MOST})
        trust = Trust(
            id=0,
            school=school,
            student=asked.student,
            giver=person,
            family=asked.family,
            phone=asked.phone,
            services=frozenset(asked.services),
            until_day=asked.until_day,
            offered_at=now,
            expires_at=now + OFFER_LIFE,
        )
        added = await tx.trusts.one(await tx.trusts.add(trust, number))
        assert added is not None
        # whom it is for is looked up later: whether there is anybody shall not show here, nor in the time this takes
        held = await hold(tx, added)
        await tell(tx, held, TrustNews.OFFERED, person)
        await tx.audit.add(person, "offer_trust", added.id, "done", now)
        return await show(tx, viewer, held, now)

    return await desk.write(OneTrust, work, person=person, key=key, about=("offer_trust", asked.student), body=asked)


async def change_trust(desk: Desk, person: int, trust: int, asked: ChangedTrust) -> OneTrust:
    """Changes an open trust: what is less applies at once, what is more opens after the delay, unless refused.

    Raises NOT_FOUND, TRUST_NOT_OPEN, SERVICE_NOT_YOURS, TRUST_TOO_LONG, TRUST_TOO_SHORT.
    """

    async def work(tx: Tx) -> OneTrust:
        viewer, held = await held_by(tx, person, trust)
        now = desk.clock.now()
        if not policy.is_of_trust_family(viewer, held.rights):
            raise not_found()
        if life.stage_of(held.trust, now, held.at.today) is not Stage.OPEN:
            raise Refusal(Codes.TRUST_NOT_OPEN)
        has = policy.changes_trust(viewer, held.rights, asked.services)
        _require_terms(asked, held.at, has=has, already=held.trust.services)
        delay = await tx.trusts.delay(held.trust.school)
        before = held.trust
        after = life.changed(before, person, asked.services, asked.until_day, delay.of(known=before.is_known), now)
        after = life.grown(after) if life.is_more_due(after, now) else after
        await tx.trusts.save(after)
        changes = (before.services, before.until_day) != (after.services, after.until_day)
        await tell(tx, await hold(tx, after), TrustNews.CHANGED, person, changes_rights=changes)
        await tx.audit.add(person, "change_trust", trust, "done", now)
        return await show(tx, viewer, await hold(tx, after), now)

    return await desk.write(OneTrust, work, person=person, key=None, about=("change_trust", trust), body=asked)


async def _require_adult(tx: Tx, person: int, asked: NewTrust) -> str:
    """Returns the number by which somebody is looked for. Raises PHONE_INCOMPLETE and who it must not be."""
    number = phone_key(asked.phone)
    if number is None:
        refuse([("phone", Codes.PHONE_INCOMPLETE)])
        raise AssertionError
    own = await tx.trusts.contact(person)
    if own.phone_key == number and is_family_name(asked.family, own.person.name.family):
        refuse([("phone", Codes.TRUST_IN_YOURSELF)])
    if any(one.phone_key == number for one in await tx.trusts.kept_away(asked.student)):
        raise Refusal(Codes.GUARDIAN_RESTRICTED)
    return number


def _require_terms(
    asked: NewTrust | ChangedTrust, at: StudentAt, *, has: bool, already: frozenset[Service] = frozenset()
) -> None:
    broken: Broken = []
    if not has or not frozenset(asked.services) <= IN_USE | already:
        broken.append(("services", Codes.SERVICE_NOT_YOURS))
    if asked.until_day <= at.today:
        broken.append(("until_day", Codes.TRUST_TOO_SHORT))
    if asked.until_day > life.a_year_after(at.today):
        broken.append(("until_day", Codes.TRUST_TOO_LONG))
    refuse(broken)
