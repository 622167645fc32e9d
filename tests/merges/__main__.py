"""`python -m tests.merges PAIRS [SEED]`: people are made one and two again; an account of its own knows their rights.

Ends with 0 when everybody's rights, chats and consents were what the account says after every step, and after the
undoing of what nothing had changed since every row was as before.
"""

import random
import time

from tests.merges.world import play
from tests.support.random_runs import listed, own_pool, run


async def main(pairs: int, seed: int) -> None:
    begun = time.monotonic()
    async with own_pool("merges") as pool:
        world = await play(pool, random.Random(seed), pairs, tell=print)
    print(f"{pairs:,} pairs with seed {seed} in {time.monotonic() - begun:.0f} s: all as the account says")
    print(f"done: {listed(world.done)}")
    print(f"compared: {listed(world.compared)}")


if __name__ == "__main__":
    run(main)
