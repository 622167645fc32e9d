"""Facts about two people who may be one, as the rules of merging read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from channels.people import Name, PersonRef, Role, SchoolRef

UNDONE_WITHIN = timedelta(days=30)
SHOWN_WITHIN = timedelta(minutes=15)  # from showing the other sign-in to joining it
CONFIRMED_WITHIN = timedelta(days=30)  # a proposal of an office

Proof = Literal["sign_ins", "office", "import"]
"""What shows that two people are one: both sign-ins, or two people of the office. An import only proposes."""


@dataclass(frozen=True, slots=True)
class Follows:
    """Relation of an adult to a student, now or to come; `restricted`: it keeps them apart.

    `schools`: where the student is one.
    """

    student: int
    name: Name
    relation: str
    restricted: bool
    schools: frozenset[int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people who may be one. Roles are those of now or to come, each with its school.

    `login`: with what name they sign in. `merged_into`: whom they lead to already; `holds_others`: somebody leads to
    them. `consents`: answers, confirmations and consents of theirs for children and for themselves.
    """

    person: PersonRef
    ended: bool
    roles: frozenset[tuple[Role, int]]
    schools: tuple[SchoolRef, ...]
    follows: tuple[Follows, ...]
    snils: str | None
    login: str | None
    has_second_factor: bool
    merged_into: int | None
    holds_others: bool
    chats: int
    groups: tuple[tuple[int, str], ...]
    consents: int

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def places(self) -> frozenset[int]:
        """Schools of theirs: by a role, or by a child."""
        return frozenset(school for _, school in self.roles)

    @property
    def is_student(self) -> bool:
        return any(role is Role.STUDENT for role, _ in self.roles)

    @property
    def is_adult(self) -> bool:
        return bool(self.follows) or any(role is not Role.STUDENT for role, _ in self.roles)

    def kept_from(self) -> frozenset[int]:
        return frozenset(one.student for one in self.follows if one.restricted)

    def children(self) -> frozenset[int]:
        return frozenset(one.student for one in self.follows) - self.kept_from()


@dataclass(frozen=True, slots=True)
class KeptMerge:
    """A merge in storage: proposed, then made or declined, then maybe undone.

    `school`: whose office proposed it, or shall say. `proposed_by`: null for an import.
    """

    id: int
    survivor: int
    other: int
    proof: Proof
    school: int | None
    proposed_by: int | None
    proposed_at: datetime
    expires_at: datetime
    merged_by: int | None
    merged_at: datetime | None
    declined_at: datetime | None
    undone_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """True for a proposal that nobody has answered in its time."""
        return self.merged_at is None and self.declined_at is None and now < self.expires_at

    def is_undoable(self, now: datetime) -> bool:
        return self.merged_at is not None and self.undone_at is None and now < self.merged_at + UNDONE_WITHIN

    def concerns(self, people: Collection[int]) -> bool:
        return self.survivor in people or self.other in people
