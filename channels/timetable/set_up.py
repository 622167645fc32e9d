"""State of a school's set-up: eight steps in a fixed order, and how far each class is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from channels.appointments import require_timetable_keeper
from channels.store import Desk
from channels.timetable.class_facts import ClassFacts
from channels.timetable.model import ClassSetUp, SetUp, SetUpStep, StepState

OF_CLASSES = (SetUpStep.BELLS, SetUpStep.STUDENTS, SetUpStep.COURSES, SetUpStep.TIMETABLE)
"""Steps that are done class by class: a class whose own are done lives while others wait."""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    week_said: bool
    teachers: int
    rooms: int


def done_in(facts: ClassFacts, grades: Collection[int]) -> list[SetUpStep]:
    """Returns the steps that are done for a class. `grades` are those that have a period to come."""
    period = facts.class_.grade in grades if facts.class_.grade is not None else bool(grades)
    done = {
        SetUpStep.BELLS: facts.bells and period,
        SetUpStep.STUDENTS: facts.students > 0,
        SetUpStep.COURSES: facts.courses > 0 and facts.untaught == 0,
        SetUpStep.TIMETABLE: facts.rows > 0,
    }
    return [step for step in OF_CLASSES if done[step]]


def state_of(school: SchoolFacts, classes: Sequence[ClassFacts], grades: Collection[int]) -> SetUp:
    """Returns the state of all steps. A step of classes is done when it is so for each; `missing` are the others."""
    by_class = [
        ClassSetUp(id=one.class_.id, name=one.class_.name, grade=one.class_.grade, done=done_in(one, grades))
        for one in classes
    ]
    whole = {
        SetUpStep.SCHOOL: school.week_said,
        SetUpStep.STAFF: school.teachers > 0,
        SetUpStep.CLASSES: bool(classes),
        SetUpStep.ROOMS: school.rooms > 0,
    }
    steps = []
    for step in SetUpStep:
        missing = [one.class_ for one, state in zip(classes, by_class, strict=True) if step not in state.done]
        if step not in OF_CLASSES:
            missing = []
        done = whole[step] if step in whole else bool(classes) and not missing
        steps.append(StepState(step=step, done=done, missing=missing))
    return SetUp(steps=steps, classes=by_class)


async def set_up(desk: Desk, person: int, school: int) -> SetUp:
    """Returns what of the set-up is done. Raises NOT_FOUND for people who do not keep the timetable."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        today = await tx.schools.day(school, desk.clock.now())
        year = await tx.school_years.one(school)
        periods = await tx.patterns.periods(school)
        grades = {
            grade
            for period in periods
            if period.until_day > today
            for grade in range(period.grade_from, period.grade_until + 1)
        }
        classes = await tx.timetables.class_facts(school, today)
        facts = SchoolFacts(
            week_said=year.revision > 0,
            teachers=len(await tx.lessons.colleagues(school, today)),
            rooms=len((await tx.rooms.of_school(school)).rooms),
        )
        return state_of(facts, classes, grades)
