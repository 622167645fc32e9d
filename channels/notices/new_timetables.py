"""Reads what people are told of a timetable that is another one from a day on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import TypeAdapter

from channels.notices.lesson_timing import ChangedHours, PendingChanges
from channels.notices.ports import NewTimetable, Notice
from channels.notices.preferences import NoticeKind
from channels.people import Name
from channels.store import Tx
from channels.timetable.facts import TimetableChanged

_FACT = TypeAdapter(TimetableChanged)


@dataclass(frozen=True, slots=True)
class OfNewTimetable:
    """Days from which a person's lessons are others, or those of children: for each day whose, none for the person's.

    `student` is one of those whose timetable it is; None: a teacher's.
    """

    reader: int
    student: int | None
    days: Mapping[date, Sequence[Name]]


def is_of_new_timetable(notice: Notice) -> bool:
    return notice.kind is NoticeKind.NEW_TIMETABLE


async def pending(tx: Tx, notices: Sequence[Notice], now: datetime) -> dict[int, PendingChanges]:
    """Returns what notices would tell if they were carried now. Leaves out those whose first day is over."""
    if not notices:
        return {}
    found = await _read(tx, notices)
    newest = await tx.told_lessons.newest({notice.person for notice in notices}, NoticeKind.NEW_TIMETABLE)
    return {
        notice.id: PendingChanges(
            [ChangedHours(begins=found[notice.id].until, near_from=found[notice.id].near_from, first=False)],
            newest.get(notice.person, notice.published_at),
        )
        for notice in notices
        if found[notice.id].until > now
    }


async def content(tx: Tx, notices: Sequence[Notice]) -> dict[int, OfNewTimetable]:
    """Returns what notices tell. Their persons still read the channels."""
    if not notices:
        return {}
    found = await _read(tx, notices)
    names = await tx.people.names({student for one in found.values() for student in one.students})
    told: dict[int, OfNewTimetable] = {}
    for notice in notices:
        one = found[notice.id]
        children = [names[student] for student in one.students if student != notice.person]
        student = one.students[0] if one.students else None
        if student is not None or notice.channel.startswith("journal:"):
            told[notice.id] = OfNewTimetable(notice.person, student, {one.from_day: children})
    return told


def joined(told: Iterable[OfNewTimetable]) -> OfNewTimetable:
    """Makes one of what several notices tell one person: each day once, with all whose lessons are others then."""
    parts = list(told)
    days: dict[date, list[Name]] = defaultdict(list)
    for part in parts:
        for day, children in part.days.items():
            days[day] += [child for child in children if child not in days[day]]
    return replace(parts[0], days=dict(sorted(days.items())))


async def _read(tx: Tx, notices: Sequence[Notice]) -> dict[int, NewTimetable]:
    published = await tx.post.publications([notice.id for notice in notices])
    days = [_FACT.validate_json(published[notice.id]).from_day for notice in notices]
    found = await tx.new_timetables.read(
        [(notice.person, notice.channel, day) for notice, day in zip(notices, days, strict=True)]
    )
    return {notice.id: one for notice, one in zip(notices, found, strict=True)}
