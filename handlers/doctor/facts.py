"""Collects all facts that `zvonok doctor` checks. Nothing is judged here, and nothing is changed."""

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
class Options:
    """Settings and options of the command line. `tls`: certificates trusted besides the machine's own list."""

    settings: Settings
    selector: str | None = None
    to: str | None = None  # addressee of a test mail
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class PageSeen:
    """Answer of the public address, asked whether the server behind it lives."""

    status: int = 0  # 0: no answer
    is_ours: bool = False
    is_certificate: bool = False  # the certificate is the reason for it
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
    """Facts for the checks. None: not set up, so there is nothing to check. A text says why it could not be checked."""

    settings: Settings
    to: str | None
    database: DatabaseSeen | str | None
    names: NamesSeen | str | None
    relay: RelaySeen | None
    redis: RedisSeen | None
    page: PageSeen | None
    files: FolderSeen
    scanner: Verdict | None


async def look(asked: Options, resolver: Resolver) -> Facts:
    """Collects all facts at once, each within seconds. Raises `WrongSetting`, and ValueError for a strange address."""
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
    """Returns the domain that mails come from."""
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
    """Inspects the database; an embedded one only if a server runs it: starting it here would keep a server out."""
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
    """Inspects the folder as this user; if it is missing, the nearest one above it, where the server would make it."""
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
