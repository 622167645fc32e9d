"""A short piece of `python -m tests.misdelivery`."""

import random

import asyncpg
import pytest

from tests.misdelivery.world import play
from tests.support.effort import tries


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_while_the_roster_moves_nothing_reaches_the_wrong_person(database: asyncpg.Pool, seed: int) -> None:
    world = await play(database, random.Random(seed), tries(800, 10_000))
    compared = ("search hits", "files", "announcements", "notices", "letters", "diaries", "lessons")
    assert all(world.compared[what] > 30 for what in compared)
