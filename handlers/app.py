"""The composition root: the one place where parts are made and put together."""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
from aiohttp import web

from channels.errors import Refusal
from channels.files.ports import Scanner
from channels.files.reading import sweep
from channels.files.upload import FileDesk
from channels.store import Desk
from handlers import files, openapi
from handlers.auth import Authentication, ConnectionTokens
from handlers.metrics import metrics
from handlers.outside import SchoolOutside
from handlers.passwords import Passwords
from handlers.problems import problems
from handlers.rest.files import FileAddresses, FileHandlers
from handlers.rest.gradebook import GradebookHandlers
from handlers.rest.login import LoginHandlers
from handlers.rest.schools import SchoolHandlers
from handlers.rest.talk import GroupHandlers, TalkHandlers
from handlers.routes import routes
from handlers.routing import Route, as_aiohttp
from handlers.server_api import ServerApi
from handlers.settings import Settings, WrongSetting
from handlers.ws.gate import SchoolGate
from realtime import __version__
from realtime.engine import Engine, build
from realtime.fanout import Fanout
from realtime.fanout_memory import MemoryFanout
from realtime.presence import MemoryPresence, Presence
from realtime.publisher import FanoutPublisher
from realtime.redis.fanout import RedisFanout
from realtime.redis.presence import RedisPresence
from realtime.redis.servers import Servers
from realtime.settings import Settings as RealtimeSettings
from realtime.transports.listener import SOCKET_PATH
from storage.archive import PostgresArchive
from storage.files.clamd import Clamd, NoScanner
from storage.files.folder import FolderBlobs
from storage.files.inspection import ContentInspector
from storage.logins import PostgresLogins
from storage.migrate import migrate
from storage.pool import IDLE_SERVING, open_pool
from storage.store import PostgresStore

log = logging.getLogger("zvonok")

SWEEP_SECONDS = 600  # between two looks for files that nobody sent


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Server:
    """A running server process."""

    engine: Engine
    pool: asyncpg.Pool
    desk: Desk
    files: FileDesk
    routes: list[Route]
    port: int


@asynccontextmanager
async def serve(settings: Settings, database_url: str, *, shared_port: bool = False) -> AsyncIterator[Server]:
    """Migrates, listens, and on leaving drains: sockets are told to come back, requests are finished.

    `shared_port`: other processes of this user listen on the same port. Raises `WrongSetting` for an address of
    Redis that is none; a Redis that does not answer is waited for while everything works without it.
    """
    pool = await open_pool(database_url, idle_transaction=IDLE_SERVING)
    try:
        async with pool.acquire() as connection:
            await migrate(connection)
        async with _listening(settings, pool, shared_port) as server:
            yield server
    finally:
        await asyncio.wait_for(pool.close(), 10)


@asynccontextmanager
async def _listening(settings: Settings, pool: asyncpg.Pool, shared_port: bool) -> AsyncIterator[Server]:
    clock = SystemClock()
    logins = PostgresLogins(pool)
    realtime = RealtimeSettings(origins=settings.origins)
    fanout, presence = _between_processes(settings, realtime, await logins.secret("fan-out"))
    store = PostgresStore(pool)
    desk = Desk(store, FanoutPublisher(fanout), clock)
    authentication = Authentication(
        logins, Passwords(), clock, origins=settings.origins, behind_proxy=settings.behind_proxy
    )
    tokens = ConnectionTokens(await logins.secret("connection-tokens"))
    inspector, blobs = ContentInspector(), FolderBlobs(settings.files_folder)
    filing = FileDesk(desk, blobs, inspector, _scanner(settings), settings.file_limits)
    addresses = FileAddresses(await logins.secret("file-addresses"))
    file_handlers = FileHandlers(filing, addresses, authentication)
    engine = build(
        SchoolGate(desk, authentication, tokens),
        PostgresArchive(pool),
        fanout,
        presence,
        settings=realtime,
    )
    table = routes(
        LoginHandlers(authentication, tokens, desk.store, engine),
        GradebookHandlers(desk),
        TalkHandlers(desk),
        GroupHandlers(desk),
        SchoolHandlers(desk),
        file_handlers,
    )
    client = await asyncio.to_thread(files.Files)
    app = _application(settings, table, authentication, engine, pool)
    app.router.add_routes(engine.http.routes())
    app.router.add_routes(ServerApi(engine, SchoolOutside(desk), settings.api_key or "").routes())
    app.router.add_routes([metrics(engine, store)])
    app.router.add_get("/files/{token}", file_handlers.read_by_address)
    _add_the_rest(app, table, client)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    sweeping: asyncio.Task[None] | None = None
    try:
        assert runner.server is not None
        await fanout.start()
        listening = await engine.listen(settings.host, settings.port, runner.server, shared=shared_port)
        port: int = listening.sockets[0].getsockname()[1]
        sweeping = asyncio.create_task(_sweep(filing))
        yield Server(engine, pool, desk, filing, table, port)
    finally:
        await engine.drain()
        await runner.cleanup()
        if sweeping is not None:
            sweeping.cancel()
            await asyncio.wait([sweeping])
        await asyncio.to_thread(inspector.close)
        await asyncio.to_thread(blobs.close)
        await fanout.stop()  # what the last requests published goes out first
        await presence.stop()


