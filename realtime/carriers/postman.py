"""Brings notices to people who are away: sorts what is due and keeps each carrier busy within its bounds."""

import asyncio
import logging
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from channels.errors import Refusal
from channels.notices.delivery import Carrier, Delivery, End, Outcome, Post
from realtime.faults import place

log = logging.getLogger(__name__)

SORT_SECONDS = 1.0  # between two looks when there was nothing to sort
FETCH_SECONDS = 1.0  # between two looks when there was nothing to carry
AWAY_SECONDS, AWAY_AT_MOST = 1.0, 60.0  # a carrier out of reach is left alone: doubled each time
ROUNDS = 2  # of deliveries taken at once: each may take CARRY_SECONDS, and all must end before their lease does
CARRY_SECONDS = 60.0
TELL_SECONDS = 1.0  # before another try to record what became of a delivery


@dataclass(slots=True)
class Round:
    """Counts of one carrier since the start."""

    accepted: int = 0
    later: int = 0
    failed: int = 0
    away: bool = False  # out of reach at this moment


class Postman:
    """Sorts notices and carries dispatches. May die at any point: what it had taken is taken again after its lease."""

    def __init__(self, post: Post, carriers: Mapping[str, Carrier[Any]], at_once: Mapping[str, int]) -> None:
        self.post = post
        self._carriers = carriers
        self._at_once = at_once
        self._stopping = asyncio.Event()
        self.rounds = {name: Round() for name in carriers}

    async def run(self) -> None:
        """Sorts and carries until `stop` is called; then closes the carriers."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._sort(), name="sorting")
                for name in self._carriers:
                    tasks.create_task(self._carry(name), name=f"carrying by {name}")
        finally:
            for carrier in self._carriers.values():
                await carrier.close()

    def stop(self) -> None:
        """Takes nothing more; deliveries on their way are finished."""
        self._stopping.set()

    async def _sort(self) -> None:
        while not self._stopping.is_set():
            more = False
            try:
                more = await self.post.resolve()
            except Exception as error:
                _warn("sorting", error)
            if not more:
                await self._pause(SORT_SECONDS)

    async def _carry(self, name: str) -> None:
        away = 0.0
        told = _Told(self.post, name)
        telling = asyncio.create_task(told.run())
        try:
            while not self._stopping.is_set():
                outcomes = await self._portion(name, told)
                out_of_reach = [outcome for outcome in outcomes if outcome.end is End.AWAY]
                if out_of_reach:
                    away = min(away * 2 or AWAY_SECONDS, AWAY_AT_MOST)
                    self.rounds[name].away = True
                    await self._pause(max(away, *(outcome.retry_after or 0.0 for outcome in out_of_reach)))
                elif outcomes:
                    away = 0.0
                    self.rounds[name].away = False
                else:
                    await self._pause(FETCH_SECONDS)
        finally:
            telling.cancel()
            await asyncio.wait([telling])

    async def _portion(self, name: str, told: "_Told") -> list[Outcome]:
        """Takes what is due and carries it, a bounded number at once. If the carrier is away, the rest is not tried."""
        limit = self._at_once[name]
        try:
            deliveries = await self.post.take(name, limit * ROUNDS)
        except Exception as error:
            _warn(f"taking for {name}", error)
            return []
        free, outcomes = asyncio.Semaphore(limit), list[Outcome]()

        async def carry(delivery: Delivery[Any]) -> None:
            async with free:
                away = next((one for one in outcomes if one.end is End.AWAY), None)
                if away is not None:
                    outcome = Outcome(End.AWAY, "not tried", away.retry_after)
                else:
                    outcome = await self._tried(name, delivery)
                outcomes.append(outcome)
                self._count(name, outcome)
                told.add(delivery, outcome)

        async with asyncio.TaskGroup() as tasks:
            for delivery in deliveries:
                tasks.create_task(carry(delivery))
        await told.drained()
        return outcomes

    async def _tried(self, name: str, delivery: Delivery[Any]) -> Outcome:
        try:
            async with asyncio.timeout(CARRY_SECONDS):
                return await self._carriers[name].carry(delivery)
        except TimeoutError:
            return Outcome(End.LATER, "too slow", in_doubt=True)
        except Exception as error:  # a carrier should return an Outcome instead; its errors must not stop the others
            _warn(f"carrying by {name}", error)
            return Outcome(End.LATER, "failed here", in_doubt=True)

    async def _pause(self, seconds: float) -> None:
        """Waits for about this long (random, so that postmen do not run in step); `stop` ends the wait."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds * random.uniform(0.7, 1.3)):  # noqa: S311 - not a secret
                await self._stopping.wait()

    def _count(self, name: str, outcome: Outcome) -> None:
        counts = self.rounds[name]
        match outcome.end:
            case End.ACCEPTED:
                counts.accepted += 1
            case End.LATER | End.AWAY | End.WAIT:
                counts.later += 1
            case _:
                counts.failed += 1


class _Told:
    """Records at once what became of deliveries, several in one call; what is not recorded is carried again."""

    def __init__(self, post: Post, name: str) -> None:
        self._post = post
        self._name = name
        self._waiting: list[tuple[Delivery[Any], Outcome]] = []
        self._something = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def add(self, delivery: Delivery[Any], outcome: Outcome) -> None:
        self._waiting.append((delivery, outcome))
        self._idle.clear()
        self._something.set()

    async def drained(self) -> None:
        await self._idle.wait()

    async def run(self) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            waiting, self._waiting = self._waiting, []
            while waiting:
                try:
                    await self._post.tell(self._name, waiting)
                    waiting = []
                except Exception as error:
                    _warn(f"telling what became of {self._name}", error)
                    await asyncio.sleep(TELL_SECONDS)
            if not self._waiting:
                self._idle.set()


def _warn(what: str, error: Exception) -> None:
    why = error.code.name if isinstance(error, Refusal) else place(error)
    log.warning("%s: not done this time: %s", what, why)
