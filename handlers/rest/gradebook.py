"""Diary, journal, marks and attendance."""

from dataclasses import dataclass

from channels.gradebook import attendance, diary, journal, marks
from channels.gradebook.model import (
    Correction,
    Courses,
    Diary,
    Journal,
    MarkWithHistory,
    NewAttendances,
    NewMarks,
    OneMark,
    PostedMarks,
    RecordedAttendance,
    Withdrawal,
)
from channels.store import Desk
from channels.types import AskedDay, AskedWeek, Input
from handlers.routing import Call


class Week(Input):
    week: AskedWeek | None = None


class Days(Input):
    from_: AskedDay | None = None
    until: AskedDay | None = None

    model_config = {**Input.model_config, "alias_generator": lambda name: name.rstrip("_")}


@dataclass(frozen=True)
class GradebookHandlers:
    desk: Desk

    async def diary(self, call: Call) -> Diary:
        assert isinstance(call.query, Week)
        return await diary.diary(self.desk, call.person, call.ids["student"], call.query.week)

    async def courses(self, call: Call) -> Courses:
        return await journal.courses(self.desk.store, call.person)

    async def journal(self, call: Call) -> Journal:
        assert isinstance(call.query, Days)
        return await journal.journal(
            self.desk.store, call.person, call.ids["course"], call.query.from_, call.query.until
        )

    async def post_marks(self, call: Call) -> PostedMarks:
        assert isinstance(call.body, NewMarks)
        return await marks.post_marks(self.desk, call.person, call.ids["course"], call.body, call.key)

    async def mark_history(self, call: Call) -> MarkWithHistory:
        return await marks.mark_history(self.desk.store, call.person, call.ids["mark"])

    async def correct_mark(self, call: Call) -> OneMark:
        assert isinstance(call.body, Correction)
        return await marks.correct_mark(self.desk, call.person, call.ids["mark"], call.body, call.key)

    async def withdraw_mark(self, call: Call) -> OneMark:
        assert isinstance(call.body, Withdrawal)
        return await marks.withdraw_mark(self.desk, call.person, call.ids["mark"], call.body, call.key)

    async def record_attendance(self, call: Call) -> RecordedAttendance:
        assert isinstance(call.body, NewAttendances)
        return await attendance.record_attendance(self.desk, call.person, call.ids["course"], call.body, call.key)
