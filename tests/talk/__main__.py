"""`python -m tests.talk ACTIONS [SEED]`: random actions of several people in their chats, with changes of the roster.

Ends with 0 when every live view equalled the reloaded one, and nobody heard what was not for them.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

from storage.embedded import embedded_postgres
from storage.migrate import migrate
from tests.support.school import build_school
from tests.talk.world import at_random, play

ROSTERS = 50  # actions for one change of the roster


async def main(count: int, seed: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zvonok-talk-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url:
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await build_school(connection)
            await connection.close()
            actions = at_random(random.Random(seed), count, rosters=ROSTERS)
            world = await play(url, Path(folder), actions, tell=print)
    print(
        f"{world.done} actions ({world.refused} refused), {world.rosters} changes of the roster,"
        f" {world.heard} publications heard, {world.compared} views compared in {time.monotonic() - begun:.0f} s:"
        " no difference, nothing misdelivered"
    )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
