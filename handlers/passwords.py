"""Passwords: argon2id, off the event loop, few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's least: 19 MiB, two passes, one lane: about 30 ms of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = 2  # a morning of sign-ins must not starve the loop's own core

MAX_PASSWORD = 128  # characters; longer ones are refused, never cut

# What an unknown name is checked against, so that unknown and wrong take the same time.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


class Passwords:
    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether `password` belongs to `stored`; with `stored` None always False, and just as slow."""
        async with self._slots:
            return await asyncio.to_thread(self._verify, password, stored)

    @staticmethod
    def _verify(password: str, stored: str | None) -> bool:
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
