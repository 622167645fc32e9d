"""Settings: read once from the environment, checked, frozen, passed in."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from channels.files.limits import MIB, Limits
from channels.notices.quiet import Window
from storage.pool import IDLE_SERVING


class WrongSetting(Exception):
    """Raised for a setting that cannot be used. The text names it and says what to write."""


MIN_API_KEY = 16
NIGHT = Window(22 * 60, 7 * 60)


@dataclass(frozen=True)
class Settings:
    host: str = "127.0.0.1"  # loopback: a first start must not open a school to the network
    port: int = 8080
    data: Path = Path("data")  # folder of the embedded database
    database_url: str | None = None  # None: the embedded database
    redis_url: str | None = None  # None: one process, or several that share only the database
    public_url: str | None = None  # as people type it, e.g. https://diary.school7.example; None: this machine only
    api_key: str | None = None  # of the school's other systems, which may ring; None: they may not
    behind_proxy: bool = False  # believe X-Forwarded-For of the one proxy in front
    demo_password: str | None = None  # None: a random one, kept in the data folder
    max_body: int = 256 * 1024  # bytes of a request: a class of marks is 10 KiB
    files: Path | None = None  # folder of the files in messages; None: `files` in the data folder
    file_limits: Limits = field(default_factory=Limits)
    messages_per_minute: int = 60  # of one person, in the long run: typing makes a third of that; 0: no limit
    clamd_url: str | None = None  # of the virus scanner; None: there is none
    smtp_url: str | None = None  # of the mail relay; None: nobody gets mail
    mail_from: str | None = None  # sender of mails, `Name <address>`; None: zvonok@ the host of the public address
    mail_bounces: str | None = None  # address that mails come back to, signed after a `+`; None: their sender's
    mail_per_minute: int = 120  # to one domain: big mail hosts refuse more
    webhook_url: str | None = None  # of the school's gateway to telephones; None: there is none
    webhook_secret: str | None = field(default=None, repr=False)  # `whsec_…`; two while it is being changed
    push_hosts: frozenset[str] = frozenset()  # further push services, beside the known browsers', `host` or `host:port`
    portal_hosts: frozenset[str] = frozenset()  # portals in the school's own network, `host` or `host:port`
    quiet_hours: Window | None = NIGHT  # for everybody, by each person's clock; None: for nobody
    applications: bool = False  # anybody may apply for a connection of a school; the operator decides
    postman: bool = True  # this process also carries; else `zvonok postman` does
    idle_transaction: str = IDLE_SERVING  # the longest pause inside a transaction

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads `ZVONOK_PORT` and so on; a secret may be in a file named by `…_FILE`. Raises `WrongSetting`."""

        def value(name: str) -> str | None:
            if file := environment.get(f"ZVONOK_{name}_FILE"):
                try:
                    return Path(file).read_text(encoding="utf-8").strip()
                except OSError as error:
                    raise WrongSetting(f"ZVONOK_{name}_FILE: cannot read {file}: {error.strerror}") from error
            return environment.get(f"ZVONOK_{name}") or None

        applications = _switch("APPLICATIONS", value("APPLICATIONS"))
        if applications and value("SMTP_URL") is None:
            raise WrongSetting(
                "ZVONOK_APPLICATIONS: who applies is answered by mail; name a mail relay with ZVONOK_SMTP_URL as well."
            )
        return cls(
            host=value("HOST") or cls.host,
            port=_port(value("PORT") or str(cls.port)),
            data=Path(value("DATA") or cls.data).absolute(),
            database_url=value("DATABASE_URL"),
            redis_url=value("REDIS_URL"),
            public_url=_public_url(value("PUBLIC_URL")),
            api_key=_api_key(value("API_KEY")),
            behind_proxy=_switch("BEHIND_PROXY", value("BEHIND_PROXY")),
            demo_password=value("DEMO_PASSWORD"),
            files=Path(folder).absolute() if (folder := value("FILES_DIR")) else None,
            file_limits=Limits(
                file=_count("FILE_LIMIT_MIB", value("FILE_LIMIT_MIB"), Limits.file // MIB) * MIB,
                at_once=_count("FILES_AT_ONCE", value("FILES_AT_ONCE"), Limits.at_once),
                a_day=_count("FILES_DAY_MIB", value("FILES_DAY_MIB"), Limits.a_day // MIB) * MIB,
                archives=_switch("FILES_ZIP", value("FILES_ZIP")),
            ),
            messages_per_minute=_count("MESSAGES_PER_MINUTE", value("MESSAGES_PER_MINUTE"), cls.messages_per_minute, 0),
            clamd_url=value("CLAMD_URL"),
            smtp_url=value("SMTP_URL"),
            mail_from=_mail_from(value("MAIL_FROM")),
            mail_bounces=_mail_bounces(value("MAIL_BOUNCES")),
            mail_per_minute=_count("MAIL_PER_MINUTE", value("MAIL_PER_MINUTE"), cls.mail_per_minute),
            webhook_url=value("WEBHOOK_URL"),
            webhook_secret=value("WEBHOOK_SECRET"),
            push_hosts=frozenset((value("PUSH_HOSTS") or "").lower().split()),
            portal_hosts=frozenset((value("PORTAL_HOSTS") or "").lower().split()),
            quiet_hours=_window(value("QUIET_HOURS"), cls.quiet_hours),
            applications=applications,
            postman=value("POSTMAN") is None or _switch("POSTMAN", value("POSTMAN")),
        )

    @property
    def files_folder(self) -> Path:
        return self.files or self.data / "files"

    @property
    def origins(self) -> frozenset[str]:
        """Origins of pages that may act with the cookie."""
        if self.public_url is not None:
            return frozenset({self.public_url})
        return frozenset(f"http://{host}:{self.port}" for host in ("localhost", "127.0.0.1", "[::1]"))

    @property
    def address(self) -> str:
        """Address at which people open it."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def is_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise WrongSetting(f"ZVONOK_PORT: {text!r} is not a port. Write a number from 1 to 65535.")
    return int(text)


def _count(name: str, text: str | None, default: int, least: int = 1) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= 1_000_000):
        raise WrongSetting(f"ZVONOK_{name}: {text!r} is not a number from {least} to 1000000.")
    return int(text)


def _switch(name: str, text: str | None) -> bool:
    if text is not None and text not in ("0", "1"):
        raise WrongSetting(f"ZVONOK_{name}: write 1 or 0, not {text!r}.")
    return text == "1"


def _window(text: str | None, default: Window | None) -> Window | None:
    if text is None or text == "none":
        return default if text is None else None
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text)
    if found is None or found[1] + found[2] == found[3] + found[4]:
        raise WrongSetting(f"ZVONOK_QUIET_HOURS: write a time of the day like 22:00-07:00, or none; not {text!r}.")
    hours = [int(part) for part in found.groups()]
    return Window(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])


def _mail_from(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[^\x00-\x1f\x7f-\x9f<>@]*<?[\w.+-]+@[\w.-]+>?", text):
        raise WrongSetting("ZVONOK_MAIL_FROM: write an address like diary@school7.example, or Name <address>.")
    return text


def _mail_bounces(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[A-Za-z0-9_.+-]{1,27}@[A-Za-z0-9_.-]+", text):  # 64 with its signature
        raise WrongSetting(
            "ZVONOK_MAIL_BOUNCES: write an address like bounces@school7.example, at most 27 characters before the @."
        )
    return text


def _api_key(text: str | None) -> str | None:
    if text is not None and len(text) < MIN_API_KEY:
        raise WrongSetting(f"ZVONOK_API_KEY: write at least {MIN_API_KEY} characters that nobody can guess.")
    return text


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/") or parts.query:
        raise WrongSetting(f"ZVONOK_PUBLIC_URL: {text!r} is not an address like https://diary.example.org")
    return f"{parts.scheme}://{parts.netloc}".lower()
