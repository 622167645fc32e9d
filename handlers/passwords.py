"""Passwords: argon2id, off the event loop, few at a time, the likeliest to be right first."""

import asyncio
import heapq
import itertools
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from channels.errors import Codes, Refusal

# OWASP's minimum: 19 MiB, two passes, one lane: about 30 ms of one core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = 2  # a morning of sign-ins must not starve the loop's own core
WAITING = 1000  # passwords that may wait: half a minute of both cores

MIN_PASSWORD, MAX_PASSWORD = 10, 128  # characters; longer ones are refused, never cut

# At twenty guesses an hour, which is what the brake leaves, these would take six years.
_TOO_FEW_GUESSES = 1_000_000
_READ_FOR_GUESSES = 72  # characters; the time grows with their square

# An unknown name is checked against this, so that unknown and wrong take the same time.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_guessable(password: str, known: Sequence[str]) -> bool:
    """True if a password is among the first that are guessed: leaked, a row of keys, or made of what is `known`.

    Takes some milliseconds.
    """
    from zxcvbn import zxcvbn  # its lists take 10 MB, which a process that never asks shall not pay

    guesses: int = zxcvbn(password[:_READ_FOR_GUESSES], user_inputs=list(known))["guesses"]
    return guesses < _TOO_FEW_GUESSES


class TooManyWaiting(Exception):
    """Raised if so many passwords wait to be checked that this one has to come again."""


class Passwords:
    def __init__(self) -> None:
        self._free = _AT_ONCE
        self._turns = itertools.count()
        self._queue: list[tuple[int, int, asyncio.Future[None]]] = []

    async def matches(self, password: str, stored: str | None, rank: int = 0) -> bool:
        """True if `password` belongs to `stored`. With `stored` None always False, and just as slow.

        The lower its `rank`, the sooner its turn. Raises `TooManyWaiting`.
        """
        await self._turn(rank)
        try:
            return await asyncio.to_thread(self._verify, password, stored)
        finally:
            self._next()

    async def hashed(self, password: str, known: Sequence[str]) -> str:
        """Returns the hash of a new password of somebody of whom these words are `known`.

        Raises PASSWORD_LENGTH, PASSWORD_GUESSABLE and `TooManyWaiting`.
        """
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise Refusal(Codes.PASSWORD_LENGTH)
        await self._turn(0)
        try:
            if await asyncio.to_thread(is_guessable, password, known):
                raise Refusal(Codes.PASSWORD_GUESSABLE)
            return await asyncio.to_thread(hash_password, password)
        finally:
            self._next()

    async def _turn(self, rank: int) -> None:
        if self._free and not self._queue:
            self._free -= 1
            return
        if len(self._queue) >= WAITING:
            raise TooManyWaiting
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (rank, next(self._turns), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()
            raise

    def _next(self) -> None:
        self._free += 1
        while self._queue:
            turn = heapq.heappop(self._queue)[2]
            if not turn.done():
                self._free -= 1
                turn.set_result(None)
                return

    @staticmethod
    def _verify(password: str, stored: str | None) -> bool:
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
