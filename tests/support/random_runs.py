"""Random runs of the command line: a database that they have for themselves, and what they tell."""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool


@asynccontextmanager
async def own_pool(name: str) -> AsyncIterator[asyncpg.Pool]:
    """A pool on an empty, migrated database of a cluster that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"zvonok-{name}-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            yield pool
            await pool.close()


def run(main: Callable[[int, int], Awaitable[None]]) -> None:
    """Runs `main` with the count and the seed of the command line; the seed is 1 if none is given."""

    async def play() -> None:
        await main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)

    asyncio.run(play())


def listed(numbers: Counter[str]) -> str:
    """Numbers of what was done, the most first."""
    return ", ".join(f"{number:,} {what}" for what, number in numbers.most_common())
