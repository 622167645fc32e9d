"""Applies the timetable of a file: what it names is matched to the school, shown, asked about, and then changed."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from channels.appointments import require_timetable_keeper
from channels.errors import Codes, Refusal
from channels.school_year.school_calendar import end_of_year, monday
from channels.store import Desk, Tx, not_found
from channels.timetable.inputs import CourseFields, NewPatternRow, PatternChange
from channels.timetable.making_lessons import Standing, classes_of, row_of, standing
from channels.timetable.model import PatternChanged
from channels.timetable.patterns import carry_out, planned
from channels.timetable_files.difference import PatternDifference, WantedRow, differ
from channels.timetable_files.imported import ImportedTimetable
from channels.timetable_files.inputs import AppliedImport, ImportAnswers, WantedImport
from channels.timetable_files.matching import Matching, NewCourse, match_names
from channels.timetable_files.model import Candidate, ImportDoubt, ImportedCourse, ImportNames, ImportPreview
from channels.timetable_files.school_names import (
    Named,
    NamedCourse,
    NamedTeacher,
    NameKind,
    Question,
    SchoolNames,
    full_name,
)


async def require_keeper(desk: Desk, person: int, school: int) -> None:
    """Raises NOT_FOUND for people who do not keep the timetable: asked before anything of a file is read."""
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)


async def keep_file(desk: Desk, person: int, school: int, name: str, timetable: ImportedTimetable) -> int:
    """Keeps a file that was read, in place of the one that waited; returns its id. Raises as `require_keeper` does."""
    async with desk.store.begin() as tx:
        await require_timetable_keeper(tx, person, school)
        return await tx.imports.keep(school, name, timetable, person, desk.clock.now())


async def preview_import(desk: Desk, person: int, school: int, file: int, asked: WantedImport) -> ImportPreview:
    """Returns what applying the file from a day on would do, and what has to be answered before.

    Raises NOT_FOUND for people who do not keep the timetable, and for files of other schools or that were applied.
    """
    async with desk.store.read() as tx:
        await require_timetable_keeper(tx, person, school)
        return await _preview(tx, await _reading(desk, tx, school, file, asked.from_day, asked.term))


async def answer_import(
    desk: Desk, person: int, school: int, file: int, asked: ImportAnswers, key: str | None
) -> ImportPreview:
    """Keeps answers about names, for this file and all later ones, and returns the preview with them."""

    async def work(tx: Tx) -> ImportPreview:
        await require_timetable_keeper(tx, person, school)
        answers = {Question(one.kind, one.name): one.target for one in asked.answers}
        await tx.imports.keep_answers(school, answers)
        return await _preview(tx, await _reading(desk, tx, school, file, asked.from_day, asked.term))

    return await desk.write(ImportPreview, work, person=person, key=key, about=("answer_import", file), body=asked)


async def apply_import(
    desk: Desk, person: int, school: int, file: int, asked: AppliedImport, key: str | None
) -> PatternChanged:
    """Applies the file from a day on, exactly as it was previewed.

    Raises STALE, with the present preview, if the school has changed since; IMPORT_HAS_DOUBTS while a name waits for
    an answer; IMPORT_REMOVES_MUCH if nothing or less than four fifths of the pattern would be left and that is not
    `confirmed`; and what `change_pattern` raises.
    """

    async def work(tx: Tx) -> PatternChanged:
        await require_timetable_keeper(tx, person, school)
        await tx.patterns.lock(school)
        reading = await _reading(desk, tx, school, file, asked.from_day, asked.term)
        preview = await _preview(tx, reading)
        if preview.digest != asked.digest:
            raise Refusal(Codes.STALE, {"current": preview.model_dump(mode="json")})
        if reading.matching.doubts:
            raise Refusal(Codes.IMPORT_HAS_DOUBTS)
        if reading.difference.asks_twice and not asked.confirmed:
            raise Refusal(Codes.IMPORT_REMOVES_MUCH, {"gone": preview.gone, "stand": reading.difference.standing})
        made = {new: await tx.courses.add(school, reading.fields(new)) for new in reading.matching.new_courses}
        changed = await carry_out(desk, tx, person, school, reading.change(made, asked.word))
        await tx.imports.applied(file, desk.clock.now())
        return changed

    return await desk.write(PatternChanged, work, person=person, key=key, about=("apply_import", file), body=asked)


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    timetable: ImportedTimetable
    now: Standing
    names: SchoolNames
    matching: Matching
    difference: PatternDifference

    def fields(self, new: NewCourse) -> CourseFields:
        """Returns what is typed of a course that the file has and the school lacks."""
        subject = next(one.name for one in self.names.subjects if one.id == new.subject)
        classes = [one for one in self.names.classes if one.id in new.classes]
        title = ", ".join(filter(None, [subject, " ".join(one.name for one in classes), new.subgroup]))
        return CourseFields.model_construct(
            title=title,
            subject=subject,
            class_=classes[0].id,
            group=new.subgroup,
            classes=[] if new.subgroup else [one.id for one in classes],
            students=[],
            teachers=sorted(new.teachers),
        )

    def change(self, made: Mapping[NewCourse, int], word: str) -> PatternChange:
        """Returns the change of the pattern that the difference is; rows of courses not yet made are left out."""
        wanted = [other for _, other in self.difference.changed] + list(self.difference.new)
        rows = []
        for row in wanted:
            course = made.get(row.course) if isinstance(row.course, NewCourse) else row.course
            if course is not None:
                rows.append(_new_row(row, course))
        return PatternChange.model_construct(
            from_day=self.difference.first_day,
            until_day=None,
            end=[one.id for one, _ in self.difference.changed] + [one.id for one in self.difference.gone],
            add=rows,
            word=word,
        )


async def _reading(desk: Desk, tx: Tx, school: int, file: int, from_day: date, term: int | None) -> _Reading:
    found = await tx.imports.file(school, file)
    if found is None:
        raise not_found()
    name, timetable = found
    if term is not None:
        timetable = replace(timetable, rows=list(timetable.in_term(term)))
    today = await tx.schools.day(school, desk.clock.now())
    now = await standing(tx, school, today, min(today, from_day))
    names = await _names(tx, now)
    # thousands of names are compared: not on the loop
    matching = await asyncio.to_thread(match_names, timetable.rows, names, await tx.imports.answers(school))
    spans = now.spans(None)
    courses = {course.id for course in now.courses.values() if classes_of(course) <= matching.classes}
    stand = [row for row in now.rows.values() if row.course in courses]  # an ended course keeps its rows
    first_week = monday(min((span.first for span in spans if span.end > from_day), default=from_day))
    difference = await asyncio.to_thread(
        differ, map(row_of, stand), matching.rows, from_day, end_of_year(spans, from_day), first_week
    )
    return _Reading(name, timetable, now, names, matching, difference)


async def _names(tx: Tx, now: Standing) -> SchoolNames:
    subjects: dict[str, int] = {}
    for course in sorted(now.courses.values(), key=lambda one: one.id):
        subjects.setdefault(course.subject, course.id)
    colleagues = [one.id for one in await tx.lessons.colleagues(now.school, now.today)]
    teachers = await tx.people.names(colleagues)
    rooms = await tx.rooms.of_school(now.school)
    return SchoolNames(
        classes=[Named(one.id, one.name) for one in await tx.schools.classes(now.school)],
        subjects=[Named(number, subject) for subject, number in subjects.items()],
        teachers=[NamedTeacher(number, name.family, name.given, name.middle) for number, name in teachers.items()],
        rooms=[Named(room.id, room.name, (f"{room.building} {room.name}",)) for room in rooms.rooms],
        courses=[
            NamedCourse(
                course.id,
                subjects[course.subject],
                frozenset(classes_of(course)),
                course.group,
                frozenset(teacher.id for teacher in course.teachers),
            )
            for course in now.courses.values()
        ],
    )


async def _preview(tx: Tx, reading: _Reading) -> ImportPreview:
    matching, difference = reading.matching, reading.difference
    change = reading.change({}, "")
    outcome = await planned(tx, reading.now, change) if difference else None
    return ImportPreview(
        name=reading.name,
        from_day=difference.first_day,
        digest=_digest(reading),
        doubts=[
            ImportDoubt(
                kind=doubt.question.kind,
                name=doubt.question.name,
                written=doubt.written,
                candidates=[
                    Candidate(id=one, name=_all(reading, doubt.question.kind)[one]) for one in doubt.candidates
                ],
                lines=doubt.lines,
            )
            for doubt in matching.doubts
        ],
        names=[
            ImportNames(kind=kind, names=[Candidate(id=one, name=name) for one, name in _all(reading, kind).items()])
            for kind in sorted({doubt.question.kind for doubt in matching.doubts})
        ],
        new_courses=[
            ImportedCourse(title=reading.fields(new).title, teachers=len(new.teachers)) for new in matching.new_courses
        ],
        new=len(difference.new),
        changed=len(difference.changed),
        gone=len(difference.gone),
        unchanged=len(difference.unchanged),
        left_out=matching.left_out,
        waiting=matching.waiting,
        of_another_school=matching.is_of_another_school,
        asks_twice=difference.asks_twice,
        clashes=outcome.clashes if outcome else [],
        lessons_added=outcome.added if outcome else 0,
        lessons_dropped=outcome.dropped if outcome else 0,
    )


def _all(reading: _Reading, kind: NameKind) -> dict[int, str]:
    """Returns all names of a kind, by id, in the order of the names."""
    names = reading.names
    found: dict[NameKind, dict[int, str]] = {
        NameKind.TEACHER: {one.id: full_name(one) for one in names.teachers},
        NameKind.COURSE: {course.id: course.title for course in reading.now.courses.values()},
        NameKind.CLASS: {one.id: one.name for one in names.classes},
        NameKind.SUBJECT: {one.id: one.name for one in names.subjects},
        NameKind.ROOM: {one.id: one.name for one in names.rooms},
    }
    return dict(sorted(found[kind].items(), key=lambda item: item[1]))


def _digest(reading: _Reading) -> str:
    """Returns what stays the same as long as applying the file would do the same."""
    difference = reading.difference
    told = [
        repr((row.course, row.weekday, row.number, row.span, row.weeks.of, sorted(row.weeks.which), row.room))
        for row in [*difference.new, *(other for _, other in difference.changed)]
    ]
    ends = sorted([one.id for one, _ in difference.changed] + [one.id for one in difference.gone])
    return hashlib.blake2s(repr((sorted(told), ends)).encode(), digest_size=12).hexdigest()


def _new_row(row: WantedRow, course: int) -> NewPatternRow:
    return NewPatternRow.model_construct(
        course=course,
        weekday=row.weekday,
        number=row.number,
        room=row.room,
        cycle=row.weeks.of,
        weeks=sorted(row.weeks.which),
        anchor=row.weeks.anchor,
        from_day=row.span.first,
        until_day=row.span.end,
    )
