"""Invitees accept trusts; everybody concerned may end them."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.store import Desk, Tx, not_found
from channels.talk.model import Nothing
from channels.trust import life
from channels.trust.facts import TrustNews
from channels.trust.life import Stage
from channels.trust.model import OneTrust
from channels.trust.publishing import tell
from channels.trust.rights import held_by, hold
from channels.trust.showing import show


async def accept_trust(desk: Desk, person: int, trust: int) -> OneTrust:
    """Accepts an offer: it opens after the delay of the school. Raises NOT_FOUND for others, and TRUST_ENDED."""

    async def work(tx: Tx) -> OneTrust:
        viewer, held = await held_by(tx, person, trust)
        now = desk.clock.now()
        if not policy.accepts_trust(viewer, held.rights):
            raise not_found()
        if life.stage_of(held.trust, now, held.at.today) is not Stage.OFFERED or not held.giver_has:
            raise Refusal(Codes.TRUST_ENDED)
        known = await tx.trusts.is_known(person, held.trust.school)
        delay = await tx.trusts.delay(held.trust.school)
        after = life.accepted(held.trust, person, delay.of(known=known), now, known=known)
        is_open = life.is_due(after, now)
        after = life.opened(after, now) if is_open else after
        await tx.trusts.save(after)
        news = TrustNews.OPENED if is_open else TrustNews.ACCEPTED
        held = await hold(tx, after)
        await tell(tx, held, news, person, changes_rights=is_open)
        await tx.audit.add(person, "accept_trust", trust, "done", now)
        return await show(tx, viewer, held, now)

    return await desk.write(OneTrust, work, person=person, key=None, about=("accept_trust", trust), body=Nothing())


async def end_trust(desk: Desk, person: int, trust: int) -> OneTrust:
    """Ends a trust, or refuses it before it opens: at once, and without a reason. Raises NOT_FOUND and TRUST_ENDED."""

    async def work(tx: Tx) -> OneTrust:
        viewer, held = await held_by(tx, person, trust)
        now = desk.clock.now()
        if not policy.ends_trust(viewer, held.rights):
            raise not_found()
        if life.stage_of(held.trust, now, held.at.today) is Stage.ENDED:
            raise Refusal(Codes.TRUST_ENDED)
        invited = person in (held.rights.invitee, held.rights.addressed)
        ending = life.ending_by(held.trust, person, invited=invited)
        after = life.ended(held.trust, ending, now, person)
        await tx.trusts.save(after)
        was_open = after.opened_at is not None
        # who was invited and has answered nothing learns only that there is nothing to answer any more
        told = {one for one in (after.invitee,) if one is not None} | {after.giver, *held.rights.family}
        await tell(tx, held.after(after), TrustNews.ENDED, person, noticed=told, changes_rights=was_open)
        await tx.audit.add(person, f"end_trust:{ending}", trust, "done", now)
        return await show(tx, viewer, held.after(after), now)

    return await desk.write(OneTrust, work, person=person, key=None, about=("end_trust", trust), body=Nothing())


async def refuse_more(desk: Desk, person: int, trust: int) -> OneTrust:
    """Refuses what was added to an open trust, which stays as it was. Raises NOT_FOUND and TRUST_ENDED."""

    async def work(tx: Tx) -> OneTrust:
        viewer, held = await held_by(tx, person, trust)
        now = desk.clock.now()
        if not policy.is_of_trust_family(viewer, held.rights):
            raise not_found()
        if held.trust.more is None or life.stage_of(held.trust, now, held.at.today) is not Stage.OPEN:
            raise Refusal(Codes.TRUST_ENDED)
        after = life.without_more(held.trust)
        await tx.trusts.save(after)
        await tell(tx, held.after(after), TrustNews.MORE_REFUSED, person)
        await tx.audit.add(person, "refuse_more", trust, "done", now)
        return await show(tx, viewer, held.after(after), now)

    return await desk.write(OneTrust, work, person=person, key=None, about=("refuse_more", trust), body=Nothing())


async def take_back(desk: Desk, person: int, trust: int) -> OneTrust:
    """Takes one's own refusal back: the trust goes on where it was. Raises NOT_FOUND and TRUST_ENDED."""

    async def work(tx: Tx) -> OneTrust:
        viewer, held = await held_by(tx, person, trust)
        now = desk.clock.now()
        if not policy.is_of_trust_family(viewer, held.rights):
            raise not_found()
        if not life.may_take_back(held.trust, person):
            raise Refusal(Codes.TRUST_ENDED)
        after = life.taken_back(held.trust)
        if life.stage_of(after, now, held.at.today) is Stage.ENDED:
            raise Refusal(Codes.TRUST_ENDED)
        await tx.trusts.save(after)
        held = await hold(tx, after)
        await tell(tx, held, TrustNews.TAKEN_BACK, person)
        await tx.audit.add(person, "take_back", trust, "done", now)
        return await show(tx, viewer, held, now)

    return await desk.write(OneTrust, work, person=person, key=None, about=("take_back", trust), body=Nothing())
