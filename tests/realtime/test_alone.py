"""A process whose fan-out does not work looks at the heads more often."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from realtime.engine import Engine, build
from realtime.fanout.memory import MemoryFanout
from tests.realtime.conftest import QUICK
from tests.realtime.fakes import School, join


@pytest.fixture
async def fanout() -> MemoryFanout:
    return MemoryFanout()


@pytest.fixture
async def engine(school: School, fanout: MemoryFanout) -> AsyncIterator[Engine]:
    settings = replace(QUICK, heads_seconds=1000.0, heads_alone_seconds=0.02)
    engine = build(school, school.archive, fanout, settings=settings)
    await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    yield engine
    await engine.drain()


async def test_what_another_process_stored_comes_soon_while_no_hint_can(
    engine: Engine, school: School, fanout: MemoryFanout
) -> None:
    client = await join(engine, school, 1, "chat:1")
    fanout.healthy = False
    engine.parts.hub.doubt()  # as every fan-out says when it stops working
    school.archive.store("chat:1")
    assert await client.publications(1) == [("chat:1", 1)]
    school.archive.store("chat:1")
    assert await client.publications(1) == [("chat:1", 2)]
