"""Questions that one process asks of all."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from channels.notices.delivery import ListeningQuery, Reached
from realtime.fanout.port import Cluster

SURVEY_SECONDS = 1.0  # for the answers of running processes; a dead one is waited for no longer


class Survey:
    """Asks all processes. The owner passes answers to `collect` and answers the questions of others with `answer`."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._numbers = itertools.count(1)
        self._surveys: dict[int, asyncio.Queue[Any]] = {}

    async def channels(self) -> dict[str, int]:
        """Returns channels with listeners in any process, and their numbers of sessions."""
        total: dict[str, int] = {}
        async for channels in self._ask("survey"):
            for channel, sessions in channels.items():
                total[channel] = total.get(channel, 0) + sessions
        return total

    async def look(self, asked: Sequence[ListeningQuery]) -> list[Reached]:
        """Tells for each publication how far it has come, at best, to a session of its user, in any process."""
        best = [Reached.AWAY] * len(asked)
        if asked:
            async for here in self._ask("look", asked=[list(one) for one in asked]):
                best = [max(known, Reached(more)) for known, more in zip(best, here, strict=True)]
        return best

    def give(self, do: str, *, to: str | None = None, **details: Any) -> None:
        """Sends an order to that process, or to all."""
        self._cluster.order(json.dumps({"do": do, **details}).encode(), to)

    def answer(self, order: dict[str, Any], answer: Any) -> None:
        self.give("answer", to=order["asker"], number=order["number"], answer=answer)

    def collect(self, order: dict[str, Any]) -> None:
        survey = self._surveys.get(order["number"])
        if survey is not None:
            survey.put_nowait(order["answer"])

    async def _ask(self, what: str, **details: Any) -> AsyncIterator[Any]:
        """Yields the answer of each process. Waits at most a second in all for processes that died."""
        number, answers = next(self._numbers), asyncio.Queue[Any]()
        self._surveys[number] = answers
        try:
            self.give(what, number=number, asker=self._cluster.node, **details)
            async with asyncio.timeout(SURVEY_SECONDS):
                for _ in range(len(self._cluster.nodes())):
                    yield await answers.get()
        except TimeoutError:
            pass  # the answers so far are the best there is
        finally:
            del self._surveys[number]
