"""The composition root: the one place where parts are made and put together."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
from aiohttp import web

from channels.announcements.announcements import send_due
from channels.applications import deciding
from channels.files.ports import Scanner
from channels.files.reading import sweep
from channels.files.upload import FileDesk
from channels.invitations import requests
from channels.invitations.hashes import KEY_NAME, InvitationHashes
from channels.invitations.media import Media
from channels.merging.ports import Survivors
from channels.notices.retention import forget
from channels.notices.settings import Offered
from channels.pace import Pace
from channels.passkeys import keeping
from channels.people_files.ports import PeopleFileWork
from channels.portals import letting_in
from channels.portals.keeping import PortalAddresses
from channels.safety.reports import watch
from channels.safety.retention import expire
from channels.second_factor.hashes import KEY_NAME as FACTOR_KEY
from channels.second_factor.hashes import FactorSecrets
from channels.sign_in_cases import opening
from channels.status import StatusReader
from channels.store import Desk, Store
from channels.talk import scheduled
from channels.timetable.making_ahead import make_lessons
from channels.trust.due import end_lost, look_at_trusts
from handlers import files, openapi
from handlers.actions.action import Parts
from handlers.actions.files import FileAddresses
from handlers.actions.rest import as_aiohttp
from handlers.actions.rpc import Commands
from handlers.actions.tables import ACTIONS
from handlers.applications import ApplicationDoor
from handlers.auth import Authentication, ConnectionTokens
from handlers.connections import connections, name_server
from handlers.cookies import keep_renewed
from handlers.demo import portal as demo_portal
from handlers.icalendars import installation
from handlers.invitations import Onboarding
from handlers.letters.addresses import LetterAddresses
from handlers.logs import told_by_loop
from handlers.metrics import metrics
from handlers.oidc.fetching import Fetcher
from handlers.oidc.pages import PortalPages
from handlers.oidc.portal_servers import PortalServers
from handlers.oidc.visits import PortalVisits
from handlers.outside import SchoolOutside
from handlers.passkey_proofs import relying_party
from handlers.passkeys import Passkeys
from handlers.passwords import Passwords
from handlers.people_files.folder import SetFolders
from handlers.people_files.runs import PeopleFileRuns
from handlers.periodic import Job, running
from handlers.postmen import make_postman, vapid_key, vapid_public, working
from handlers.problems import problems
from handlers.redis_config import redis_servers
from handlers.second_factors import SecondFactors
from handlers.secret_addresses import SecretAddresses
from handlers.server_api import ServerApi
from handlers.settings import Settings, WrongSetting
from handlers.sign_in_cases import CaseDoor
from handlers.tries import Tries
from handlers.ws.gate import SchoolGate
from realtime import __version__
from realtime.engine import Engine, build
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.port import Network
from realtime.fanout.publisher import FanoutPublisher
from realtime.presence.port import MemoryPresence, Presence
from realtime.redis.fanout import RedisFanout
from realtime.redis.presence import RedisPresence
from realtime.settings import Settings as RealtimeSettings
from realtime.transports.listener import SOCKET_PATH
from storage.archive import PostgresArchive
from storage.brake import PostgresBrake
from storage.clock import LOOK_SECONDS, DatabaseClock
from storage.files.clamd import Clamd, NoScanner
from storage.files.folder import FolderBlobs
from storage.files.inspection import ContentInspector
from storage.files.seals import DISK_FULL
from storage.logins import PostgresLogins
from storage.migrate import migrate
from storage.people_files import RunStates
from storage.pool import open_pool
from storage.store import PostgresStore

log = logging.getLogger("zvonok")

SWEEP_SECONDS = 600  # between two looks for uploaded files that were never sent
TRUST_SECONDS = 0.6  # between two looks for trusts that open or end: a right is there within a second
DUE_SECONDS = 5  # between two looks for scheduled messages that are due
EXPIRE_SECONDS = 3600  # between two looks for data past a school's terms
ASKED_SECONDS = 2  # between two looks for people who wait for a mail to get in
WATCH_SECONDS = 20  # between two looks for words on schools' lists, and for portals that do not answer


class SystemClock:
    """Clock of this machine, for processes that work alone."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Server:
    """A running server process."""

    engine: Engine
    pool: asyncpg.Pool
    desk: Desk
    files: FileDesk
    people_files: PeopleFileRuns
    port: int


