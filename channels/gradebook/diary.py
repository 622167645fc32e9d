"""The diary of a student by weeks, as the family reads it."""

from collections.abc import Collection
from datetime import date, timedelta

from channels import policy
from channels.gradebook.model import Diary, DiaryDay, StatePosition, kinds_of
from channels.publication import ChannelName
from channels.school_year.weeks import Week, monday_of, written_week
from channels.store import Desk, Tx, not_found, viewer_of


async def diary(desk: Desk, person: int, student: int, asked: Week) -> Diary:
    """Returns one week of the diary, all from one snapshot. Raises NOT_FOUND, or BAD_REQUEST for a wrong week.

    Leadership of the student's school may read it as well; the audit notes each reading before the answer.
    """
    monday = None if asked.week is None else monday_of(asked.week)
    async with desk.store.read() as tx:
        viewer = await viewer_of(tx, person)
        oversees = not policy.reads_diary(viewer, student)
        if oversees and not policy.oversees_diary(viewer, student, await tx.people.schools_of_student(student)):
            raise not_found()
        read = await _read(tx, student, monday)
    if oversees:
        await desk.note(person, "read_diary", student, "done")
    return read


async def _read(tx: Tx, student: int, monday: date | None) -> Diary:
    shown, zone, today = await tx.diaries.student(student)
    if monday is None:
        monday = today - timedelta(days=today.weekday())
    sunday, until = monday + timedelta(days=6), monday + timedelta(days=7)
    channel = ChannelName(f"diary:{student}")
    position = await tx.position(channel)
    held = {day.day: day for day in await tx.diaries.days(student, monday, until)}
    marks = await tx.diaries.marks(student, monday, until)
    days = [monday + timedelta(days=n) for n in range(7)]
    return Diary(
        student=shown,
        week=written_week(monday),
        zone=zone,
        position=StatePosition(channel=channel, offset=position.offset, epoch=position.epoch),
        days=[held.get(day, DiaryDay(day=day, lessons=[])) for day in days if day != sunday or day in held],
        kinds=await tx.diaries.kinds(student, kinds_of(marks)),
        marks=marks,
        attendance=await tx.diaries.attendance(student, monday, until),
        averages=await tx.diaries.averages(student, _school_day(held, monday, today)),
    )


def _school_day(held: Collection[date], monday: date, today: date) -> date:
    """Returns the day that chooses the reporting period of a week's averages.

    This is the week's last school day up to today, else its first school day. So a week that ends in the holidays
    shows the averages of the period that has just ended.
    """
    if come := [day for day in held if day <= today]:
        return max(come)
    return min(held, default=min(monday + timedelta(days=6), max(monday, today)))
