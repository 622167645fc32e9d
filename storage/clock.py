"""What time it is: the database's clock, which is one for all processes, told between two looks by our steady one."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import asyncpg

LOOK_SECONDS = 30  # between two looks at the database's clock
LONGEST_LOOK = 1.0  # seconds that a look may take: what is asked for so long is told too late


class DatabaseClock:
    """Implements `channels.ports.Clock`.

    A machine's own clock may be days ahead, or be put right while a server runs. What one process writes down others
    compare with theirs: leases, times to send, ends of tokens. Steady seconds since the last look are moved by nothing.
    """

    def __init__(self, pool: asyncpg.Pool, steady: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._steady = steady
        self._known = datetime.now(UTC)  # until the first look
        self._since = steady()

    def now(self) -> datetime:
        return self._known + timedelta(seconds=self._steady() - self._since)

    def seconds(self) -> float:
        """Since 1970, as in tokens."""
        return self.now().timestamp()

    async def look(self) -> None:
        """To be done at the start, and every `LOOK_SECONDS`. While the database is away it goes on as it was."""
        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            begun = self._steady()
            there: datetime = await self._pool.fetchval("select clock_timestamp()")
            ended = self._steady()
            if ended - begun <= LONGEST_LOOK:
                self._known, self._since = there, (begun + ended) / 2
