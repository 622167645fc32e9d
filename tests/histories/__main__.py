"""`python -m tests.histories STUDENTS [SEED]`: so many histories of a month, against an account of their own.

Ends with 0 when who stood in which lesson, who taught it, which means there were, who keeps which journal, who
follows which child and who is in which class were on every day what the account says.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from tests.histories.lines import DAYS
from tests.histories.world import play
from tests.support.databases import fresh

AT_ONCE = 250  # students of one school


async def main(students: int, seed: int) -> None:
    begun, compared, played = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory(prefix="zvonok-histories-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            while played < students:
                async with fresh(url, "template1") as one:
                    pool = await open_pool(one)
                    async with pool.acquire() as connection:
                        await migrate(connection)
                    world = await play(pool, random.Random(seed + played), min(AT_ONCE, students - played))
                    await pool.close()
                played += len(world.students)
                compared += world.compared
                print(f"{played:,} histories, {compared:,} comparisons, {time.monotonic() - begun:.0f} s", flush=True)
    print(f"{played:,} histories of {DAYS} days, {compared:,} comparisons: no difference")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
