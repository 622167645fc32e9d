"""Shows and changes the pattern of a timetable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from channels import policy
from channels.appointments import require_timetable_keeper
from channels.errors import Broken, Codes, Refusal, refuse
from channels.notices.preferences import NoticeKind
from channels.school_year.school_calendar import Span, end_of_year, monday
from channels.store import Desk, Tx, not_found, viewer_of
from channels.timetable.inputs import PatternChange, WantedPattern
from channels.timetable.lessons_apart import ClashApart, clashes_apart
from channels.timetable.making_lessons import Standing, changes_to, row_of, standing, timetable_facts
from channels.timetable.model import (
    DayLesson,
    Pattern,
    PatternChanged,
    PatternClash,
    SaidPatternRow,
    TaughtCourse,
)
from channels.timetable.pattern_rows import Changes
from channels.timetable.row_times import RowClash, RowTimes, row_times

NEW = 10**17  # and above: rows that are planned, by their place in the request


async def pattern(desk: Desk, person: int, school: int, asked: WantedPattern) -> Pattern:
    """Returns the pattern from a day on, with the school's courses. Raises NOT_FOUND for others than its staff."""
    async with desk.store.read() as tx:
        if not policy.is_staff_of(await viewer_of(tx, person), school):
            raise not_found()
        day = asked.day or await tx.schools.day(school, desk.clock.now())
        return Pattern(rows=await tx.patterns.rows(school, day), courses=await tx.patterns.courses(school, day))


