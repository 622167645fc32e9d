"""Doing together what is asked for at the same time, each with its own answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from channels.errors import Codes, Reason, Refusal

T = TypeVar("T")
Q = TypeVar("Q")
A = TypeVar("A")


PATIENCE = 0.25  # seconds that the work on a portion may take; some milliseconds are usual, 50 under full load


class _Stuck(Exception):
    """Something in the portion is held by somebody else for too long."""


@dataclass(slots=True)
class _Waiting(Generic[Q, A]):
    asked: Q
    apart: Hashable
    lane: Hashable
    answer: "asyncio.Future[A]"


class Batcher(Generic[T, Q, A]):
    """While one portion is being done, what comes waits and is done as the next.

    Nobody waits for company: a request that finds nothing under way begins at once, and takes along what came while
    its transaction was being begun. `begin` gives what a portion is done in; leaving it without an exception makes
    the portion last. `work` gets the portion in the order it was asked, and says for each what to answer or to refuse.

    What a portion needs may be held by somebody for long (a row that a forgotten transaction has locked). After
    a quarter of a second it is given up and undone, and each of its lanes goes on by itself, patiently, until nothing
    waits in it; so one lane does not keep the others waiting.

    What is raised instead is everybody's when it is UNAVAILABLE. Anything else has undone the portion, and each is
    done again alone, so that one cannot spoil the others.
    """

    def __init__(
        self,
        begin: Callable[[], AbstractAsyncContextManager[T]],
        work: Callable[[T, Sequence[Q]], Awaitable[Sequence[A | Refusal]]],
        *,
        portion: int,
        waiting: int,
        patience: float = PATIENCE,
    ) -> None:
        self._begin = begin
        self._work = work
        self._portion = portion
        self._most = waiting
        self._patience = patience
        self._waiting: list[_Waiting[Q, A]] = []
        self._running: asyncio.Task[None] | None = None
        self._lanes: dict[Hashable, list[_Waiting[Q, A]]] = {}  # those that go on by themselves
        self._lane_tasks: set[asyncio.Task[None]] = set()

    async def ask(self, asked: Q, *, apart: Hashable = None, lane: Hashable = None) -> A:
        """The answer. Requests with the same `apart` are never in one portion; those of one `lane` need the same.

        Raises TOO_MANY_WAITING. One that is cancelled while it waits is not done; later it is done all the same.
        """
        if len(self._waiting) + sum(map(len, self._lanes.values())) >= self._most:
            raise Refusal(Codes.TOO_MANY_WAITING, {"retry_after": 1})
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        one = _Waiting(asked, apart, lane, answer)
        if lane in self._lanes:
            self._lanes[lane].append(one)
            return await answer
        self._waiting.append(one)
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._do(self._next, self._patience)
        finally:
            self._running = None

    def _part(self, portion: Sequence[_Waiting[Q, A]]) -> None:
        """Each lane of the portion goes on by itself."""
        for one in portion:
            if one.lane not in self._lanes:
                self._lanes[one.lane] = []
                task = asyncio.create_task(self._run_lane(one.lane))
                self._lane_tasks.add(task)
                task.add_done_callback(self._lane_tasks.discard)
            self._lanes[one.lane].append(one)
        for one in self._waiting:  # what came meanwhile keeps its place behind
            if one.lane in self._lanes:
                self._lanes[one.lane].append(one)
        self._waiting = [one for one in self._waiting if one.lane not in self._lanes]

    async def _run_lane(self, lane: Hashable) -> None:
        waiting = self._lanes[lane]

        def take() -> list[_Waiting[Q, A]]:
            taken, waiting[:] = self._choose(waiting)
            return taken

        try:
            while waiting:
                await self._do(take, None)
        finally:
            del self._lanes[lane]

    def _next(self) -> list[_Waiting[Q, A]]:
        taken, self._waiting = self._choose(self._waiting)
        return taken

    def _choose(self, waiting: Sequence[_Waiting[Q, A]]) -> tuple[list[_Waiting[Q, A]], list[_Waiting[Q, A]]]:
        """What can be done together, in the order it was asked, and what is left."""
        taken: list[_Waiting[Q, A]] = []
        left: list[_Waiting[Q, A]] = []
        apart: set[Hashable] = set()
        for one in waiting:
            if one.answer.done():
                continue
            if len(taken) == self._portion or one.apart in apart:
                left.append(one)
                continue
            taken.append(one)
            if one.apart is not None:
                apart.add(one.apart)
        return taken, left

    async def _work_on(
        self, around: T, portion: Sequence[_Waiting[Q, A]], patience: float | None
    ) -> Sequence[A | Refusal]:
        """Raises `_Stuck`. Nothing is cut short that may have taken place: the end of the transaction is outside."""
        limit = asyncio.timeout(patience)
        try:
            async with limit:
                return await self._work(around, [one.asked for one in portion])
        except TimeoutError:
            if limit.expired():
                raise _Stuck from None
            raise

    async def _do(self, take: Callable[[], list[_Waiting[Q, A]]], patience: float | None) -> None:
        portion: list[_Waiting[Q, A]] | None = None
        outcomes: Sequence[A | Exception]
        try:
            async with self._begin() as around:
                portion = take()
                outcomes = await self._work_on(around, portion, patience)
        except _Stuck:
            self._part(portion or ())
            return
        except Exception as error:
            portion = take() if portion is None else portion
            if len(portion) > 1 and not (isinstance(error, Refusal) and error.code.reason is Reason.UNAVAILABLE):
                for one in portion:
                    await self._do([[one]].pop, patience)
                return
            outcomes = [error] * len(portion)
        for one, outcome in zip(portion, outcomes, strict=True):
            if one.answer.done():
                continue
            if isinstance(outcome, Exception):
                one.answer.set_exception(outcome)
            else:
                one.answer.set_result(outcome)
