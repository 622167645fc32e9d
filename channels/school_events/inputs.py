"""Inputs of school events (docs/PROTOCOL.md)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.announcements.inputs import AskedTarget, Title
from channels.policy import Addressed
from channels.school_events.model import EventAnswer, EventKind
from channels.types import NO_CONTROLS, AskedMoment, Id, Input, Words

LONGEST = timedelta(days=60)

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=NO_CONTROLS)]
Subject = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=NO_CONTROLS)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=NO_CONTROLS)]
City = Annotated[list[Annotated[Addressed, Field(strict=False)]], Field(max_length=3)]


class NewSchoolEvent(Input):
    kind: Annotated[EventKind, Field(strict=False)]
    title: Title
    text: Description = ""
    place: Line = ""
    subject: Subject = ""
    starts_at: AskedMoment
    ends_at: AskedMoment | None = None
    answer_until: AskedMoment | None = None
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    targets: Annotated[list[AskedTarget], Field(max_length=50)] = []
    city: City = []

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.targets and not self.city:
            raise ValueError("name in targets or in city who is asked to come")
        if self.ends_at is not None and not self.starts_at < self.ends_at <= self.starts_at + LONGEST:
            raise ValueError("it ends after it has started, and within 60 days")
        if self.answer_until is not None and self.answer_until > self.starts_at:
            raise ValueError("answers are due before it starts")
        return self


class ChangedSchoolEvent(NewSchoolEvent):
    """A school event, replaced as a whole. `revision` is the one it was read at."""

    revision: Annotated[int, Field(ge=1, lt=2**31)]


class Cancelling(Input):
    because: Words = ""


class NewAnswer(Input):
    participant: Id
    answer: Annotated[EventAnswer, Field(strict=False)]


class Feed(StrEnum):
    MINE = "mine"  # those one is asked to, answers for, or organises
    CITY = "city"  # those that are open to all schools


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_CONTROLS)]


class WantedEvents(Input):
    """Page of events from `since` on; without it, from now. `after` is the id of the last one of the previous page."""

    of: Annotated[Feed, Field(strict=False)] = Feed.MINE
    kind: Annotated[EventKind, Field(strict=False)] | None = None
    subject: Text | None = None
    q: Text | None = None
    since: AskedMoment | None = None
    until: AskedMoment | None = None
    after: Annotated[Id, Field(strict=False)] | None = None


def is_over(starts_at: datetime, ends_at: datetime | None, now: datetime) -> bool:
    return now >= (ends_at or starts_at)
