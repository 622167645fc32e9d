"""Reads and keeps what people are told of changed lessons: each change once, and none that was taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from pydantic import TypeAdapter

from channels import policy
from channels.notices.lesson_timing import ChangedHours, PendingChanges, taken
from channels.notices.ports import Claimed, LessonHour, Notice, ToldLesson
from channels.notices.preferences import NoticeKind
from channels.people import Name, Viewer
from channels.store import Tx
from channels.substitutions.facts import LessonsChanged
from channels.substitutions.model import ChangedLesson, LessonPlace

_FACT = TypeAdapter(LessonsChanged)


@dataclass(frozen=True, slots=True)
class LessonNews:
    """A lesson as the person knew it and as it is; `was` None: it is new.

    `was_at` and `now_at` are times of the day. `instead` is the subject of the lesson that is held instead of it.
    `children` are those of the person whose lesson it is: none if it is their own, or they teach it.
    """

    id: int
    subject: str
    class_name: str
    was: LessonPlace | None
    now: LessonPlace
    was_at: time | None
    now_at: time | None
    instead: str
    children: Sequence[Name]


@dataclass(frozen=True, slots=True)
class OfLessons:
    """Changed lessons of a person or of their children. `student` is one of those who have them; None: a teacher's."""

    reader: int
    student: int | None
    lessons: Sequence[LessonNews]


def is_of_lessons(notice: Notice) -> bool:
    return notice.kind is NoticeKind.TIMETABLE


async def pending(tx: Tx, notices: Sequence[Notice], now: datetime) -> dict[int, PendingChanges]:
    """Returns what notices would tell if they were carried now. Leaves out those that would tell nothing."""
    notices = await _readable(tx, notices)
    if not notices:
        return {}
    facts = await _facts(tx, notices)
    pairs = _pairs(notices, facts)
    told = await tx.told_lessons.told(pairs)
    here = await tx.lessons.places({lesson for _, lesson in pairs})
    rows = [
        row
        for notice in notices
        for changed in facts[notice.id]
        if (row := _taken(told, notice, here[changed.id])).notice == notice.id
    ]
    changes = await _changes(tx, rows, here)
    firsts = await _firsts(tx, changes)
    newest = await tx.told_lessons.newest({notice.person for notice in notices}, NoticeKind.TIMETABLE)
    hours: dict[int, list[ChangedHours]] = defaultdict(list)
    for one in changes:
        ahead = [hour for _, hour in one.hours if hour.begins > now]
        if ahead and (one.students or one.teaches):
            assert one.told.notice is not None
            hours[one.told.notice].append(
                ChangedHours(
                    begins=min(hour.begins for hour in ahead),
                    near_from=min(hour.near_from for hour in ahead),
                    first=(one.told.person, one.told.lesson) in firsts,
                )
            )
    return {
        notice.id: PendingChanges(hours[notice.id], newest.get(notice.person, notice.published_at))
        for notice in notices
        if notice.id in hours
    }


async def take(tx: Tx, claimed: Sequence[Claimed], now: datetime) -> None:
    """Keeps for each notice that is to be carried what it tells, before it is read: nobody else tells the same."""
    notices = [notice for one in claimed for notice in one.notices if is_of_lessons(notice)]
    notices = await _readable(tx, notices)
    if not notices:
        return
    facts = await _facts(tx, notices)
    pairs = _pairs(notices, facts)
    told = await tx.told_lessons.told(pairs, lock=True)
    here = await tx.lessons.places({lesson for _, lesson in pairs})
    before = dict(told)
    for notice in notices:
        for changed in facts[notice.id]:
            told[notice.person, changed.id] = _taken(told, notice, here[changed.id])
    for one in await _changes(tx, [row for row in told.values() if row.notice is not None], here):
        if all(hour.begins <= now for _, hour in one.hours):  # it is too late to tell of it
            row = one.told
            known = row.place if row.is_out else row.was
            told[row.person, row.lesson] = replace(row, place=known, notice=None, was=None)
    await tx.told_lessons.keep([row for pair, row in told.items() if row != before[pair]])


async def was_seen(tx: Tx, notices: Sequence[Notice]) -> None:
    """Keeps that these people have seen on an open page what their notices would have told."""
    if not notices:
        return
    facts = await _facts(tx, notices)
    told = await tx.told_lessons.told(_pairs(notices, facts), lock=True)
    seen: dict[tuple[int, int], ToldLesson] = {}
    for notice in notices:
        for changed in facts[notice.id]:
            row = told[notice.person, changed.id]
            if row.revision < changed.revision:
                told[row.person, row.lesson] = seen[row.person, row.lesson] = replace(
                    row, place=changed.after, revision=changed.revision, notice=None, was=None
                )
    await tx.told_lessons.keep(list(seen.values()))


