"""Courses that a school types itself: of a class, of a subgroup, or of a stream of several classes."""

from collections.abc import Collection

from channels.appointments import require_timetable_keeper
from channels.errors import Codes, Refusal, refuse
from channels.publication import ChannelName
from channels.store import Desk, Tx, not_found
from channels.timetable.facts import TimetableChanged
from channels.timetable.inputs import ChangedCourse, CourseFields, EndedCourse
from channels.timetable.lesson_times import lesson_times, require_word
from channels.timetable.making_lessons import classes_of
from channels.timetable.model import ClassStudents, CourseMembers, OneCourse, TaughtCourse


async def course_members(desk: Desk, person: int, school: int, course: int) -> CourseMembers:
    """Returns who is in a course. Raises NOT_FOUND for people who do not keep the timetable, and for other schools'."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        found = await _one(desk, tx, school, course)
        if found is None:
            raise not_found()
        whole, chosen = await tx.courses.members(course)
        return CourseMembers(course=found, whole=whole, chosen=chosen)


async def students_of_class(desk: Desk, person: int, school: int, class_: int) -> ClassStudents:
    """Returns the students of a class, to choose from for a course. Raises what `course_members` raises."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        if not await tx.schools.has_classes(school, [class_]):
            raise not_found()
        return ClassStudents(students=await tx.courses.in_class(class_))


async def add_course(desk: Desk, person: int, school: int, asked: CourseFields, key: str | None) -> OneCourse:
    """Adds a course. Who comes into one of its whole classes later comes into it as well.

    Raises NOT_FOUND for people who do not keep the timetable, and for classes and teachers of other schools;
    NOT_IN_CLASS at each chosen student who is in none of its classes, all in `errors`.
    """

    async def work(tx: Tx) -> OneCourse:
        await _check(tx, person, school, asked)
        course = await tx.courses.add(school, asked)
        return await _told(desk, tx, person, school, course, "add_course", None)

    return await desk.write(OneCourse, work, person=person, key=key, about=("add_course", school), body=asked)


async def change_course(
    desk: Desk, person: int, school: int, course: int, asked: ChangedCourse, key: str | None
) -> OneCourse:
    """Replaces what was typed of a course; who was in it and taught it until today stays so.

    Raises what `add_course` raises, NOT_FOUND for courses of other schools, OF_A_ROSTER for one that was imported,
    STALE, with the present course and its members, if it was changed since, and what `require_word` raises if its
    lessons meet others with its new class, teachers or students.
    """

    async def work(tx: Tx) -> OneCourse:
        await _check(tx, person, school, asked)
        await tx.patterns.lock(school)
        before = await _typed(desk, tx, school, course)
        if before.revision != asked.revision:
            whole, chosen = await tx.courses.members(course)
            current = CourseMembers(course=before, whole=whole, chosen=chosen)
            raise Refusal(Codes.STALE, {"current": current.model_dump(mode="json")})
        today = await tx.schools.day(school, desk.clock.now())
        met = await lesson_times(tx, school, today, today)
        colleagues = await tx.courses.colleagues(course, today)
        await tx.courses.change(course, asked, desk.clock.now())
        await require_word(tx, met, await lesson_times(tx, school, today, today), asked.word, confirmed=asked.confirmed)
        return await _told(desk, tx, person, school, course, "change_course", before, colleagues)

    return await desk.write(OneCourse, work, person=person, key=key, about=("change_course", course), body=asked)


async def end_course(desk: Desk, person: int, school: int, course: int, asked: EndedCourse) -> OneCourse:
    """Ends a course: lessons to come in which nothing is written go, all others stay. Returns the course as it was.

    Raises NOT_FOUND, and OF_A_ROSTER for one that was imported.
    """

    async def work(tx: Tx) -> OneCourse:
        await require_timetable_keeper(tx, person, school)
        await tx.patterns.lock(school)
        before, now = await _typed(desk, tx, school, course), desk.clock.now()
        colleagues = await tx.courses.colleagues(course, await tx.schools.day(school, now))
        await tx.courses.end(course, now)
        await tx.audit.add(person, "end_course", course, "done", now)
        teachers = colleagues | {teacher.id for teacher in before.teachers}
        await _tell(desk, tx, person, school, classes_of(before), teachers)
        return OneCourse(course=before)

    return await desk.write(OneCourse, work, person=person, key=None, about=("end_course", course), body=asked)


async def _check(tx: Tx, person: int, school: int, asked: CourseFields) -> None:
    await require_timetable_keeper(tx, person, school)
    classes = {asked.class_, *asked.classes}
    if not await tx.schools.has_classes(school, classes):
        raise not_found()
    if not set(asked.teachers) <= await tx.lessons.teachers_of(school, asked.teachers):
        raise not_found()
    there = await tx.courses.students_of(classes)
    refuse([(f"students.{n}", Codes.NOT_IN_CLASS) for n, one in enumerate(asked.students) if one not in there])


async def _typed(desk: Desk, tx: Tx, school: int, course: int) -> TaughtCourse:
    """Returns a course of the school that was typed."""
    found = await _one(desk, tx, school, course)
    if found is None:
        raise not_found()
    if not found.typed:
        raise Refusal(Codes.OF_A_ROSTER)
    return found


async def _one(desk: Desk, tx: Tx, school: int, course: int) -> TaughtCourse | None:
    today = await tx.schools.day(school, desk.clock.now())
    return next((one for one in await tx.patterns.courses(school, today) if one.id == course), None)


async def _told(
    desk: Desk,
    tx: Tx,
    person: int,
    school: int,
    course: int,
    action: str,
    before: TaughtCourse | None,
    colleagues: Collection[int] = (),
) -> OneCourse:
    after = await _one(desk, tx, school, course)
    assert after is not None
    await tx.audit.add(person, action, course, "done", desk.clock.now())
    both = [one for one in (before, after) if one is not None]
    classes = {class_ for one in both for class_ in classes_of(one)}
    teachers = {teacher.id for one in both for teacher in one.teachers}
    await _tell(desk, tx, person, school, classes, teachers.union(colleagues))
    return OneCourse(course=after)


async def _tell(
    desk: Desk, tx: Tx, person: int, school: int, classes: Collection[int], teachers: Collection[int]
) -> None:
    """Tells the classes that lessons may be others, and reads the rights of the teachers anew."""
    changed = TimetableChanged(from_day=await tx.schools.day(school, desk.clock.now()))
    await tx.append_all(person, [(ChannelName(f"class:{one}"), changed) for one in sorted(classes)])
    to_teachers = [(ChannelName(f"person:{one}"), changed) for one in sorted(teachers)]
    await tx.append_all(person, to_teachers, changes_readers=True)
