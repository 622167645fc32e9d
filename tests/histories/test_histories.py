"""What was on a day is told by what was in force on it, however the roster went on."""

import random

import asyncpg
import pytest

from tests.histories.world import play


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_a_month_of_roster_changes_is_told_as_it_was(database: asyncpg.Pool, seed: int) -> None:
    world = await play(database, random.Random(seed), students=25)
    assert world.compared > 10_000
