"""Reads that many ask for at once."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from handlers.ws.coalescing import AT_ONCE, Coalescer
from tests.realtime.fakes import until


class Source:
    """Answers ten times the key, knows no odd hundreds, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.failing = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, keys: Sequence[int]) -> Mapping[int, int]:
        self.asked.append(list(keys))
        await self.gate.wait()
        if self.failing:
            raise ConnectionError("away")
        return {key: key * 10 for key in keys if key < 1000}


async def test_who_asks_while_a_read_runs_shares_the_next_and_never_that_one() -> None:
    source = Source()
    source.gate.clear()
    together = Coalescer(source.read)
    first = asyncio.create_task(together.ask(1))
    await until(lambda: bool(source.asked))
    later = [asyncio.create_task(together.ask(key)) for key in (1, 2, 2, 3)]
    await asyncio.sleep(0)
    source.gate.set()
    assert await first == 10
    assert await asyncio.gather(*later) == [10, 20, 20, 30]
    assert source.asked == [[1], [1, 2, 3]]  # the first began before the others asked: it may be too old for them


async def test_reads_are_of_a_bounded_size() -> None:
    source = Source()
    together = Coalescer(source.read)
    found = await asyncio.gather(*(together.ask(key) for key in range(250)))
    assert found == [key * 10 for key in range(250)]
    assert [len(asked) for asked in source.asked] == [AT_ONCE, AT_ONCE, 50]


async def test_what_is_not_found_is_none_and_what_fails_fails_for_those_only() -> None:
    source = Source()
    together = Coalescer(source.read)
    assert await together.ask(5000) is None
    source.failing = True
    with pytest.raises(ConnectionError):
        await together.ask(1)
    source.failing = False
    assert await together.ask(1) == 10


async def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    source = Source()
    source.gate.clear()
    together = Coalescer(source.read)
    asking = [asyncio.create_task(together.ask(7)) for _ in range(3)]
    await until(lambda: bool(source.asked))
    asking[0].cancel()
    source.gate.set()
    assert await asyncio.gather(*asking[1:]) == [70, 70]
