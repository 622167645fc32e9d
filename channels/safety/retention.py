"""Retention periods of what is written, and holds that keep it nevertheless."""

from collections.abc import Awaitable, Callable
from itertools import groupby

from channels import policy
from channels.publication import ChannelName
from channels.safety.inputs import NewHold, NewTerm
from channels.safety.model import Holds, Terms
from channels.safety.ports import Expired
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.edits import take_away
from channels.talk.model import Nothing

AT_ONCE, LOOKS = 200, 100  # messages in one look; looks in one turn
NOBODY = 0  # person in the request of a periodic job


async def terms(store: Store, person: int, school: int) -> Terms:
    """Returns the school's retention periods: everybody of the school may know them. Raises NOT_FOUND for others."""
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return Terms(terms=await tx.retention.terms(school))


async def set_term(desk: Desk, person: int, school: int, asked: NewTerm, key: str | None) -> Terms:
    """Sets the retention period of one kind of chat. Raises NOT_FOUND for people who do not lead the school."""

    async def work(tx: Tx) -> Terms:
        if not policy.sets_rules(await viewer_of(tx, person), school):
            raise not_found()
        now = desk.clock.now()
        await tx.retention.set_term(school, asked, person, now)
        await tx.audit.add(person, f"set_retention:{asked.kind}:{asked.days}", school, "done", now)
        return Terms(terms=await tx.retention.terms(school))

    return await desk.write(Terms, work, person=person, key=key, about=("set_retention", school), body=asked)


async def holds(store: Store, person: int, school: int) -> Holds:
    async with store.read() as tx:
        await _require_handler(tx, person, school)
        return Holds(holds=await tx.retention.holds(school))


async def hold(desk: Desk, person: int, school: int, asked: NewHold, key: str | None) -> Holds:
    """Holds a chat, or what a person wrote: it stays, whatever the term.

    Raises NOT_FOUND for a chat or a person that is not of this school.
    """

    async def work(tx: Tx) -> Holds:
        await _require_handler(tx, person, school)
        if not await tx.retention.is_of(school, asked.chat, asked.person):
            raise not_found()
        now = desk.clock.now()
        number = await tx.retention.hold(school, asked, person, now)
        await tx.audit.add(person, "hold", number, "done", now)
        return Holds(holds=await tx.retention.holds(school))

    return await desk.write(Holds, work, person=person, key=key, about=("hold", school), body=asked)


async def release(desk: Desk, person: int, school: int, number: int, key: str | None) -> Holds:
    async def work(tx: Tx) -> Holds:
        await _require_handler(tx, person, school)
        now = desk.clock.now()
        if not await tx.retention.release(school, number, person, now):
            raise not_found()
        await tx.audit.add(person, "release_hold", number, "done", now)
        return Holds(holds=await tx.retention.holds(school))

    return await desk.write(Holds, work, person=person, key=key, about=(f"release:{number}", school), body=Nothing())


async def expire(desk: Desk) -> None:
    """Takes away messages that a school no longer keeps: words, files and all earlier texts.

    A trace stays in each one's place, so that a client's copy of the chat still equals what a reload would give. Cut
    short, or done by several processes, it takes away the same.
    """
    for _ in range(LOOKS):
        async with desk.store.read() as tx:
            due = await tx.retention.expired(desk.clock.now(), AT_ONCE)
        for chat, messages in groupby(due, key=lambda one: one.chat):
            work = _take_away(desk, chat, list(messages))
            await desk.write(Nothing, work, person=NOBODY, key=None, about=("expire", chat), body=Nothing())
        if len(due) < AT_ONCE:
            return


def _take_away(desk: Desk, chat: int, due: list[Expired]) -> Callable[[Tx], Awaitable[Nothing]]:
    async def work(tx: Tx) -> Nothing:
        channel = ChannelName(f"chat:{chat}")
        await tx.lock([channel])
        found = await tx.messages.found([(chat, one.offset) for one in due])
        for one in due:
            message = found.get((chat, one.offset))
            if message is not None and message.withdrawn is None:
                await take_away(tx, channel, message, None, desk.clock.now(), taken_back=False)
            await tx.retention.purge(chat, one.offset)
        return Nothing()

    return work


async def _require_handler(tx: Tx, person: int, school: int) -> None:
    if not policy.handles_reports(await viewer_of(tx, person), school):
        raise not_found()
