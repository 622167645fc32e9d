"""Shows and sets a school's year: its reporting periods, free days, and the days of its week."""

from collections.abc import Iterable, Iterator, Sequence

from channels import policy
from channels.appointments import require_timetable_keeper
from channels.errors import Code, Codes, Refusal, refuse
from channels.publication import ChannelName
from channels.school_year.facts import SchoolYearChanged
from channels.school_year.inputs import NewFreeDays, NewPeriod, NewSchoolYear
from channels.school_year.model import CountedPeriods, SchoolYear
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.timetable.lessons_apart import ClashApart, clashes_apart
from channels.timetable.making_lessons import bring_up_school, standing


async def school_year(store: Store, person: int, school: int) -> SchoolYear:
    """Returns the school's year. Raises NOT_FOUND for people outside the school."""
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return await tx.school_years.one(school)


async def counted_periods(store: Store, person: int, school: int) -> CountedPeriods:
    """Returns the reporting periods that count. Raises NOT_FOUND for people outside the school."""
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        own = (await tx.school_years.one(school)).periods
        return CountedPeriods(own=bool(own), periods=own or await tx.patterns.periods(school))


async def set_school_year(desk: Desk, person: int, school: int, asked: NewSchoolYear, key: str | None) -> SchoolYear:
    """Sets the whole year anew, and brings the lessons to come to what pattern and calendar say then.

    Raises NOT_FOUND for people who do not keep its timetable; STALE, with the present year, if it was changed since;
    for each row that makes no sense DAYS_END_FIRST, GRADES_END_FIRST or PERIODS_OVERLAP, all of them in `errors`; and
    LESSONS_IN_THE_WAY, with these lessons in `clashes`, where lessons of the pattern would come back to days on which
    others were added, changed or kept meanwhile that need the same people or room.
    """
    refuse(list(_faults(asked)))

    async def work(tx: Tx) -> SchoolYear:
        await require_timetable_keeper(tx, person, school)
        now, channel = desk.clock.now(), ChannelName(f"school:{school}")
        await tx.patterns.lock(school)
        await tx.lock([channel])
        present = await tx.school_years.one(school)
        if present.revision != asked.revision:
            raise Refusal(Codes.STALE, {"current": present.model_dump(mode="json")})
        await tx.school_years.set(school, asked, person, now)
        await tx.audit.add(person, "set_school_year", school, "done", now)
        today = await tx.schools.day(school, now)
        timetable = await standing(tx, school, today, today)
        _refuse_in_the_way(await clashes_apart(tx, timetable, await bring_up_school(tx, timetable)))
        await tx.append(channel, person, SchoolYearChanged())
        return await tx.school_years.one(school)

    return await desk.write(SchoolYear, work, person=person, key=key, about=("set_school_year", school), body=asked)


def _refuse_in_the_way(found: Iterable[ClashApart]) -> None:
    lessons = {one.lesson.id: one.lesson for one in found}
    if lessons:
        rows = sorted(lessons.values(), key=lambda lesson: (lesson.day, lesson.number, lesson.id))
        raise Refusal(Codes.LESSONS_IN_THE_WAY, {"clashes": [one.model_dump(mode="json") for one in rows]})


def _faults(asked: NewSchoolYear) -> Iterator[tuple[str, Code]]:
    spans: dict[str, Sequence[NewPeriod | NewFreeDays]] = {"periods": asked.periods, "free": asked.free}
    for name, rows in spans.items():
        for n, row in enumerate(rows):
            if row.until_day <= row.from_day:
                yield f"{name}.{n}.until_day", Codes.DAYS_END_FIRST
            if row.grade_until < row.grade_from:
                yield f"{name}.{n}.grade_until", Codes.GRADES_END_FIRST
    for n, period in enumerate(asked.periods):
        if any(_overlap(period, before) for before in asked.periods[:n]):
            yield f"periods.{n}.from_day", Codes.PERIODS_OVERLAP


def _overlap(one: NewPeriod, other: NewPeriod) -> bool:
    days = one.from_day < other.until_day and other.from_day < one.until_day
    grades = one.grade_from <= other.grade_until and other.grade_from <= one.grade_until
    return days and grades
