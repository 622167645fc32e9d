"""Diary, journal, marks, attendance."""

from channels.gradebook import attendance, diary, journal, marks
from handlers.actions.action import Access, Action

_COURSE, _MARK = "/api/courses/{course}", "/api/marks/{mark}"

GRADEBOOK = (
    Action("diary", "GET", "/api/students/{student}/diary", Access.DIARY, "A week of a student's diary", diary.diary),
    Action("courses", "GET", "/api/courses", Access.SIGNED_IN, "The courses whose journals I keep", journal.courses),
    Action("journal", "GET", f"{_COURSE}/journal", Access.JOURNAL, "The journal of a course", journal.journal),
    Action(
        "post_marks",
        "POST",
        f"{_COURSE}/marks",
        Access.JOURNAL,
        "Post marks, all or none",
        marks.post_marks,
        status=201,
    ),
    Action(
        "record_attendance",
        "POST",
        f"{_COURSE}/attendance",
        Access.JOURNAL,
        "Record attendance, all or none",
        attendance.record_attendance,
    ),
    Action("mark_history", "GET", _MARK, Access.JOURNAL, "A mark with its history", marks.mark_history),
    Action("correct_mark", "PATCH", _MARK, Access.JOURNAL, "Correct a mark", marks.correct_mark),
    Action("withdraw_mark", "POST", f"{_MARK}/withdraw", Access.JOURNAL, "Withdraw a mark", marks.withdraw_mark),
)
