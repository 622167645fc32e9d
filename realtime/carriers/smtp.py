"""Sends mail over the school's own relay."""

import asyncio
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote, urlsplit

import aiosmtplib

from channels.notices.delivery import Delivery, End, Outcome

NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})  # RFC 3463, RFC 7505
_ENHANCED = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")
# A single, bare address: the library would turn anything else into an address of its own.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
CONNECTIONS = 4
SECONDS = 30.0  # for each step of a conversation
IDLE_SECONDS = 60.0  # after which a connection is not used again: networks drop idle ones silently


@dataclass(frozen=True, slots=True)
class Mail:
    """A whole message as it is sent, and its envelope."""

    sender: str
    recipient: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Relay:
    host: str
    port: int
    tls: bool  # from the first byte
    start_tls: bool  # STARTTLS before anything else is said; without it nothing is said
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> "Relay":
        """Parses `smtps://user:password@host:465`, `smtp://host:587` with STARTTLS, `smtp+plain://localhost:25`
        without.

        Raises ValueError for anything else.
        """
        parts = urlsplit(url)
        port = {"smtps": 465, "smtp": 587, "smtp+plain": 25}.get(parts.scheme)
        if port is None or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("not an address of a mail relay")
        return cls(
            host=parts.hostname,
            port=parts.port or port,
            tls=parts.scheme == "smtps",
            start_tls=parts.scheme == "smtp",
            user=None if parts.username is None else unquote(parts.username),
            password=None if parts.password is None else unquote(parts.password),
        )


class Smtp:
    """`Carrier[Mail]`: a few connections that stay open, one message at a time on each.

    `per_minute` limits messages to one domain (big mail hosts refuse more); a message above the limit waits.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        per_minute: int = 120,
        connections: int = CONNECTIONS,
        seconds: float = SECONDS,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._relay = relay
        self._seconds = seconds
        self._tls = tls
        self._clock = clock
        self._idle: list[tuple[aiosmtplib.SMTP, float]] = []  # since when
        self._free = asyncio.Semaphore(connections)
        self._pace = Pace(per_minute, clock)

    async def carry(self, delivery: Delivery[Mail]) -> Outcome:
        mail = delivery.content
        if not _ADDRESS.fullmatch(mail.recipient):
            return Outcome(End.REFUSED, "not an address")
        if not _ADDRESS.fullmatch(mail.sender):  # a setting, the same for all mails
            return Outcome(End.AWAY, "the sender is not an address")
        wait = self._pace.wait(mail.recipient.rpartition("@")[2].lower())
        if wait > 0:
            return Outcome(End.WAIT, "too many to this domain", wait)
        async with self._free:
            try:
                client = self._rested() or await self._connect()
            except aiosmtplib.SMTPAuthenticationError as error:
                return Outcome(End.AWAY, f"sign-in refused: {error.code}")
            except (aiosmtplib.SMTPException, OSError, ValueError) as error:
                return Outcome(End.AWAY, f"no connection: {type(error).__name__}")
            transport = cast(asyncio.WriteTransport | None, client.transport)
            try:
                outcome = await self._send(client, mail)
                if client.is_connected:
                    self._idle.append((client, self._clock()))
                    transport = None
                return outcome
            finally:
                if transport is not None:  # a connection in the middle of a conversation cannot be used again
                    client.close()
                    transport.abort()  # unsent bytes would keep it open

    @property
    def rested(self) -> int:
        """Number of idle connections that are still open."""
        return sum(client.is_connected for client, _ in self._idle)

    def _rested(self) -> aiosmtplib.SMTP | None:
        """Returns an open idle connection, the most recently used one."""
        while self._idle:
            client, since = self._idle.pop()
            if client.is_connected and self._clock() - since < IDLE_SECONDS:
                return client
            client.close()
        return None

    async def _connect(self) -> aiosmtplib.SMTP:
        relay = self._relay
        client = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user,
            password=relay.password,
            use_tls=relay.tls,
            start_tls=relay.start_tls,
            tls_context=self._tls,
            timeout=self._seconds,
        )
        await client.connect()
        return client

    async def _send(self, client: aiosmtplib.SMTP, mail: Mail) -> Outcome:
        try:
            await client.sendmail(mail.sender, [mail.recipient], mail.message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refused(error.recipients[0])
        except aiosmtplib.SMTPResponseException as error:
            if not 400 <= error.code < 600:
                client.close()  # a late answer could be taken for the answer to the next command
            return _refused(error)
        except ValueError:
            client.close()
            return Outcome(End.REFUSED, "cannot be written")
        except (aiosmtplib.SMTPException, OSError) as error:
            # The relay may have taken it: the same Message-ID goes out again, and mail hosts show it once.
            client.close()
            return Outcome(End.LATER, f"broken off: {type(error).__name__}", in_doubt=True)
        return Outcome(End.ACCEPTED)

    async def close(self) -> None:
        for client, _ in self._idle:
            client.close()
        self._idle.clear()


def _refused(error: aiosmtplib.SMTPResponseException) -> Outcome:
    """Returns the outcome for a refusal, from the two codes only: the server's text may name somebody."""
    first = error.message.split(None, 1)[:1]
    enhanced = first[0] if first and _ENHANCED.fullmatch(first[0]) else ""
    problem = f"{error.code} {enhanced}".strip()
    if error.code in (421, 530, 535) or _is_before_any(error):
        return Outcome(End.AWAY, problem)
    if error.code < 500:
        return Outcome(End.LATER, problem)
    is_recipient = isinstance(error, aiosmtplib.SMTPRecipientRefused)
    if enhanced in NO_SUCH_ADDRESS or (is_recipient and not enhanced and error.code in (550, 551, 553)):
        return Outcome(End.GONE, problem)
    return Outcome(End.REFUSED, problem)


def _is_before_any(error: aiosmtplib.SMTPResponseException) -> bool:
    """True if only the sender, which is the same for all mails, and the size had been sent before the refusal."""
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        return error.code != 552
    return isinstance(error, aiosmtplib.SMTPHeloError)


class Pace:
    """Limits each name to so many a minute, evenly spread; an early one learns how long to wait."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._apart = 60.0 / per_minute
        self._burst = 10 * self._apart  # ten may come at once after a rest
        self._clock = clock
        self._next: dict[str, float] = {}

    def wait(self, name: str) -> float:
        """Returns 0 if it may go now (and counts it), else the seconds after which to ask again."""
        now = self._clock()
        due = max(self._next.get(name, 0.0), now - self._burst)
        if due > now:
            return due - now
        self._next[name] = due + self._apart
        if len(self._next) > 10_000:
            self._next = {name: at for name, at in self._next.items() if at > now - self._burst}
        return 0.0
