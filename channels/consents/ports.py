"""Port of texts and consents in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from channels.consents.inputs import NewVersion
from channels.consents.model import AnswerCounts, AskedRole, ClassCounts, ConsentVersion, TextTitle, VersionHead
from channels.consents.rules import Answer
from channels.people import Name, SchoolRef

Lock = Literal["share", "update"]


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text with its present version. `present`: the newest; `ended_at`: nobody is asked for it since then."""

    id: int
    school: SchoolRef
    role: AskedRole
    present: VersionHead
    ended_at: datetime | None

    @property
    def title(self) -> TextTitle:
        return self.present.title


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer of somebody: to which text, for which child, whose name is here, if not for themself."""

    text: int
    student: int | None
    child: Name | None
    answer: Answer


class ConsentStore(Protocol):
    async def lock_school(self, school: int) -> None:
        """Keeps others from adding texts to the school until the transaction ends."""
        ...

    async def lock_person(self, person: int) -> None:
        """Keeps other answers of this person waiting until the transaction ends."""
        ...

    async def count(self, school: int) -> int:
        """Returns how many texts of the school people are asked for."""
        ...

    async def add(self, school: int, role: AskedRole, new: NewVersion, by: int, at: datetime) -> int:
        """Adds a text with its first version; returns its id."""
        ...

    async def add_version(self, text: int, number: int, new: NewVersion, by: int, at: datetime) -> None: ...

    async def end(self, text: int, by: int, at: datetime) -> None: ...

    async def one(self, text: int, lock: Lock | None = None) -> KeptText | None:
        """Returns a text. With a `lock` it does not end, and gets no version, until this transaction ends; `update`
        keeps answers waiting, too."""
        ...

    async def of_school(self, school: int, before: int | None, most: int) -> list[KeptText]:
        """Returns texts of a school, those that people are asked for first, each newest first, after that one."""
        ...

    async def asked_at(self, schools: Collection[int]) -> list[KeptText]:
        """Returns the texts that people of these schools are asked for, in the order in which they were made."""
        ...

    async def some(self, texts: Collection[int]) -> Mapping[int, KeptText]: ...

    async def versions(self, text: int, most: int) -> list[VersionHead]:
        """Returns versions of a text, the newest first."""
        ...

    async def version(self, text: int, number: int) -> tuple[int, ConsentVersion] | None:
        """Returns a version with its words, and the school of its text."""
        ...

    async def last_answers(self, person: int, text: int | None = None) -> list[OwnAnswer]:
        """Returns the last word of somebody to each text, or to one, for each child and for themself.

        It is that to the newest version; of two people who were made one, that of who spoke later.
        """
        ...

    async def own_answer(self, person: int, consent: int) -> OwnAnswer | None:
        """Returns an answer of somebody by its id."""
        ...

    async def answer(
        self, person: int, text: int, number: int, student: int | None, at: datetime, *, agreed: bool
    ) -> int:
        """Adds an answer; returns its id."""
        ...

    async def withdraw(self, person: int, text: int, student: int | None, at: datetime) -> int:
        """Withdraws whatever somebody has agreed to of a text, in every version; returns how many answers that were."""
        ...

    async def counts(self, school: int, texts: Sequence[int]) -> Mapping[int, AnswerCounts]:
        """Returns how many of those who are asked now have answered the present version of each text."""
        ...

    async def by_class(self, school: int, text: int) -> list[ClassCounts]:
        """Returns the answers to a text for guardians by the children's classes."""
        ...