@asynccontextmanager
async def serve(
    settings: Settings,
    database_url: str,
    *,
    shared_port: bool = False,
    realtime: RealtimeSettings = RealtimeSettings(),
) -> AsyncIterator[Server]:
    """Migrates, listens, and drains on leaving: sockets are told to come back, requests are finished.

    `shared_port`: other processes of this user listen on the same port. Raises `WrongSetting` for a malformed address
    of Redis; if Redis does not answer, everything works without it until it does.
    """
    pool = await open_pool(database_url, idle_transaction=settings.idle_transaction)
    try:
        async with pool.acquire() as connection:
            await migrate(connection)
        realtime = replace(realtime, origins=settings.origins)
        async with _listening(settings, realtime, pool, database_url, shared_port) as server:
            yield server
    finally:
        await asyncio.wait_for(pool.close(), 10)


@asynccontextmanager
async def _listening(
    settings: Settings, realtime: RealtimeSettings, pool: asyncpg.Pool, database_url: str, shared_port: bool
) -> AsyncIterator[Server]:
    asyncio.get_running_loop().set_exception_handler(told_by_loop)
    clock = DatabaseClock(pool)
    await clock.look()
    logins, brake = PostgresLogins(pool), PostgresBrake(pool)
    fanout, presence = _between_processes(settings, realtime, await logins.secret("fan-out"))
    store = PostgresStore(pool)
    pace = Pace(per_second=settings.messages_per_minute / 60) if settings.messages_per_minute else None
    desk = Desk(store, FanoutPublisher(fanout), clock, pace)
    factor_secrets = FactorSecrets(await logins.secret(FACTOR_KEY))
    authentication = _authentication(settings, logins, brake, SecondFactors(desk, factor_secrets))
    tokens = ConnectionTokens(await logins.secret("connection-tokens"), clock.seconds)
    inspector, blobs = ContentInspector(), await _blobs(settings)
    filing = FileDesk(desk, blobs, inspector, _scanner(settings), settings.file_limits)
    addresses = FileAddresses(await logins.secret("file-addresses"), clock.seconds)
    letters = LetterAddresses(await logins.secret("letters"), clock.seconds)
    vapid = vapid_key(await logins.secret("vapid"))
    here = installation(await logins.secret("installation"))
    offered = _offered(settings, vapid_public(vapid))
    folders = SetFolders(settings.files_folder / "people")
    people_files = PeopleFileRuns(desk, RunStates(pool), database_url, folders)
    entering = _entering(settings, desk, authentication, brake, InvitationHashes(await logins.secret(KEY_NAME)))
    parts: dict[type, object] = {
        **{Desk: desk, Store: store, Survivors: store, FileDesk: filing, Offered: offered, Settings: settings},
        **{Authentication: authentication, ConnectionTokens: tokens},
        **{FileAddresses: addresses, LetterAddresses: letters, InvitationHashes: entering.hashes},
        **{PeopleFileWork: people_files, SetFolders: folders, FactorSecrets: factor_secrets},
        **entering.parts(settings),
        **_open_to_strangers(settings, desk, offered, authentication, Tries(brake), entering.hashes),
    }
    engine = build(
        SchoolGate(desk, authentication, tokens, Commands(ACTIONS, parts)),
        PostgresArchive(pool),
        fanout,
        presence,
        settings=realtime,
    )
    parts[Engine] = engine
    postman = make_postman(settings, desk, engine.parts.orders, letters, vapid)
    client = await asyncio.to_thread(files.Files, origins=settings.origins)
    app = _application(settings, parts, authentication, engine, pool, blobs)
    outside = ServerApi(engine, SchoolOutside(desk), settings.api_key or "")
    pages = entering.pages(desk, authentication, engine)
    app.router.add_routes([*engine.http.routes(), *outside.routes(), *pages, metrics(engine, store)])
    app.router.add_routes(SecretAddresses(filing, addresses, letters, authentication, here).routes())
    _add_the_rest(app, client)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        assert runner.server is not None
        await fanout.start()
        http = connections(runner.server)
        listening = await engine.listen(settings.host, settings.port, http, shared=shared_port)
        port: int = listening.sockets[0].getsockname()[1]
        async with (
            running([*_jobs(settings, filing, people_files, entering), *_own_jobs(clock, brake, entering.visits)]),
            working(postman if settings.postman else None),
        ):
            yield Server(engine, pool, desk, filing, people_files, port)
    finally:
        await engine.drain()
        await runner.cleanup()
        await people_files.close()
        await entering.visits.close()
        await asyncio.to_thread(inspector.close)
        await asyncio.to_thread(blobs.close)
        await fanout.stop()  # publications of the last requests go out first
        await presence.stop()


