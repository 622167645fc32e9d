"""Previews when people who are away will be told, before a message is sent; reads and sets a school's quiet times."""

from datetime import datetime

from channels import policy, zones
from channels.notices import quiet
from channels.notices.dispatching import quiet_for_all
from channels.notices.inputs import NewSchoolQuiet
from channels.notices.model import QuietTime, SchoolQuiet, ToldWhen
from channels.notices.ports import DeliveryProfile
from channels.notices.quiet import QuietHours, Window, first_allowed
from channels.notices.settings import Offered
from channels.policy import ChatRole
from channels.store import Desk, Tx, not_found, viewer_of
from channels.talk.chats import require_member


async def in_chat(desk: Desk, person: int, number: int, offered: Offered) -> ToldWhen:
    """Tells when the other member of a chat of two will be notified; in other chats `quiet_until` is None.

    Raises NOT_FOUND for people outside the chat.
    """
    async with desk.store.read() as tx:
        await require_member(tx, person, number)
        [chat] = await tx.chats.listed(person, number)
        if chat.kind not in policy.OF_TWO:
            return ToldWhen(quiet_until=None)
        others = {one.id for one in chat.members if one.role is not ChatRole.SUPERVISOR} - {person}
        profiles = list((await tx.post.profiles(others)).values())
        return ToldWhen(quiet_until=await _until(profiles, offered.law, desk.clock.now()))


async def _until(profiles: list[DeliveryProfile], law: Window | None, now: datetime) -> datetime | None:
    await zones.read(name for profile in profiles for name in profile.zones)
    latest = max(
        (first_allowed(now, [*profile.own_quiet, *quiet_for_all(profile, law)]) for profile in profiles), default=now
    )
    return latest if latest > now else None


async def of_school(desk: Desk, person: int, school: int, offered: Offered) -> SchoolQuiet:
    """Returns when the school is quiet. Raises NOT_FOUND for people who do not belong to it."""
    async with desk.store.read() as tx:
        return await _of_school(tx, person, school, offered.law, desk.clock.now())


async def set_of_school(desk: Desk, person: int, school: int, offered: Offered, asked: NewSchoolQuiet) -> SchoolQuiet:
    """Replaces all of the school's quiet times. Raises NOT_FOUND for people who do not lead the school."""

    async def work(tx: Tx) -> SchoolQuiet:
        now = desk.clock.now()
        if not policy.sets_rules(await viewer_of(tx, person), school):
            raise not_found()
        await tx.notice_settings.set_school_quiet(school, asked)
        await tx.audit.add(person, "set_school_quiet", school, "done", now)
        return await _of_school(tx, person, school, offered.law, now)

    return await desk.write(SchoolQuiet, work, person=person, key=None, about=("set_school_quiet", school), body=asked)


async def _of_school(tx: Tx, person: int, school: int, law: Window | None, now: datetime) -> SchoolQuiet:
    if not policy.reads_school(await viewer_of(tx, person), school):
        raise not_found()
    zone, own = await tx.notice_settings.school_quiet(school)
    await zones.read([zone])
    night = None if own.quiet is None else Window(own.quiet.begins, own.quiet.ends)
    rule = quiet.of_school(zone, night, weekend=own.weekend, closed=frozenset(own.closed))
    until = first_allowed(now, [rule, *([QuietHours(zone, (law,))] if law else [])])
    return SchoolQuiet(
        quiet=None if own.quiet is None else QuietTime(begins=own.quiet.begins, ends=own.quiet.ends),
        weekend=own.weekend,
        closed=own.closed,
        quiet_until=until if until > now else None,
    )
