"""`python -m tests.misdelivery STEPS [SEED]`: a roster that does not stand still, and nothing at the wrong person.

Ends with 0 when everything that anybody could see was what an oracle of its own says they may see.
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
from tests.misdelivery.world import play


async def main(steps: int, seed: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zvonok-misdelivery-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            world = await play(pool, random.Random(seed), steps, tell=print)
            await pool.close()
    changes = sum(world.done[what] for what in ("transfer", "leave", "tie", "end", "restrict", "scope", "relation"))
    compared = ", ".join(f"{number:,} {what}" for what, number in world.compared.items())
    took = f"{time.monotonic() - begun:.0f} s"
    print(f"{steps:,} steps, {changes:,} changes of the roster, in {took}: nothing at the wrong person")
    print(f"compared: {compared}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
