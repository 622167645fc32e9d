"""Calendars at secret addresses, which other programs follow: of a person, and of each child of a family."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from channels import policy
from channels.people import Role, Viewer
from channels.school_events.inputs import Feed, WantedEvents
from channels.school_events.model import CalendarAddress, SchoolEvent
from channels.store import Desk, Tx, not_found, viewer_of
from channels.talk.model import Nothing
from channels.timetable.model import TimetableLesson
from channels.timetable_files.ports import Stamp

BACK = timedelta(days=90)
EVENTS = 300  # in one calendar
PAST_LESSONS, LESSONS_AHEAD = timedelta(days=14), timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Followed:
    """Contents of a calendar: its name, the school events, and the lessons with their stamps.

    `held_by_others` are lessons of the person's own courses that colleagues hold.
    """

    name: str
    events: list[SchoolEvent]
    lessons: list[TimetableLesson]
    stamps: Mapping[int, Stamp]
    with_classes: bool = False  # lessons are named with their classes, as a teacher needs it
    held_by_others: Set[int] = frozenset()


async def new_address(desk: Desk, person: int) -> CalendarAddress:
    """Makes an address of the person's own calendar and returns it; the one before stops working."""
    return await _new(desk, person, None)


async def end_address(desk: Desk, person: int) -> Nothing:
    return await _end(desk, person, None)


async def new_address_of_student(desk: Desk, person: int, student: int) -> CalendarAddress:
    """Makes an address of a child's timetable for this person. Raises NOT_FOUND for who does not read the diary."""
    return await _new(desk, person, student)


async def end_address_of_student(desk: Desk, person: int, student: int) -> Nothing:
    return await _end(desk, person, student)


async def followed(desk: Desk, key: str) -> Followed:
    """Returns what is in the calendar at this address, with the rights that its owner has at this moment.

    Raises NOT_FOUND for an address that never was or was ended, and of a child whose diary the owner no longer reads.
    """
    async with desk.store.read() as tx:
        found = await tx.calendars.owner(_hash(key))
        if found is None:
            raise not_found()
        person, student = found
        now = desk.clock.now()
        viewer = await viewer_of(tx, person)
        if student is not None:
            return await _of_student(tx, viewer, student, now)
        return await _own(tx, viewer, now)


async def _own(tx: Tx, viewer: Viewer, now: datetime) -> Followed:
    me = await tx.people.me(viewer)
    events = await tx.school_events.listed(viewer.person, WantedEvents(of=Feed.MINE, since=now - BACK), now, EVENTS)
    name = ", ".join(school.name for school in me.schools)
    first, until = _days(now)
    schools = await tx.timetables.schools_of_teacher(viewer.person)
    if schools:
        lessons = await tx.timetables.lessons(schools, first, until, teacher=viewer.person)
    elif viewer.has(Role.STUDENT):
        lessons = await tx.timetables.lessons(viewer.schools, first, until, student=viewer.person)
    else:
        lessons = []
    stamps = await tx.timetables.stamps([one.id for one in lessons])
    return Followed(name, events, lessons, stamps, bool(schools), set(_held_by_others(lessons, viewer.person)))


def _held_by_others(lessons: Iterable[TimetableLesson], teacher: int) -> Iterator[int]:
    for lesson in lessons:
        if lesson.deviation is not None and any(one.id == teacher for one in lesson.deviation.covered):
            yield lesson.id


async def _of_student(tx: Tx, viewer: Viewer, student: int, now: datetime) -> Followed:
    if not policy.reads_diary(viewer, student):
        raise not_found()
    shown, _, _ = await tx.diaries.student(student)
    schools = await tx.people.schools_of_student(student)
    first, until = _days(now)
    lessons = await tx.timetables.lessons(schools, first, until, student=student)
    names = [one.name for one in (await tx.people.me(viewer)).schools if one.id in schools]
    if shown.class_ is not None:
        names.append(shown.class_.name)
    return Followed(", ".join(names), [], lessons, await tx.timetables.stamps([one.id for one in lessons]))


def _days(now: datetime) -> tuple[date, date]:
    return (now - PAST_LESSONS).date(), (now + LESSONS_AHEAD).date()


async def _new(desk: Desk, person: int, student: int | None) -> CalendarAddress:
    key = secrets.token_urlsafe(24)

    async def work(tx: Tx) -> CalendarAddress:
        await _check(tx, person, student)
        await tx.calendars.set(person, student, _hash(key), desk.clock.now())
        return CalendarAddress(path=f"/calendars/{key}.ics")

    return await desk.write(
        CalendarAddress, work, person=person, key=None, about=("new_calendar_address", person), body=Nothing()
    )


async def _end(desk: Desk, person: int, student: int | None) -> Nothing:
    async def work(tx: Tx) -> Nothing:
        await _check(tx, person, student)
        await tx.calendars.set(person, student, None, desk.clock.now())
        return Nothing()

    return await desk.write(
        Nothing, work, person=person, key=None, about=("end_calendar_address", person), body=Nothing()
    )


async def _check(tx: Tx, person: int, student: int | None) -> None:
    if student is not None and not policy.reads_diary(await viewer_of(tx, person), student):
        raise not_found()


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