def _authentication(
    settings: Settings, logins: PostgresLogins, brake: PostgresBrake, second_factors: SecondFactors
) -> Authentication:
    return Authentication(
        logins, brake, Passwords(), second_factors, origins=settings.origins, behind_proxy=settings.behind_proxy
    )


def _offered(settings: Settings, push_key: str) -> Offered:
    return Offered(
        law=settings.quiet_hours,
        push_key=push_key,
        mails=settings.smtp_url is not None,
        rings=settings.webhook_url is not None,
    )


@dataclass(frozen=True)
class _Entering:
    """Parts that let people in by something else than a password."""

    passkeys: Passkeys
    onboarding: Onboarding
    visits: PortalVisits
    hashes: InvitationHashes

    def pages(self, desk: Desk, authentication: Authentication, engine: Engine) -> Sequence[web.RouteDef]:
        return PortalPages(desk, authentication, self.onboarding, self.visits, engine).routes()

    def parts(self, settings: Settings) -> dict[type, object]:
        addresses = PortalAddresses(settings.address)
        found = {Passkeys: self.passkeys, Onboarding: self.onboarding, PortalVisits: self.visits}
        return {**found, PortalAddresses: addresses}


def _entering(
    settings: Settings,
    desk: Desk,
    authentication: Authentication,
    brake: PostgresBrake,
    hashes: InvitationHashes,
) -> _Entering:
    passkeys = Passkeys(desk, authentication, brake, relying_party(settings))
    trusted = settings.portal_hosts
    if demo_portal.is_served(settings):
        trusted |= {f"localhost:{settings.port}"}
    servers = PortalServers(Fetcher(trusted), time.monotonic)
    return _Entering(
        passkeys,
        Onboarding(desk, hashes, authentication, Tries(brake), passkeys),
        PortalVisits(desk, authentication, brake, servers, origins=settings.origins, address=settings.address),
        hashes,
    )


def _open_to_strangers(
    settings: Settings,
    desk: Desk,
    offered: Offered,
    authentication: Authentication,
    tries: Tries,
    hashes: InvitationHashes,
) -> dict[type, object]:
    """Returns the parts that answer who has no sign-in here."""
    takes = settings.applications
    return {
        StatusReader: StatusReader(desk, offered, takes_applications=takes),
        CaseDoor: CaseDoor(desk, hashes, authentication, tries),
        ApplicationDoor: ApplicationDoor(desk, hashes, authentication, tries, is_open=takes),
    }


def _between_processes(settings: Settings, realtime: RealtimeSettings, secret: bytes) -> tuple[Network, Presence]:
    servers = redis_servers(settings)
    if servers is None:
        return MemoryFanout(), MemoryPresence()
    return RedisFanout(servers, secret), RedisPresence(servers, secret, realtime.presence_seconds)


async def _blobs(settings: Settings) -> FolderBlobs:
    """Opens the folder of files. Raises `WrongSetting` if it cannot be written to."""
    blobs = FolderBlobs(settings.files_folder)
    trouble = await blobs.trouble()
    if trouble == DISK_FULL:
        log.error("the disk of the files is full: nothing can be kept in %s", settings.files_folder)
    elif trouble is not None:
        raise WrongSetting(f"{settings.files_folder}, the folder of files, cannot be written to by this user.")
    return blobs


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


