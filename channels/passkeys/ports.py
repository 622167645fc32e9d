"""Port of passkeys and challenges in storage. Every method runs inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Purpose = Literal["add", "sign_in", "invitation"]
Transport = Literal["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey to keep. `public_key` as COSE writes it; `agent` is the `User-Agent` with which it was made.

    `verifies`: its device has asked for a finger, a face or a code, so it is two factors by itself.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: Sequence[Transport]
    agent: str
    verifies: bool


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """A passkey that opens, of somebody who may sign in. `made_for`: by whose number its device knows it."""

    id: int
    person: int
    made_for: int
    credential_id: bytes
    public_key: bytes
    transports: Sequence[Transport]
    agent: str
    made_at: datetime
    used_at: datetime | None


class PasskeyStore(Protocol):
    async def keep_challenge(self, challenge: bytes, purpose: Purpose, about: int | None, until: datetime) -> None:
        """Keeps a challenge; one about a person or an invitation stands in the place of the one before."""
        ...

    async def take_challenge(self, challenge: bytes, purpose: Purpose, about: int | None, now: datetime) -> bool:
        """Takes a challenge away. False if there is none for this purpose, about this person or invitation, by now."""
        ...

    async def forget_challenges(self, now: datetime) -> None:
        """Deletes the challenges that have expired."""
        ...

    async def of_person(self, person: int) -> list[KeptPasskey]:
        """Returns the passkeys that open for somebody, the oldest first."""
        ...

    async def find(self, credential_id: bytes) -> KeptPasskey | None:
        """Returns a passkey that opens; None for removed ones and those of people who have left."""
        ...

    async def lock(self, person: int) -> None:
        """Keeps others from adding passkeys of this person until the transaction ends."""
        ...

    async def add(self, person: int, new: NewPasskey, at: datetime) -> int | None:
        """Returns the id of a new passkey; None if the credential is known already."""
        ...

    async def use(self, passkey: int, sign_count: int, at: datetime, *, verified: bool) -> bool:
        """Notes a use, and whether its device asked for a finger, a face or a code.

        False if it does not open any more, or its counter has not gone on.
        """
        ...

    async def end(self, person: int, passkey: int, at: datetime) -> bool:
        """Ends a passkey of somebody. False if they have no such one."""
        ...
