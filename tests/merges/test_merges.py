"""A short piece of `python -m tests.merges`."""

import random

import asyncpg
import pytest

from tests.merges.world import play
from tests.support.effort import tries


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_rights_chats_and_consents_are_those_of_both_and_afterwards_each_ones_own(
    database: asyncpg.Pool, seed: int
) -> None:
    world = await play(database, random.Random(seed), tries(25, 1000))
    assert all(world.done[what] > 0 for what in ("sign_ins", "office", "undone", "sign_ins refused"))
    assert world.compared["rows as before"] > 2
    assert world.compared["people"] > 300
