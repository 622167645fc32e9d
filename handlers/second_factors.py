"""Second factors as signing in asks for them."""

from channels.second_factor import keeping
from channels.second_factor.hashes import FactorSecrets
from channels.second_factor.ports import Proof
from channels.store import Desk


class SecondFactors:
    def __init__(self, desk: Desk, secrets: FactorSecrets) -> None:
        self._desk = desk
        self._secrets = secrets

    async def asked_from(self, person: int) -> Proof | None:
        """Returns what somebody shows besides a password; None if that is nothing."""
        return await keeping.asked_from(self._desk, person)

    async def accepts(self, person: int, typed: str) -> bool:
        """True if this is a code of somebody's second factor, which is used up with that."""
        return await keeping.accepts(self._desk, self._secrets, person, typed)
