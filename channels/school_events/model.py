"""Shapes of school events, as they are shown (docs/PROTOCOL.md)."""

from enum import StrEnum

from pydantic import Field

from channels.announcements.model import Target
from channels.people import ClassRef, PersonRef, SchoolRef
from channels.policy import Addressed, Answering
from channels.types import Id, Moment, Shape


class EventKind(StrEnum):
    TRIP = "trip"
    OLYMPIAD = "olympiad"
    COMPETITION = "competition"
    CONFERENCE = "conference"
    SEMINAR = "seminar"
    MEETING = "meeting"
    OTHER = "other"


class EventAnswer(StrEnum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class EventStanding(StrEnum):
    """Standing of a yes: what became of it."""

    ASKED = "asked"  # a student's wish: a guardian has not agreed yet
    GOING = "going"
    WAITING = "waiting"  # for a place


class EventPlace(Shape):
    """Answer of one participant and what became of it. `waiting`: place on the waiting list, the first is 1."""

    participant: PersonRef
    class_: ClassRef | None = Field(alias="class")
    answer: EventAnswer | None
    standing: EventStanding | None
    waiting: int | None
    answered_by: Id | None
    answered_at: Moment | None


class OwnPlace(EventPlace):
    """A place that the reader may answer for. `answering`: as what."""

    answering: Answering


class EventCounts(Shape):
    going: int
    waiting: int
    asked: int
    maybe: int
    no: int


class Cancelled(Shape):
    at: Moment
    because: str


class SchoolEvent(Shape):
    """A school event as one person sees it. `changes`: they may change it; `chat`: its chat, if they are in it.

    `capacity`: how many participants can go; null: any number. `city`: who may come from all schools. Times of day are
    those of the school's zone.
    """

    id: Id
    school: SchoolRef
    organiser: PersonRef
    kind: EventKind
    title: str
    text: str
    place: str
    subject: str
    starts_at: Moment
    ends_at: Moment | None
    answer_until: Moment | None
    capacity: int | None
    targets: list[Target]
    city: list[Addressed]
    revision: int
    changed_at: Moment
    cancelled: Cancelled | None
    counts: EventCounts
    mine: list[OwnPlace]
    chat: Id | None
    changes: bool


class OneSchoolEvent(Shape):
    event: SchoolEvent


class SchoolEvents(Shape):
    """Page of school events, nearest first."""

    events: list[SchoolEvent]
    more: bool


class EventAnswers(Shape):
    """Answers to an event: going, waiting (by turn), asked, maybe, no, then those who have not answered."""

    counts: EventCounts
    places: list[EventPlace]


class CalendarAddress(Shape):
    """Secret address of a calendar. It is shown once: only its hash is kept."""

    path: str
