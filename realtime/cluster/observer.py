"""A process without connections: it asks those that have some, and answers that it has none itself."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence

from channels.notices.delivery import ListeningQuery, Reached
from realtime.cluster.survey import Survey
from realtime.fanout.port import Cluster
from realtime.faults import place

log = logging.getLogger(__name__)

HEARING_SECONDS = 3.0  # after the start, until every running process has been heard of
NOTHING = b"{}"  # what it says of itself: other processes send their numbers of sessions


class Observer:
    """Implements `realtime.fanout.port.Peer` and `channels.notices.delivery.Live`. Used on the loop's thread."""

    def __init__(self, cluster: Cluster, hearing_seconds: float = HEARING_SECONDS) -> None:
        self._cluster = cluster
        self._asking = Survey(cluster)
        self._knows_from = asyncio.get_running_loop().time() + hearing_seconds
        cluster.join(self)

    async def look(self, asked: Sequence[ListeningQuery]) -> Sequence[Reached]:
        """Tells how far each publication has come. While no process can be asked, all count as LISTENING: people get
        the time to read before they are told another way.
        """
        if not self.knows:
            return [Reached.LISTENING] * len(asked)
        return await self._asking.look(asked)

    @property
    def knows(self) -> bool:
        """True if the processes that have connections can be asked."""
        serving = any(said != NOTHING for node, said in self._cluster.nodes().items() if node != self._cluster.node)
        return serving and self._cluster.healthy and asyncio.get_running_loop().time() >= self._knows_from

    def describe(self) -> bytes:
        return NOTHING

    def received(self, order: bytes) -> None:
        """Answers an order of another process. One that cannot be understood (from another version) is logged."""
        try:
            told = json.loads(order)
            match told["do"]:
                case "look":
                    self._asking.answer(told, [Reached.AWAY] * len(told["asked"]))
                case "survey":
                    self._asking.answer(told, {})
                case "answer":
                    self._asking.collect(told)
        except Exception as error:
            log.warning("an order could not be carried out: %s", place(error))