def _jobs(settings: Settings, filing: FileDesk, people_files: PeopleFileRuns, entering: _Entering) -> list[Job]:
    hashes = entering.hashes
    media = Media(mails=settings.smtp_url is not None, messages=settings.webhook_url is not None)
    return [
        Job("people who cannot get in", ASKED_SECONDS, partial(requests.answer, filing.desk, hashes, media)),
        Job("why people cannot get in", ASKED_SECONDS, partial(opening.answer, filing.desk, hashes)),
        Job("applications of long ago", SWEEP_SECONDS, partial(deciding.forget, filing.desk)),
        Job("cases of long ago", SWEEP_SECONDS, partial(opening.forget_cases, filing.desk)),
        Job("challenges that nobody answered", SWEEP_SECONDS, partial(keeping.forget_challenges, filing.desk)),
        Job("visits to portals", SWEEP_SECONDS, partial(letting_in.forget, filing.desk)),
        Job("sweep of files", SWEEP_SECONDS, partial(sweep, filing)),
        Job("sweep of files of people", SWEEP_SECONDS, people_files.sweep),
        Job("messages that are due", DUE_SECONDS, partial(scheduled.send_due, filing.desk)),
        Job("what is no longer kept", EXPIRE_SECONDS, partial(expire, filing.desk)),
        Job("what was told long ago", EXPIRE_SECONDS, partial(forget, filing.desk)),
        Job("words of a school's list", WATCH_SECONDS, partial(watch, filing.desk)),
        Job("trusts that are due", TRUST_SECONDS, partial(look_at_trusts, filing.desk)),
        Job("trusts that somebody has lost", SWEEP_SECONDS, partial(end_lost, filing.desk)),
        Job("announcements that are due", DUE_SECONDS, partial(send_due, filing.desk)),
        Job("lessons to come", EXPIRE_SECONDS, partial(make_lessons, filing.desk)),
    ]


def _own_jobs(clock: DatabaseClock, brake: PostgresBrake, visits: PortalVisits) -> list[Job]:
    """Returns the jobs of this process itself: its clock, the brake on sign-ins, and which portals answer."""
    return [
        Job("portals that answer", WATCH_SECONDS, visits.look),
        Job("the database's clock", LOOK_SECONDS, clock.look),
        Job("failures to sign in", EXPIRE_SECONDS, partial(brake.forget, timedelta(days=1))),
    ]


def _application(
    settings: Settings,
    parts: Parts,
    authentication: Authentication,
    engine: Engine,
    pool: asyncpg.Pool,
    blobs: FolderBlobs,
) -> web.Application:
    app = web.Application(middlewares=[problems], client_max_size=settings.max_body)
    app.on_response_prepare.append(name_server)
    app.on_response_prepare.append(keep_renewed)
    for action in ACTIONS:
        app.router.add_route(action.method, action.path, as_aiohttp(action, parts, authentication))
    documents = openapi.Documents(ACTIONS, __version__)

    async def text(request: web.Request) -> web.Response:
        body, kind = await documents.of(request.path)
        return web.Response(text=body, content_type=kind, headers=files.SECURITY)

    async def healthz(request: web.Request) -> web.Response:
        """Answers 200: the process lives."""
        return web.json_response({"status": "ok"})

    async def readyz(request: web.Request) -> web.Response:
        """Answers 200 if the process can do its work: the database answers, and it is not about to stop."""
        if engine.draining:
            return web.json_response({"status": "stopping"}, status=503)
        if (trouble := await blobs.trouble()) is not None:
            return web.json_response({"status": trouble}, status=503)
        try:
            async with asyncio.timeout(2):
                await pool.fetchval("select 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return web.json_response({"status": "database away"}, status=503)
        return web.json_response({"status": "ok"})

    async def socket(request: web.Request) -> web.StreamResponse:
        return engine.take_over(request)

    if demo_portal.is_served(settings):
        app.router.add_routes(demo_portal.DemoPortal(pool, settings).routes())
    for path in openapi.PATHS:
        app.router.add_get(path, text)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get(SOCKET_PATH, socket)
    return app


def _add_the_rest(app: web.Application, client: files.Files) -> None:
    """Adds answers for all addresses that no route before matches."""

    async def nothing(request: web.Request) -> web.Response:
        """Answers 404, or 405 if the route exists with another method."""
        await other_methods(request)
        raise web.HTTPNotFound

    async def other_methods(request: web.Request) -> None:
        methods: set[str] = set()
        for resource in resources:
            _, allowed = await resource.resolve(request)
            methods |= allowed
        if methods - {request.method}:
            raise web.HTTPMethodNotAllowed(request.method, methods)

    async def page(request: web.Request) -> web.Response:
        await other_methods(request)
        return client.handle(request)

    resources = list(app.router.resources())
    app.router.add_route("*", "/api/{rest:.*}", nothing)
    app.router.add_get("/{path:.*}", page)