async def content(tx: Tx, notices: Sequence[Notice], viewers: Mapping[int, Viewer]) -> dict[int, OfLessons]:
    """Returns what notices tell of lessons, with the rights of this moment; of what has changed since, another does."""
    if not notices:
        return {}
    rows = [row for told in (await tx.told_lessons.told_by([one.id for one in notices])).values() for row in told]
    here = await tx.lessons.places({row.lesson for row in rows})
    changes = await _changes(tx, [row for row in rows if row.revision == here[row.lesson].revision], here)
    replacing = await tx.lessons.places({one.now.replaced_by for one in changes if one.now.replaced_by is not None})
    students = {student for one in changes for student in one.students}
    names = await tx.people.names(students)
    classes = await tx.told_lessons.class_names({one.lesson.course for one in changes})
    lessons: dict[int, list[LessonNews]] = defaultdict(list)
    whose: dict[int, int | None] = {}
    for one in sorted(changes, key=lambda one: (one.now.day, one.now.number, one.told.lesson)):
        person, notice = one.told.person, one.told.notice
        assert notice is not None
        of = [student for student in one.students if _follows(viewers[person], student)]
        if not of and not one.teaches:
            continue
        whose.setdefault(notice, of[0] if of else None)
        instead = None if one.now.replaced_by is None else replacing.get(one.now.replaced_by)
        lessons[notice].append(
            LessonNews(
                id=one.told.lesson,
                subject=one.lesson.subject,
                class_name="" if of else classes.get(one.lesson.course, ""),
                was=one.told.was,
                now=one.now,
                was_at=None if one.told.was is None else one.hours[0][1].clock,
                now_at=one.hours[-1][1].clock,
                instead="" if instead is None else instead.subject,
                children=[names[student] for student in of if student != person],
            )
        )
    return {
        notice.id: OfLessons(notice.person, whose[notice.id], lessons[notice.id])
        for notice in notices
        if notice.id in lessons
    }


def joined(told: Iterable[OfLessons]) -> OfLessons:
    """Makes one of what several notices tell one person."""
    parts = list(told)
    lessons = [lesson for part in parts for lesson in part.lessons]
    return replace(parts[0], lessons=sorted(lessons, key=lambda one: (one.now.day, one.now.number, one.id)))


async def _readable(tx: Tx, notices: Sequence[Notice]) -> list[Notice]:
    """Returns those whose person still reads their channel: another one may tell of the same lesson."""
    if not notices:
        return []
    viewers = await tx.people.viewers({notice.person for notice in notices})
    return [notice for notice in notices if policy.may_read(viewers[notice.person], notice.channel)]


def _follows(viewer: Viewer, student: int) -> bool:
    return policy.reads_diary(viewer, student) and (student == viewer.person or student in viewer.children)


@dataclass(frozen=True, slots=True)
class _Change:
    """Change of one lesson for one person. `hours`: of its old place, if there is one, and of the present one."""

    told: ToldLesson
    lesson: ChangedLesson
    now: LessonPlace
    hours: Sequence[tuple[LessonPlace, LessonHour]]
    students: Sequence[int]
    teaches: bool


async def _changes(tx: Tx, rows: Sequence[ToldLesson], here: Mapping[int, ChangedLesson]) -> list[_Change]:
    asked = {(row.person, row.lesson) for row in rows}
    students = await tx.told_lessons.students(asked) if asked else {}
    places = [(row, place) for row in rows for place in (row.was, row.place) if place is not None]
    wanted = [(here[row.lesson].course, place.day, place.number) for row, place in places]
    hours: dict[tuple[int, int], list[tuple[LessonPlace, LessonHour]]] = defaultdict(list)
    for (row, place), hour in zip(places, await tx.told_lessons.hours(wanted), strict=True):
        hours[row.person, row.lesson].append((place, hour))
    return [
        _Change(
            told=row,
            lesson=here[row.lesson],
            now=row.place,
            hours=hours[row.person, row.lesson],
            students=students.get((row.person, row.lesson), []),
            teaches=_teaches(row),
        )
        for row in rows
        if row.place is not None
    ]


def _teaches(row: ToldLesson) -> bool:
    places = [place for place in (row.was, row.place) if place is not None]
    return any(teacher.id == row.person for place in places for teacher in place.teachers)


async def _firsts(tx: Tx, changes: Sequence[_Change]) -> set[tuple[int, int]]:
    """Returns (person, lesson) of the lessons with which somebody's day begins, or began before the change."""
    days = [(one, place.day) for one in changes for place, _ in one.hours]
    students, teachers = await tx.told_lessons.first_hours(
        {(student, day) for one, day in days for student in one.students},
        {(one.told.person, day) for one, day in days if one.teaches},
    )

    def begins_a_day(one: _Change) -> bool:
        return any(
            hour.clock is not None and (first is None or hour.begins <= first)
            for place, hour in one.hours
            for first in [
                *(students.get((student, place.day)) for student in one.students),
                *([teachers.get((one.told.person, place.day))] if one.teaches else []),
            ]
        )

    return {(one.told.person, one.told.lesson) for one in changes if begins_a_day(one)}


def _taken(told: Mapping[tuple[int, int], ToldLesson], notice: Notice, here: ChangedLesson) -> ToldLesson:
    return taken(told[notice.person, here.id], notice.id, here.after, here.revision)


async def _facts(tx: Tx, notices: Sequence[Notice]) -> dict[int, list[ChangedLesson]]:
    published = await tx.post.publications([notice.id for notice in notices])
    return {notice.id: _FACT.validate_json(published[notice.id]).lessons for notice in notices}


def _pairs(notices: Collection[Notice], facts: Mapping[int, Sequence[ChangedLesson]]) -> set[tuple[int, int]]:
    return {(notice.person, changed.id) for notice in notices for changed in facts[notice.id]}
