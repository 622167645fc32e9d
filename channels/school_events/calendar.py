"""Calendar of somebody's school events at a secret address, which other programs follow."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from channels.school_events.inputs import Feed, WantedEvents
from channels.school_events.model import CalendarAddress, SchoolEvent
from channels.store import Desk, Tx, not_found, viewer_of
from channels.talk.model import Nothing

BACK = timedelta(days=90)
EVENTS = 300  # in one calendar


@dataclass(frozen=True, slots=True)
class Followed:
    """Contents of a calendar: names of its owner's schools, and the events."""

    schools: list[str]
    events: list[SchoolEvent]


async def new_address(desk: Desk, person: int) -> CalendarAddress:
    """Makes a calendar address and returns it; the one before stops working."""
    key = secrets.token_urlsafe(24)

    async def work(tx: Tx) -> CalendarAddress:
        await tx.school_events.set_calendar(person, _hash(key), desk.clock.now())
        return CalendarAddress(path=f"/calendars/{key}.ics")

    return await desk.write(
        CalendarAddress, work, person=person, key=None, about=("new_calendar_address", person), body=Nothing()
    )


async def end_address(desk: Desk, person: int) -> Nothing:
    async def work(tx: Tx) -> Nothing:
        await tx.school_events.set_calendar(person, None, desk.clock.now())
        return Nothing()

    return await desk.write(
        Nothing, work, person=person, key=None, about=("end_calendar_address", person), body=Nothing()
    )


async def followed(desk: Desk, key: str) -> Followed:
    """Returns what the address's owner has in the calendar, with the rights of this moment.

    Raises NOT_FOUND for an address that never was or was ended.
    """
    async with desk.store.read() as tx:
        person = await tx.school_events.calendar_of(_hash(key))
        if person is None:
            raise not_found()
        now = desk.clock.now()
        me = await tx.people.me(await viewer_of(tx, person))
        events = await tx.school_events.listed(person, WantedEvents(of=Feed.MINE, since=now - BACK), now, EVENTS)
        return Followed([school.name for school in me.schools], events)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
