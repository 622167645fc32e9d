"""Group commit: does concurrent requests in one transaction and answers each of them separately."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from channels.errors import Codes, Reason, Refusal

T = TypeVar("T")
Q = TypeVar("Q")
A = TypeVar("A")


PATIENCE = 0.25  # seconds that the work on a portion may take; usual are a few milliseconds, 50 under full load


class _Stuck(Exception):
    """Raised when the portion has waited too long for something that somebody else holds."""


@dataclass(slots=True)
class _Waiting(Generic[Q, A]):
    asked: Q
    apart: Hashable
    lane: Hashable
    answer: "asyncio.Future[A]"


class Batcher(Generic[T, Q, A]):
    """Gathers the requests that arrive while one portion is being done, and does them as the next portion.

    A request never waits for others: if nothing is under way it begins at once, and takes along the requests that
    arrive while its transaction begins. `begin` opens the context of a portion, usually a transaction; leaving it
    without an exception commits the portion. `work` gets the portion in the order of arrival and returns an answer or
    a refusal for each request.

    Somebody may hold what a portion needs for long (a forgotten transaction has locked a row). After `patience`
    seconds the portion is rolled back, and each of its lanes goes on by itself, without a time limit, until nothing
    waits in it. So one lane does not keep the others waiting.

    If `begin` or `work` raises UNAVAILABLE, all requests of the portion get it. After any other exception, which has
    rolled the portion back, each request is done again alone, so that one cannot spoil the others.
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
        self._lanes: dict[Hashable, list[_Waiting[Q, A]]] = {}  # lanes that go on by themselves, with their requests
        self._lane_tasks: set[asyncio.Task[None]] = set()

    async def ask(self, asked: Q, *, apart: Hashable = None, lane: Hashable = None) -> A:
        """Returns the answer to one request. Raises TOO_MANY_WAITING.

        Requests with the same `apart` are never in one portion; requests of one `lane` need the same resource. If the
        caller is cancelled while the request waits, it is not done; once its portion has begun, it is done anyway.
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
        """Gives each lane of the portion a task of its own, together with its requests that arrived meanwhile."""
        for one in portion:
            if one.lane not in self._lanes:
                self._lanes[one.lane] = []
                task = asyncio.create_task(self._run_lane(one.lane))
                self._lane_tasks.add(task)
                task.add_done_callback(self._lane_tasks.discard)
            self._lanes[one.lane].append(one)
        for one in self._waiting:  # requests that arrived meanwhile stay behind these
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
        """Splits the waiting requests into the next portion and the rest, both in the order of arrival."""
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
        """Runs `work`; raises `_Stuck` if it takes too long. The commit is outside the limit and never cut short."""
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
