"""The other sides of the carriers: a relay, a push service and a gateway that answer as they are told to."""

import asyncio
import base64
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from enum import Enum, auto
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from channels.notices.delivery import Carrier, Delivery, End
from realtime.carriers.smtp import Mail, Relay, Smtp
from realtime.carriers.webhook import Gateway, Ring, Webhook
from realtime.carriers.webpush import Push, WebPush
from realtime.transports.listener import stop_accepting

AT_ONCE = 2
PATIENCE = 60.0  # seconds, where nothing should depend on them
PERSONAL = ("maria", "+7900", "whsec", "ticket-77", "Двойка")  # of who is written to, of what is said, of secrets
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


class Then(Enum):
    GO_ON = auto()
    CLOSE = auto()
    BREAK_OFF = auto()
    HOLD = auto()  # nothing more until it is let go; then as always
    NEVER_END = auto()
    LOSE = auto()  # it takes what it is brought, and breaks off before it has said so
    DEAF = auto()  # reads nothing more until it is woken


@dataclass(frozen=True)
class Says:
    """`raw` as it stands on the wire, `again` for ever after it; `step` is that of a conversation by mail."""

    raw: bytes
    then: Then = Then.GO_ON
    step: str = "DATA"
    again: bytes = b""


class Case(Enum):
    ACCEPTED = auto()
    REFUSED_FOR_NOW = auto()
    REFUSED_FOR_EVER = auto()
    NO_SUCH_ADDRESS = auto()
    TOLD_TO_WAIT = auto()
    SLOW = auto()
    BROKEN_OFF = auto()
    GARBAGE = auto()
    NEVER_ENDS = auto()


async def _sent(transport: asyncio.WriteTransport) -> None:
    """Returns when nothing waits any more, and after one turn of the loop."""
    await asyncio.sleep(0)
    while transport.get_write_buffer_size() and not transport.is_closing():  # noqa: ASYNC110
        await asyncio.sleep(0)


