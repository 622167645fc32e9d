"""Weeks of the demo school: lessons, marks and attendance, the same for the same school, seed and day."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.demo.curriculum import FACULTY, KINDS, ZONE, bells, homework, topics
from handlers.demo.school import Course, DemoSchool, Slot, half

WEEKS = 4  # before the present one
MARKED_TODAY = 2  # lessons of today that already have marks; the others are left to the visitor

# Shares of the marks 5, 4, 3, 2 for strong, middling and weak students: together 35, 38, 22 and 5 of a hundred.
ABILITIES = ((60, 32, 8, 0), (33, 42, 21, 4), (12, 40, 37, 11))
REMARKS = {
    5: ["Отлично!", "Молодец, решено двумя способами"],
    4: ["Одна описка", "Небольшая неточность в выводе"],
    3: ["Повторить правило", "Ошибки в вычислениях"],
    2: ["Разберём на консультации в четверг", "Работа не сдана, можно переписать"],
}


class Lesson(NamedTuple):
    course: Course
    day: date
    number: int
    kind: str | None
    room: str
    topic: str
    homework: str


class Mark(NamedTuple):
    lesson: Lesson
    student: str
    value: int
    kind: str
    comment: str
    author: str
    at: datetime
    first_value: int | None
    reason: str


class Absence(NamedTuple):
    lesson: Lesson
    student: str
    status: str
    minutes: int | None
    author: str
    at: datetime


class Life(NamedTuple):
    lessons: list[Lesson]
    marks: list[Mark]
    absences: list[Absence]


WEIGHTS = {kind.source_id: kind.weight for kind in KINDS}


def live(school: DemoSchool, seed: int, today: date) -> Life:
    """Returns four weeks and the whole present one. Nothing is marked after today, and nothing in year one.

    A lesson is the same whichever day it is seen from, so that a later call continues an earlier one.
    """
    rng = random.Random(f"abilities {seed}")  # noqa: S311
    life = Life([], [], [])
    students = {name: school.students_of(name) for name in school.class_teachers}
    abilities = {student: rng.choice(ABILITIES) for theirs in students.values() for student in theirs}
    longest = _last_lessons(school)
    monday = today - timedelta(days=today.weekday())
    for start in (monday + timedelta(weeks=week) for week in range(-WEEKS, 1)):
        away = {one: _days_away(one, start, seed) for theirs in students.values() for one in theirs}
        tests = _tests(school, start, longest, seed)
        for course in school.courses:
            for slot in school.timetable[course.id]:
                day = start + timedelta(days=slot.day)
                draw = random.Random(f"{seed} {course.id} {day} {slot.number}")  # noqa: S311
                lesson = _lesson(course, day, slot.number, tests.get((course.id, slot)), school.room_of(course), draw)
                life.lessons.append(lesson)
                if not _held(lesson, today):
                    continue
                for student in half(students[course.class_], course.group):
                    there = _attends(lesson, student, away[student].get(slot.day), life, draw)
                    if there and _year(course) > 1:
                        _mark(lesson, student, abilities[student], life, draw)
    return life


def _held(lesson: Lesson, today: date) -> bool:
    if lesson.day == today:
        return lesson.number <= MARKED_TODAY and "demo-teacher" not in lesson.course.teachers
    return lesson.day < today


def _days_away(student: str, monday: date, seed: int) -> dict[int, str]:
    """Returns day of the week -> reason, for days on which the student is away all day."""
    draw = random.Random(f"{seed} {student} {monday}")  # noqa: S311
    chance = draw.random()
    first = draw.randrange(5)
    if chance < 0.05:  # an illness takes several days
        return dict.fromkeys(range(first, first + draw.randrange(1, 5)), "ill")
    return {first: "excused"} if chance < 0.07 else {}


def _tests(
    school: DemoSchool, monday: date, longest: dict[tuple[str, int], int], seed: int
) -> dict[tuple[str, Slot], str]:
    """Returns (course, slot) -> kind of the test. Follows the rules for schools: every third week in a subject, one a
    day in a class, not in the first or the last lesson.
    """
    week = monday.toordinal() // 7
    planned: dict[tuple[str, Slot], str] = {}
    taken: set[tuple[str, int]] = set()
    for n, course in enumerate(school.courses):
        if (week + n) % 3 or _year(course) == 1 or course.subject in ("Физкультура", "Музыка", "Труд"):
            continue
        for slot in school.timetable[course.id]:
            if 1 < slot.number < longest[course.class_, slot.day] and (course.class_, slot.day) not in taken:
                taken.add((course.class_, slot.day))
                planned[course.id, slot] = _test_kind(course, random.Random(f"{seed} {course.id} {week}"))  # noqa: S311
                break
    return planned


def _year(course: Course) -> int:
    return int(course.class_[:-1])


def _last_lessons(school: DemoSchool) -> dict[tuple[str, int], int]:
    last: dict[tuple[str, int], int] = defaultdict(int)
    for course in school.courses:
        for slot in school.timetable[course.id]:
            last[course.class_, slot.day] = max(last[course.class_, slot.day], slot.number)
    return last


def _test_kind(course: Course, rng: random.Random) -> str:
    kinds = ["kind-test", "kind-short-test"]
    match FACULTY.get(course.subject, course.subject):
        case "Русский язык":
            kinds += ["kind-dictation", "kind-essay" if course.subject == "Литература" else "kind-dictation"]
        case "Физика" | "Химия" | "Биология":
            kinds += ["kind-lab"]
    return rng.choice(kinds)


def _lesson(course: Course, day: date, number: int, kind: str | None, room: str, rng: random.Random) -> Lesson:
    topic = rng.choice(topics(course.subject))
    if kind is not None:
        title = next(k.russian for k in KINDS if k.source_id == kind)
        topic = f"{title}. {topic}"
    tasks = ""
    if _year(course) > 1 and rng.random() < 0.7 and course.subject not in ("Физкультура", "Музыка", "Труд"):
        page = rng.randrange(10, 150)
        tasks = rng.choice(homework(course.subject)).format(
            rng.randrange(100, 900), rng.randrange(5, 40), page, page + rng.randrange(2, 7)
        )
    return Lesson(course, day, number, kind, room, topic, tasks)


def _moment(lesson: Lesson, minutes: int) -> datetime:
    """Returns the moment so many minutes after the lesson began."""
    starts = datetime.combine(lesson.day, bells(_year(lesson.course))[lesson.number - 1][0], ZoneInfo(ZONE))
    return starts + timedelta(minutes=minutes)


def _attends(lesson: Lesson, student: str, away: str | None, life: Life, rng: random.Random) -> bool:
    """Notes an absence or a late arrival. Returns True if the student was there to be marked."""
    status, minutes = away, None
    if status is None:
        chance = rng.random()
        if chance < 0.012:
            status = "absent"
        elif chance < 0.022:
            status, minutes = "late", rng.choice([3, 5, 5, 7, 10, 15])
    if status is not None:
        teacher, at = lesson.course.teachers[0], _moment(lesson, 8 + (minutes or 0))
        life.absences.append(Absence(lesson, student, status, minutes, teacher, at))
    return status in (None, "late")


def _mark(lesson: Lesson, student: str, ability: tuple[int, ...], life: Life, rng: random.Random) -> None:
    if rng.random() > (0.95 if lesson.kind else 0.16):
        return
    kind = lesson.kind or rng.choices(["kind-answer", "kind-homework", "kind-notebook"], [55, 38, 7])[0]
    value = rng.choices([5, 4, 3, 2], ability)[0]
    comment = rng.choice(REMARKS[value]) if rng.random() < 0.06 else ""
    first, reason = None, ""
    if rng.random() < 0.008 and value > 2:
        first, reason = value - 1, "Пересчитал баллы" if rng.random() < 0.5 else "Ошибка при вводе"
    author = lesson.course.teachers[-1] if rng.random() < 0.2 else lesson.course.teachers[0]
    at = _moment(lesson, rng.randrange(20, 45) if lesson.kind is None else rng.randrange(60, 300))
    life.marks.append(Mark(lesson, student, value, kind, comment, author, at, first, reason))
