"""Builds a postman: the school's post, and the carriers that the settings give it."""

import asyncio
import base64
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from channels.notices.delivery import Carrier, Live
from channels.notices.preferences import CarrierName
from channels.ports import Clock
from channels.store import Desk
from handlers.letters.addresses import LetterAddresses
from handlers.letters.mail import MailWriter
from handlers.periodic import Job, running
from handlers.post import SchoolPost
from handlers.redis_config import redis_servers
from handlers.settings import Settings, WrongSetting
from realtime.carriers.postman import Postman
from realtime.carriers.smtp import CONNECTIONS, Relay, Smtp
from realtime.carriers.webhook import CONNECTIONS as RINGS
from realtime.carriers.webhook import Webhook
from realtime.carriers.webpush import WebPush
from realtime.cluster.observer import Observer
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from realtime.redis.fanout import RedisFanout
from storage.clock import LOOK_SECONDS, DatabaseClock
from storage.logins import PostgresLogins
from storage.migrate import migrate
from storage.pool import IDLE_SERVING, open_pool
from storage.store import PostgresStore

log = logging.getLogger("zvonok")

AT_ONCE: dict[str, int] = {CarrierName.PUSH: 20, CarrierName.MAIL: CONNECTIONS, CarrierName.WEBHOOK: RINGS}
ENDING_SECONDS = 70  # for dispatches on their way
POOL = 6  # connections of a postman process: sorting, taking or recording for each of three carriers, one to spare


def vapid_key(secret: bytes) -> EllipticCurvePrivateKey:
    """Returns the server's own key, always the same one: browsers bind their registrations to it."""
    return derive_private_key(int.from_bytes(hashlib.sha512(secret).digest()) % (2**256 - 2**224) + 1, SECP256R1())


def vapid_public(key: EllipticCurvePrivateKey) -> str:
    """Returns the key as a browser's `applicationServerKey`."""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def sender_of(settings: Settings) -> str:
    """Returns the sender of mails, as an address or `Name <address>`."""
    return settings.mail_from or f"zvonok@{settings.address.partition('://')[2].partition(':')[0]}"


def make_postman(
    settings: Settings, desk: Desk, live: Live, addresses: LetterAddresses, key: EllipticCurvePrivateKey
) -> Postman:
    """Makes a postman. Raises `WrongSetting` for a malformed address of a relay."""
    sender = sender_of(settings)
    contact = f"mailto:{sender.rpartition('<')[2].rstrip('>')}"
    vapid = Vapid02(private_key=None)
    vapid.private_key = key
    carriers: dict[str, Carrier[Any]] = {CarrierName.PUSH: WebPush(vapid, contact, settings.push_hosts)}
    if settings.smtp_url is not None:
        try:
            relay = Relay.from_url(settings.smtp_url)
        except ValueError:
            raise WrongSetting(
                "ZVONOK_SMTP_URL is not an address like smtps://user:password@relay.example or smtp://relay.example:587"
            ) from None
        carriers[CarrierName.MAIL] = Smtp(relay, per_minute=settings.mail_per_minute)
    if settings.webhook_url is not None:
        try:
            carriers[CarrierName.WEBHOOK] = Webhook.from_settings(
                settings.webhook_url, (settings.webhook_secret or "").split()
            )
        except ValueError as error:
            raise WrongSetting(f"ZVONOK_WEBHOOK_URL and ZVONOK_WEBHOOK_SECRET: {error}") from None
    post = SchoolPost(
        desk=desk,
        live=live,
        addresses=addresses,
        mails=MailWriter(settings.address, sender, addresses, settings.mail_bounces),
        law=settings.quiet_hours,
        carriers=frozenset(CarrierName(name) for name in carriers),
    )
    return Postman(post, carriers, AT_ONCE)


@asynccontextmanager
async def working(postman: Postman | None) -> AsyncIterator[None]:
    """Runs the postman beside the rest of this process. On leaving, dispatches on their way are finished."""
    if postman is None:
        yield
        return
    stop = asyncio.Event()
    task = asyncio.create_task(work_until(stop, postman), name="postman")
    try:
        yield
    finally:
        stop.set()
        await task


async def work_until(stop: asyncio.Event, postman: Postman) -> None:
    """Runs the postman until `stop`; dispatches on their way are then finished. Raises what the postman fails with."""
    carrying, stopping = asyncio.create_task(postman.run()), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({carrying, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        postman.stop()
        async with asyncio.timeout(ENDING_SECONDS):
            await carrying


@asynccontextmanager
async def postman_alone(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Postman]:
    """Yields a postman that needs no server in its process; the caller runs it. It uses the database's clock. Raises
    `WrongSetting`, `UnsafeDatabase`.
    """
    if settings.database_url is None:
        raise WrongSetting(
            "A postman of its own needs a PostgreSQL that it shares with the servers: set ZVONOK_DATABASE_URL."
            " With the embedded database `zvonok serve` carries by itself."
        )
    if settings.redis_url is None:
        log.warning(
            "without ZVONOK_REDIS_URL servers cannot be asked who is online: everybody gets 40 seconds to read"
            " what came, and is told after that, also who has seen it on an open page"
        )
    pool = await open_pool(settings.database_url, size=POOL, idle_transaction=IDLE_SERVING)
    try:
        async with pool.acquire() as connection:
            await migrate(connection)
        logins = PostgresLogins(pool)
        servers, secret = redis_servers(settings), await logins.secret("fan-out")
        fanout = MemoryFanout() if servers is None else RedisFanout(servers, secret)
        live = Observer(fanout)
        await fanout.start()
        try:
            shared = DatabaseClock(pool)
            await shared.look()
            desk = Desk(PostgresStore(pool), FanoutPublisher(fanout), clock or shared)
            letters = LetterAddresses(await logins.secret("letters"), shared.seconds)
            async with running([Job("the database's clock", LOOK_SECONDS, shared.look)]):
                yield make_postman(settings, desk, live, letters, vapid_key(await logins.secret("vapid")))
        finally:
            await fanout.stop()
    finally:
        await asyncio.wait_for(pool.close(), 10)