class Stand(ABC):
    """Gives the next of `answers`; when there are none it takes what is brought, and notes under which id."""

    says: dict[Case, Says]
    ends: dict[Case, End]
    nobody: End  # the outcome when nobody listens

    def __init__(self) -> None:
        self.answers: deque[Says] = deque()
        self.taken: list[str] = []
        self.busy = self.most = self.open = self.came = 0
        self.let_go = asyncio.Event()
        self.port = 0
        self._changed = asyncio.Event()
        self._server: asyncio.Server | None = None

    @abstractmethod
    def carrier(self, *, seconds: float = PATIENCE) -> Carrier[Any]:
        """One that leads here, with `AT_ONCE` connections."""

    @abstractmethod
    def delivery(self, number: int = 1, attempt: int = 1) -> Delivery[Any]: ...

    @abstractmethod
    async def _listen(self, port: int) -> asyncio.Server: ...

    async def start(self) -> None:
        self._server = await self._listen(0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Nobody listens here any more."""
        if self._server is not None:
            await stop_accepting(self._server)
        self.let_go.set()

    async def open_again(self) -> None:
        """At the same port."""
        self._server = await self._listen(self.port)

    async def until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._changed.clear()
            await self._changed.wait()

    def connected(self, change: int) -> None:
        self.open += change
        self.came += change > 0
        self._changed.set()

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        self.busy += 1
        self.most = max(self.most, self.busy)
        self._changed.set()
        try:
            yield
        finally:
            self.busy -= 1
            self._changed.set()

    async def play(self, says: Says, transport: asyncio.WriteTransport) -> None:
        """All but the last word of what goes on."""
        match says.then:
            case Then.CLOSE:
                transport.write(says.raw)
                transport.close()
            case Then.BREAK_OFF | Then.LOSE:
                transport.write(says.raw)
                await _sent(transport)
                transport.abort()
            case Then.NEVER_END:
                transport.write(says.raw)
                while not transport.is_closing():
                    transport.write(says.again)
                    await _sent(transport)
            case Then.HOLD:
                await self.let_go.wait()


class MailStand(Stand):
    says = {
        Case.REFUSED_FOR_NOW: Says(b"450 4.2.1 <maria@school7.example> is busy", step="RCPT"),
        Case.REFUSED_FOR_EVER: Says(b"554 5.7.1 no such words to maria"),
        Case.NO_SUCH_ADDRESS: Says(b"550 5.1.1 <maria@school7.example> unknown", step="RCPT"),
        Case.TOLD_TO_WAIT: Says(b"421 4.7.0 too many to maria", step="RCPT"),
        Case.SLOW: Says(b"", Then.HOLD),
        Case.BROKEN_OFF: Says(b"25", Then.BREAK_OFF),
        Case.GARBAGE: Says(b"\x00maria\xff is here\r\n250 once more"),
        Case.NEVER_ENDS: Says(b"", Then.NEVER_END, again=b"250-maria and\r\n" * 100),
    }
    ends = {
        Case.ACCEPTED: End.ACCEPTED,
        Case.REFUSED_FOR_NOW: End.LATER,
        Case.REFUSED_FOR_EVER: End.REFUSED,
        Case.NO_SUCH_ADDRESS: End.GONE,
        Case.TOLD_TO_WAIT: End.AWAY,
        Case.SLOW: End.LATER,
        Case.BROKEN_OFF: End.LATER,
        Case.GARBAGE: End.LATER,
        Case.NEVER_ENDS: End.LATER,
    }
    nobody = End.AWAY

    def __init__(self) -> None:
        super().__init__()
        self.transports: set[asyncio.Transport] = set()

    def carrier(self, *, seconds: float = PATIENCE) -> Smtp:
        relay = Relay.from_url(f"smtp+plain://127.0.0.1:{self.port}")
        return Smtp(relay, per_minute=10**6, connections=AT_ONCE, seconds=seconds)

    def delivery(self, number: int = 1, attempt: int = 1) -> Delivery[Mail]:
        message = f"Message-ID: <{number}@school7.example>\r\nSubject: School\r\n\r\nДвойка\r\n".encode()
        return Delivery(number, attempt, Mail("diary@school7.example", f"maria{number}@school7.example", message))

    async def _listen(self, port: int) -> asyncio.Server:
        return await asyncio.get_running_loop().create_server(lambda: _Conversation(self), "127.0.0.1", port)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, usual: list[str]
    ) -> list[Any]:
        session.host_name = hostname
        said = await self.say("EHLO", server)
        return [said] if said else usual

    async def handle_HELO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str) -> bytes:
        session.host_name = hostname
        return await self.say("HELO", server) or b"250 relay.example"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> bytes:
        envelope.mail_from = address
        return await self.say("MAIL", server) or b"250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> bytes:
        envelope.rcpt_tos.append(address)
        if said := await self.say("RCPT", server):
            envelope.rcpt_tos.clear()
        return said or b"250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> bytes:
        assert isinstance(envelope.content, bytes)
        number = str(message_from_bytes(envelope.content)["Message-ID"])
        async with self.asking():
            if self.answers and self.answers[0].then is Then.LOSE:
                self.taken.append(number)
            said = await self.say("DATA", server)
        if said:
            return said
        self.taken.append(number)
        return b"250 taken"

    def wake(self) -> None:
        for transport in self.transports:
            transport.resume_reading()

    async def hang_up(self) -> None:
        for transport in list(self.transports):
            transport.abort()
        await self.until(lambda: self.open == 0)

    async def say(self, step: str, server: SMTP) -> bytes | None:
        """None: as always."""
        if not self.answers or self.answers[0].step != step:
            return None
        says = self.answers.popleft()
        assert isinstance(server.transport, asyncio.Transport)
        if says.then is Then.DEAF:
            server.transport.pause_reading()
        if says.then in (Then.GO_ON, Then.DEAF):
            return says.raw
        await self.play(says, server.transport)
        if says.then is Then.HOLD:
            return None
        await asyncio.Event().wait()  # until it is noticed that the connection is no more
        raise AssertionError


class _Conversation(SMTP):
    def __init__(self, stand: MailStand) -> None:
        super().__init__(stand, hostname="relay.example", ident="relay")
        self._stand = stand

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        assert isinstance(transport, asyncio.Transport)
        self._stand.transports.add(transport)
        self._own = transport
        self._stand.connected(1)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._stand.transports.discard(self._own)
        self._stand.connected(-1)

    async def push(self, status: str | bytes) -> None:
        said = status.encode() if isinstance(status, str) else status
        if said.startswith(b"354 "):
            said = await self._stand.say("354", self) or said
        await super().push(said)


def _answer(status: str, *headers: str, body: str = "maria is not here") -> Says:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", body]
    return Says("\r\n".join(lines).encode())


class HttpStand(Stand):
    id_header: str
    says = {
        Case.REFUSED_FOR_NOW: _answer("500 Maria"),
        Case.REFUSED_FOR_EVER: _answer("422 Maria"),
        Case.NO_SUCH_ADDRESS: _answer("410 Maria"),
        Case.TOLD_TO_WAIT: _answer("429 Maria", "Retry-After: 7"),
        Case.SLOW: Says(b"", Then.HOLD),
        Case.BROKEN_OFF: Says(b"HTTP/1.1 201 Crea", Then.BREAK_OFF),
        Case.GARBAGE: Says(b"\x00maria\xff is here\r\n\r\n250", Then.CLOSE),
        Case.NEVER_ENDS: Says(b"HTTP/1.1 201 Created\r\n", Then.NEVER_END, again=b"X-Maria: maria\r\n" * 100),
    }

    async def _listen(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected(1)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while not writer.is_closing():
                    await self._answer(await self._request(reader), reader, writer)
        finally:
            writer.close()
            self.connected(-1)

    async def _request(self, reader: asyncio.StreamReader) -> dict[str, str]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        await reader.readexactly(int(headers["content-length"]))
        return headers

    async def _answer(
        self, headers: dict[str, str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        async with self.asking():
            says = self.answers.popleft() if self.answers else None
            if says is not None and says.then is Then.GO_ON:
                writer.write(says.raw)
                return
            if says is not None and says.then is Then.LOSE:
                self.taken.append(headers[self.id_header])
            if says is not None:
                await self._played(says, reader, writer)
        if says is None or says.then is Then.HOLD:
            self.taken.append(headers[self.id_header])
            writer.write(_answer("201 Created").raw)

    async def _played(self, says: Says, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Raises ConnectionError when the other one hangs up."""
        playing, hung_up = asyncio.create_task(self.play(says, writer.transport)), asyncio.create_task(reader.read(1))
        _, others = await asyncio.wait([playing, hung_up], return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await asyncio.gather(playing, hung_up, return_exceptions=True)
        if hung_up not in others:
            raise ConnectionError


class PushStand(HttpStand):
    id_header = "topic"
    ends = MailStand.ends | {Case.TOLD_TO_WAIT: End.LATER}
    nobody = End.LATER  # other services may well be there

    def __init__(self) -> None:
        super().__init__()
        self._key = Vapid02(private_key=None)
        self._key.private_key = generate_private_key(SECP256R1())
        browser = self._key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self._p256dh = base64.urlsafe_b64encode(browser).decode()

    def carrier(self, *, seconds: float = PATIENCE) -> WebPush:
        host = f"127.0.0.1:{self.port}"
        return WebPush(self._key, "mailto:diary@school7.example", {host}, seconds, connections=AT_ONCE)

    def delivery(self, number: int = 1, attempt: int = 1) -> Delivery[Push]:
        url, auth = f"http://127.0.0.1:{self.port}/push/ticket-77", "A" * 22
        return Delivery(number, attempt, Push(url, self._p256dh, auth, "Двойка", False, f"<{number}>"))


class GatewayStand(HttpStand):
    id_header = "webhook-id"
    ends = MailStand.ends | {Case.NO_SUCH_ADDRESS: End.AWAY}  # it is the gateway itself that is gone
    nobody = End.AWAY

    def carrier(self, *, seconds: float = PATIENCE) -> Webhook:
        gateway = Gateway.from_settings(f"http://127.0.0.1:{self.port}/ticket-77", [SECRET])
        return Webhook(gateway, connections=AT_ONCE, seconds=seconds)

    def delivery(self, number: int = 1, attempt: int = 1) -> Delivery[Ring]:
        at = datetime(2026, 9, 1, 12, tzinfo=UTC)
        return Delivery(number, attempt, Ring(f"<{number}>", "notice.mark", at, {"to": "+7900", "text": "Двойка"}))
