"""The same `realtime/` as in a school, with open, generic channels over an archive in memory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from channels.publication import ChannelName, Position
from handlers.server_api import ServerApi
from realtime.engine import Engine, build
from realtime.fanout.memory import MemoryFanout
from realtime.settings import Settings
from realtime.transports.listener import SOCKET_PATH
from tests.conformance.archive import OpenArchive
from tests.conformance.config import Config
from tests.conformance.gate import OpenGate

SETTINGS = Settings(
    origins=frozenset({"*"}), recovery_limit=300, sessions_per_user=100_000, commands_per_second=100_000
)


class Everything:
    """Implements `handlers.server_api.Outside`: who has the key may ring everywhere."""

    def __init__(self, gate: OpenGate) -> None:
        self._gate = gate
        self._kept: dict[tuple[str, str], Position | None] = {}

    async def ring(
        self, channel: ChannelName, data: bytes, tags: Mapping[str, str] | None, key: str, *, kept: bool
    ) -> Position | None:
        if key and (channel, key) in self._kept:
            return self._kept[channel, key]
        position = self._gate.ring(channel, data, tags=tags, kept=kept)
        if key:
            self._kept[channel, key] = position
        return position

    def may_look_back(self, channel: ChannelName) -> bool:
        return True

    async def may_listen(self, user: str, channel: ChannelName) -> bool:
        self._gate.rules(channel)
        return True


@asynccontextmanager
async def serving(
    config: Config, host: str, port: int, settings: Settings = SETTINGS
) -> AsyncIterator[tuple[Engine, int]]:
    """The engine, listening, and its port."""
    archive, fanout = OpenArchive(config), MemoryFanout()
    gate = OpenGate(config, archive, fanout)
    engine = build(gate, archive, fanout, settings=settings)
    app = web.Application(client_max_size=settings.frame_bytes)

    async def socket(request: web.Request) -> web.StreamResponse:
        return engine.take_over(request)

    app.router.add_get(SOCKET_PATH, socket)
    app.router.add_routes(engine.http.routes())
    app.router.add_routes(ServerApi(engine, Everything(gate), config.api_key).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        assert runner.server is not None
        listening = await engine.listen(host, port, runner.server)
        yield engine, listening.sockets[0].getsockname()[1]
    finally:
        await engine.drain()
        await runner.cleanup()
