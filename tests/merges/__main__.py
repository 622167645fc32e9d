"""`python -m tests.merges PAIRS [SEED]`: people are made one and two again; an account of its own knows their rights.

Ends with 0 when everybody's rights, chats and consents were what the account says after every step, and after the
undoing of what nothing had changed since every row was as before.
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
from tests.merges.world import play


async def main(pairs: int, seed: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zvonok-merges-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            pool = await open_pool(url)
            async with pool.acquire() as connection:
                await migrate(connection)
            world = await play(pool, random.Random(seed), pairs, tell=print)
            await pool.close()
    print(f"{pairs:,} pairs with seed {seed} in {time.monotonic() - begun:.0f} s: all as the account says")
    print("done: " + ", ".join(f"{number:,} {what}" for what, number in world.done.most_common()))
    print("compared: " + ", ".join(f"{number:,} {what}" for what, number in world.compared.most_common()))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
