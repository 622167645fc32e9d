"""Marks, attendance, diary, journal."""

from collections.abc import Mapping

from channels.gradebook import attendance, diary, journal, marks
from channels.gradebook.model import Correction, NewAttendances, NewMarks, Withdrawal
from channels.types import Id, Input
from handlers.rest.gradebook import Days, Week
from handlers.ws.commands.command import Command, Keyed, only


class OfCourse(Input):
    course: Id


class OfMark(Input):
    mark: Id


class OfStudent(Input):
    student: Id


class PostMarks(OfCourse, NewMarks, Keyed):
    pass


class CorrectMark(OfMark, Correction, Keyed):
    pass


class WithdrawMark(OfMark, Withdrawal, Keyed):
    pass


class RecordAttendance(OfCourse, NewAttendances, Keyed):
    pass


class ReadDiary(OfStudent, Week):
    pass


class ReadJournal(OfCourse, Days):
    pass


GRADEBOOK: Mapping[str, Command] = {
    "post_marks": Command(PostMarks, lambda d, p, a: marks.post_marks(d, p, a.course, only(NewMarks, a), a.key)),
    "correct_mark": Command(CorrectMark, lambda d, p, a: marks.correct_mark(d, p, a.mark, only(Correction, a), a.key)),
    "withdraw_mark": Command(
        WithdrawMark, lambda d, p, a: marks.withdraw_mark(d, p, a.mark, only(Withdrawal, a), a.key)
    ),
    "record_attendance": Command(
        RecordAttendance,
        lambda d, p, a: attendance.record_attendance(d, p, a.course, only(NewAttendances, a), a.key),
    ),
    "diary": Command(ReadDiary, lambda d, p, a: diary.diary(d, p, a.student, a.week)),
    "journal": Command(ReadJournal, lambda d, p, a: journal.journal(d.store, p, a.course, a.from_, a.until)),
}
