"""Port of trusts in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from channels.people import ClassRef, PersonRef
from channels.trust.life import Service, Trust


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Guardian who follows a child at a school now, by a relation of the family and the guardians' role."""

    person: PersonRef
    relation: str
    services: frozenset[Service]


@dataclass(frozen=True, slots=True)
class Contact:
    """Person as a giver may name them: `phone_key` is what all spellings of the number share, None without one."""

    person: PersonRef
    phone_key: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class StudentAt:
    """Student at a school: `today` is the day there."""

    child: PersonRef
    class_: ClassRef | None
    school: int
    school_name: str
    zone: str
    today: date


@dataclass(frozen=True, slots=True)
class Delay:
    """Hours before a trust opens, for somebody new to the school and for whom it knows."""

    stranger_hours: int
    known_hours: int

    def of(self, *, known: bool) -> timedelta:
        return timedelta(hours=self.known_hours if known else self.stranger_hours)


class TrustStore(Protocol):
    async def lock(self, student: int) -> None:
        """Keeps others from changing the trusts of a child until this transaction ends."""
        ...

    async def student(self, student: int, school: int | None = None) -> StudentAt | None:
        """Returns a student, at this school or the first of theirs; also one who has left a school that is named."""
        ...

    async def family(self, student: int, school: int) -> list[FamilyMember]: ...

    async def children(self, guardian: int) -> list[tuple[int, int]]:
        """Returns the children, each with a school, whom a guardian of the family follows now."""
        ...

    async def kept_away(self, student: int) -> list[Contact]:
        """Returns the adults who must not follow a child."""
        ...

    async def contact(self, person: int) -> Contact: ...

    async def sharing(self, phone_key: str) -> list[PersonRef]:
        """Returns who has this number and is no student."""
        ...

    async def is_known(self, person: int, school: int) -> bool:
        """True if somebody has a role at the school now that no trust gave."""
        ...

    async def delay(self, school: int) -> Delay: ...

    async def set_delay(self, school: int, delay: Delay) -> None: ...

    async def count(self, student: int) -> int:
        """Returns how many trusts of a child nobody has ended."""
        ...

    async def add(self, trust: Trust, phone_key: str) -> int: ...

    async def one(self, trust: int) -> Trust | None: ...

    async def of_children(self, students: Collection[int], since: datetime) -> list[Trust]:
        """Returns trusts of these children that nobody has ended, or that ended since then."""
        ...

    async def in_person(self, person: int, since: datetime) -> list[Trust]:
        """Returns trusts that somebody accepted, and that nobody has ended or that ended since then."""
        ...

    async def offered(self, phone_key: str) -> list[Trust]:
        """Returns offers to this number that nobody has accepted or ended."""
        ...

    async def save(self, trust: Trust) -> None:
        """Stores a trust as it has become, and with it the right: it exists while the trust is open."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Trust]:
        """Returns trusts of which something is due: an opening, more, an end by time, a reminder, an announcement."""
        ...

    async def announced(self, trust: int) -> bool:
        """Notes that the invitee of an offer was told. False if it was noted before."""
        ...

    async def reminded(self, trust: int, at: datetime) -> None: ...

    async def lost(self, limit: int) -> list[Trust]:
        """Returns trusts that nobody has ended, whose giver or invitee has lost what they need."""
        ...
