"""Everything that `zvonok doctor` looks at, looked at once. Nothing is judged here, and nothing is changed."""

import asyncio
import os
import shutil
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr, parsedate_to_datetime
from pathlib import Path

import aiohttp

from channels.files.ports import Verdict
from handlers.doctor.names import NamesSeen, Resolver, Unanswered, look_up
from handlers.letters.envelope import header
from handlers.postmen import sender_of
from handlers.settings import Settings, WrongSetting
from realtime.carriers.probe import RelaySeen, try_relay
from realtime.carriers.smtp import Mail, Relay
from realtime.redis.probe import RedisSeen, try_redis
from realtime.redis.servers import Servers
from storage.db_inspection import DatabaseSeen, Unreachable, look_at
from storage.embedded import running
from storage.files.clamd import Clamd

PAGE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line adds to the settings. `tls`: whom to trust beside the machine's own list."""

    settings: Settings
    selector: str | None = None
    to: str | None = None  # who gets a mail to try
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class PageSeen:
    """The public address, asked whether the server behind it lives."""

    status: int = 0  # 0: nobody answered
    is_ours: bool = False
    is_certificate: bool = False  # its certificate is the reason why not
    problem: str = ""
    date: datetime | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderSeen:
    path: Path
    problem: str  # why nothing can be written there, or empty
    free: int | None  # bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """None: it is not set up, so that there is nothing to look at. A text is why it could not be looked at."""

    settings: Settings
    to: str | None
    database: DatabaseSeen | str | None
    names: NamesSeen | str | None
    relay: RelaySeen | None
    redis: RedisSeen | None
    page: PageSeen | None
    files: FolderSeen
    scanner: Verdict | None


async def look(asked: Asked, resolver: Resolver) -> Facts:
    """All at once; each gives up after some seconds. Raises `WrongSetting`, and ValueError for a strange address."""
    settings = asked.settings
    relay, redis, clamd, mail = _relay(settings), _servers(settings), _clamd(settings), _mail(settings, asked.to)
    async with asyncio.TaskGroup() as tasks:
        database = tasks.create_task(_database(settings))
        files = tasks.create_task(asyncio.to_thread(_folder, settings.files_folder))
        names = relay and tasks.create_task(_names(resolver, domain_of(settings), asked.selector))
        relayed = relay and tasks.create_task(try_relay(relay, mail, asked.tls))
        redised = redis and tasks.create_task(try_redis(redis))
        page = settings.public_url and tasks.create_task(_page(settings.public_url, asked.tls))
        scanned = clamd and tasks.create_task(_scanned(clamd))
    return Facts(
        settings=settings,
        to=asked.to,
        database=database.result(),
        names=names.result() if names else None,
        relay=relayed.result() if relayed else None,
        redis=redised.result() if redised else None,
        page=page.result() if page else None,
        files=files.result(),
        scanner=scanned.result() if scanned else None,
    )


def domain_of(settings: Settings) -> str:
    """That mails come from."""
    return parseaddr(sender_of(settings))[1].rpartition("@")[2].lower()


def _relay(settings: Settings) -> Relay | None:
    try:
        return None if settings.smtp_url is None else Relay.from_url(settings.smtp_url)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_SMTP_URL: {error}") from None


def _servers(settings: Settings) -> Servers | None:
    try:
        return None if settings.redis_url is None else Servers(settings.redis_url)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_REDIS_URL: {error}") from None


def _clamd(settings: Settings) -> Clamd | None:
    try:
        return None if settings.clamd_url is None else Clamd(settings.clamd_url)
    except ValueError as error:
        raise WrongSetting(f"ZVONOK_CLAMD_URL: {error}") from None


async def _database(settings: Settings) -> DatabaseSeen | str | None:
    """The embedded one only while a server runs it: starting it would keep a server from doing so."""
    url = settings.database_url or await running(settings.data)
    if url is None:
        return None
    try:
        return await look_at(url)
    except Unreachable as error:
        return str(error)


async def _names(resolver: Resolver, domain: str, selector: str | None) -> NamesSeen | str:
    try:
        return await look_up(resolver, domain, selector)
    except Unanswered as error:
        return str(error)


def _mail(settings: Settings, to: str | None) -> Mail | None:
    if to is None:
        return None
    sender = sender_of(settings)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = header(sender), header(to)
    message["Subject"] = "Звонок: письма доходят / Zvonok: mails come through"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=domain_of(settings))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("Это пробное письмо от `zvonok doctor`.\n\nA mail of `zvonok doctor`, to try.\n")
    return Mail(parseaddr(sender)[1], to, message.as_bytes())


async def _page(url: str, tls: ssl.SSLContext | None) -> PageSeen:
    timeout = aiohttp.ClientTimeout(total=PAGE_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(f"{url}/healthz", ssl=tls or True, allow_redirects=False) as response,
        ):
            text = await response.text()
            return PageSeen(
                status=response.status,
                is_ours='"status": "ok"' in text,
                date=_date(response.headers.get("Date")),
                heard_at=datetime.now(UTC),
            )
    except aiohttp.ClientConnectorCertificateError as error:
        return PageSeen(is_certificate=True, problem=str(error))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return PageSeen(is_certificate=isinstance(error, ssl.SSLError), problem=str(error) or type(error).__name__)


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


def _folder(folder: Path) -> FolderSeen:
    """As this user sees it. A folder that does not exist yet is made by the server, in the nearest one above it."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return FolderSeen(folder, error.strerror or type(error).__name__, None)
    return FolderSeen(folder, "", shutil.disk_usage(there).free)


async def _scanned(clamd: Clamd) -> Verdict:
    folder = await asyncio.to_thread(tempfile.mkdtemp)
    try:
        file = Path(folder) / "harmless"
        await asyncio.to_thread(file.write_bytes, b"harmless")
        return await clamd.scan(file)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder)
