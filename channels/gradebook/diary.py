"""The diary of a student, week by week, as the family reads it."""

import re
from datetime import date, timedelta

from channels import policy
from channels.errors import Codes, Refusal
from channels.gradebook.model import Diary, DiaryDay, StatePosition
from channels.publication import ChannelName
from channels.store import Store, not_found, viewer_of

WEEK = re.compile(r"(\d{4})-W(\d{2})")


async def diary(store: Store, person: int, student: int, week: str | None) -> Diary:
    """One moment of one week, `2026-W48`; without a week the present one by the school's calendar."""
    async with store.read() as tx:
        if not policy.reads_diary(await viewer_of(tx, person), student):
            raise not_found()
        shown, zone, today = await tx.diaries.student(student)
        monday = _monday(week) if week is not None else today - timedelta(days=today.weekday())
        sunday = monday + timedelta(days=6)
        until = monday + timedelta(days=7)
        year, number, _ = monday.isocalendar()
        channel = ChannelName(f"diary:{student}")
        position = await tx.position(channel)
        held = {day.day: day for day in await tx.diaries.days(student, monday, until)}
        days = [monday + timedelta(days=n) for n in range(7)]
        return Diary(
            student=shown,
            week=f"{year}-W{number:02}",
            zone=zone,
            position=StatePosition(channel=channel, offset=position.offset, epoch=position.epoch),
            days=[held.get(day, DiaryDay(day=day, lessons=[])) for day in days if day != sunday or day in held],
            kinds=await tx.diaries.kinds(student),
            marks=await tx.diaries.marks(student, monday, until),
            attendance=await tx.diaries.attendance(student, monday, until),
            averages=await tx.diaries.averages(student, min(sunday, today) if monday <= today else monday),
        )


def _monday(week: str) -> date:
    match = WEEK.fullmatch(week)
    try:
        if match is None:
            raise ValueError
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise Refusal(Codes.BAD_REQUEST, {"errors": [{"field": "week", "code": "bad_request"}]}) from None
