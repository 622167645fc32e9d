"""Puts the parts of `realtime` together. The composition root makes one of these per process."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from aiohttp import web

from channels.ports import Archive, Publisher
from realtime.answers import Answers
from realtime.fanout import Fanout
from realtime.fanout_memory import MemoryFanout
from realtime.gate import Gate
from realtime.hub import Hub
from realtime.joining import Joining
from realtime.outlet import Outlet
from realtime.publisher import FanoutPublisher
from realtime.rights import Rights
from realtime.session import Surroundings
from realtime.sessions import Sessions
from realtime.settings import Settings
from realtime.tasks import Tasks
from realtime.transports import listener
from realtime.wheel import Wheel

DRAIN_STEPS = 50


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts since the start, of this process."""

    sessions: int  # now
    subscriptions: int  # now, of all sessions
    gaps_filled: int  # publications read from the archive because no hint brought them
    head_repairs: int  # of those gaps, the ones that only a look at the heads revealed


class Engine:
    """All live connections of a process. Made by `build`; used on the event loop's thread."""

    def __init__(self, publisher: Publisher, hub: Hub, rights: Rights, around: Surroundings) -> None:
        self.publisher = publisher
        self._hub = hub
        self._rights = rights
        self._around = around
        self._servers: list[asyncio.Server] = []
        self._watching: list[asyncio.Task[None]] = []

    async def listen(
        self, host: str | None, port: int, web_server: listener.WebServer, *, shared: bool = False
    ) -> asyncio.Server:
        """Serves sockets on `/connection/websocket` and hands all other HTTP to `web_server`
        (aiohttp's `runner.server`). `port` 0 takes a free one: see the server's `sockets`. `shared`:
        other processes listen on the same port."""
        if not self._watching:
            loop = asyncio.get_running_loop()
            self._watching = [loop.create_task(self._hub.watch_heads()), loop.create_task(self._watch_rights())]
        server = await listener.listen(host, port, web_server, self._around, shared=shared)
        self._servers.append(server)
        return server

    async def review_rights(self) -> None:
        """Reads the rights of everybody who is connected and applies what changed without a publication."""
        await self._rights.review(self._around.sessions)

    async def _watch_rights(self) -> None:
        while True:
            await asyncio.sleep(self._around.settings.rights_seconds)
            await self.review_rights()

    def take_over(self, request: web.BaseRequest) -> web.StreamResponse:
        """For the aiohttp route of `/connection/websocket`, which a proxy's kept-alive connection
        reaches: `return engine.take_over(request)`, and nothing after it."""
        return listener.take_over(request, self._around)

    def close_login(self, login: int) -> int:
        """Closes, at once and for good (3503), every connection of this process that hangs on the
        sign-in; one that is being admitted just now, too. Returns how many were open."""
        return self._around.sessions.close_login(login)

    def close_person(self, person: int) -> int:
        """The same for every connection of a person."""
        return self._around.sessions.close_person(person)

    def stats(self) -> Stats:
        return Stats(
            sessions=len(self._around.sessions),
            subscriptions=self._hub.subscriptions(),
            gaps_filled=self._hub.gaps_filled,
            head_repairs=self._hub.head_repairs,
        )

    async def drain(self) -> None:
        """Stops: no new connections; those that are open are closed (3001, "come back") spread over
        `drain_seconds`, each after the command it is at; after that nothing of the engine runs.

        Connections of aiohttp are its own to end. May be called twice.
        """
        around, settings = self._around, self._around.settings
        around.sessions.draining = True
        for server in self._servers:
            server.close()
        sessions = list(around.sessions)
        random.shuffle(sessions)
        batch = max(1, len(sessions) // DRAIN_STEPS)
        for start in range(0, len(sessions), batch):
            for session in sessions[start : start + batch]:
                session.retire()
            if start + batch < len(sessions):
                await asyncio.sleep(settings.drain_seconds / DRAIN_STEPS)
        await around.tasks.finish(settings.close_seconds)
        for task in self._watching:
            task.cancel()
        if self._watching:
            await asyncio.wait(self._watching)
            self._watching = []
        # The close frames are out: leave the clients a moment to answer.
        for _ in range(int(settings.close_seconds / settings.tick_seconds)):
            if not around.wheel.pending():
                break
            await asyncio.sleep(settings.tick_seconds)
        around.wheel.expire()


def build(gate: Gate, archive: Archive, fanout: Fanout | None = None, settings: Settings | None = None) -> Engine:
    """An engine that is not listening yet.

    A gate whose actions publish needs the publisher first: make the fan-out, give the gate a
    `FanoutPublisher(fanout)`, and pass the same fan-out here.
    """
    settings = settings or Settings()
    fanout = fanout or MemoryFanout()
    outlet, tasks, sessions = Outlet(), Tasks(), Sessions()
    hub = Hub(archive, fanout, outlet, tasks, settings)
    fanout.attach(hub)
    rights = Rights(gate, hub, tasks, settings.retry_seconds)
    joining = Joining(gate, archive, hub, rights, tasks, settings)
    rights.joining = joining
    hub.barrier = rights
    answers = Answers(gate, archive, joining, sessions, settings)
    around = Surroundings(settings, hub, outlet, Wheel(settings.tick_seconds), tasks, sessions, answers.answer)
    return Engine(FanoutPublisher(fanout), hub, rights, around)
