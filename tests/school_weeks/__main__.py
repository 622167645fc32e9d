"""`python -m tests.school_weeks EDITS [SEED]`: a timetable that is edited at random, and what must hold all the time.

Ends with 0 when no lesson with something in it was lost, no clash stood without a word, and nobody's week changed
without a publication to them.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from storage.embedded import embedded_postgres
from tests.school_weeks.world import play
from tests.support.serving import serving


async def main(edits: int, seed: int) -> None:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zvonok-school-weeks-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url, serving(url) as served:
            world = await play(served, random.Random(seed), edits, tell=lambda words: print(words, flush=True))
    took = f"{time.monotonic() - begun:.0f} s"
    done = ", ".join(f"{number:,} {what}" for what, number in sorted(world.done.items()))
    refused = ", ".join(f"{number:,} {code}" for code, number in sorted(world.refused.items()))
    print(f"{edits:,} edits in {took}: {done}; refused: {refused}")
    print(f"{world.compared:,} weeks compared, {world.changed:,} had changed: everybody was told")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
