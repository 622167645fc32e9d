"""Inputs of safety (docs/PROTOCOL.md)."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from channels.policy import ChatKind
from channels.safety.model import Decision, ReportReason
from channels.types import NO_CONTROLS, Id, Input

LONGEST_SILENCE = timedelta(days=90)


class NewReport(Input):
    reason: Annotated[ReportReason, Field(strict=False)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=NO_CONTROLS)] = ""


class NewDecision(Input):
    """Decision on a report. `days`: how long the message's author only reads in that chat."""

    decision: Annotated[Decision, Field(strict=False)]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_CONTROLS)] = ""
    days: Annotated[int, Field(ge=1, le=LONGEST_SILENCE.days)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.days is not None) != (self.decision is Decision.SILENCED):
            raise ValueError("days go with silenced, and with nothing else")
        return self


class NewBlock(Input):
    person: Id
    blocked: bool


class NewTerm(Input):
    """Retention period of messages in one kind of chat; `days` null keeps them for ever."""

    kind: Annotated[ChatKind, Field(strict=False)]
    days: Annotated[int, Field(ge=30, le=36_500)] | None


class NewHold(Input):
    chat: Id | None = None
    person: Id | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=NO_CONTROLS)]

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.chat is None) == (self.person is None):
            raise ValueError("a chat or a person")
        return self


class WantedReports(Input):
    """Page of the queue. `before` is the id of the last report of the previous page."""

    closed: Annotated[bool, Field(strict=False)] = False
    before: Annotated[Id, Field(strict=False)] | None = None


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=50, pattern=r"^[\w-]+$")]


class NewWords(Input):
    """Words to look for, replaced as a whole."""

    words: Annotated[list[Word], Field(max_length=500)]
