"""Work that time brings: offers reach whom they are for, trusts open, grow, remind and end."""

from datetime import datetime

from channels.store import Desk, Tx
from channels.talk.model import Nothing
from channels.trust import life
from channels.trust.facts import TrustNews
from channels.trust.life import Ending, Stage, Trust
from channels.trust.publishing import tell
from channels.trust.rights import Held, hold, may_be

AT_ONCE = 100  # trusts in one look


async def look_at_trusts(desk: Desk) -> None:
    """Does what is due now, each trust in a transaction of its own."""
    async with desk.store.read() as tx:
        due = await tx.trusts.due(desk.clock.now(), AT_ONCE)
    for trust in due:
        await _look(desk, trust)


async def end_lost(desk: Desk) -> None:
    """Ends trusts whose giver or trusted person has lost what they need; the rights ended at that moment already."""
    async with desk.store.read() as tx:
        lost = await tx.trusts.lost(AT_ONCE)
    for trust in lost:
        await _look(desk, trust)


async def _look(desk: Desk, found: Trust) -> None:
    async def work(tx: Tx) -> Nothing:
        await tx.trusts.lock(found.student)
        trust = await tx.trusts.one(found.id)
        if trust is not None and trust.ended_at is None:
            await _step(tx, await hold(tx, trust, look_up=True), desk.clock.now())
        return Nothing()

    await desk.write(Nothing, work, person=0, key=None, about=("look_at_trust", found.id), body=Nothing())


async def _step(tx: Tx, held: Held, now: datetime) -> None:
    trust, today = held.trust, held.at.today
    ending = life.ended_by_time(trust, now, today)
    if ending is None and not await _holds(tx, held):
        ending = Ending.LOST
    if ending is not None:
        await _end(tx, held, ending, now)
    elif trust.accepted_at is None:
        await _announce(tx, held)
    elif life.is_due(trust, now):
        await _become(tx, life.opened(trust, now), TrustNews.OPENED)
    elif life.is_more_due(trust, now):
        await _grow(tx, held)
    elif life.stage_of(trust, now, today) is Stage.OPEN:
        await _remind(tx, held, now)


async def _holds(tx: Tx, held: Held) -> bool:
    """True if the giver has what they gave, and whoever accepted may still be trusted."""
    invitee = held.trust.invitee
    return held.giver_has and (invitee is None or await may_be(tx, invitee, held.trust, held.family))


async def _end(tx: Tx, held: Held, ending: Ending, now: datetime) -> None:
    """Ends a trust quietly: who looks sees it, and nobody is noticed."""
    after = life.ended(held.trust, ending, now)
    await tx.trusts.save(after)
    was_open = after.opened_at is not None
    await tell(tx, held.after(after), TrustNews.ENDED, noticed=(), changes_rights=was_open)


async def _announce(tx: Tx, held: Held) -> None:
    addressed = held.rights.addressed
    if await tx.trusts.announced(held.trust.id) and addressed is not None:
        await tell(tx, held, TrustNews.OFFERED, noticed=[addressed])


async def _become(tx: Tx, trust: Trust, news: TrustNews) -> None:
    await tx.trusts.save(trust)
    await tell(tx, await hold(tx, trust), news, changes_rights=True)


async def _grow(tx: Tx, held: Held) -> None:
    more = held.trust.more
    assert more is not None
    if more.services <= frozenset(held.rights.family.get(held.trust.giver, ())):
        await _become(tx, life.grown(held.trust), TrustNews.GROWN)
    else:
        await tx.trusts.save(life.without_more(held.trust))


async def _remind(tx: Tx, held: Held, now: datetime) -> None:
    """Reminds the giver and the trusted person once, in the last week."""
    trust = held.trust
    soon = life.is_ending_soon(trust, held.at.today)
    if soon or trust.until_day - life.REMINDED <= held.at.today:
        await tx.trusts.reminded(trust.id, now)
    if soon and trust.invitee is not None:
        await tell(tx, held, TrustNews.ENDS_SOON, noticed=[trust.giver, trust.invitee])
