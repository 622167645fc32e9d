"""Teachers who are away, and the lessons that others have to hold meanwhile."""

from collections import defaultdict
from datetime import timedelta

from channels.appointments import require_timetable_keeper
from channels.errors import Codes, refuse
from channels.store import Desk, Tx, not_found
from channels.substitutions.inputs import NewTeacherAbsence
from channels.substitutions.model import CoverProposal, LessonToCover, TeacherAbsence, TeacherAbsences, ToCover
from channels.substitutions.proposals import proposals

PROPOSED = 8  # colleagues for each lesson


async def teacher_absences(desk: Desk, person: int, school: int) -> TeacherAbsences:
    """Returns who is away now and later, with reasons. Raises NOT_FOUND for people who do not keep the timetable."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        today = await tx.schools.day(school, desk.clock.now())
        return TeacherAbsences(absences=await tx.lessons.absences(school, today))


async def add_teacher_absence(
    desk: Desk, person: int, school: int, asked: NewTeacherAbsence, key: str | None
) -> TeacherAbsence:
    """Notes that a teacher is away on some days. Raises NOT_FOUND for teachers of other schools; DAYS_END_FIRST."""

    async def work(tx: Tx) -> TeacherAbsence:
        await require_timetable_keeper(tx, person, school)
        if asked.teacher not in await tx.lessons.teachers_of(school, [asked.teacher]):
            raise not_found()
        now = desk.clock.now()
        added = await tx.lessons.add_absence(school, asked, person, now)
        await tx.audit.add(person, "add_teacher_absence", asked.teacher, "done", now)
        return added

    if asked.until_day <= asked.from_day:
        refuse([("until_day", Codes.DAYS_END_FIRST)])
    return await desk.write(
        TeacherAbsence, work, person=person, key=key, about=("add_teacher_absence", school), body=asked
    )


async def end_teacher_absence(desk: Desk, person: int, school: int, absence: int) -> TeacherAbsences:
    """Takes an absence back; covers stay until they are changed. Raises NOT_FOUND for absences of other schools."""
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        now = desk.clock.now()
        if not await tx.lessons.end_absence(school, absence, now):
            raise not_found()
        await tx.audit.add(person, "end_teacher_absence", absence, "done", now)
        return TeacherAbsences(absences=await tx.lessons.absences(school, await tx.schools.day(school, now)))


async def lessons_to_cover(desk: Desk, person: int, school: int, absence: int) -> ToCover:
    """Returns each lesson that the absent teacher would hold, with free colleagues: those of the subject first.

    Raises NOT_FOUND for people who do not keep the timetable, and for absences of other schools.
    """
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        found = await tx.lessons.absence(school, absence)
        if found is None:
            raise not_found()
        days = [found.from_day + timedelta(days=n) for n in range((found.until_day - found.from_day).days)]
        held = await tx.lessons.held(school, days)
        theirs = [one for one in held if found.teacher.id in one.teachers]
        shown = await tx.lessons.places([one.id for one in theirs])
        colleagues = await tx.lessons.colleagues(school, found.from_day)
        away: dict[object, set[int]] = defaultdict(set)
        for teacher, day in await tx.lessons.away(school, days):
            away[day].add(teacher)
        covers = await tx.lessons.covers(school, found.from_day)
        names = await tx.people.names({one.id for one in colleagues})
        to_cover = []
        for lesson in sorted(theirs, key=lambda one: (one.starts, one.id)):
            here = shown[lesson.id]
            free = proposals(lesson, here.subject, colleagues, held, away[here.after.day], covers)
            to_cover.append(
                LessonToCover(
                    lesson=here,
                    proposals=[
                        CoverProposal(
                            teacher=one.colleague,
                            name=names[one.colleague],
                            of_subject=one.of_subject,
                            of_class=one.of_class,
                            covers=covers.get(one.colleague, 0),
                        )
                        for one in free[:PROPOSED]
                    ],
                )
            )
        return ToCover(absence=found, lessons=to_cover)
