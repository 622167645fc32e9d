"""Curricula of classes: their subjects with lessons a week, teachers and groups, and what of them was held."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from channels import policy
from channels.school_year.model import Period
from channels.store import Desk, not_found, viewer_of
from channels.timetable.curriculum_facts import CourseFacts
from channels.timetable.model import Curriculum, CurriculumCourse, CurriculumSpan, WeeklyLessons, WeeklyLoad


async def curriculum_of_class(desk: Desk, person: int, class_: int) -> Curriculum:
    """Returns the curriculum of a class, with what was held in the reporting period that runs.

    Lessons a week are those of the pattern that holds today, or of the next one.
    Raises NOT_FOUND for others than the class, its families and the school's staff.
    """
    async with desk.store.read() as tx:
        school = await tx.groups.school_of_class(class_)
        if school is None or not policy.reads_timetable_of_class(await viewer_of(tx, person), class_, school):
            raise not_found()
        now = desk.clock.now()
        today = await tx.schools.day(school, now)
        about, profile = await tx.curricula.of_class(class_)
        span = span_of(await tx.patterns.periods(school), about.grade, today)
        courses = await tx.curricula.courses(class_, span.from_day, span.until_day, now)
        day = pattern_day(courses, today)
        weekly = {one.id: lessons_a_week(one, day) for one in courses}
        loads = loads_of_students(courses, weekly)
        return Curriculum(
            class_=about,
            profile=profile,
            span=span,
            pattern_day=day,
            load=WeeklyLoad(least=_weekly(min(loads)), most=_weekly(max(loads))) if loads and day else None,
            courses=[
                CurriculumCourse(
                    id=one.id,
                    subject=one.subject,
                    title=one.title,
                    group=one.group,
                    teachers=one.teachers,
                    weekly=_weekly(weekly[one.id]),
                    held=one.held,
                    planned=one.planned,
                    cancelled=one.cancelled,
                )
                for one in courses
            ],
        )


def span_of(periods: Iterable[Period], grade: int | None, day: date) -> CurriculumSpan:
    """Returns the period of a grade that runs on a day, or the last that has begun; without any the school year.

    That begins on 1 September. The end is exclusive.
    """
    begun = [
        one for one in periods if one.from_day <= day and (grade is None or one.grade_from <= grade <= one.grade_until)
    ]
    if begun:
        last = max(begun, key=lambda one: (one.until_day > day, one.from_day, -one.until_day.toordinal(), one.id))
        return CurriculumSpan(title=last.title, from_day=last.from_day, until_day=last.until_day)
    year = day.year if day.month >= 9 else day.year - 1
    return CurriculumSpan(title="", from_day=date(year, 9, 1), until_day=date(year + 1, 9, 1))


def pattern_day(courses: Iterable[CourseFacts], today: date) -> date | None:
    """Returns the first day from today on on which a row of the pattern holds; None if there is none."""
    return min((max(row.from_day, today) for one in courses for row in one.rows if row.until_day > today), default=None)


def lessons_a_week(course: CourseFacts, day: date | None) -> Fraction:
    """Returns lessons a week by the rows that hold on a day, exactly: a row of k of n weeks gives k/n of a lesson."""
    if day is None:
        return Fraction(0)
    return sum(
        (Fraction(len(set(row.weeks)), row.cycle) for row in course.rows if row.from_day <= day < row.until_day),
        Fraction(0),
    )


def loads_of_students(courses: Iterable[CourseFacts], weekly: Mapping[int, Fraction]) -> set[Fraction]:
    """Returns how many lessons a week students of the class have: those of the courses that each is in."""
    loads: dict[int, Fraction] = {}
    for course in courses:
        for student in course.students:
            loads[student] = loads.get(student, Fraction(0)) + weekly[course.id]
    return set(loads.values())


def _weekly(lessons: Fraction) -> WeeklyLessons:
    return WeeklyLessons(lessons=lessons.numerator, weeks=lessons.denominator)
