"""Alarms: absences and urgent notices, told more loudly step by step until somebody says that they know.

An alarm begins like every notice, by the ways each person chose. When nobody has acted for a while, it goes by every
way there is, whatever was chosen and in the person's own quiet hours, too. Then, if it is an absence, the child's class
teachers are told that nobody in the family has reacted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels import policy, zones
from channels.gradebook.model import Attendance
from channels.notices.content import Content, OfAnnouncement, OfAttendance, news
from channels.notices.dispatching import PORTION, dispatches, quiet_for_all, reachable_by
from channels.notices.model import OpenAbsence
from channels.notices.ports import PATIENCE, Alarm, DeliveryProfile, Dispatching, Notice
from channels.notices.preferences import CarrierName, NoticeKind, every_way
from channels.notices.quiet import Window, first_allowed
from channels.people import PersonRef
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.model import Nothing

LATELY = timedelta(hours=12)  # one known absence covers that day, and staff are told once a day


def is_to_act(notice: Notice) -> bool:
    return notice.kind is not NoticeKind.UNANSWERED and (notice.urgent or notice.kind is NoticeKind.ABSENCE)


async def act(desk: Desk, person: int, number: int) -> Nothing:
    """Notes that this person knows of it. A repetition changes nothing.

    Of an absence the whole family knows then, if it is one of them: who is only trusted with the child answers for
    nobody else.

    Raises NOT_FOUND for a notice of somebody else, one they may no longer read, and one on which there is nothing to
    act.
    """
    async with desk.store.begin() as tx:
        notice = await tx.post.one(number)
        if notice is None or notice.person != person or not is_to_act(notice):
            raise not_found()
        if not policy.may_read(await viewer_of(tx, person), notice.channel):
            raise not_found()
        kind, _, of = notice.channel.partition(":")
        children = [student for student, _ in await tx.trusts.children(person)]
        for_family = kind == "diary" and policy.knows_for_family(children, int(of))
        await tx.post.act(notice, desk.clock.now(), for_family=for_family)
    return Nothing()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that somebody has to act on; an absence with its lessons and the teacher to whom one may answer."""

    notice: Notice
    news: Content
    absences: list[OpenAbsence]
    class_teacher: PersonRef | None


async def waiting(store: Store, person: int) -> list[Waiting]:
    """Returns what this person has to act on, newest first, with the rights of this moment."""
    async with store.read() as tx:
        notices = await tx.post.waiting_for(person)
        told = await news(tx, notices)
        found = [(one, told[one.id]) for one in notices if one.id in told and not _is_confirmed(told[one.id])]
        absences = [told for _, told in found if isinstance(told, OfAttendance)]
        bells = await tx.diaries.bells({entry.lesson for of in absences for entry in of.attendance})
        teachers = await tx.people.class_teachers({of.student for of in absences})
    return [
        Waiting(one, told, [_absence(entry, bells) for entry in told.attendance], teachers.get(told.student))
        if isinstance(told, OfAttendance)
        else Waiting(one, told, [], None)
        for one, told in found
    ]


def _absence(entry: Attendance, bells: Mapping[int, tuple[datetime, datetime]]) -> OpenAbsence:
    starts_at, ends_at = bells.get(entry.lesson, (None, None))
    return OpenAbsence(lesson=entry.at_lesson, starts_at=starts_at, ends_at=ends_at, noted_at=entry.at)


async def escalate(desk: Desk, law: Window | None, carriers: Collection[CarrierName]) -> bool:
    """Takes a portion of the alarms that are due one step on. True if there were any: there may be more, and notices
    to sort."""
    now = desk.clock.now()
    async with desk.store.begin() as tx:
        alarms = await tx.post.alarms(now, LATELY, PORTION)
        if not alarms:
            return False
        told = await news(tx, [notice for alarm in alarms for notice in alarm.notices])
        profiles = await tx.post.profiles({notice.person for alarm in alarms for notice in alarm.notices})
        await zones.read(name for profile in profiles.values() for name in profile.zones)
        waiting = {
            alarm.id: [one for one in _waiting(alarm, told) if _may_ring(one, profiles.get(one.person), law, now)]
            for alarm in alarms
            if not alarm.is_known
        }
        going = [alarm for alarm in alarms if waiting.get(alarm.id)]
        first = [alarm for alarm in going if alarm.step == 0]
        last = [alarm for alarm in going if alarm.step > 0 and alarm.is_absence]
        await tx.post.close_alarms([alarm for alarm in alarms if alarm not in first and alarm not in last], "over", now)
        await _by_every_way(tx, [one for alarm in first for one in waiting[alarm.id]], profiles, carriers, now)
        await tx.post.step_on(first, now + PATIENCE)
        await tx.post.tell_staff(last, now)
    return True


def _waiting(alarm: Alarm, told: Mapping[int, Content]) -> list[Notice]:
    """Returns the notices that still have something to tell to somebody who has not confirmed it."""
    return [notice for notice in alarm.notices if notice.id in told and not _is_confirmed(told[notice.id])]


def _may_ring(notice: Notice, profile: DeliveryProfile | None, law: Window | None, now: datetime) -> bool:
    """True if every way may be used now. An absence keeps to quiet hours of law and school: nobody can look for a
    child at night."""
    return profile is not None and (notice.urgent or first_allowed(now, quiet_for_all(profile, law)) == now)


def _is_confirmed(one: Content) -> bool:
    return isinstance(one, OfAnnouncement) and one.announcement.confirmed_at is not None


async def _by_every_way(
    tx: Tx,
    notices: Sequence[Notice],
    profiles: Mapping[int, DeliveryProfile],
    carriers: Collection[CarrierName],
    now: datetime,
) -> None:
    made: list[Dispatching] = []
    told: list[Notice] = []
    for notice in notices:
        if found := dispatches(notice, every_way(reachable_by(carriers, profiles[notice.person].reachable))):
            made += found
            told.append(notice)
    await tx.post.raise_(told, now)
    await tx.post.hand_on(made, now)
