"""Demo school as a whole: people, courses with their teachers, and the weekly timetable."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from handlers.demo.curriculum import FACULTY, LOAD, PRIMARY, ROOMS, SPLIT, bells, hours, lessons_before
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
    group: int = 0  # 1 and 2 are the halves of the class, taught at the same time


class Slot(NamedTuple):
    day: int  # 0 is Monday
    number: int  # of the lesson in its shift, from 1


@dataclass(slots=True)
class DemoSchool:
    people: People
    courses: list[Course] = field(default_factory=list)
    class_teachers: dict[str, str] = field(default_factory=dict)
    timetable: dict[str, list[Slot]] = field(default_factory=dict)  # course -> its slots
    rooms: dict[str, str] = field(default_factory=dict)  # teacher -> the room where they teach

    def room_of(self, course: Course) -> str:
        return self.rooms[course.teachers[0]]

    def students_of(self, class_: str) -> list[str]:
        return [student.id for student in self.people.students if student.class_ == class_]


def half(students: list[str], group: int) -> list[str]:
    """Returns those of a class who are in a group: every second one, and all for 0."""
    return students[group - 1 :: 2] if group else students


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
    school.rooms = _rooms(school)
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
            if year in SPLIT.get(subject, ()):
                second = _with_time_for(number, free[subject], staff, but=teachers)
                school.courses.append(Course(f"{id_}-1", name, subject, number, teachers, 1))
                school.courses.append(Course(f"{id_}-2", name, subject, number, (second,), 2))
            else:
                school.courses.append(Course(id_, name, subject, number, teachers))
    # In the upper years one of the class's teachers leads it; nobody leads two, if possible.
    leading = set(school.class_teachers.values())
    for name, teacher in school.class_teachers.items():
        if not teacher:
            teaching = [course.teachers[0] for course in school.courses if course.class_ == name]
            chosen = next((one for one in teaching if one not in leading), teaching[0])
            leading.add(chosen)
            school.class_teachers[name] = chosen


def _with_time_for(number: int, free: list[tuple[Someone, int]], staff: Staff, but: Collection[str] = ()) -> str:
    for n, (teacher, left) in enumerate(free):
        if left >= number and teacher.id not in but:
            free[n] = (teacher, left - number)
            return teacher.id
    teacher = staff.hire()
    free.append((teacher, LOAD - number))
    return teacher.id


def _rooms(school: DemoSchool) -> dict[str, str]:
    """Returns teacher -> room. Everybody has a room of their own, so that no two lessons meet in one."""
    rooms: dict[str, str] = {}
    for course in school.courses:
        teacher, year = course.teachers[0], int(course.class_[:-1])
        if teacher in rooms:
            continue
        if year <= 4 and teacher == school.class_teachers[course.class_]:
            room = f"{100 + year * 3 + 'АБВ'.index(course.class_[-1])}"
        else:
            room = ROOMS.get(course.subject, "201")
        same = re.fullmatch(r"(.*?)(\d*)", room)
        assert same is not None
        number = int(same[2] or 1)
        while room in rooms.values():
            number += 1
            room = f"{same[1]}{number}" if same[2] else f"{same[1]} {number}"
        rooms[teacher] = room
    return rooms


class _Block(NamedTuple):
    """Courses that a class has at the same time: one, or those of its two halves."""

    id: str
    class_: str
    hours: int
    teachers: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """People who cannot be elsewhere meanwhile."""
        return (self.class_, *self.teachers)

    @property
    def numbers(self) -> range:
        """Numbers of its shift on the clock."""
        year = int(self.class_[:-1])
        first = lessons_before(year) + 1
        return range(first, first + len(bells(year)))


def _timetable(school: DemoSchool, rng: random.Random) -> dict[str, list[Slot]]:
    """Returns slots for every course such that nobody is in two places. An hour that finds no slot is left out."""
    together: dict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in school.courses:
        together[course.class_, course.subject].append(course)
    blocks = {
        courses[0].id: _Block(
            courses[0].id, class_, courses[0].hours, tuple(one for course in courses for one in course.teachers)
        )
        for (class_, _), courses in together.items()
    }
    slots = _placed(list(blocks.values()), rng)
    return {
        course.id: [Slot(slot.day, slot.number + 1 - blocks[courses[0].id].numbers[0]) for slot in slots[courses[0].id]]
        for courses in together.values()
        for course in courses
    }


Taken = dict[tuple[str, Slot], bool]


def _placed(blocks: list[_Block], rng: random.Random) -> dict[str, list[Slot]]:
    """Returns block -> its slots, numbered by the clock of the whole day."""
    taken: Taken = {}
    days: dict[str, list[int]] = defaultdict(lambda: [0] * DAYS)  # class -> lessons on each day
    slots: dict[str, list[Slot]] = {}
    # The demo teacher's courses come first, so that her week is even; then those of the busiest teachers.
    load: dict[str, int] = defaultdict(int)
    for block in blocks:
        for teacher in block.teachers:
            load[teacher] += block.hours
    order = sorted(
        blocks,
        key=lambda b: ("demo-teacher" not in b.teachers, -max(load[t] for t in b.teachers), b.id),
    )
    for block in order:
        mine: list[Slot] = []
        for hour in range(block.hours):
            day_order = sorted(
                range(DAYS),
                key=lambda day: (
                    sum(slot.day == day for slot in mine),
                    days[block.class_][day] if "demo-teacher" not in block.teachers else (day - hour) % DAYS,
                    rng.random(),
                ),
            )
            slot = _first_free(block, day_order, taken)
            if slot is None:
                break
            mine.append(slot)
            days[block.class_][slot.day] += 1
            for who in block.needs:
                taken[who, slot] = True
        slots[block.id] = mine
    _close_gaps(blocks, slots, taken)
    return {block: sorted(theirs) for block, theirs in slots.items()}


def _close_gaps(blocks: list[_Block], slots: dict[str, list[Slot]], taken: Taken) -> None:
    """Moves a class's last lesson of a day into its gaps, as long as that helps and its teachers have time."""
    by_class: dict[str, list[_Block]] = defaultdict(list)
    for block in blocks:
        by_class[block.class_].append(block)
    for theirs in by_class.values():
        before = theirs[0].numbers[0] - 1
        moved = True
        while moved:
            held = {slot: block for block in theirs for slot in slots[block.id]}
            last = {day: max((s.number for s in held if s.day == day), default=before) for day in range(DAYS)}
            gaps = [Slot(d, n) for d, end in last.items() for n in range(before + 1, end) if Slot(d, n) not in held]
            ends = [Slot(day, number) for day, number in last.items() if number > before]
            tries = [
                (gap, end)
                for gap in gaps
                for end in sorted(ends, key=lambda end: (end.day != gap.day, -end.number))
                if end.day == gap.day or last[end.day] - before > len([s for s in held if s.day == gap.day])
            ]
            moved = any(_move(held[end], end, gap, slots, taken) for gap, end in tries)


def _move(block: _Block, old: Slot, new: Slot, slots: dict[str, list[Slot]], taken: Taken) -> bool:
    if "demo-teacher" in block.teachers or any((one, new) in taken for one in block.needs):
        return False
    slots[block.id][slots[block.id].index(old)] = new
    for one in block.needs:
        del taken[one, old]
        taken[one, new] = True
    return True


def _first_free(block: _Block, days: list[int], taken: Taken) -> Slot | None:
    for day in days:
        for number in block.numbers:
            slot = Slot(day, number)
            if not any((one, slot) in taken for one in block.needs):
                return slot
    return None
