"""Port of cases in storage. Every method runs inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from channels.matching.model import Said
from channels.portals.model import PortalName
from channels.sign_in_cases.model import Candidate, Claimed, Diagnosis


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case in storage. Code and diagnosis come together; `wrong_codes`: how often another one was tried.

    `asked_at`: since when the school is asked for help; `outcome` of one that is closed. `said`: by the `portal` at
    which they have signed in; else they have confirmed the address.
    """

    id: int
    school: int | None
    address: str | None
    portal: PortalName | None
    said: Said | None
    language: Literal["ru", "en"]
    claimed: Claimed
    code_hash: bytes | None
    wrong_codes: int
    made_at: datetime
    expires_at: datetime
    diagnosis: Diagnosis | None
    asked_at: datetime | None
    closed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class PortalWord:
    """Word of a portal on somebody who has signed in there, and is nobody here."""

    portal: int
    name: PortalName
    said: Said


@dataclass(frozen=True, slots=True)
class LookedUp:
    """People who may be who asks, and the students whom they name, each with the school."""

    people: Sequence[Candidate]
    students: Mapping[int, int]
    school: int | None


class SignInCaseStore(Protocol):
    async def add(
        self,
        claimed: Claimed,
        address: str | None,
        language: Literal["ru", "en"],
        at: datetime,
        expires_at: datetime,
        word: PortalWord | None = None,
    ) -> int: ...

    async def keep_word(self, browser: str, portal: int, said: Said, until: datetime) -> None:
        """Keeps what a portal says of who came with this browser, in place of what was said before."""
        ...

    async def word(self, browser: str, now: datetime) -> PortalWord | None: ...

    async def take_word(self, browser: str, now: datetime) -> PortalWord | None:
        """Returns the word and deletes it."""
        ...

    async def take_new(self, limit: int) -> list[KeptCase]:
        """Returns the oldest cases without a diagnosis, locked: others who take some get other ones."""
        ...

    async def look_up(self, said: Said, claimed: Claimed) -> LookedUp:
        """Returns everybody whom the rules compare: who shares contact, SNILS or name, and the child's adults.

        `school`: the only one that these people are of, or the only one there is.
        """
        ...

    async def keep(self, case: int, diagnosis: Diagnosis, school: int | None, code_hash: bytes, at: datetime) -> None:
        """Stores a diagnosis, with the hash of the code that shows it."""
        ...

    async def find(self, case: int) -> KeptCase | None:
        """Returns a case that has not expired."""
        ...

    async def count_wrong_code(self, case: int) -> None: ...

    async def candidate(self, person: int) -> Candidate | None: ...

    async def ask_school(self, case: int, at: datetime) -> None:
        """Notes that the school is asked for help, the first time."""
        ...

    async def waiting(self, school: int, limit: int) -> list[KeptCase]:
        """Returns cases in which the school is asked by somebody like one of its people: the open ones first, by time.

        Others are found by their number.
        """
        ...

    async def close(self, case: int, by: int | None, outcome: str, at: datetime) -> bool:
        """Closes a case; `by` is None for who asks. False if somebody else was faster."""
        ...

    async def forget(self, at: datetime) -> None:
        """Deletes cases and words that have expired."""
        ...
