"""A short piece of `python -m tests.trusts`."""

import random

import asyncpg
import pytest

from tests.support.effort import tries
from tests.trusts.playing import play


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_reads_outside_of_what_families_have_given(database: asyncpg.Pool, seed: int) -> None:
    world = await play(database, random.Random(seed), tries(600, 10_000))
    assert all(world.done[what] > 0 for what in ("offer", "accept", "end", "change", "restrict", "untie"))
    assert world.compared["open"] > 20
    assert world.compared["shut"] > 100
    for what in ("calendars open", "calendars shut", "files read", "files refused", "mails told", "mails kept back"):
        assert world.compared[what] > 0, what
