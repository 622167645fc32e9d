"""What every entry into a journal must stand up to: the lesson, the student in it on that day, and who writes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from channels import policy
from channels.errors import Code, Codes, Refusal
from channels.gradebook.model import Status
from channels.gradebook.ports import JournalFacts, LessonFacts
from channels.people import Keeper
from channels.store import Tx, not_found

EARLY = timedelta(minutes=15)  # before the bell: the class is in the room
AWAY = frozenset({Status.ABSENT, Status.ILL})

Broken = list[tuple[str, Code]]
"""(field, rule), in the order of the fields."""


async def rights_in_course(tx: Tx, person: int, course: int) -> Keeper:
    """Raises NOT_FOUND for who may write nothing into this journal."""
    keeper = await tx.people.keeper(person, course)
    if not policy.keeps_journal(keeper):
        raise not_found()
    return keeper


def check_cell(at: str, lesson: int, student: int, facts: JournalFacts, keeper: Keeper) -> Broken:
    """What is wrong with writing into this cell at all."""
    found = facts.lessons.get(lesson)
    if found is None:
        return [(f"{at}.lesson", Codes.UNKNOWN_LESSON)]
    broken: Broken = []
    if rule := _of_lesson(found, facts.today, keeper):
        broken.append((f"{at}.lesson", rule))
    if (lesson, student) not in facts.grades:
        broken.append((f"{at}.student", Codes.NOT_IN_COURSE))
    return broken


def _of_lesson(lesson: LessonFacts, today: date, keeper: Keeper) -> Code | None:
    if lesson.at.day > today:
        return Codes.FUTURE_LESSON
    if lesson.cancelled:
        return Codes.LESSON_CANCELLED
    if not policy.keeps_lesson(keeper, lesson.at.day):
        return Codes.LESSON_NOT_COVERED
    return None


def has_begun(lesson: LessonFacts, now: datetime) -> bool:
    return lesson.starts_at is None or lesson.starts_at - EARLY <= now


def refuse(broken: Sequence[tuple[str, Code]]) -> None:
    """Raises the first rule broken, with all of them in `errors`, if there is any."""
    if broken:
        raise Refusal(broken[0][1], {"errors": [{"field": field, "code": code.name} for field, code in broken]})
