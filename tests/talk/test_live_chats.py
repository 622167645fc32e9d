"""Live view = reloaded view, and nobody hears what is not for them: chats under random actions of several people."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.effort import tries
from tests.talk.world import NAMES, Action, at_random, play

small = st.integers(0, 30)
actions = st.lists(st.tuples(st.sampled_from(NAMES), small, small, small), min_size=1, max_size=40)

pytestmark = pytest.mark.slow


@settings(max_examples=tries(8, 100), deadline=None, suppress_health_check=list(HealthCheck))
@given(actions)
async def test_folding_equals_reloading_and_nobody_hears_what_is_not_for_them(
    school_url: str, tmp_path_factory: pytest.TempPathFactory, actions: list[Action]
) -> None:
    await play(school_url, tmp_path_factory.mktemp("rosters"), actions)


async def test_it_holds_while_the_roster_changes(school_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    world = await play(
        school_url, tmp_path_factory.mktemp("rosters"), at_random(random.Random(1), tries(200, 3000), rosters=50)
    )
    assert world.rosters >= 2
