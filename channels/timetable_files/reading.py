"""Timetable of a file as the school would take it from a day on: names matched, and what differs from the pattern."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from channels.errors import Codes, Refusal
from channels.school_year.school_calendar import end_of_year, monday
from channels.store import Desk, Tx, not_found
from channels.timetable.inputs import CourseFields, NewPatternRow, NewRoom, NewRooms, PatternChange
from channels.timetable.making_lessons import Standing, classes_of, row_of, standing
from channels.timetable_files.difference import PatternDifference, WantedRow, differ
from channels.timetable_files.inputs import WantedImport
from channels.timetable_files.matching import Matching, NewCourse, match_names
from channels.timetable_files.school_names import Named, NamedCourse, NamedTeacher, NewName, SchoolNames

LONGEST_TITLE = 120  # characters
LONGEST_ROOM = 60


class Made(NamedTuple):
    """Ids of what was made of a file."""

    courses: Mapping[NewCourse, int]
    rooms: Mapping[NewName, int]


@dataclass(frozen=True)
class FileReading:
    """A file, matched to `names` of the school as it stands `now`.

    `difference` is the one from the pattern from a day on, until the end of the reporting periods.
    """

    name: str
    now: Standing
    names: SchoolNames
    matching: Matching
    difference: PatternDifference
    until_day: date

    @cached_property
    def wanted(self) -> Sequence[WantedRow]:
        """Rows that are to be added, in the order of the change."""
        return [*(other for _, other in self.difference.changed), *self.difference.new]

    @cached_property
    def new_courses(self) -> Sequence[NewCourse]:
        wanted = {row.course for row in self.difference.new}
        return [course for course in self.matching.new_courses if course in wanted]

    @cached_property
    def new_rooms(self) -> Sequence[NewName]:
        return list(dict.fromkeys(row.room for row in self.wanted if isinstance(row.room, NewName)))

    @cached_property
    def _subjects(self) -> Mapping[int, str]:
        return {one.id: one.name for one in self.names.subjects}

    @cached_property
    def _classes(self) -> Mapping[int, tuple[int, str]]:
        """Classes by id, each with its place among them and its name."""
        return {one.id: (place, one.name) for place, one in enumerate(self.names.classes)}

    def subject(self, new: NewCourse) -> str:
        return new.subject.name if isinstance(new.subject, NewName) else self._subjects[new.subject]

    def fields(self, new: NewCourse) -> CourseFields:
        """Returns what is typed of a course that the file has and the school lacks."""
        subject = self.subject(new)
        classes = sorted(new.classes, key=self._classes.__getitem__)
        title = ", ".join(filter(None, [subject, " ".join(self._classes[one][1] for one in classes), new.subgroup]))
        return CourseFields.model_construct(
            title=title[:LONGEST_TITLE],
            subject=subject,
            class_=classes[0],
            group=new.subgroup,
            classes=[] if new.subgroup else classes,
            students=[],
            teachers=sorted(new.teachers),
        )

    async def make(self, tx: Tx, person: int, at: datetime) -> Made:
        """Makes the rooms and courses that the school lacks."""
        courses = await tx.courses.add_all(self.now.school, [self.fields(new) for new in self.new_courses])
        return Made(dict(zip(self.new_courses, courses, strict=True)), await self._make_rooms(tx, person, at))

    async def _make_rooms(self, tx: Tx, person: int, at: datetime) -> Mapping[NewName, int]:
        if not self.new_rooms:
            return {}
        present = await tx.rooms.of_school(self.now.school)
        rooms = [NewRoom.model_construct(id=one.id, building=one.building, name=one.name) for one in present.rooms]
        names = {new: new.name[:LONGEST_ROOM] for new in self.new_rooms}
        rooms += [NewRoom.model_construct(id=None, building="", name=name) for name in dict.fromkeys(names.values())]
        asked = NewRooms.model_construct(revision=present.revision, rooms=rooms)
        await tx.rooms.set(self.now.school, asked, person, at)
        known = {one.id for one in present.rooms}
        made = {one.name: one.id for one in (await tx.rooms.of_school(self.now.school)).rooms if one.id not in known}
        return {new: made[name] for new, name in names.items()}

    def change(self, made: Made, word: str) -> PatternChange:
        """Returns the change of the pattern that the difference is, with `wanted` in its order."""
        changed, gone = self.difference.changed, self.difference.gone
        return PatternChange.model_construct(
            from_day=self.difference.first_day,
            until_day=None,
            end=[one.id for one, _ in changed] + [one.id for one in gone],
            add=[_new_row(row, made) for row in self.wanted],
            word=word,
        )


def _new_row(row: WantedRow, made: Made) -> NewPatternRow:
    return NewPatternRow.model_construct(
        course=made.courses[row.course] if isinstance(row.course, NewCourse) else row.course,
        weekday=row.weekday,
        number=row.number,
        room=made.rooms[row.room] if isinstance(row.room, NewName) else row.room,
        cycle=row.weeks.of,
        weeks=sorted(row.weeks.which),
        anchor=row.weeks.anchor,
        from_day=row.span.first,
        until_day=row.span.end,
    )


async def read_kept(desk: Desk, tx: Tx, school: int, file: int, asked: WantedImport) -> FileReading:
    """Returns a file that waits as the school would take it now.

    Raises NOT_FOUND if it waits no more, IMPORT_TERM_MISSING if it has several terms and `asked` names none of them.
    """
    await tx.allow_pauses()
    found = await tx.imports.file(school, file)
    if found is None:
        raise not_found()
    name, timetable = found
    if timetable.terms:
        if asked.term is None or asked.term > len(timetable.terms):
            raise Refusal(Codes.IMPORT_TERM_MISSING, {"terms": list(timetable.terms)})
        timetable = replace(timetable, rows=list(timetable.in_term(asked.term)))
    from_day = asked.from_day
    today = await tx.schools.day(school, desk.clock.now())
    now = await standing(tx, school, today, min(today, from_day))
    names = await school_names(tx, now)
    # thousands of names are compared: not on the loop
    matching = await asyncio.to_thread(match_names, timetable.rows, names, await tx.imports.answers(school))
    spans = now.spans(None)
    courses = {course.id for course in names.courses if course.classes <= matching.classes}
    stand = [row for row in now.rows.values() if row.course in courses]  # an ended course keeps its rows
    first_week = monday(min((span.first for span in spans if span.end > from_day), default=from_day))
    end = end_of_year(spans, from_day)
    difference = await asyncio.to_thread(differ, map(row_of, stand), matching.rows, from_day, end, first_week)
    return FileReading(name, now, names, matching, difference, end)


async def school_names(tx: Tx, now: Standing) -> SchoolNames:
    """Returns the names of all that a timetable may name."""
    subjects: dict[str, int] = {}
    for course in sorted(now.courses.values(), key=lambda one: one.id):
        subjects.setdefault(course.subject, course.id)
    colleagues = [one.id for one in await tx.lessons.colleagues(now.school, now.today)]
    teachers = await tx.people.names(colleagues)
    rooms = await tx.rooms.of_school(now.school)
    whole = await tx.courses.whole_classes(now.school)  # a class may have no students yet
    return SchoolNames(
        classes=[Named(one.id, one.name) for one in await tx.schools.classes(now.school)],
        subjects=[Named(number, subject) for subject, number in subjects.items()],
        teachers=[NamedTeacher(number, name.family, name.given, name.middle) for number, name in teachers.items()],
        rooms=[Named(room.id, room.name, (f"{room.building} {room.name}",)) for room in rooms.rooms],
        courses=[
            NamedCourse(
                course.id,
                subjects[course.subject],
                whole.get(course.id, frozenset()) | classes_of(course),
                course.group,
                frozenset(teacher.id for teacher in course.teachers),
            )
            for course in now.courses.values()
        ],
    )
