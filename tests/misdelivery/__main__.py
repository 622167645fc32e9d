"""`python -m tests.misdelivery STEPS [SEED]`: a roster that does not stand still, and nothing at the wrong person.

Ends with 0 when everything that anybody could see was what an oracle of its own says they may see.
"""

import random
import time

from tests.misdelivery.world import play
from tests.support.random_runs import listed, own_pool, run


async def main(steps: int, seed: int) -> None:
    begun = time.monotonic()
    async with own_pool("misdelivery") as pool:
        world = await play(pool, random.Random(seed), steps, tell=print)
    changes = sum(world.done[what] for what in ("transfer", "leave", "tie", "end", "restrict", "scope", "relation"))
    took = f"{time.monotonic() - begun:.0f} s"
    print(f"{steps:,} steps, {changes:,} changes of the roster, in {took}: nothing at the wrong person")
    print(f"compared: {listed(world.compared)}")


if __name__ == "__main__":
    run(main)