def _between_processes(settings: Settings, realtime: RealtimeSettings, secret: bytes) -> tuple[Fanout, Presence]:
    if settings.redis_url is None:
        return MemoryFanout(), MemoryPresence()
    try:
        servers = Servers(settings.redis_url)
        return RedisFanout(servers, secret), RedisPresence(servers, secret, realtime.presence_seconds)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_REDIS_URL is not an address of Redis: {error}") from None


def _scanner(settings: Settings) -> Scanner:
    if settings.clamd_url is None:
        return NoScanner()
    try:
        return Clamd(settings.clamd_url)
    except ValueError:
        raise WrongSetting(
            f"ZVONOK_CLAMD_URL: {settings.clamd_url!r} is not an address like tcp://localhost:3310"
            " or unix:/run/clamd.sock"
        ) from None


async def _sweep(filing: FileDesk) -> None:
    """Every process does it, at moments of its own; it is the same whoever does it."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - not a secret
        try:
            await sweep(filing)
        except (Refusal, OSError) as error:
            log.warning("files were not swept: %s", type(error).__name__)


def _application(
    settings: Settings,
    table: list[Route],
    authentication: Authentication,
    engine: Engine,
    pool: asyncpg.Pool,
) -> web.Application:
    app = web.Application(middlewares=[problems], client_max_size=settings.max_body)
    for route in table:
        app.router.add_route(route.method, route.path, as_aiohttp(route, authentication))
    document = openapi.openapi(table, __version__)
    texts = {
        "/api/openapi.json": (json.dumps(document, ensure_ascii=False), "application/json"),
        "/api/docs": (openapi.page(document), "text/html"),
        "/api/docs.css": (openapi.STYLE, "text/css"),
    }

    async def text(request: web.Request) -> web.Response:
        body, kind = texts[request.path]
        return web.Response(text=body, content_type=kind, headers=files.SECURITY)

    async def healthz(request: web.Request) -> web.Response:
        """The process lives."""
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        """The process can do its work: the database answers, and it is not about to stop."""
        if engine.draining:
            return web.json_response({"status": "stopping"}, status=503)
        try:
            async with asyncio.timeout(2):
                await pool.fetchval("select 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return web.json_response({"status": "database away"}, status=503)
        return web.json_response({"status": "ok"})

    async def socket(request: web.Request) -> web.StreamResponse:
        return engine.take_over(request)

    for path in texts:
        app.router.add_get(path, text)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get(SOCKET_PATH, socket)
    return app


def _add_the_rest(app: web.Application, table: list[Route], client: files.Files) -> None:
    """What no route before it wanted: an answer to every other address."""

    async def nothing(request: web.Request) -> web.Response:
        """No such route, or not with this method."""
        parts = request.path.split("/")
        methods = {route.method for route in table if route.fits(parts)}
        raise web.HTTPMethodNotAllowed(request.method, methods) if methods else web.HTTPNotFound

    app.router.add_route("*", "/api/{rest:.*}", nothing)
    app.router.add_get("/{path:.*}", client.handle)
