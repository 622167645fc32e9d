"""Appoints staff to the offices of a school: the safety of students, and the timetable."""

from datetime import datetime
from typing import Literal

from channels import policy
from channels.people import PersonRef
from channels.policy import Office
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.types import Fact, Id, Input, Shape


class Appointment(Input):
    person: Id
    appointed: bool


class Appointed(Shape):
    """People who hold an office of a school."""

    people: list[PersonRef]


class OfficesChanged(Fact):
    """Fact for a person: they were appointed to an office, or dismissed."""

    type: Literal["offices_changed"] = "offices_changed"


async def safeguarding(store: Store, person: int, school: int) -> Appointed:
    """Returns to whom a report goes: everybody of the school may know. Raises NOT_FOUND for others."""
    return await _appointed(store, person, school, Office.SAFEGUARDING)


async def timetable_officers(store: Store, person: int, school: int) -> Appointed:
    """Returns who keeps the timetable besides leadership and admins. Raises NOT_FOUND for people of other schools."""
    return await _appointed(store, person, school, Office.TIMETABLE)


async def appoint_safeguarding(desk: Desk, person: int, school: int, asked: Appointment, key: str | None) -> Appointed:
    """Appoints a safeguarding person, or dismisses one. Raises what `appoint_timetable_officer` raises."""
    return await _appoint(desk, person, school, asked, key, Office.SAFEGUARDING)


async def appoint_timetable_officer(
    desk: Desk, person: int, school: int, asked: Appointment, key: str | None
) -> Appointed:
    """Appoints somebody who may set up the school week and change its timetable, or dismisses them.

    Raises NOT_FOUND for people who do not lead the school, and for appointing somebody who is not of its staff.
    """
    return await _appoint(desk, person, school, asked, key, Office.TIMETABLE)


async def _appointed(store: Store, person: int, school: int, office: Office) -> Appointed:
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return Appointed(people=await tx.appointments.people(school, office))


async def _appoint(
    desk: Desk, person: int, school: int, asked: Appointment, key: str | None, office: Office
) -> Appointed:
    async def work(tx: Tx) -> Appointed:
        viewer = await viewer_of(tx, person)
        chosen = (await tx.people.roles([asked.person]))[asked.person]
        if not policy.appoints(viewer, school) or (asked.appointed and not policy.may_be_appointed(chosen, school)):
            raise not_found()
        now: datetime = desk.clock.now()
        if await tx.appointments.appoint(school, office, asked.person, person, now, appointed=asked.appointed):
            action = "appoint" if asked.appointed else "dismiss"
            await tx.audit.add(person, f"{action}_{office}", asked.person, "done", now)
            await tx.append(ChannelName(f"person:{asked.person}"), person, OfficesChanged(), changes_readers=True)
        return Appointed(people=await tx.appointments.people(school, office))

    return await desk.write(Appointed, work, person=person, key=key, about=(f"appoint_{office}", school), body=asked)


async def require_timetable_keeper(tx: Tx, person: int, school: int) -> None:
    """Raises NOT_FOUND for people who do not keep the timetable of the school."""
    if not policy.keeps_timetable(await viewer_of(tx, person), school):
        raise not_found()
