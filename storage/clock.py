"""Time of the database's clock, which is the same for all processes, carried on between looks by our steady clock."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import asyncpg

LOOK_SECONDS = 30  # between two looks at the database's clock
LONGEST_LOOK = 1.0  # seconds that a look may take: a slower answer is too old


class DatabaseClock:
    """Implements `channels.ports.Clock`.

    A machine's own clock may be days ahead, or be corrected while a server runs. Processes compare each other's times:
    leases, times to send, ends of tokens. Steady seconds since the last look are never moved.
    """

    def __init__(self, pool: asyncpg.Pool, steady: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._steady = steady
        self._known = datetime.now(UTC)  # until the first look
        self._since = steady()

    def now(self) -> datetime:
        return self._known + timedelta(seconds=self._steady() - self._since)

    def seconds(self) -> float:
        """Seconds since 1970, as in tokens."""
        return self.now().timestamp()

    async def look(self) -> None:
        """Reads the database's clock; to be called at the start and every `LOOK_SECONDS`. While the database is away
        the clock runs on.
        """
        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            begun = self._steady()
            there: datetime = await self._pool.fetchval("select clock_timestamp()")
            ended = self._steady()
            if ended - begun <= LONGEST_LOOK:
                self._known, self._since = there, (begun + ended) / 2
