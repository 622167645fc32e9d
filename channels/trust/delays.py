"""Hours that a school lets families object before a trust opens."""

from channels import policy
from channels.store import Desk, Tx, not_found, viewer_of
from channels.trust.inputs import NewTrustDelay
from channels.trust.model import TrustDelay
from channels.trust.ports import Delay


async def trust_delay(desk: Desk, person: int, school: int) -> TrustDelay:
    """Returns the hours of a school. Raises NOT_FOUND for people outside it."""
    async with desk.store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return _shown(await tx.trusts.delay(school))


async def set_trust_delay(desk: Desk, person: int, school: int, asked: NewTrustDelay) -> TrustDelay:
    """Sets the hours of a school, for what is accepted from now on. Raises NOT_FOUND for who keeps no register."""

    async def work(tx: Tx) -> TrustDelay:
        if not policy.sets_trust_delay(await viewer_of(tx, person), school):
            raise not_found()
        delay = Delay(asked.stranger_hours, asked.known_hours)
        await tx.trusts.set_delay(school, delay)
        await tx.audit.add(person, "set_trust_delay", school, "done", desk.clock.now())
        return _shown(delay)

    return await desk.write(TrustDelay, work, person=person, key=None, about=("set_trust_delay", school), body=asked)


def _shown(delay: Delay) -> TrustDelay:
    return TrustDelay(stranger_hours=delay.stranger_hours, known_hours=delay.known_hours)
