"""One run: what families do by chance, compared after every step."""

import random
from collections.abc import Callable

import asyncpg

from tests.trusts.reaching import Reaching
from tests.trusts.world import World


async def play(
    pool: asyncpg.Pool, chance: random.Random, steps: int, tell: Callable[[str], None] = lambda _: None
) -> World:
    """Plays, and compares after every step."""
    await pool.execute("create sequence world")
    world = World(pool, chance)
    await world.begin()
    reaching = Reaching(world, random.Random(1))
    await reaching.begin()
    for number in range(1, steps + 1):
        await world.step()
        await world.compare()
        await reaching.compare()
        if number % 1000 == 0:
            tell(f"{number:,} steps")
    return world
