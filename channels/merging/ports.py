"""Ports of merges in storage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from channels.merging.model import KeptMerge, Proof, Side


class Survivors(Protocol):
    async def survivors(self, people: Collection[int]) -> Mapping[int, int]:
        """Returns, of these people, those who were merged into somebody else, with that one, as of this moment.

        One query without a transaction: it comes before everything that names people. Raises UNAVAILABLE.
        """
        ...


class MergeStore(Protocol):
    """Merges within the caller's transaction."""

    async def lock(self, people: Collection[int]) -> None:
        """Keeps these people from being merged, and from getting roles, until the transaction ends."""
        ...

    async def sides(self, people: Collection[int]) -> Mapping[int, Side]: ...

    async def propose(
        self,
        survivor: int,
        other: int,
        proof: Proof,
        school: int | None,
        by: int,
        at: datetime,
        expires_at: datetime,
    ) -> int:
        """Keeps a proposal in the place of those about the same two that nobody has answered; of an office also in
        the place of an import's."""
        ...

    async def find(self, merge: int) -> KeptMerge | None:
        """Returns a merge; others who look for it so wait until the transaction ends."""
        ...

    async def of_person(self, person: int, since: datetime) -> list[KeptMerge]:
        """Returns the merges into somebody that were made since then and stand, the last first."""
        ...

    async def of_school(self, school: int, since: datetime, now: datetime) -> list[KeptMerge]:
        """Returns proposals that wait, and merges by offices since then, about people of the school, the last first."""
        ...

    async def make(self, merge: KeptMerge, by: int, at: datetime) -> Sequence[int]:
        """Lets the survivor hold what is the other's; returns the logins that ended with it."""
        ...

    async def undo(self, merge: KeptMerge, by: int, at: datetime) -> None:
        """Gives back what was the other's. What came since stays with the survivor."""
        ...

    async def decline(self, merge: int, by: int, at: datetime) -> None: ...
