"""Records attendance in lessons."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from channels.errors import Broken, Codes, Refusal, refuse
from channels.gradebook.checks import AWAY, check_cell, has_begun, rights_in_course
from channels.gradebook.model import (
    Attendance,
    AttendanceRecorded,
    NewAttendance,
    NewAttendances,
    RecordedAttendance,
    Status,
)
from channels.gradebook.ports import JournalFacts
from channels.gradebook.publishing import tell
from channels.notices.preferences import NoticeKind
from channels.people import CourseRights
from channels.store import Desk, Tx


async def record_attendance(
    desk: Desk, person: int, course: int, asked: NewAttendances, key: str | None
) -> RecordedAttendance:
    """Records all entries or none. Entries that change nothing are not published.

    Raises STALE with the present entries in `current` if somebody has entered another state since the teacher looked,
    and ABSENT_AND_MARKED if a student with a mark in the lesson is entered as absent without `confirmed`.
    """

    async def work(tx: Tx) -> RecordedAttendance:
        rights = await rights_in_course(tx, person, course)
        facts = await tx.journals.facts(
            course, cells={(entry.lesson, entry.student) for entry in asked.attendance}, kinds=()
        )
        now = desk.clock.now()
        _check(asked, facts, rights, now)
        entries, changed = await tx.attendance.record(course, person, now, asked.attendance)
        _refuse_stale(asked.attendance, entries)
        told = [entry for entry in entries if (entry.lesson, entry.student) in changed]
        await _tell(tx, person, course, facts.today, told)
        return RecordedAttendance(attendance=entries)

    return await desk.write(
        RecordedAttendance, work, person=person, key=key, about=("record_attendance", course), body=asked
    )


def _check(asked: NewAttendances, facts: JournalFacts, rights: CourseRights, now: datetime) -> None:
    broken: Broken = []
    both: Broken = []  # reported only if nothing else is wrong
    cells = set()
    for n, entry in enumerate(asked.attendance):
        at, cell = f"attendance.{n}", (entry.lesson, entry.student)
        if cell in cells:
            broken.append((at, Codes.DUPLICATE_CELL))
        cells.add(cell)
        broken += (wrong := check_cell(at, entry.lesson, entry.student, facts, rights))
        if not wrong and not has_begun(facts.lessons[entry.lesson], now):
            broken.append((f"{at}.lesson", Codes.LESSON_NOT_BEGUN))
        if entry.minutes is not None and entry.status is not Status.LATE:
            broken.append((f"{at}.minutes", Codes.BAD_REQUEST))
        if entry.status in AWAY and cell in facts.marked and cell not in facts.absent and not entry.confirmed:
            both.append((f"{at}.status", Codes.ABSENT_AND_MARKED))
    refuse(broken)
    refuse(both)


def _refuse_stale(asked: Sequence[NewAttendance], stands: Sequence[Attendance]) -> None:
    """Raises STALE if any stored state differs from the one asked for: the teacher saw an older one."""
    others = {
        n: now
        for n, (new, now) in enumerate(zip(asked, stands, strict=True))
        if (new.status, new.minutes) != (now.status, now.minutes)
    }
    if others:
        raise Refusal(
            Codes.STALE,
            {
                "current": [entry.model_dump(mode="json") for entry in others.values()],
                "errors": [{"field": f"attendance.{n}", "code": Codes.STALE.name} for n in others],
            },
        )


async def _tell(tx: Tx, person: int, course: int, today: date, changed: list[Attendance]) -> None:
    if not changed:
        return
    by_student: dict[int, list[Attendance]] = defaultdict(list)
    for entry in changed:
        by_student[entry.student].append(entry)
    families = {student: AttendanceRecorded(attendance=theirs) for student, theirs in by_student.items()}
    # "Present" makes no notice, unless it corrects an earlier entry.
    kinds = {
        entry.student: NoticeKind.ATTENDANCE
        for entry in changed
        if entry.status is not Status.PRESENT or entry.revision > 1
    }
    # Absence notices are only for lessons of today: later there is nobody to look for any more.
    kinds |= {
        entry.student: NoticeKind.ABSENCE
        for entry in changed
        if entry.status is Status.ABSENT and entry.at_lesson.day == today
    }
    await tell(tx, person, course, families, AttendanceRecorded(attendance=changed), kinds)
