"""Checks of every entry into a journal: the lesson, its students on that day, and the rights of the writer."""

from datetime import date, datetime, timedelta

from channels import policy
from channels.errors import Broken, Code, Codes
from channels.gradebook.model import Status
from channels.gradebook.ports import JournalFacts, LessonFacts
from channels.people import CourseRights
from channels.store import Tx, not_found

EARLY = timedelta(minutes=15)  # before the bell, when the class is already in the room
AWAY = frozenset({Status.ABSENT, Status.ILL})


async def rights_in_course(tx: Tx, person: int, course: int) -> CourseRights:
    """Returns what the person may write into this journal; raises NOT_FOUND if they may write nothing."""
    rights = await tx.people.rights_in_course(person, course)
    if not policy.keeps_journal(rights):
        raise not_found()
    return rights


def check_cell(at: str, lesson: int, student: int, facts: JournalFacts, rights: CourseRights) -> Broken:
    """Returns the rules that any entry into this cell breaks. `at` is the path of the entry in the input."""
    found = facts.lessons.get(lesson)
    if found is None:
        return [(f"{at}.lesson", Codes.UNKNOWN_LESSON)]
    broken: Broken = []
    if rule := _of_lesson(found, facts.today, rights):
        broken.append((f"{at}.lesson", rule))
    if (lesson, student) not in facts.grades:
        broken.append((f"{at}.student", Codes.NOT_IN_COURSE))
    return broken


def _of_lesson(lesson: LessonFacts, today: date, rights: CourseRights) -> Code | None:
    if lesson.at.day > today:
        return Codes.FUTURE_LESSON
    if lesson.cancelled:
        return Codes.LESSON_CANCELLED
    if not policy.keeps_lesson(rights, lesson.at.id, lesson.at.day):
        return Codes.LESSON_NOT_COVERED
    return None


def has_begun(lesson: LessonFacts, now: datetime) -> bool:
    return lesson.starts_at is None or lesson.starts_at - EARLY <= now
