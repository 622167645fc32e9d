"""Timetables to read: of a teacher, of a class and of a room, or of all of a school, a week at a time."""

from channels import policy
from channels.people import PersonRef
from channels.school_year.school_calendar import monday
from channels.school_year.weeks import LENGTH, Week, monday_of, written_week
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.timetable.model import (
    Classes,
    ClassTimetable,
    Teachers,
    TeacherTimetable,
    Timetable,
    TimetablesOfClasses,
    TimetablesOfTeachers,
)


async def classes(store: Store, person: int, school: int) -> Classes:
    """Returns the classes whose timetables its staff may read. Raises NOT_FOUND for others than the staff."""
    async with store.read() as tx:
        if not policy.is_staff_of(await viewer_of(tx, person), school):
            raise not_found()
        return Classes(classes=await tx.schools.classes(school))


async def teachers(desk: Desk, person: int, school: int) -> Teachers:
    """Returns everybody who is a teacher at the school now, by name. Raises NOT_FOUND for others than the staff."""
    async with desk.store.read() as tx:
        if not policy.is_staff_of(await viewer_of(tx, person), school):
            raise not_found()
        return Teachers(teachers=await _teachers(desk, tx, school))


async def _teachers(desk: Desk, tx: Tx, school: int) -> list[PersonRef]:
    today = await tx.schools.day(school, desk.clock.now())
    names = await tx.people.names([one.id for one in await tx.lessons.colleagues(school, today)])
    found = [PersonRef(id=number, name=name) for number, name in names.items()]
    return sorted(found, key=lambda one: (one.name.family, one.name.given, one.id))


async def timetable_of_teacher(desk: Desk, person: int, teacher: int, asked: Week) -> Timetable:
    """Returns what a teacher teaches in a week, and what they cover, at the schools that the reader shares with them.

    Raises NOT_FOUND for others than the teacher and colleagues.
    """
    async with desk.store.read() as tx:
        at = await tx.timetables.schools_of_teacher(teacher)
        schools = policy.schools_of_timetable(await viewer_of(tx, person), teacher, at)
        if not schools:
            raise not_found()
        return await _week(desk, tx, schools, asked, teacher=teacher)


async def timetable_of_class(desk: Desk, person: int, class_: int, asked: Week) -> Timetable:
    """Returns the lessons of a class in a week, those of its subgroups too.

    Raises NOT_FOUND for others than the class, its families and the school's staff.
    """
    async with desk.store.read() as tx:
        school = await tx.groups.school_of_class(class_)
        if school is None or not policy.reads_timetable_of_class(await viewer_of(tx, person), class_, school):
            raise not_found()
        return await _week(desk, tx, [school], asked, class_=class_)


async def timetable_of_room(desk: Desk, person: int, room: int, asked: Week) -> Timetable:
    """Returns what is held in a room in a week. Raises NOT_FOUND for others than the school's staff."""
    async with desk.store.read() as tx:
        school = await tx.rooms.school(room)
        if school is None or not policy.is_staff_of(await viewer_of(tx, person), school):
            raise not_found()
        return await _week(desk, tx, [school], asked, room=room)


async def timetables_of_classes(desk: Desk, person: int, school: int, asked: Week) -> TimetablesOfClasses:
    """Returns the week of every class of a school. Raises NOT_FOUND for others than the school's staff."""
    async with desk.store.read() as tx:
        week = await _week_of_school(desk, tx, person, school, asked)
        courses = await tx.timetables.courses_of_classes(school)
        classes = [
            ClassTimetable(
                class_=one, lessons=[lesson.id for lesson in week.lessons if lesson.course in courses.get(one.id, ())]
            )
            for one in await tx.schools.classes(school)
        ]
        taken = {course for found in courses.values() for course in found}
        return TimetablesOfClasses(
            week=week.week,
            zone=week.zone,
            lessons=[lesson for lesson in week.lessons if lesson.course in taken],
            classes=classes,
        )


async def timetables_of_teachers(desk: Desk, person: int, school: int, asked: Week) -> TimetablesOfTeachers:
    """Returns the week of every teacher of a school. Raises NOT_FOUND for others than the school's staff."""
    async with desk.store.read() as tx:
        week = await _week_of_school(desk, tx, person, school, asked)
        held: dict[int, list[int]] = {}
        for lesson in week.lessons:
            for teacher in lesson.teachers:
                held.setdefault(teacher.id, []).append(lesson.id)
        return TimetablesOfTeachers(
            week=week.week,
            zone=week.zone,
            lessons=week.lessons,
            teachers=[
                TeacherTimetable(teacher=one, lessons=held.get(one.id, [])) for one in await _teachers(desk, tx, school)
            ],
        )


async def _week_of_school(desk: Desk, tx: Tx, person: int, school: int, asked: Week) -> Timetable:
    if not policy.is_staff_of(await viewer_of(tx, person), school):
        raise not_found()
    return await _week(desk, tx, [school], asked, school=school)


async def _week(
    desk: Desk,
    tx: Tx,
    schools: list[int],
    asked: Week,
    *,
    teacher: int | None = None,
    class_: int | None = None,
    room: int | None = None,
    school: int | None = None,
) -> Timetable:
    today = await tx.schools.day(schools[0], desk.clock.now())
    first = monday(today) if asked.week is None else monday_of(asked.week)
    return Timetable(
        week=written_week(first),
        zone=await tx.schools.zone(schools[0]),
        lessons=await tx.timetables.lessons(
            schools, first, first + LENGTH, teacher=teacher, class_=class_, room=room, school=school
        ),
    )
