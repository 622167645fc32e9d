"""A minute of faults, with every property checked; `make faults` runs all of them, and longer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.city import City, city
from tests.faults.faults import F3, F5, F6, FIRST
from tests.faults.runs import CAUGHT_BY, run, run_mutant, run_revocation

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("city"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with city(tmp_path_factory.mktemp("city")) as running:
        yield running


async def test_under_load_nothing_is_lost_doubled_or_out_of_order(town: City) -> None:
    result = await run(town, FIRST, busy=True, seed=1)
    assert result.violations == []
    assert result.figures.acknowledged > 50


async def test_on_quiet_channels_nothing_is_late(town: City) -> None:
    """Where no next publication shows that the last one was lost."""
    result = await run(town, (F3, F5, F6), busy=False, seed=2)
    assert result.violations == []
    assert result.figures.acknowledged > 5


async def test_nothing_reaches_a_guardian_after_the_end_of_the_right_at_any_server(town: City) -> None:
    assert (await run_revocation(town)).violations == []


async def test_a_server_that_does_not_look_at_the_heads_is_found_out(tmp_path: Path) -> None:
    async with city(tmp_path, "heads_not_looked_at") as broken:
        assert (await run_mutant(broken, "heads_not_looked_at")).broken & CAUGHT_BY["heads_not_looked_at"]
