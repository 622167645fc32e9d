"""Demo school as a whole: people, courses with their teachers, and the weekly timetable."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from handlers.demo.curriculum import BELLS, FACULTY, LOAD, PRIMARY, hours
from handlers.demo.names import latin
from handlers.demo.people import Families, People, Someone, Staff, add_fixed, class_names, sizes

DAYS = 5
DEMO_COURSES = (("5А", "Математика"), ("5Б", "Математика"), ("6А", "Математика"), ("6Б", "Математика"))
SON = ("2Б", "Математика")
"""Course of demo.teacher in the son's class: with it and DEMO_COURSES she teaches both children of demo.guardian."""


class Course(NamedTuple):
    id: str
    class_: str
    subject: str
    hours: int
    teachers: tuple[str, ...]  # the first is the primary one


class Slot(NamedTuple):
    day: int  # 0 is Monday
    number: int  # of the lesson, from 1


@dataclass(slots=True)
class DemoSchool:
    people: People
    courses: list[Course] = field(default_factory=list)
    class_teachers: dict[str, str] = field(default_factory=dict)
    timetable: dict[str, list[Slot]] = field(default_factory=dict)  # course -> its slots

    def students_of(self, class_: str) -> list[str]:
        return [student.id for student in self.people.students if student.class_ == class_]


LEAST = 66


def make_school(students: int, seed: int) -> DemoSchool:
    """Makes a school, the same for the same arguments. Raises ValueError below two students a class."""
    if students < LEAST:
        raise ValueError(f"a school of {len(class_names())} classes has at least {LEAST} students")
    rng = random.Random(seed)  # noqa: S311
    people = People()
    add_fixed(people)
    places = [class_ for class_, size in sizes(students).items() for _ in range(size)]
    for student in people.students:
        places.remove(student.class_)
    Families(rng, people).make(places)
    school = DemoSchool(people)
    _hire(school, Staff(rng, people))
    school.timetable = _timetable(school, rng)
    return school


def class_id(name: str) -> str:
    return f"class-{latin(name)}"


def _hire(school: DemoSchool, staff: Staff) -> None:
    """Hires teachers for every course: in the first four years mostly the class's own."""
    for name in class_names():
        year = int(name[:-1])
        school.class_teachers[name] = "demo-teacher" if name == "5А" else staff.hire().id if year <= 4 else ""
    free: dict[str, list[tuple[Someone, int]]] = defaultdict(list)
    demo2 = next(one for one in school.people.teachers if one.id == "demo-teacher2")
    free["Математика"].append((demo2, LOAD - 5))  # five lessons are for the class where she helps
    for name in class_names():
        year = int(name[:-1])
        for subject, number in hours(year).items():
            if (name, subject) in (*DEMO_COURSES, SON):
                teachers = ("demo-teacher", "demo-teacher2") if name == "5А" else ("demo-teacher",)
            elif year <= 4 and subject in PRIMARY:
                teachers = (school.class_teachers[name],)
            else:
                teachers = (_with_time_for(number, free[FACULTY.get(subject, subject)], staff),)
            id_ = f"course-{latin(name)}-{latin(subject).replace(' ', '-')}"
            school.courses.append(Course(id_, name, subject, number, teachers))
    # In the upper years one of the class's teachers leads it; nobody leads two, if possible.
    leading = set(school.class_teachers.values())
    for name, teacher in school.class_teachers.items():
        if not teacher:
            teaching = [course.teachers[0] for course in school.courses if course.class_ == name]
            chosen = next((one for one in teaching if one not in leading), teaching[0])
            leading.add(chosen)
            school.class_teachers[name] = chosen


def _with_time_for(number: int, free: list[tuple[Someone, int]], staff: Staff) -> str:
    for n, (teacher, left) in enumerate(free):
        if left >= number:
            free[n] = (teacher, left - number)
            return teacher.id
    teacher = staff.hire()
    free.append((teacher, LOAD - number))
    return teacher.id


def _timetable(school: DemoSchool, rng: random.Random) -> dict[str, list[Slot]]:
    """Returns slots for every course such that nobody is in two places. An hour that finds no slot is left out."""
    busy: dict[tuple[str, Slot], bool] = {}
    days: dict[str, list[int]] = defaultdict(lambda: [0] * DAYS)  # class -> lessons on each day
    slots: dict[str, list[Slot]] = {}
    # The demo teacher's courses come first, so that her week is even; then those of the busiest teachers.
    load: dict[str, int] = defaultdict(int)
    for course in school.courses:
        for teacher in course.teachers:
            load[teacher] += course.hours
    order = sorted(
        school.courses,
        key=lambda c: ("demo-teacher" not in c.teachers, -max(load[t] for t in c.teachers), c.id),
    )
    for course in order:
        mine: list[Slot] = []
        for hour in range(course.hours):
            day_order = sorted(
                range(DAYS),
                key=lambda day: (
                    sum(slot.day == day for slot in mine),
                    days[course.class_][day] if "demo-teacher" not in course.teachers else (day - hour) % DAYS,
                    rng.random(),
                ),
            )
            slot = _first_free(course, day_order, busy)
            if slot is None:
                break
            mine.append(slot)
            days[course.class_][slot.day] += 1
            for who in (course.class_, *course.teachers):
                busy[who, slot] = True
        slots[course.id] = mine
    _close_gaps(school, slots, busy)
    return {course: sorted(theirs) for course, theirs in slots.items()}


def _close_gaps(school: DemoSchool, slots: dict[str, list[Slot]], busy: dict[tuple[str, Slot], bool]) -> None:
    """Moves a class's last lesson of a day into its gaps, as long as that helps and its teacher has time."""
    courses = {course.id: course for course in school.courses}
    by_class: dict[str, list[str]] = defaultdict(list)
    for course in school.courses:
        by_class[course.class_].append(course.id)
    for ids in by_class.values():
        moved = True
        while moved:
            held = {slot: id_ for id_ in ids for slot in slots[id_]}
            lengths = {day: max((s.number for s in held if s.day == day), default=0) for day in range(DAYS)}
            gaps = [Slot(d, n) for d, last in lengths.items() for n in range(1, last) if Slot(d, n) not in held]
            ends = [Slot(day, last) for day, last in lengths.items() if last]
            tries = [
                (gap, end)
                for gap in gaps
                for end in sorted(ends, key=lambda end: (end.day != gap.day, -end.number))
                if end.day == gap.day or lengths[end.day] > len([s for s in held if s.day == gap.day])
            ]
            moved = any(_move(courses[held[end]], end, gap, slots, busy) for gap, end in tries)


def _move(
    course: Course, old: Slot, new: Slot, slots: dict[str, list[Slot]], busy: dict[tuple[str, Slot], bool]
) -> bool:
    who = (course.class_, *course.teachers)
    if "demo-teacher" in course.teachers or any((one, new) in busy for one in who):
        return False
    slots[course.id][slots[course.id].index(old)] = new
    for one in who:
        del busy[one, old]
        busy[one, new] = True
    return True


def _first_free(course: Course, days: list[int], busy: dict[tuple[str, Slot], bool]) -> Slot | None:
    who = (course.class_, *course.teachers)
    for day in days:
        for number in range(1, len(BELLS) + 1):
            slot = Slot(day, number)
            if not any((one, slot) in busy for one in who):
                return slot
    return None
