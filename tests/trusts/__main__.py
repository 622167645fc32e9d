"""`python -m tests.trusts STEPS [SEED]`: families trust people and think better of it, and nobody reads outside.

Ends with 0 when everything that anybody could read was what an account of its own says they may.
`python -m tests.trusts closing [ENDS]` measures how soon subscriptions close.
"""

import asyncio
import random
import sys
import time

from tests.support.random_runs import listed, own_pool, run
from tests.trusts.closing import measure
from tests.trusts.playing import play


async def main(steps: int, seed: int) -> None:
    begun = time.monotonic()
    async with own_pool("trusts") as pool:
        world = await play(pool, random.Random(seed), steps, tell=print)
    print(f"{steps:,} steps with seed {seed} in {time.monotonic() - begun:.0f} s: 0 reads outside")
    print(f"done: {listed(world.done)}")
    print(f"compared: {listed(world.compared)}")


if __name__ == "__main__":
    if sys.argv[1] == "closing":
        sys.exit(asyncio.run(measure(int(sys.argv[2]) if len(sys.argv) > 2 else 100, print)))
    run(main)
