"""Whose connections are let in at all, before anything is known of who they are."""

import time
from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

RETRY_AFTER = 2  # seconds, told with a refusal

ANY = "*"


def allows(origins: Collection[str], told: Sequence[str]) -> bool:
    """No Origin header: no browser, whose cookie nobody can abuse. `*` in a setting stands for any text."""
    if not told:
        return True
    if len(told) > 1:
        return False
    origin = told[0]
    return origin in origins or any(ANY in each and fnmatchcase(origin.lower(), each) for each in origins)


class Entrance:
    """Lets in so many connections at once and so many a second after that: each costs a look into the database, and
    a storm that is let in whole is served to nobody."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._room = float(burst)
        self._at = time.monotonic()
        self.closed = False  # this process stops
        self.refused = 0

    def admits(self) -> bool:
        now = time.monotonic()
        self._room = min(self._burst, self._room + (now - self._at) * self._rate)
        self._at = now
        if self.closed or self._room < 1:
            self.refused += 1
            return False
        self._room -= 1
        return True
