"""Puts the parts of `realtime` together. The composition root makes one engine per process."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Collection, Coroutine
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from channels.ports import Archive, Publisher
from channels.publication import ChannelName, ClientInfo
from realtime.cluster.orders import Orders
from realtime.delivery.hub import Hub
from realtime.delivery.write_coalescer import WriteCoalescer
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.port import Ephemeral, EphemeralKind, Network
from realtime.fanout.publisher import FanoutPublisher
from realtime.faults import place
from realtime.gate import Gate
from realtime.presence.port import MemoryPresence, Presence
from realtime.presence.updates import PresenceUpdates
from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Session, SessionContext
from realtime.settings import Settings
from realtime.subscribing.commands import Commands
from realtime.subscribing.rights import Rights
from realtime.subscribing.subscriptions import Subscriptions
from realtime.tasks import Tasks
from realtime.transports import listener
from realtime.transports.admitting import Entrance
from realtime.transports.connections import Connections
from realtime.transports.http import HttpTransports
from realtime.wheel import Wheel

log = logging.getLogger(__name__)

DRAIN_STEPS = 50
ENDED_LOGINS_SECONDS = 5.0  # between two looks for ended sign-ins: the longest that one outlives a lost order


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of this process since the start."""

    sessions: int  # at this moment
    users: int  # at this moment
    subscriptions: int  # at this moment, of all sessions
    commands: int  # at this moment, waiting or being answered
    unsent_bytes: int  # at this moment, of readers that are behind
    publications: int  # delivered to anybody here
    deliveries: int  # each to one session
    gaps_filled: int  # publications read from the archive because no hint brought them
    head_repairs: int  # those of the gaps that only the comparison of the heads revealed
    cut_off: int  # slow readers
    evicted: int  # sessions closed for newer ones of the same person
    refused: int  # connections turned away because too many came


@dataclass(frozen=True)
class Parts:
    """Parts of an engine; `build` makes each once."""

    gate: Gate
    fanout: Network
    presence: Presence
    hub: Hub[Session]
    rights: Rights
    answers: Commands
    subscriptions: Subscriptions
    presence_updates: PresenceUpdates
    orders: Orders
    around: Connections


