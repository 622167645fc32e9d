"""Port of applications in storage. Every method runs inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from channels.applications.model import Applicant, KeptApplication


@dataclass(frozen=True, slots=True)
class ApplicationToKeep:
    """A new application: its secrets as hashes."""

    school: str
    zone: str
    language: Literal["ru", "en"]
    applicant: Applicant
    token_hash: bytes
    code_hash: bytes


class ApplicationStore(Protocol):
    async def count_open(self, unconfirmed_since: datetime) -> int:
        """Counts those that nobody has decided, unconfirmed ones from then on; others who count wait for this one."""
        ...

    async def add(self, made: ApplicationToKeep, at: datetime) -> int: ...

    async def find(self, token_hash: bytes) -> KeptApplication | None:
        """Returns the application of a link; who finds it then waits for this one."""
        ...

    async def get(self, application: int) -> KeptApplication | None:
        """Returns an application; who gets it then waits for this one."""
        ...

    async def listed(self, *, decided: bool, limit: int) -> list[KeptApplication]:
        """Returns those that wait for a decision, the oldest first; or all that were confirmed, the latest first."""
        ...

    async def confirm(self, application: int, at: datetime) -> None: ...

    async def count_wrong_code(self, application: int) -> None: ...

    async def accept(self, application: int, code_hash: bytes, at: datetime, expires_at: datetime) -> None:
        """Stores an activation code for it. The earlier one must have been ended."""
        ...

    async def refuse(self, application: int, reason: str, at: datetime) -> None: ...

    async def end_code(self, application: int) -> None:
        """Ends the activation code of an application, unless it was used: then it stays, and is seen from now on."""
        ...

    async def forget(self, unconfirmed_before: datetime, before: datetime, at: datetime) -> None:
        """Deletes what nobody confirmed, and empties what is about people where the last step was before."""
        ...
