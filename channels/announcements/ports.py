"""Port of announcements in storage. Every method runs inside the caller's transaction."""

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
        """Tells for each target if its class or course is one of this school."""
        ...

    async def courses_of(self, school: int) -> list[AudienceCourse]:
        """Returns the school's courses, by title."""
        ...

    async def reasons(self, school: int, targets: Sequence[Target]) -> list[Reason]:
        """Returns whom this reaches now and why, from the roster, in a fixed order."""
        ...

    async def students(self, school: int) -> list[tuple[int, Name, ClassRef]]:
        """Returns (id, name, class) of every student of the school: the people a text may name."""
        ...

    async def classes(self, numbers: Collection[int]) -> Mapping[int, ClassRef]: ...

    async def last_readers(self, author: int, school: int, targets: Sequence[Target]) -> frozenset[int] | None:
        """Returns whom the author's last announcement to the same targets addressed; None if there was none."""
        ...

    async def urgent_lately(self, author: int, school: int) -> int:
        """Counts the urgent announcements that the author sent in this school in the last 30 days."""
        ...

    async def add(self, school: int, author: int, asked: NewAnnouncement, at: datetime) -> int: ...

    async def change(self, number: int, asked: NewAnnouncement) -> None:
        """Replaces the words and targets, makes it a draft again, and raises the revision."""
        ...

    async def discard(self, number: int) -> None: ...

    async def one(self, number: int, *, lock: bool = False) -> Announcement | None: ...

    async def written(self, school: int, author: int | None, before: int | None, limit: int) -> list[Announcement]:
        """Returns this author's announcements, drafts included; with None, all that were sent."""
        ...

    async def schedule(self, number: int, at: datetime | None) -> None:
        """Schedules it for a moment; with None, makes it a draft again."""
        ...

    async def due(self, at: datetime, limit: int) -> list[tuple[int, int]]:
        """Returns (id, author) of the scheduled announcements whose time has come."""
        ...

    async def send(self, number: int, reasons: Sequence[Reason], at: datetime) -> None: ...

    async def recall(self, number: int, at: datetime) -> None: ...

    async def readers(self, number: int) -> frozenset[int]:
        """Returns everybody who was addressed, even people who may no longer read it."""
        ...

    async def received(self, person: int, before: int | None, limit: int) -> list[Received]:
        """Returns what this person was sent and may read now, newest first."""
        ...

    async def received_one(self, person: int, number: int) -> Received | None: ...

    async def confirm(self, number: int, person: int, at: datetime) -> datetime:
        """Notes the confirmation and returns when it was: the first time counts."""
        ...

    async def households(self, number: int) -> list[Household]: ...

    async def remind(self, number: int, at: datetime) -> bool:
        """Notes a reminder. False if there was one within the last hour."""
        ...