async def check_pattern(desk: Desk, person: int, school: int, asked: PatternChange) -> PatternChanged:
    """Returns what a change would do, with all its clashes, and does nothing. Refuses what the change refuses."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        return (await _plan(desk, tx, school, asked)).outcome


async def change_pattern(desk: Desk, person: int, school: int, asked: PatternChange, key: str | None) -> PatternChanged:
    """Ends and adds rows from a day on, and brings the lessons to what the pattern says then.

    Lessons before that day stay, and so does each in which something is written: the answer names those for which the
    pattern has no place any more. Raises NOT_FOUND for people who do not keep the timetable, and for courses and rooms
    of other schools; STALE, with the present rows, if one that is to end has ended since; TIMETABLE_CLASH, with all
    `clashes`, unless a word says why they are kept; and at each row that makes no sense a code, all in `errors`.
    """

    async def work(tx: Tx) -> PatternChanged:
        await require_timetable_keeper(tx, person, school)
        await tx.patterns.lock(school)
        return await carry_out(desk, tx, person, school, asked)

    return await desk.write(PatternChanged, work, person=person, key=key, about=("change_pattern", school), body=asked)


async def carry_out(desk: Desk, tx: Tx, person: int, school: int, asked: PatternChange) -> PatternChanged:
    """Carries out a change, and refuses what `change_pattern` refuses. The caller has locked the timetable."""
    plan = await _plan(desk, tx, school, asked)
    if plan.outcome.clashes and not asked.word:
        found = [clash.model_dump(mode="json") for clash in plan.outcome.clashes]
        raise Refusal(Codes.TIMETABLE_CLASH, {"clashes": found})
    now = desk.clock.now()
    added = await tx.patterns.change(asked.end, asked.from_day, plan.rows, person, now)
    ids = {planned.id: kept.id for planned, kept in zip(plan.rows, added, strict=True)}
    again = {clash.other for clash in plan.outcome.clashes if clash.add is None and clash.other is not None}
    await tx.patterns.say(again, asked.word)
    for changes in plan.changes:
        await tx.patterns.apply(changes, ids)
    await tx.audit.add(person, f"change_pattern:{asked.from_day}", school, "done", now)
    told = await tx.append_all(person, timetable_facts((course, asked.from_day) for course in plan.courses))
    tx.notices.add(told, NoticeKind.NEW_TIMETABLE)
    return plan.outcome.model_copy(update={"rows": added})


async def planned(tx: Tx, now: Standing, asked: PatternChange) -> PatternChanged:
    """Returns what a change would do to a timetable that was read. Refuses what the change refuses."""
    return (await _plan_of(tx, now, asked)).outcome


@dataclass(frozen=True, slots=True)
class _Plan:
    outcome: PatternChanged  # without its rows
    rows: list[SaidPatternRow]  # to be added; their ids are not real
    changes: list[Changes]
    courses: list[TaughtCourse]  # whose rows change


async def _plan(desk: Desk, tx: Tx, school: int, asked: PatternChange) -> _Plan:
    today = await tx.schools.day(school, desk.clock.now())
    return await _plan_of(tx, await standing(tx, school, today, today), asked)


async def _plan_of(tx: Tx, now: Standing, asked: PatternChange) -> _Plan:
    if asked.from_day < (now.today + timedelta(days=1) if asked.end else now.today):
        refuse([("from_day", Codes.TIMETABLE_IN_THE_PAST)])
    if asked.until_day is not None and asked.until_day <= asked.from_day:
        refuse([("until_day", Codes.DAYS_END_FIRST)])
    if not {row.course for row in asked.add} <= now.courses.keys():
        raise not_found()
    if not await tx.rooms.are_of(now.school, {row.room for row in asked.add if row.room is not None}):
        raise not_found()
    _refuse_ended(now, asked)
    added = [_said(now, asked, n) for n in range(len(asked.add))]
    refuse(await _faults(tx, now, added))
    ended = set(asked.end)
    after = [_cut(row, asked.from_day) if row.id in ended else row for row in now.rows.values()] + added
    times = await row_times(tx, now, after, asked.from_day) if added else RowTimes()
    refuse(
        [
            (f"add.{one.row - NEW}.number", Codes.NO_SUCH_BELL)
            for one in times.without_bell
            if one.row >= NEW and one.is_usual
        ]
    )
    courses = {row.course for row in added} | {now.rows[number].course for number in ended}
    span = Span(asked.from_day, max(now.horizon, asked.from_day))
    changes = await changes_to(tx, now, after, courses & now.courses.keys(), span)
    outcome = PatternChanged(
        rows=[],
        clashes=[
            *(_of_rows(clash) for clash in times.clashes if clash.second >= NEW),
            *map(_of_lesson, await clashes_apart(tx, now, changes)),
        ],
        added=sum(len(each.add) for each in changes),
        dropped=sum(len(each.drop) for each in changes),
        changed=sum(len(each.move) for each in changes),
        kept=[
            DayLesson(id=one.id, course=one.slot.course, day=one.slot.day, number=one.slot.number)
            for one in chain.from_iterable(each.left for each in changes)
        ],
    )
    return _Plan(outcome, added, changes, [now.courses[course] for course in sorted(courses & now.courses.keys())])


def _refuse_ended(now: Standing, asked: PatternChange) -> None:
    there = [now.rows[number] for number in asked.end if number in now.rows]
    if len(there) < len(asked.end) or any(row.until_day <= asked.from_day for row in there):
        courses = {row.course for row in there} | {row.course for row in asked.add}
        present = [row.model_dump(mode="json") for row in now.rows.values() if row.course in courses]
        raise Refusal(Codes.STALE, {"current": present})


def _said(now: Standing, asked: PatternChange, place: int) -> SaidPatternRow:
    """Returns the new row as it will stand, with an id that says its place in the request."""
    row = asked.add[place]
    spans = now.spans(now.courses[row.course].grade)
    year = [span for span in spans if span.end > asked.from_day]
    return SaidPatternRow(
        id=NEW + place,
        course=row.course,
        weekday=row.weekday,
        number=row.number,
        room=row.room,
        cycle=row.cycle,
        weeks=sorted(row.weeks),
        anchor=monday(row.anchor or min((span.first for span in year), default=asked.from_day)),
        from_day=max(row.from_day or asked.from_day, asked.from_day),
        until_day=row.until_day or asked.until_day or max(end_of_year(spans, asked.from_day), asked.from_day),
        word=asked.word,
    )


def _cut(row: SaidPatternRow, day: date) -> SaidPatternRow:
    return row.model_copy(update={"until_day": max(day, row.from_day)})


async def _faults(tx: Tx, now: Standing, added: Sequence[SaidPatternRow]) -> Broken:
    firsts = [next(_days(now, row), None) for row in added]
    places = [(row.course, day, row.number) for row, day in zip(added, firsts, strict=True) if day is not None]
    bells = iter(await tx.patterns.bells(places))
    broken: Broken = []
    for n, day in enumerate(firsts):
        if day is None:
            broken.append((f"add.{n}.weekday", Codes.NO_SCHOOL_DAY))
        elif next(bells) is None:
            broken.append((f"add.{n}.number", Codes.NO_SUCH_BELL))
    return broken


def _days(now: Standing, row: SaidPatternRow) -> Iterator[date]:
    return row_of(row).days(now.calendar(now.courses[row.course].grade), Span(row.from_day, row.until_day))


def _of_lesson(found: ClashApart) -> PatternClash:
    new = found.row.id >= NEW
    return PatternClash(
        kind=found.clash.kind,
        add=found.row.id - NEW if new else None,
        other=None if new else found.row.id,
        other_add=None,
        lesson=found.lesson,
        who=sorted(found.clash.who),
    )


def _of_rows(clash: RowClash) -> PatternClash:
    """Returns the clash of a new row, which is the second one, since the ids of new rows are above all others."""
    return PatternClash(
        kind=clash.kind,
        add=clash.second - NEW,
        other=clash.first if clash.first < NEW else None,
        other_add=clash.first - NEW if clash.first >= NEW else None,
        lesson=None,
        who=sorted(clash.who),
    )
