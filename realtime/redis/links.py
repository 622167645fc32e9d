"""Links of this process: one to a Redis that stands alone, or one to each master of a cluster that is needed."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from realtime.faults import place
from realtime.redis.link import Link, LinkListener
from realtime.redis.send_queue import Item, Kind
from realtime.redis.servers import Address, Layout, Servers
from realtime.redis.settings import FanoutSettings

log = logging.getLogger(__name__)


class Links:
    """Links to all servers; each Redis channel belongs to one server at a time.

    When a cluster moves slots all links are made anew: that is rare, and nothing need be proven of the old ones.
    `names` are the channels that every process knows; the first of them on a server lends its slot to the heartbeats.
    """

    def __init__(
        self,
        servers: Servers,
        names: Sequence[str],
        beat: Callable[[], bytes],
        listener: LinkListener,
        settings: FanoutSettings,
    ) -> None:
        self._servers = servers
        self._names = names
        self._beat = beat
        self._listener = listener
        self._settings = settings
        self._wanted: set[str] = set()
        self._layout = Layout(())
        self._links: dict[Address | None, Link] = {}
        self._owners: dict[str, Link | None] = {}  # of the names asked for
        self._running: list[asyncio.Task[None]] = []
        self._unsure = asyncio.Event()
        self.settled = False  # the layout of the cluster is known; it is read again for a reason only
        self._watching: asyncio.Task[None] | None = None
        self._gone: Counter[str] = Counter()

    async def start(self) -> None:
        """Begins to connect and returns at once."""
        if self._servers.is_cluster:
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        else:
            await self._arrange(await self._servers.layout() or Layout(()))

    async def stop(self) -> None:
        """Ends all links, after sending what waits, for a bounded time and where that is possible."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._settings.stop_seconds
        while loop.time() < until and any(link.healthy and link.busy for link in self._links.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        await self._end()

    @property
    def healthy(self) -> bool:
        return bool(self._links) and all(link.healthy for link in self._links.values())

    def count(self, what: str) -> int:
        """Returns a count over all links, even ended ones: `sent`, `dropped`, `reconnects` or `heartbeats_lost`."""
        return self._gone[what] + sum(link.counts()[what] for link in self._links.values())

    def of(self, name: str) -> Link | None:
        """Returns the link that carries a channel; None while that is not known."""
        if name not in self._owners:
            owners = (link for server, link in self._links.items() if self._layout.has(server, name))
            self._owners[name] = next(owners, None)
        return self._owners[name]

    def want(self, names: Iterable[str]) -> None:
        for name in names:
            self._wanted.add(name)
            if (link := self.of(name)) is not None:
                link.want([name])

    def leave(self, names: Iterable[str]) -> None:
        for name in names:
            self._wanted.discard(name)
            if (link := self.of(name)) is not None:
                link.leave([name])

    def doubt_layout(self) -> None:
        """Has the layout read again soon: the cluster may have moved something."""
        self._unsure.set()

    async def _watch(self) -> None:
        while True:
            self._unsure.clear()
            try:
                layout = await self._servers.layout(self._layout.servers)
                if layout is not None and layout != self._layout:
                    await self._arrange(layout)
            except Exception as error:
                log.error("cannot read the layout of the cluster: %s", place(error))
            if self.healthy:
                self.settled = True
                await self._unsure.wait()
                self.settled = False
            else:
                await asyncio.sleep(self._settings.retry_seconds)

    async def _arrange(self, layout: Layout) -> None:
        waiting = await self._end()
        self._layout = layout
        for server in layout.servers:
            lender = next((name for name in self._names if layout.has(server, name)), None)
            if lender is not None:
                dial = functools.partial(self._servers.dial, server)
                self._links[server] = Link(dial, f"{lender}:beat", self._beat, self._listener, self._settings)
        for item in waiting:
            if item.kind is not Kind.BEAT and (link := self.of(item.channel)) is not None:
                link.send_queue.put(item)
        self.want(self._wanted.copy())
        self._running = [asyncio.get_running_loop().create_task(link.run()) for link in self._links.values()]

    async def _end(self) -> list[Item]:
        """Ends all links; returns what had not been sent."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        links: Collection[Link] = self._links.values()
        self._running, self._links, self._owners = [], {}, {}
        for link in links:
            self._gone.update(link.counts())
            self._listener.fell(link)
        return [item for link in links for item in link.send_queue.empty()]
