"""`python -m tests.trusts STEPS [SEED]`: families trust people and think better of it, and nobody reads outside.

Ends with 0 when everything that anybody could read was what an account of its own says they may.
`python -m tests.trusts closing [ENDS]` measures how soon subscriptions close.
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
from tests.trusts.closing import measure
from tests.trusts.playing import play


async def main(steps: int, seed: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zvonok-trusts-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            world = await play(pool, random.Random(seed), steps, tell=print)
            await pool.close()
    print(f"{steps:,} steps with seed {seed} in {time.monotonic() - begun:.0f} s: 0 reads outside")
    print("done: " + ", ".join(f"{number:,} {what}" for what, number in world.done.most_common()))
    print("compared: " + ", ".join(f"{number:,} {what}" for what, number in world.compared.most_common()))


if __name__ == "__main__":
    if sys.argv[1] == "closing":
        sys.exit(asyncio.run(measure(int(sys.argv[2]) if len(sys.argv) > 2 else 100, print)))
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
