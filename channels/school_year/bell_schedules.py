"""Shows and sets the bells of a school, and which classes have which."""

from collections.abc import Iterator
from datetime import date

from channels import policy
from channels.appointments import require_timetable_keeper
from channels.errors import Code, Codes, Refusal, refuse
from channels.publication import ChannelName
from channels.school_year.bells import Bell, bell_faults
from channels.school_year.facts import BellsChanged
from channels.school_year.inputs import NewBells, NewBellsOfDay, WantedBells
from channels.school_year.model import Bells
from channels.store import Desk, Tx, not_found, viewer_of
from channels.timetable.lesson_times import lesson_times, require_word


async def bells(desk: Desk, person: int, school: int, asked: WantedBells) -> Bells:
    """Returns the school's bells of a day. Raises NOT_FOUND for people outside the school."""
    async with desk.store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return await tx.bells.on(school, asked.day or await _today(desk, tx, school))


async def set_bells(desk: Desk, person: int, school: int, asked: NewBells, key: str | None) -> Bells:
    """Sets all bells anew from a day on; lessons before it keep their times. Returns those of that day.

    Raises NOT_FOUND for people who do not keep the timetable and for classes of other schools; STALE, with the present
    bells, if they were changed since; BELLS_IN_THE_PAST; for each row that makes no sense a code, all in `errors`; and
    what `require_word` raises of lessons that stand already.
    """
    refuse(list(_faults(asked)))

    async def work(tx: Tx) -> Bells:
        channel, today, present = await _begin(desk, tx, person, school, asked)
        if asked.from_day < today and (present.revision or present.schedules):
            refuse([("from_day", Codes.BELLS_IN_THE_PAST)])
        now, first = desk.clock.now(), max(asked.from_day, today)
        before = await lesson_times(tx, school, today, first)
        await tx.bells.set(school, asked, person, now)
        after = await lesson_times(tx, school, today, first)
        await require_word(tx, before, after, asked.word, confirmed=asked.confirmed)
        await tx.audit.add(person, f"set_bells:{asked.from_day}", school, "done", now)
        await tx.append(channel, person, BellsChanged(from_day=asked.from_day))
        return await tx.bells.on(school, asked.from_day)

    return await desk.write(Bells, work, person=person, key=key, about=("set_bells", school), body=asked)


async def set_bells_of_day(desk: Desk, person: int, school: int, asked: NewBellsOfDay, key: str | None) -> Bells:
    """Says which classes have other bells on one day; all other days stay as they are. Returns the bells of that day.

    Raises what `set_bells` raises; UNKNOWN_BELL_SCHEDULE for one that does not hold on that day.
    """
    said = [rule.class_ for rule in asked.rules]
    refuse([(f"rules.{n}", Codes.BELL_RULE_TWICE) for n, class_ in enumerate(said) if class_ in said[:n]])

    async def work(tx: Tx) -> Bells:
        channel, today, _ = await _begin(desk, tx, person, school, asked)
        if asked.day < today:
            refuse([("day", Codes.BELLS_IN_THE_PAST)])
        names = {schedule.name for schedule in (await tx.bells.on(school, asked.day)).schedules}
        refuse(
            [
                (f"rules.{n}.schedule", Codes.UNKNOWN_BELL_SCHEDULE)
                for n, rule in enumerate(asked.rules)
                if rule.schedule not in names
            ]
        )
        now = desk.clock.now()
        before = await lesson_times(tx, school, today, asked.day)
        await tx.bells.set_day(school, asked, person, now)
        after = await lesson_times(tx, school, today, asked.day)
        await require_word(tx, before, after, asked.word, confirmed=asked.confirmed)
        await tx.audit.add(person, f"set_bells_of_day:{asked.day}", school, "done", now)
        await tx.append(channel, person, BellsChanged(from_day=asked.day))
        return await tx.bells.on(school, asked.day)

    return await desk.write(Bells, work, person=person, key=key, about=("set_bells_of_day", school), body=asked)


async def _begin(
    desk: Desk, tx: Tx, person: int, school: int, asked: NewBells | NewBellsOfDay
) -> tuple[ChannelName, date, Bells]:
    """Locks timetable and bells, and returns the school's channel, its day and the present bells: those changed."""
    await require_timetable_keeper(tx, person, school)
    if not await tx.schools.has_classes(school, [rule.class_ for rule in asked.rules if rule.class_ is not None]):
        raise not_found()
    await tx.patterns.lock(school)
    channel, today = ChannelName(f"school:{school}"), await _today(desk, tx, school)
    await tx.lock([channel])
    present = await tx.bells.on(school, today)
    if present.revision != asked.revision:
        raise Refusal(Codes.STALE, {"current": present.model_dump(mode="json")})
    return channel, today, present


async def _today(desk: Desk, tx: Tx, school: int) -> date:
    return await tx.schools.day(school, desk.clock.now())


def _faults(asked: NewBells) -> Iterator[tuple[str, Code]]:
    names: set[str] = set()
    for n, schedule in enumerate(asked.schedules):
        if schedule.name in names:
            yield f"schedules.{n}.name", Codes.BELL_SCHEDULE_TWICE
        names.add(schedule.name)
        times = [Bell(bell.number, bell.starts, bell.ends, bell.then) for bell in schedule.bells]
        for place, code in bell_faults(times):
            yield f"schedules.{n}.bells.{place}", code
    said: set[tuple[object, ...]] = set()
    for n, rule in enumerate(asked.rules):
        if rule.schedule not in names:
            yield f"rules.{n}.schedule", Codes.UNKNOWN_BELL_SCHEDULE
        of = (rule.class_, rule.weekday, rule.day)
        if of in said:
            yield f"rules.{n}", Codes.BELL_RULE_TWICE
        said.add(of)
