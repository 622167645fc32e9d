"""Preview of applying a file: everything is made as it would be, looked at, and undone."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.errors import Refusal
from channels.store import Tx
from channels.timetable.clashes import ClashKind
from channels.timetable.making_lessons import Standing, standing
from channels.timetable.model import PatternClash
from channels.timetable.patterns import planned
from channels.timetable_files.matching import NewCourse
from channels.timetable_files.model import (
    Candidate,
    ImportClash,
    ImportDoubt,
    ImportedCourse,
    ImportNames,
    ImportPlace,
    ImportPreview,
    MisplacedRows,
    OtherTeachers,
    ReadName,
)
from channels.timetable_files.reading import FileReading
from channels.timetable_files.school_names import How, NameKind, full_name

TOLD = 100  # of clashes, of misplaced rows, of names; the rest are counted
NAMED = 5  # people of one clash


async def preview(tx: Tx, reading: FileReading, person: int, at: datetime) -> ImportPreview:
    """Returns what applying the file would do. While a name waits for an answer nothing is tried out."""
    matching, difference = reading.matching, reading.difference
    trial = await _try_out(tx, reading, person, at) if difference and not matching.doubts else _Trial()
    titles, all_names = _titles(reading), _all_names(reading)
    return ImportPreview(
        name=reading.name,
        from_day=difference.first_day,
        until_day=reading.until_day,
        digest=digest(reading),
        doubts=[
            ImportDoubt(
                kind=doubt.question.kind,
                name=doubt.question.name,
                written=doubt.written,
                candidates=[Candidate(id=one, name=all_names[doubt.question.kind][one]) for one in doubt.candidates],
                lines=doubt.lines,
            )
            for doubt in matching.doubts
        ],
        names=[
            ImportNames(kind=kind, names=[Candidate(id=one, name=name) for one, name in all_names[kind].items()])
            for kind in sorted({doubt.question.kind for doubt in matching.doubts})
        ],
        read_names=[
            ReadName(kind=one.kind, written=one.written, name=all_names[one.kind][one.id], lines=one.lines)
            for one in matching.readings
            if one.how is How.ONLY and isinstance(one.id, int)
        ][:TOLD],
        new_courses=[
            ImportedCourse(title=titles[new], teachers=len(new.teachers), is_part=bool(new.subgroup))
            for new in reading.new_courses
        ],
        new_rooms=[new.name for new in reading.new_rooms],
        other_teachers=[
            OtherTeachers(
                course=titles[course],
                stands=_in_order(all_names[NameKind.TEACHER], _taught_by(reading, course)),
                file=_in_order(all_names[NameKind.TEACHER], said),
            )
            for course, said in matching.teachers.items()
        ],
        twice=[
            ImportPlace(course=titles[row.course], weekday=row.weekday, number=row.number, file=row.file, line=row.line)
            for _, row in matching.twice[:TOLD]
        ],
        new=len(difference.new),
        changed=len(difference.changed),
        gone=len(difference.gone),
        unchanged=len(difference.unchanged),
        over=difference.over,
        left_out=matching.left_out,
        waiting=matching.waiting,
        of_another_school=matching.is_of_another_school,
        asks_twice=difference.asks_twice,
        misplaced=list(trial.misplaced),
        clashes=list(trial.clashes),
        clash_count=trial.clash_count,
        lessons_added=trial.added,
        lessons_dropped=trial.dropped,
    )


def digest(reading: FileReading) -> str:
    """Returns what stays the same as long as applying the file would do the same."""
    difference = reading.difference
    told = [
        repr((row.course, row.weekday, row.number, row.span, row.weeks.of, sorted(row.weeks.which), row.room))
        for row in reading.wanted
    ]
    ends = sorted([one.id for one, _ in difference.changed] + [one.id for one in difference.gone])
    return hashlib.blake2s(repr((sorted(told), ends)).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class _Trial:
    added: int = 0
    dropped: int = 0
    misplaced: Sequence[MisplacedRows] = ()
    clashes: Sequence[ImportClash] = ()  # the first ones
    clash_count: int = 0


async def _try_out(tx: Tx, reading: FileReading, person: int, at: datetime) -> _Trial:
    """Raises what `change_pattern` raises but for lessons that are at no bell or on no school day: they are told."""
    async with tx.undone():
        change = reading.change(await reading.make(tx, person, at), "")
        now = await standing(tx, reading.now.school, reading.now.today, reading.now.today)

        def place(n: int) -> ImportPlace:
            row, wanted = change.add[n], reading.wanted[n]
            return ImportPlace(
                course=now.courses[row.course].title,
                weekday=row.weekday,
                number=row.number,
                file=wanted.file,
                line=wanted.line,
            )

        try:
            outcome = await planned(tx, now, change)
        except Refusal as refusal:
            return _Trial(misplaced=_misplaced(refusal, place))
        clashes = await _clashes(tx, now, outcome.clashes[:TOLD], place)
        return _Trial(outcome.added, outcome.dropped, clashes=clashes, clash_count=len(outcome.clashes))


def _misplaced(refusal: Refusal, place: Callable[[int], ImportPlace]) -> list[MisplacedRows]:
    found: dict[str, list[int]] = defaultdict(list)
    for error in refusal.data.get("errors", []):
        part, _, at = error["field"].partition(".")
        if part != "add":
            raise refusal
        found[error["code"]].append(int(at.partition(".")[0]))
    if not found:
        raise refusal
    return [
        MisplacedRows(code=code, count=len(rows), rows=[place(n) for n in rows[:TOLD]]) for code, rows in found.items()
    ]


async def _clashes(
    tx: Tx, now: Standing, clashes: Sequence[PatternClash], place: Callable[[int], ImportPlace]
) -> list[ImportClash]:
    """Returns clashes in words of the school: each with who or what is needed twice."""
    people = {one for clash in clashes if clash.kind is not ClashKind.ROOM for one in clash.who[:NAMED]}
    names = {number: f"{name.family} {name.given}" for number, name in (await tx.people.names(people)).items()}
    rooms = {one.id: one.name for one in (await tx.rooms.of_school(now.school)).rooms}

    def standing_row(number: int | None) -> ImportPlace:
        assert number is not None
        row = now.rows[number]
        return _stands(now, row.course, row.weekday, row.number)

    def other(clash: PatternClash) -> ImportPlace:
        if clash.other_add is not None:
            return place(clash.other_add)
        if (lesson := clash.lesson) is not None:
            return _stands(now, lesson.course, lesson.day.isoweekday(), lesson.number)
        return standing_row(clash.other)

    return [
        ImportClash(
            kind=clash.kind,
            who=[(rooms if clash.kind is ClashKind.ROOM else names)[one] for one in clash.who[:NAMED]],
            row=standing_row(clash.other) if clash.add is None else place(clash.add),
            other=other(clash),
        )
        for clash in clashes
    ]


def _stands(now: Standing, course: int, weekday: int, number: int) -> ImportPlace:
    """Returns the place of a lesson that the school has already."""
    known = now.courses.get(course)
    return ImportPlace(course=known.title if known else "", weekday=weekday, number=number, file="", line=0)


def _titles(reading: FileReading) -> Mapping[int | NewCourse, str]:
    titles: dict[int | NewCourse, str] = {course.id: course.title for course in reading.now.courses.values()}
    titles.update((new, reading.fields(new).title) for new in reading.matching.new_courses)
    return titles


def _taught_by(reading: FileReading, course: int) -> set[int]:
    return {one.id for one in reading.now.courses[course].teachers}


def _in_order(names: Mapping[int, str], ids: Collection[int]) -> list[str]:
    return sorted(names[one] for one in ids if one in names)


def _all_names(reading: FileReading) -> Mapping[NameKind, Mapping[int, str]]:
    """Returns the names of each kind, by id, in the order of the names."""
    names = reading.names
    found: dict[NameKind, dict[int, str]] = {
        NameKind.TEACHER: {one.id: full_name(one) for one in names.teachers},
        NameKind.COURSE: {course.id: course.title for course in reading.now.courses.values()},
        NameKind.CLASS: {one.id: one.name for one in names.classes},
        NameKind.SUBJECT: {one.id: one.name for one in names.subjects},
        NameKind.ROOM: {one.id: one.name for one in names.rooms},
    }
    return {kind: dict(sorted(each.items(), key=lambda item: item[1])) for kind, each in found.items()}
