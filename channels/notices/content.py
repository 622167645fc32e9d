"""Reads what notices are about, with the rights of the moment they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from channels import policy, zones
from channels.announcements.facts import AnnouncementReminder, AnnouncementSent
from channels.announcements.model import Received
from channels.errors import Refusal
from channels.gradebook.model import (
    AnyMark,
    Attendance,
    AttendanceRecorded,
    MarkCorrected,
    MarksPosted,
    MarkWithdrawn,
)
from channels.notices.lesson_news import OfLessons, is_of_lessons
from channels.notices.lesson_news import content as of_lessons
from channels.notices.new_timetables import OfNewTimetable, is_of_new_timetable
from channels.notices.new_timetables import content as of_new_timetables
from channels.notices.ports import Notice
from channels.notices.preferences import NoticeKind
from channels.people import Name
from channels.publication import ChannelName
from channels.school_events.facts import SchoolEventCancelled, SchoolEventChanged, SchoolEventPlanned
from channels.school_events.model import SchoolEvent
from channels.school_events.planning import as_seen
from channels.store import Tx
from channels.talk.model import Message
from channels.trust.facts import TrustChanged, TrustNews
from channels.trust.showing import seen_trust


@dataclass(frozen=True, slots=True)
class OfMarks:
    """Marks of a child, or of the reader (`child` is then None)."""

    student: int
    child: Name | None
    marks: Sequence[AnyMark]


@dataclass(frozen=True, slots=True)
class OfAttendance:
    student: int
    child: Name | None
    attendance: Sequence[Attendance]
    is_unanswered: bool = False  # for staff: nobody in the family has reacted


@dataclass(frozen=True, slots=True)
class OfMessage:
    author: Name
    message: Message


@dataclass(frozen=True, slots=True)
class OfAnnouncement:
    announcement: Received
    reminds: bool


@dataclass(frozen=True, slots=True)
class OfSchoolEvent:
    event: SchoolEvent
    is_new: bool


@dataclass(frozen=True, slots=True)
class OfTrust:
    """News of a trust. `who`: the trusted person as the giver wrote or the school knows the name.

    `mine`: the reader is the trusted person; before accepting, `child` and `giver` are shortened.
    """

    trust: int
    news: TrustNews
    who: str
    child: Name
    giver: Name
    until_day: date
    mine: bool


Content = OfMarks | OfAttendance | OfMessage | OfAnnouncement | OfSchoolEvent | OfLessons | OfNewTimetable | OfTrust

_Diary = MarksPosted | MarkCorrected | MarkWithdrawn | AttendanceRecorded
_Personal = (
    AnnouncementSent
    | AnnouncementReminder
    | SchoolEventPlanned
    | SchoolEventChanged
    | SchoolEventCancelled
    | TrustChanged
)
_DIARY: TypeAdapter[_Diary] = TypeAdapter(Annotated[_Diary, Field(discriminator="type")])
_PERSONAL: TypeAdapter[_Personal] = TypeAdapter(Annotated[_Personal, Field(discriminator="type")])


async def news(tx: Tx, notices: Sequence[Notice]) -> dict[int, Content]:
    """Returns the content of the notices, by notice id.

    Leaves out notices whose reader may no longer know of them, those that something later has overtaken, and those of
    what was taken back.
    """
    if not notices:
        return {}
    viewers = await tx.people.viewers({notice.person for notice in notices})
    readable = [notice for notice in notices if policy.may_read(viewers[notice.person], notice.channel)]
    published = await tx.post.publications([notice.id for notice in readable])
    found: dict[int, Content] = {}
    found |= await of_lessons(tx, [notice for notice in readable if is_of_lessons(notice)], viewers)
    found |= await of_new_timetables(tx, [notice for notice in readable if is_of_new_timetable(notice)])
    of_kind = _by_channel_kind(readable)
    found |= await _of_diaries(tx, of_kind.get("diary", ()), published)
    found |= await _of_chats(tx, of_kind.get("chat", ()))
    for notice in of_kind.get("person", ()):
        one = await _personal(tx, notice, published[notice.id])
        if one is not None:
            found[notice.id] = one
    return found


def _by_channel_kind(notices: Sequence[Notice]) -> dict[str, list[Notice]]:
    kinds: dict[str, list[Notice]] = {}
    for notice in notices:
        kinds.setdefault(notice.channel.partition(":")[0], []).append(notice)
    return kinds


def _number(channel: ChannelName) -> int:
    return int(channel.partition(":")[2])


async def _of_diaries(tx: Tx, notices: Sequence[Notice], published: Mapping[int, bytes]) -> dict[int, Content]:
    if not notices:
        return {}
    facts = {notice.id: _DIARY.validate_json(published[notice.id]) for notice in notices}
    marks = {notice: marks_in(fact) for notice, fact in facts.items()}
    stand = await tx.post.mark_revisions({mark.id for told in marks.values() for mark in told})
    cells = {
        (one.lesson, one.student)
        for fact in facts.values()
        if isinstance(fact, AttendanceRecorded)
        for one in fact.attendance
    }
    entered = await tx.post.attendance_revisions(cells)
    names = await tx.people.names({_number(notice.channel) for notice in notices})
    found: dict[int, Content] = {}
    for notice in notices:
        student, fact = _number(notice.channel), facts[notice.id]
        child = None if student == notice.person else names[student]
        if isinstance(fact, AttendanceRecorded):
            still_so = [one for one in fact.attendance if entered.get((one.lesson, one.student)) == one.revision]
            if still_so:
                found[notice.id] = OfAttendance(student, child, still_so, notice.kind is NoticeKind.UNANSWERED)
        elif still := [mark for mark in marks[notice.id] if stand.get(mark.id) == mark.revision]:
            found[notice.id] = OfMarks(student, child, still)
    return found


def marks_in(fact: _Diary) -> Sequence[AnyMark]:
    match fact:
        case MarksPosted():
            return fact.marks
        case MarkCorrected() | MarkWithdrawn():
            return [fact.mark]
    return ()


async def _of_chats(tx: Tx, notices: Sequence[Notice]) -> dict[int, Content]:
    if not notices:
        return {}
    asked = {notice.id: (_number(notice.channel), notice.offset) for notice in notices}
    messages = await tx.messages.found(set(asked.values()))
    seen = await tx.post.seen(notices)
    names = await tx.people.names({message.author for message in messages.values()})
    return {
        notice.id: OfMessage(names[message.author], message)
        for notice in notices
        if (message := messages.get(asked[notice.id])) and not message.withdrawn and notice.id not in seen
    }


async def _personal(tx: Tx, notice: Notice, published: bytes) -> Content | None:
    try:
        fact = _PERSONAL.validate_json(published)
    except ValidationError:
        return None  # not a fact that people who are away are told
    if isinstance(fact, TrustChanged):
        return await _of_trust(tx, notice.person, fact)
    if isinstance(fact, AnnouncementSent | AnnouncementReminder):
        received = await tx.announcements.received_one(notice.person, fact.announcement)
        if received is None or received.recalled_at is not None:
            return None
        reminds = isinstance(fact, AnnouncementReminder)
        return None if reminds and received.confirmed_at else OfAnnouncement(received, reminds)
    try:
        seen = await as_seen(tx, notice.person, fact.event)
    except Refusal:
        return None
    if seen.event.school.zone:
        await zones.read([seen.event.school.zone])  # the letter tells in this zone when it begins
    return OfSchoolEvent(seen.event, isinstance(fact, SchoolEventPlanned))


async def _of_trust(tx: Tx, person: int, fact: TrustChanged) -> Content | None:
    """Returns what became of a trust; nothing to who may not see it any more, nor of what has ended meanwhile."""
    trust = await tx.trusts.one(fact.trust)
    if trust is None or (trust.ended_at is not None) != (fact.news is TrustNews.ENDED):
        return None
    try:
        seen = await seen_trust(tx, person, trust)
    except Refusal:
        return None
    return OfTrust(trust.id, fact.news, seen.who, seen.child, seen.giver, trust.until_day, seen.mine)
