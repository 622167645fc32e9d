"""What is asked for at the same time is done together, each with its own answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from channels.errors import Codes, Refusal
from channels.group_commit import Batcher
from tests.realtime.fakes import until


class Works:
    """Answers a number with its double, when `gate` is open. Negative numbers are refused, 13 breaks everything."""

    def __init__(self, portion: int = 10, waiting: int = 100) -> None:
        self.portions: list[list[int]] = []
        self.gate = asyncio.Event()
        self.away = False
        self.transactions = 0
        self.begun = asyncio.Event()
        self.batcher = Batcher(self._begin, self._work, portion=portion, waiting=waiting)

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[None]:
        self.transactions += 1
        if self.away:
            raise Refusal(Codes.UNAVAILABLE)
        yield

    async def _work(self, _: None, portion: Sequence[int]) -> list[int | Refusal]:
        self.portions.append(list(portion))
        self.begun.set()
        await self.gate.wait()
        if 13 in portion:
            raise ZeroDivisionError
        return [Refusal(Codes.NOT_FOUND) if number < 0 else 2 * number for number in portion]

    async def together(self, *numbers: int) -> list[int | BaseException]:
        """The outcomes of these, asked for while 0 is being done."""
        first = asyncio.create_task(self.batcher.ask(0))
        await self.begun.wait()
        rest = asyncio.gather(*(self.batcher.ask(number) for number in numbers), return_exceptions=True)
        await asyncio.sleep(0)
        self.gate.set()
        assert await first == 0
        return await rest


async def test_a_request_that_finds_nothing_under_way_does_not_wait_for_company() -> None:
    works = Works()
    works.gate.set()
    assert [await works.batcher.ask(number) for number in (1, 2)] == [2, 4]
    assert works.portions == [[1], [2]]


async def test_what_comes_while_a_portion_is_done_is_the_next_portion() -> None:
    works = Works()
    assert await works.together(1, 2, 3) == [2, 4, 6]
    assert works.portions == [[0], [1, 2, 3]]


async def test_a_portion_is_bounded_and_the_order_is_kept() -> None:
    works = Works(portion=2)
    assert await works.together(1, 2, 3, 4, 5) == [2, 4, 6, 8, 10]
    assert works.portions == [[0], [1, 2], [3, 4], [5]]


async def test_past_the_bound_of_waiting_one_is_told_to_come_again() -> None:
    works = Works(waiting=2)
    *done, refused = await works.together(1, 2, 3)
    assert done == [2, 4]
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.data) == (Codes.TOO_MANY_WAITING, {"retry_after": 1})


async def test_a_refusal_of_one_does_not_touch_the_others() -> None:
    works = Works()
    one, refused, other = await works.together(1, -1, 2)
    assert (one, other) == (2, 4)
    assert isinstance(refused, Refusal)
    assert works.portions == [[0], [1, -1, 2]]


async def test_one_that_breaks_its_portion_does_not_break_the_others() -> None:
    works = Works()
    one, broken, other = await works.together(1, 13, 2)
    assert (one, other) == (2, 4)
    assert isinstance(broken, ZeroDivisionError)
    assert works.portions == [[0], [1, 13, 2], [1], [13], [2]]


async def test_that_the_database_is_away_is_everybodys_answer_and_nobody_is_tried_alone() -> None:
    works = Works()
    first = asyncio.create_task(works.batcher.ask(0))
    await works.begun.wait()
    works.away = True
    rest = asyncio.gather(*(works.batcher.ask(n) for n in (1, 2)), return_exceptions=True)
    works.gate.set()
    assert await first == 0
    assert [error.code for error in await rest if isinstance(error, Refusal)] == [Codes.UNAVAILABLE] * 2
    assert works.transactions == 2
    works.away = False
    assert await works.batcher.ask(3) == 6  # and it goes on
    assert works.portions == [[0], [3]]


async def test_those_that_must_stay_apart_are_never_in_one_portion() -> None:
    works = Works()
    first = asyncio.create_task(works.batcher.ask(0))
    await works.begun.wait()
    rest = asyncio.gather(*(works.batcher.ask(n, apart=key) for n, key in ((1, "a"), (2, "a"), (3, "b"))))
    await asyncio.sleep(0)
    works.gate.set()
    assert await first == 0
    assert await rest == [2, 4, 6]
    assert works.portions == [[0], [1, 3], [2]]


async def test_one_that_is_cancelled_while_it_waits_is_not_done() -> None:
    works = Works()
    first = asyncio.create_task(works.batcher.ask(0))
    await works.begun.wait()
    gives_up, stays = (asyncio.create_task(works.batcher.ask(n)) for n in (1, 2))
    await asyncio.sleep(0)
    gives_up.cancel()
    works.gate.set()
    assert (await first, await stays) == (0, 4)
    with pytest.raises(asyncio.CancelledError):
        await gives_up
    assert works.portions == [[0], [2]]


class Held:
    """Answers names with themselves. A portion with a name that is `held` waits until it is not."""

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.freed = asyncio.Event()
        self.portions: list[list[str]] = []
        self.undone = 0
        self.batcher = Batcher(self._begin, self._work, portion=10, waiting=20, patience=0.05)

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[None]:
        try:
            yield
        except BaseException:
            self.undone += 1
            raise

    async def _work(self, _: None, portion: Sequence[str]) -> list[str | Refusal]:
        self.portions.append(list(portion))
        if self.held & {name[0] for name in portion}:
            await self.freed.wait()
        return list(portion)

    def ask(self, name: str) -> "asyncio.Task[str]":
        """The first letter is the lane."""
        return asyncio.create_task(self.batcher.ask(name, lane=name[0]))


async def test_a_lane_that_is_held_keeps_no_other_waiting_and_its_own_in_order() -> None:
    works = Held()
    works.held = {"a"}
    stuck, other = works.ask("a1"), works.ask("b1")
    assert await other == "b1"
    assert not stuck.done()
    assert works.undone == 1  # nothing of the portion that was given up is left
    later = [works.ask("a2"), works.ask("a3")]
    assert [await works.ask(f"c{n}") for n in range(3)] == ["c0", "c1", "c2"]
    assert not any(one.done() for one in later)
    works.held = set()
    works.freed.set()
    assert list(await asyncio.gather(stuck, *later)) == ["a1", "a2", "a3"]
    assert works.portions[-1] == ["a2", "a3"]
    done = [name for portion in works.portions for name in portion if name in ("a1", "b1")]
    assert done == ["a1", "b1", "a1", "b1"]  # each again, by itself
    assert list(await asyncio.gather(works.ask("a4"), works.ask("b2"))) == ["a4", "b2"]
    assert works.portions[-1] == ["a4", "b2"]  # together again


async def test_what_waited_for_a_portion_that_is_given_up_keeps_its_place() -> None:
    works = Held()
    works.held = {"a"}
    first = works.ask("a1")
    await until(lambda: bool(works.portions))
    waiting = [works.ask("a2"), works.ask("b1"), works.ask("a3")]
    assert await waiting[1] == "b1"
    works.held = set()
    works.freed.set()
    assert list(await asyncio.gather(first, waiting[0], waiting[2])) == ["a1", "a2", "a3"]
    assert works.portions[-1] == ["a1", "a2", "a3"]


async def test_those_in_lanes_count_among_the_waiting() -> None:
    works = Held()
    works.held = {"a"}
    asked = [works.ask(f"a{n}") for n in range(20)]
    await until(lambda: works.undone > 0)
    asked += [works.ask(f"a{n}") for n in range(20, 40)]
    await asyncio.sleep(0)
    works.freed.set()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    assert refused
    assert all(one.code == Codes.TOO_MANY_WAITING for one in refused)
