"""What announcements need from storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels.announcements.inputs import NewAnnouncement
from channels.announcements.model import Announcement, AudienceCourse, Household, Received, Target
from channels.people import ClassRef, Name
from channels.policy import Addressed


@dataclass(frozen=True, slots=True)
class Reason:
    """One person, and one reason why they are addressed."""

    person: int
    addressed: Addressed
    student: int | None
    class_: int | None


class AnnouncementStore(Protocol):
    async def known(self, school: int, targets: Sequence[Target]) -> Sequence[bool]:
        """Of each target, whether its class or course is one of this school."""
        ...

    async def classes_of(self, school: int) -> list[ClassRef]:
        """By year and name."""
        ...

    async def courses_of(self, school: int) -> list[AudienceCourse]:
        """By title."""
        ...

    async def reasons(self, school: int, targets: Sequence[Target]) -> list[Reason]:
        """Whom this reaches now and why, from the roster; in one order."""
        ...

    async def students(self, school: int) -> list[tuple[int, Name, ClassRef]]:
        """Everybody whom a text may name."""
        ...

    async def classes(self, numbers: Collection[int]) -> Mapping[int, ClassRef]: ...

    async def last_readers(self, author: int, school: int, targets: Sequence[Target]) -> frozenset[int] | None:
        """Who was addressed the last time by the same author and in the same words."""
        ...

    async def urgent_lately(self, author: int, school: int) -> int:
        """How many urgent ones were sent in the last 30 days."""
        ...

    async def add(self, school: int, author: int, asked: NewAnnouncement, at: datetime) -> int: ...

    async def change(self, number: int, asked: NewAnnouncement) -> None:
        """Raises the revision."""
        ...

    async def discard(self, number: int) -> None: ...

    async def one(self, number: int, *, lock: bool = False) -> Announcement | None: ...

    async def written(self, school: int, author: int | None, before: int | None, limit: int) -> list[Announcement]:
        """By this author, drafts included; without an author all that were sent."""
        ...

    async def schedule(self, number: int, at: datetime | None) -> None:
        """At a moment; None: a draft again."""
        ...

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int]]:
        """Scheduled ones whose time has come, with their authors."""
        ...

    async def send(self, number: int, reasons: Sequence[Reason], at: datetime) -> None: ...

    async def recall(self, number: int, at: datetime) -> None: ...

    async def readers(self, number: int) -> frozenset[int]:
        """Everybody who was addressed, those included who no longer may read it."""
        ...

    async def received(self, person: int, before: int | None, limit: int) -> list[Received]:
        """What this person was sent and may read now."""
        ...

    async def received_one(self, person: int, number: int) -> Received | None: ...

    async def confirm(self, number: int, person: int, at: datetime) -> datetime:
        """When it was confirmed: the first time counts."""
        ...

    async def households(self, number: int) -> list[Household]: ...

    async def remind(self, number: int, at: datetime) -> bool:
        """Notes it, unless that was done within the last hour."""
        ...
