"""Office hours: when staff are there for messages. People see them before they write."""

from channels import policy
from channels.errors import Codes, Refusal
from channels.store import Desk, Store, Tx, viewer_of
from channels.talk.chats import require_member
from channels.talk.inputs import NewHours
from channels.talk.model import Hour, HoursInChat, OfficeHours


async def mine(store: Store, person: int) -> OfficeHours:
    """Returns the person's own office hours; empty if they have set none."""
    async with store.read() as tx:
        return await tx.scheduled.hours(person)


async def set_mine(desk: Desk, person: int, asked: NewHours) -> OfficeHours:
    """Replaces the person's office hours. Raises FORBIDDEN for people who are not staff."""

    async def work(tx: Tx) -> OfficeHours:
        if not policy.keeps_hours(await viewer_of(tx, person)):
            raise Refusal(Codes.FORBIDDEN)
        hours = [Hour(day=one.day, begins=one.begins, ends=one.ends) for one in asked.hours]
        said = OfficeHours(hours=sorted(hours, key=lambda one: (one.day, one.begins)), note=asked.note)
        await tx.scheduled.set_hours(person, said, desk.clock.now())
        return await tx.scheduled.hours(person)

    return await desk.write(OfficeHours, work, person=person, key=None, about=("set_hours", person), body=asked)


async def in_chat(store: Store, person: int, chat: int) -> HoursInChat:
    """Returns the office hours of the other members. Raises NOT_FOUND for people outside the chat."""
    async with store.read() as tx:
        await require_member(tx, person, chat)
        found = await tx.scheduled.hours_in(chat)
        return HoursInChat(zone=await tx.chats.zone(chat), people=[one for one in found if one.person.id != person])
