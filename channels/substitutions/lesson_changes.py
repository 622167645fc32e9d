"""Changes of single lessons: cancelled, moved, covered, in another room, of another subject, or an event instead."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from channels.appointments import require_timetable_keeper
from channels.errors import Broken, Code, Codes, Refusal, refuse
from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.store import Desk, Tx, not_found
from channels.substitutions.facts import LessonsChanged
from channels.substitutions.inputs import LessonChange, LessonChanges, NewLesson
from channels.substitutions.model import ChangedLesson, ChangedLessons, LessonClash
from channels.substitutions.ports import LessonState
from channels.timetable.clashes import clashes
from channels.timetable.making_ahead import make_lessons_of
from channels.timetable.making_lessons import Standing, standing
from channels.types import Fact


async def change_lessons(desk: Desk, person: int, school: int, asked: LessonChanges, key: str | None) -> ChangedLessons:
    """Changes lessons, all or none: two that are moved into each other's places are swapped.

    Raises NOT_FOUND for people who do not keep the timetable, and for lessons, courses, rooms and teachers of other
    schools; STALE, with the present lesson, if one was changed since; LESSON_HAS_MARKS for one that would be cancelled
    or moved into another reporting period; LESSON_IS_THERE where the course has a lesson already; TEACHER_AWAY;
    NO_SCHOOL_DAY and NO_SUCH_BELL for its new place; and TIMETABLE_CLASH, with all `clashes`, unless a word says why
    they are kept.
    """

    async def work(tx: Tx) -> ChangedLessons:
        now = await _begin(desk, tx, person, school, [change.day for change in asked.changes if change.day is not None])
        present = await tx.lessons.lock(school, [change.lesson for change in asked.changes])
        if len(present) < len(asked.changes):
            raise not_found()
        changing = _Changing(now, present)
        for n, change in enumerate(asked.changes):
            state = present[change.lesson]
            if state.revision != change.revision:
                current = (await tx.lessons.places([state.id]))[state.id]
                raise Refusal(Codes.STALE, {"current": current.model_dump(mode="json")})
            await _change(tx, changing, n, state, change, asked.note)
        await _refuse_foreign(
            tx,
            now,
            rooms={change.room for change in asked.changes if change.room is not None},
            teachers={teacher for change in asked.changes for teacher in change.teachers or ()},
        )
        return await _store(desk, tx, person, changing, asked.reason, asked.word)

    return await desk.write(ChangedLessons, work, person=person, key=key, about=("change_lessons", school), body=asked)


async def add_lesson(desk: Desk, person: int, school: int, asked: NewLesson, key: str | None) -> ChangedLessons:
    """Adds a single lesson. Raises what `change_lessons` raises for a new place."""

    async def work(tx: Tx) -> ChangedLessons:
        now = await _begin(desk, tx, person, school, [asked.day])
        changing = _Changing(now, {})
        await _refuse_foreign(tx, now, rooms={asked.room} if asked.room is not None else set(), teachers=asked.teachers)
        new = await _new(tx, changing, asked.course, asked.day, asked.number, "number")
        changing.after[new] = replace(
            changing.after[new], room=asked.room, covers=frozenset(asked.teachers), note=asked.note
        )
        return await _store(desk, tx, person, changing, asked.reason, asked.word)

    return await desk.write(ChangedLessons, work, person=person, key=key, about=("add_lesson", school), body=asked)


@dataclass(slots=True)
class _Changing:
    """Lessons before and after; `fields` is where the request says so, for the errors."""

    now: Standing
    before: dict[int, LessonState]
    after: dict[int, LessonState] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)


async def _begin(desk: Desk, tx: Tx, person: int, school: int, days: Collection[date]) -> Standing:
    await require_timetable_keeper(tx, person, school)
    await tx.patterns.lock(school)
    today = await tx.schools.day(school, desk.clock.now())
    now = await standing(tx, school, today, today)
    await make_lessons_of(tx, now, days)
    return now


async def _change(tx: Tx, changing: _Changing, place: int, state: LessonState, change: LessonChange, note: str) -> None:
    named = change.model_fields_set
    state = changing.after.get(state.id, state)  # it may have replaced another one that this request brings back
    after = replace(
        state,
        day=change.day or state.day,
        number=state.number if change.number is None else change.number,
        room=change.room if "room" in named else state.room,
        covers=state.covers if change.teachers is None else frozenset(change.teachers),
        note=note,
    )
    if change.course is not None:
        new = await _new(tx, changing, change.course, after.day, after.number, f"changes.{place}.course")
        changing.after[new] = replace(changing.after[new], room=after.room, covers=after.covers, note=note)
        # the lesson that falls out stays where it was, with its own teachers
        after = replace(state, cancelled=True, instead="", replaced_by=new, note=note)
    elif change.instead:
        after = replace(after, cancelled=True, instead=change.instead, replaced_by=None)
    elif change.cancelled is not None:
        after = replace(after, cancelled=change.cancelled, instead="", replaced_by=None)
    if state.replaced_by is not None and after.replaced_by != state.replaced_by:
        replacing = await tx.lessons.lock(changing.now.school, [state.replaced_by])
        changing.before.update(replacing)
        for other in replacing.values():
            changing.after[other.id] = replace(changing.after.get(other.id, other), cancelled=True)
            changing.fields[other.id] = f"changes.{place}"
    changing.after[state.id] = after
    changing.fields[state.id] = f"changes.{place}"


async def _new(tx: Tx, changing: _Changing, course: int, day: date, number: int, at: str) -> int:
    if course not in changing.now.courses:
        raise not_found()
    new = await tx.lessons.add(course, day, number)
    if new is None:
        refuse([(at, Codes.LESSON_IS_THERE)])
    assert new is not None
    changing.after.update(await tx.lessons.lock(changing.now.school, [new]))
    changing.fields[new] = at.rpartition(".")[0]
    changing.added.add(new)
    return new


async def _refuse_foreign(tx: Tx, now: Standing, *, rooms: Collection[int], teachers: Collection[int]) -> None:
    if not await tx.rooms.are_of(now.school, rooms):
        raise not_found()
    if not set(teachers) <= await tx.lessons.teachers_of(now.school, teachers):
        raise not_found()


async def _store(desk: Desk, tx: Tx, person: int, changing: _Changing, reason: str, word: str) -> ChangedLessons:
    """Stores the lessons, then looks at the timetable as it is now: whatever clashes undoes it all."""
    refuse(await _faults(tx, changing))
    at = desk.clock.now()
    old = {lesson: one.after for lesson, one in (await tx.lessons.places(changing.before)).items()}
    await tx.lessons.store(list(changing.after.values()), word)
    await _refuse_away(tx, changing)
    found = await _clashes(tx, changing)
    if found and not word:
        raise Refusal(Codes.TIMETABLE_CLASH, {"clashes": [clash.model_dump(mode="json") for clash in found]})
    changed = [
        one.model_copy(update={"before": None if lesson in changing.added else old[lesson]})
        for lesson, one in sorted((await tx.lessons.places(changing.after)).items())
    ]
    await tx.lessons.keep(changed, reason, word, person, at)
    for lesson in sorted(changing.after):
        await tx.audit.add(person, "change_lesson", lesson, "done", at)
    facts, teachers = _facts(changed, await tx.lessons.classes(_places(changed)))
    told = await tx.append_all(person, facts)
    # who covers keeps the journal on that day, who did keeps it no more
    told += await tx.append_all(person, teachers, changes_readers=True)
    tx.notices.add([one for one in told if not one.channel.startswith("journal:")], NoticeKind.TIMETABLE)
    return ChangedLessons(lessons=changed, clashes=found)


async def _faults(tx: Tx, changing: _Changing) -> Broken:
    now, before = changing.now, changing.before
    moved = [
        one
        for one in changing.after.values()
        if one.id in changing.added or (one.day, one.number) != (before[one.id].day, before[one.id].number)
    ]
    bells = await tx.patterns.bells([(one.course, one.day, one.number) for one in moved])
    there = await tx.lessons.there([(one.course, one.day, one.number) for one in moved])
    broken: list[tuple[str, Code]] = []
    places = {(one.course, one.day, one.number) for one in changing.after.values() if one not in moved}
    for one, bell in zip(moved, bells, strict=True):
        at, place = changing.fields[one.id], (one.course, one.day, one.number)
        course = now.courses.get(one.course)
        if course is None or not now.calendar(course.grade).teaches_on(one.day) or one.day < now.today:
            broken.append((_at(at, "day"), Codes.NO_SCHOOL_DAY))
        elif bell is None:
            broken.append((_at(at, "number"), Codes.NO_SUCH_BELL))
        elif place in places or there.get(place, one.id) not in changing.after:
            broken.append((_at(at, "number"), Codes.LESSON_IS_THERE))
        places.add(place)
    for one in changing.after.values():
        falls_out = one.cancelled and one.id in before and not before[one.id].cancelled
        if one.marks and (falls_out or (one in moved and _period(now, one) != _period(now, before[one.id]))):
            broken.append((changing.fields[one.id] or "number", Codes.LESSON_HAS_MARKS))
    return broken


def _at(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _period(now: Standing, lesson: LessonState) -> object:
    course = now.courses.get(lesson.course)
    return next((span for span in now.spans(course.grade if course else None) if lesson.day in span), None)


async def _refuse_away(tx: Tx, changing: _Changing) -> None:
    away = await tx.lessons.away(changing.now.school, {one.day for one in changing.after.values()})
    refuse(
        [
            (_at(changing.fields[one.id], "teachers"), Codes.TEACHER_AWAY)
            for one in changing.after.values()
            if not one.cancelled and any((teacher, one.day) in away for teacher in one.covers)
        ]
    )


async def _clashes(tx: Tx, changing: _Changing) -> list[LessonClash]:
    held = await tx.lessons.held(changing.now.school, {one.day for one in changing.after.values()})
    found = []
    for clash in clashes(held):
        if {clash.first, clash.second} & changing.after.keys():
            lesson, other = clash.first, clash.second
            if lesson not in changing.after:
                lesson, other = other, lesson
            found.append(LessonClash(kind=clash.kind, lesson=lesson, other=other, who=sorted(clash.who)))
    return found


Facts = list[tuple[ChannelName, Fact]]


def _places(changed: Iterable[ChangedLesson]) -> set[tuple[int, date]]:
    """Returns the courses and days where these lessons were or are."""
    return {(one.course, place.day) for one in changed for place in (one.before, one.after) if place is not None}


def _facts(
    changed: Sequence[ChangedLesson], classes: Mapping[tuple[int, date], Collection[int]]
) -> tuple[Facts, Facts]:
    """Returns one fact for each class and journal with its own lessons, and one for each teacher concerned."""
    by_channel: dict[str, list[ChangedLesson]] = {}
    by_teacher: dict[str, list[ChangedLesson]] = {}
    for one in changed:
        theirs = sorted({class_ for place in _places([one]) for class_ in classes.get(place, ())})
        for name in [f"journal:{one.course}", *(f"class:{class_}" for class_ in theirs)]:
            by_channel.setdefault(name, []).append(one)
        for teacher in sorted(set(_teachers(one))):
            by_teacher.setdefault(f"person:{teacher}", []).append(one)
    return _each(by_channel), _each(by_teacher)


def _each(lessons: Mapping[str, list[ChangedLesson]]) -> Facts:
    return [(ChannelName(name), LessonsChanged(lessons=theirs)) for name, theirs in sorted(lessons.items())]


def _teachers(one: ChangedLesson) -> Iterator[int]:
    for place in (one.before, one.after):
        if place is not None:
            yield from (teacher.id for teacher in place.teachers)
