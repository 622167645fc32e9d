"""Ports of safety in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels.people import PersonRef
from channels.safety.inputs import NewDecision, NewHold, NewReport, NewTerm
from channels.safety.model import Evidence, Hold, Report, ReportLine, ReportState, Term


@dataclass(frozen=True, slots=True)
class ReportFacts:
    school: int
    chat: int
    offset: int
    author: int
    state: ReportState


@dataclass(frozen=True, slots=True)
class Watched:
    """A message with a word of the school's list."""

    school: int
    chat: int
    offset: int
    word: str


@dataclass(frozen=True, slots=True)
class Expired:
    """A message that its school no longer keeps."""

    chat: int
    offset: int


class RetentionStore(Protocol):
    async def terms(self, school: int) -> list[Term]:
        """Returns the retention period of every kind of chat."""
        ...

    async def set_term(self, school: int, asked: NewTerm, person: int, at: datetime) -> None: ...

    async def holds(self, school: int) -> list[Hold]: ...

    async def is_of(self, school: int, chat: int | None, person: int | None) -> bool:
        """True if this chat, or this person, belongs to the school."""
        ...

    async def hold(self, school: int, asked: NewHold, person: int, at: datetime) -> int: ...

    async def release(self, school: int, number: int, person: int, at: datetime) -> bool:
        """Ends a hold. False if there was no such hold."""
        ...

    async def expired(self, at: datetime, limit: int) -> list[Expired]:
        """Returns expired messages by chat, except what is held and chats with a report under way."""
        ...

    async def purge(self, chat: int, offset: int) -> None:
        """Removes a message's earlier texts, its poll and its votes for good."""
        ...


class SafetyStore(Protocol):
    async def school_of(self, chat: int) -> int: ...

    async def under_way(self, chat: int, offset: int) -> int | None:
        """Returns the report of this message that is not closed."""
        ...

    async def open(
        self, school: int, chat: int, offset: int, evidence: Evidence, at: datetime, word: str | None = None
    ) -> int: ...

    async def add_reporter(self, report: int, person: int, asked: NewReport, at: datetime) -> bool:
        """Adds a reporter. False if that person had reported it already."""
        ...

    async def listed(self, school: int, *, closed: bool, before: int | None, limit: int) -> list[ReportLine]: ...

    async def facts(self, report: int) -> ReportFacts | None: ...

    async def one(self, report: int) -> Report | None: ...

    async def reporters(self, report: int) -> frozenset[int]: ...

    async def take(self, report: int, person: int, at: datetime) -> None: ...

    async def decide(self, report: int, person: int, asked: NewDecision, at: datetime) -> None: ...

    async def silence(self, chat: int, person: int, until: datetime, by: int, at: datetime) -> None: ...

    async def block(self, person: int, other: int, at: datetime, *, blocked: bool) -> bool:
        """Blocks or unblocks somebody. False if that changed nothing."""
        ...

    async def blocked(self, person: int) -> list[PersonRef]:
        """Returns the people whom this person has blocked."""
        ...

    async def shut_out(self, person: int, others: Collection[int]) -> frozenset[int]:
        """Returns those of the others who have blocked this person or whom this person has blocked."""
        ...

    async def words(self, school: int) -> list[str]: ...

    async def set_words(self, school: int, words: Sequence[str], by: int, at: datetime) -> None: ...

    async def watched(self, limit: int) -> list[Watched]:
        """Returns messages since the last look that have a word of their school's list; notes how far it looked."""
        ...
