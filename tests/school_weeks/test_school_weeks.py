"""A short piece of `python -m tests.school_weeks`."""

import random

import pytest

from tests.school_weeks.world import play
from tests.support.effort import tries
from tests.support.serving import serving


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_while_the_timetable_is_edited_nothing_is_lost_and_nobody_is_left_untold(
    empty_url: str, seed: int
) -> None:
    async with serving(empty_url) as served:
        world = await play(served, random.Random(seed), tries(60, 3000))
    assert world.changed > 10
    assert all(world.done[what] for what in ("pattern", "lesson"))
