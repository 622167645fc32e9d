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


@dataclass(slots=True)
class _Waiting(Generic[Q, A]):
    asked: Q
    apart: Hashable
    answer: "asyncio.Future[A]"


class Combiner(Generic[T, Q, A]):
    """While one portion is being done, what comes waits and is done as the next.

    Nobody waits for company: a request that finds nothing under way begins at once, and takes along what came while
    its transaction was being begun. `begin` gives what a portion is done in; leaving it without an exception makes
    the portion last. `work` gets the portion in the order it was asked, and says for each what to answer or to refuse.

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
    ) -> None:
        self._begin = begin
        self._work = work
        self._portion = portion
        self._most = waiting
        self._waiting: list[_Waiting[Q, A]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, asked: Q, *, apart: Hashable = None) -> A:
        """The answer. Requests with the same `apart` are never in one portion.

        Raises TOO_MANY_WAITING. One that is cancelled while it waits is not done; later it is done all the same.
        """
        if len(self._waiting) >= self._most:
            raise Refusal(Codes.TOO_MANY_WAITING, {"retry_after": 1})
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(asked, apart, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._do(self._next)
        finally:
            self._running = None

    def _next(self) -> list[_Waiting[Q, A]]:
        taken: list[_Waiting[Q, A]] = []
        left: list[_Waiting[Q, A]] = []
        apart: set[Hashable] = set()
        for one in self._waiting:
            if one.answer.done():
                continue
            if len(taken) == self._portion or one.apart in apart:
                left.append(one)
                continue
            taken.append(one)
            if one.apart is not None:
                apart.add(one.apart)
        self._waiting = left
        return taken

    async def _do(self, take: Callable[[], list[_Waiting[Q, A]]]) -> None:
        portion: list[_Waiting[Q, A]] | None = None
        outcomes: Sequence[A | Exception]
        try:
            async with self._begin() as around:
                portion = take()
                outcomes = await self._work(around, [one.asked for one in portion])
        except Exception as error:
            portion = take() if portion is None else portion
            if len(portion) > 1 and not (isinstance(error, Refusal) and error.code.reason is Reason.UNAVAILABLE):
                for one in portion:
                    await self._do([[one]].pop)
                return
            outcomes = [error] * len(portion)
        for one, outcome in zip(portion, outcomes, strict=True):
            if one.answer.done():
                continue
            if isinstance(outcome, Exception):
                one.answer.set_exception(outcome)
            else:
                one.answer.set_result(outcome)