class Engine:
    """Holds all live connections of a process. Made by `build`; used on the event loop's thread."""

    def __init__(self, parts: Parts) -> None:
        self.publisher: Publisher = FanoutPublisher(parts.fanout)
        self.http = HttpTransports(parts.around, parts.orders)
        self.parts = parts
        self._servers: list[asyncio.Server] = []
        self._watching: list[asyncio.Task[None]] = []

    async def listen(
        self, host: str | None, port: int, web_server: listener.WebServer, *, shared: bool = False
    ) -> asyncio.Server:
        """Serves sockets on `/connection/websocket` and hands all other HTTP to `web_server` (aiohttp's
        `runner.server`).

        `port` 0 takes a free one: see the server's `sockets`. `shared`: other processes listen on the same port.
        """
        if not self._watching:
            self._start()
        server = await listener.listen(host, port, web_server, self.parts.around, shared=shared)
        self._servers.append(server)
        return server

    def _start(self) -> None:
        parts, settings = self.parts, self.parts.around.settings
        watches: list[Coroutine[Any, Any, None]] = [
            parts.hub.watch_heads(),
            parts.presence_updates.keep(parts.around.sessions, settings.presence_seconds * 0.45),
        ]
        if parts.gate.rights_change:
            watches += [self._watch_rights(), self._watch_logins()]
        self._watching = [asyncio.get_running_loop().create_task(watch) for watch in watches]

    async def review_rights(self) -> None:
        """Reads the rights of everybody connected and applies what changed without a publication."""
        await self.parts.rights.review(self.parts.around.sessions.admitted())

    async def _watch_rights(self) -> None:
        while True:
            await asyncio.sleep(self.parts.around.settings.rights_seconds)
            await self.review_rights()

    async def _watch_logins(self) -> None:
        while True:
            await asyncio.sleep(ENDED_LOGINS_SECONDS)
            try:
                for login in await self.parts.gate.ended_logins():
                    self.parts.around.sessions.close_login(login)
            except Exception as error:
                log.warning("cannot look for sign-ins that ended: %s", place(error))

    def take_over(self, request: web.BaseRequest) -> web.StreamResponse:
        """Handles `/connection/websocket` on aiohttp, reached when a proxy reuses a kept-alive connection.

        The route is `return engine.take_over(request)`, with nothing after it.
        """
        return listener.take_over(request, self.parts.around)

    # What the application asks of all processes

    def close_login(self, login: int) -> None:
        """Closes for good (3503) every connection of the sign-in, also one being admitted just now.

        Happens here at once; elsewhere when the order arrives, at most some seconds later.
        """
        self.parts.orders.close_login(login)

    def close_user(
        self, user: str, end: Disconnect | None = None, *, client: str = "", spare: Collection[str] = ()
    ) -> None:
        """Closes every connection of a user, or only `client`, except those in `spare`; like `close_login`."""
        self.parts.orders.close_user(user, end or Disconnect(DisconnectCode.FORCE_DISCONNECT), client, spare)

    def pass_on(self, channel: ChannelName, data: bytes, info: ClientInfo | None = None) -> None:
        """Tells those who listen at this moment, and nobody later: typing, or data of a channel that is not kept."""
        self.parts.fanout.signal(Ephemeral(channel, EphemeralKind.PUBLICATION, data, info))

    @property
    def draining(self) -> bool:
        """True if the process is about to stop: nobody should be sent here any more."""
        return self.parts.around.entrance.closed

    def stats(self) -> Stats:
        hub, around = self.parts.hub, self.parts.around
        return Stats(
            sessions=len(around.sessions),
            users=around.sessions.users(),
            subscriptions=hub.subscriptions(),
            commands=sum(session.waiting for session in around.sessions),
            unsent_bytes=sum(session.unsent for session in around.sessions),
            publications=hub.publications,
            deliveries=hub.deliveries,
            gaps_filled=hub.gaps_filled,
            head_repairs=hub.head_repairs,
            cut_off=around.sessions.cut_off,
            evicted=around.sessions.evicted,
            refused=around.entrance.refused,
        )

    async def drain(self) -> None:
        """Stops the engine: admits no new connections and closes the open ones (3001, "come back").

        The closing is spread over a time that depends on their number, and each connection first finishes its current
        command. After that nothing of the engine runs. aiohttp ends its own connections. May be called twice.
        """
        around, settings = self.parts.around, self.parts.around.settings
        around.entrance.closed = True
        for server in self._servers:
            await listener.stop_accepting(server)
        for transport in list(around.unread):  # browsers open some in advance: nothing is lost with them
            transport.close()
        sessions = list(around.sessions)
        random.shuffle(sessions)
        # The other processes take them in at half their pace, so that they can go on serving their own sessions.
        spread = min(settings.drain_seconds, len(sessions) / (settings.admitted_per_second / 2))
        batch = max(1, len(sessions) // DRAIN_STEPS)
        for start in range(0, len(sessions), batch):
            for session in sessions[start : start + batch]:
                session.retire()
            if start + batch < len(sessions):
                await asyncio.sleep(spread / DRAIN_STEPS)
        await around.tasks.finish(settings.close_seconds)
        for task in self._watching:
            task.cancel()
        if self._watching:
            await asyncio.wait(self._watching)
            self._watching = []
        # The close frames are out: give the clients a moment to answer.
        for _ in range(int(settings.close_seconds / settings.tick_seconds)):
            if not around.closing:
                break
            await asyncio.sleep(settings.tick_seconds)
        around.wheel.expire()


def build(
    gate: Gate,
    archive: Archive,
    fanout: Network | None = None,
    presence: Presence | None = None,
    settings: Settings | None = None,
) -> Engine:
    """Returns an engine that is not listening yet.

    A gate whose actions publish needs the publisher first: make the fan-out, give the gate a `FanoutPublisher(fanout)`,
    and pass the same fan-out here.
    """
    settings = settings or Settings()
    fanout = fanout or MemoryFanout()
    presence = presence or MemoryPresence()
    coalescer, tasks, sessions, wheel = WriteCoalescer(), Tasks(), Sessions(), Wheel(settings.tick_seconds)
    rights = Rights(gate, tasks, settings.retry_seconds)
    hub: Hub[Session] = Hub(archive, gate.rules, fanout, rights, coalescer, tasks, settings)
    presence_updates = PresenceUpdates(presence, fanout, tasks)
    subscriptions = Subscriptions(gate, archive, hub, rights, presence_updates, wheel, tasks, settings)
    orders = Orders(fanout, sessions, hub, subscriptions, tasks)
    fanout.attach(hub)
    fanout.join(orders)
    answers = Commands(gate, archive, presence, subscriptions, sessions, settings, fanout.node)
    entrance = Entrance(settings.admitted_per_second, settings.admitted_at_once)
    context = SessionContext(settings, coalescer, wheel, tasks, answers)
    around = Connections(settings, wheel, tasks, sessions, entrance, context)
    return Engine(Parts(gate, fanout, presence, hub, rights, answers, subscriptions, presence_updates, orders, around))
