"""Decides which connections are let in, before anything is known of their people."""

import resource
import socket
import time
from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

RETRY_AFTER = 2  # seconds, sent with a refusal

ANY = "*"


def allows(origins: Collection[str], told: Sequence[str]) -> bool:
    """True if the origin may connect. No Origin header: no browser, so no cookie can be abused. `*` is any text."""
    if not told:
        return True
    if len(told) > 1:
        return False
    origin = told[0]
    return origin in origins or any(ANY in each and fnmatchcase(origin.lower(), each) for each in origins)


RESERVED = 256  # descriptors for the database, files, Redis, and what is accepted in one turn of the loop


def descriptors() -> int | None:
    """Returns how many of this process's file descriptors connections may use; None if there is no limit."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft - min(RESERVED, soft // 2)


class Entrance:
    """Limit of new connections: a burst, and so many a second after that. Each costs a query, and a storm that is let
    in whole is served to nobody.
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._room = float(burst)
        self._at = time.monotonic()
        self.closed = False  # this process is stopping
        self.refused = 0
        self.most = descriptors()

    def is_full(self, accepted: socket.socket | None) -> bool:
        """True if a connection that was just accepted is one too many for this process.

        The kernel gives the lowest free descriptor: at least as many files are open as its number says.
        """
        if self.most is None or accepted is None or accepted.fileno() < self.most:
            return False
        self.refused += 1
        return True

    def admits(self) -> bool:
        now = time.monotonic()
        self._room = min(self._burst, self._room + (now - self._at) * self._rate)
        self._at = now
        if self.closed or self._room < 1:
            self.refused += 1
            return False
        self._room -= 1
        return True
