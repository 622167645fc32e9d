"""Port of second factors in storage. Every method runs inside the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Proof = Literal["code", "passkey"]
"""What is asked besides the password: a code of the app or for emergencies; or a passkey in its place."""


@dataclass(frozen=True, slots=True)
class KeptFactor:
    """A second factor that is set up. `last_step`: that of the latest code which was used."""

    salt: bytes
    set_at: datetime
    last_step: int


@dataclass(frozen=True, slots=True)
class FactorState:
    """State of somebody's second factor.

    `is_required`: a school asks for it. `due_at`: until when they may go on without.
    """

    has_password: bool
    set_at: datetime | None
    codes_left: int
    is_required: bool
    due_at: datetime | None


class SecondFactorStore(Protocol):
    async def state(self, person: int) -> FactorState: ...

    async def login_name(self, person: int) -> str | None:
        """Returns the name with which somebody signs in; None without a sign-in."""
        ...

    async def asked_from(self, person: int) -> Proof | None:
        """Returns what somebody shows besides a password; None if that is nothing.

        A passkey is asked only from whom the school asks for a second factor, if they have no other.
        """
        ...

    async def kept(self, person: int) -> KeptFactor | None:
        """Returns the second factor that is set up, and keeps others from changing it until the transaction ends."""
        ...

    async def begin(self, person: int, salt: bytes, at: datetime) -> None:
        """Keeps the salt of a secret that no code has come from yet, in the place of the one before."""
        ...

    async def begun(self, person: int, since: datetime) -> bytes | None:
        """Returns the salt that was kept by `begin` since then."""
        ...

    async def set_up(self, person: int, step: int, at: datetime) -> None:
        """Makes what was begun the second factor; `step` is that of its first code."""
        ...

    async def use_step(self, person: int, step: int) -> bool:
        """Notes a code's step as used. False if it or a later one has been."""
        ...

    async def use_recovery_code(self, person: int, code_hash: bytes, at: datetime) -> bool:
        """Uses a recovery code up. False if there is none that is good."""
        ...

    async def replace_recovery_codes(self, person: int, hashes: Sequence[bytes]) -> None: ...

    async def end(self, person: int, at: datetime, *, passkeys: bool) -> bool:
        """Ends the second factor; with `passkeys` also those that stand for one. False if there was none.

        If a school asks for one, its time begins anew with the next sign-in.
        """
        ...

    async def roles(self, school: int) -> list[str]:
        """Returns the roles that a school has named."""
        ...

    async def set_roles(self, school: int, roles: Collection[str], by: int, at: datetime) -> None: ...
