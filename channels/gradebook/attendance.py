"""Who was in a lesson."""

from collections import defaultdict
from datetime import date

from channels import policy
from channels.errors import Code, Codes, Refusal
from channels.gradebook.model import (
    Attendance,
    AttendanceRecorded,
    NewAttendances,
    RecordedAttendance,
    Status,
)
from channels.gradebook.ports import JournalFacts
from channels.gradebook.telling import tell
from channels.notices.preferences import NoticeKind
from channels.store import Desk, Tx, not_found


async def record_attendance(
    desk: Desk, person: int, course: int, asked: NewAttendances, key: str | None
) -> RecordedAttendance:
    """Records all entries or none; the same state again changes nothing and tells nobody."""

    async def work(tx: Tx) -> RecordedAttendance:
        if not policy.marks_course(await tx.people.keeper(person, course), course):
            raise not_found()
        facts = await tx.journals.facts(
            course,
            lessons={entry.lesson for entry in asked.attendance},
            students={entry.student for entry in asked.attendance},
            kinds=(),
        )
        _check(asked, facts)
        entries, changed = await tx.attendance.record(course, person, desk.clock.now(), asked.attendance)
        told = [entry for entry in entries if (entry.lesson, entry.student) in changed]
        await _tell(tx, person, course, facts.today, told)
        return RecordedAttendance(attendance=entries)

    return await desk.write(
        RecordedAttendance, work, person=person, key=key, about=("record_attendance", course), body=asked
    )


def _check(asked: NewAttendances, facts: JournalFacts) -> None:
    broken: list[tuple[str, Code]] = []
    cells = set()
    for n, entry in enumerate(asked.attendance):
        at = f"attendance.{n}"
        if (entry.lesson, entry.student) in cells:
            broken.append((at, Codes.DUPLICATE_CELL))
        cells.add((entry.lesson, entry.student))
        if entry.lesson not in facts.lessons:
            broken.append((f"{at}.lesson", Codes.UNKNOWN_LESSON))
        elif facts.lessons[entry.lesson].day > facts.today:
            broken.append((f"{at}.lesson", Codes.FUTURE_LESSON))
        if entry.student not in facts.grades:
            broken.append((f"{at}.student", Codes.NOT_IN_COURSE))
        if entry.minutes is not None and entry.status is not Status.LATE:
            broken.append((f"{at}.minutes", Codes.BAD_REQUEST))
    if broken:
        raise Refusal(broken[0][1], {"errors": [{"field": f, "code": code.name} for f, code in broken]})


async def _tell(tx: Tx, person: int, course: int, today: date, changed: list[Attendance]) -> None:
    if not changed:
        return
    by_student: dict[int, list[Attendance]] = defaultdict(list)
    for entry in changed:
        by_student[entry.student].append(entry)
    families = {student: AttendanceRecorded(attendance=theirs) for student, theirs in by_student.items()}
    # That a child is where it should be wakes nobody; that a word about it was taken back does.
    kinds = {
        entry.student: NoticeKind.ATTENDANCE
        for entry in changed
        if entry.status is not Status.PRESENT or entry.revision > 1
    }
    # What is entered late is for the diary: there is nobody to look for any more.
    kinds |= {
        entry.student: NoticeKind.ABSENCE
        for entry in changed
        if entry.status is Status.ABSENT and entry.at_lesson.day == today
    }
    await tell(tx, person, course, families, AttendanceRecorded(attendance=changed), kinds)
