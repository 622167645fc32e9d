"""Diary, journal, marks, attendance."""

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
from handlers.rest.gradebook import Days, GradebookHandlers, Week
from handlers.routing import Access, Route


def gradebook(gradebook: GradebookHandlers) -> list[Route]:
    return [
        Route(
            "GET",
            "/api/students/{student}/diary",
            gradebook.diary,
            "A week of a student's diary",
            Access.DIARY,
            Diary,
            query=Week,
        ),
        Route("GET", "/api/courses", gradebook.courses, "The courses whose journals I keep", Access.SIGNED_IN, Courses),
        Route(
            "GET",
            "/api/courses/{course}/journal",
            gradebook.journal,
            "The journal of a course",
            Access.JOURNAL,
            Journal,
            query=Days,
        ),
        Route(
            "POST",
            "/api/courses/{course}/marks",
            gradebook.post_marks,
            "Post marks, all or none",
            Access.JOURNAL,
            PostedMarks,
            NewMarks,
            status=201,
        ),
        Route(
            "POST",
            "/api/courses/{course}/attendance",
            gradebook.record_attendance,
            "Record attendance, all or none",
            Access.JOURNAL,
            RecordedAttendance,
            NewAttendances,
        ),
        Route(
            "GET",
            "/api/marks/{mark}",
            gradebook.mark_history,
            "A mark with its history",
            Access.JOURNAL,
            MarkWithHistory,
        ),
        Route(
            "PATCH", "/api/marks/{mark}", gradebook.correct_mark, "Correct a mark", Access.JOURNAL, OneMark, Correction
        ),
        Route(
            "POST",
            "/api/marks/{mark}/withdraw",
            gradebook.withdraw_mark,
            "Withdraw a mark",
            Access.JOURNAL,
            OneMark,
            Withdrawal,
        ),
    ]
