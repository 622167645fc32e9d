"""Connections that make load and cost little themselves: bytes made beforehand, answers found but not parsed.

Each sends one thing, waits for its answer and sends the next. They share the machine with what is measured.
"""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, cast

from bench.cpu import Cpu, cpu

WARM_SECONDS = 2.0

PING = b"\x81\x02{}"
COOKIE = "__Host-zvonok"


@dataclass
class Tally:
    """What all connections of a run have been answered."""

    milliseconds: list[float] = field(default_factory=list)
    answered: int = 0
    refused: list[bytes] = field(default_factory=list)
    stopped: bool = False

    def answer(self, begun: float) -> None:
        self.answered += 1
        self.milliseconds.append((time.perf_counter() - begun) * 1000)

    def restart(self) -> None:
        """What came so far was warming up."""
        self.milliseconds.clear()
        self.answered = 0


def frame(text: bytes) -> bytes:
    """A client's text frame. The mask is all zeros, so that the text stays as it is."""
    length = len(text)
    head = struct.pack("!BB", 0x81, 0x80 | length) if length < 126 else struct.pack("!BBH", 0x81, 0xFE, length)
    return head + b"\0\0\0\0" + text


class Line(asyncio.Protocol):
    """One connection. `ready` when it may begin, `idle` when it has stopped after the last answer."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.idle: asyncio.Future[None] = loop.create_future()
        self.transport: asyncio.Transport
        self._begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        for future in (self.ready, self.idle):
            if not future.done():
                future.set_exception(exc or ConnectionError("the server closed the connection"))
                future.exception()  # nobody waits for the end of a line that only listens

    def begin(self) -> None:
        self._begun = time.perf_counter()
        self.transport.write(self.request())

    def request(self) -> bytes:
        raise NotImplementedError

    def went(self, *, refused: bytes = b"") -> None:
        """The answer is there; on to the next."""
        if refused:
            self.tally.refused.append(refused[:300])
        else:
            self.tally.answer(self._begun)
        if self.tally.stopped:
            self.idle.set_result(None)
        else:
            self.begin()


class SocketLine(Line):
    """The websocket. `command(n)` is the text of command n without its id and braces, e.g. `"rpc":{…}`; without it
    the connection only listens."""

    def __init__(self, tally: Tally, origin: str, token: str, command: Callable[[int], bytes] | None = None) -> None:
        super().__init__(tally)
        self._origin, self._token, self._command = origin, token, command
        self._number = 1
        self._wanted = b'{"id":1,'
        self._tail = b""
        self.received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(
            f"GET /connection/websocket HTTP/1.1\r\nHost: {self._origin.removeprefix('http://')}\r\n"
            f"Origin: {self._origin}\r\nCookie: {COOKIE}={self._token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self.transport.write(frame(b'{"id":1,"connect":{}}'))

    def request(self) -> bytes:
        assert self._command is not None
        self._number += 1
        self._wanted = b'{"id":%d,' % self._number
        return frame(b'{"id":%d,%b}' % (self._number, self._command(self._number)))

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if PING in data:
            self.transport.write(frame(b"{}"))
        at = data.find(self._wanted)
        if at < 0 and self._tail:  # the answer may begin where the last bytes ended
            data = self._tail + data[:64]
            at = data.find(self._wanted)
        self._tail = data[-16:]
        if at < 0:
            return
        self._tail = b""
        refused = data[at : at + 300] if data.startswith(b'"error"', at + len(self._wanted)) else b""
        if not self.ready.done():
            self.ready.set_result(None)
        else:
            self.went(refused=refused)


class HttpLine(Line):
    """HTTP on one kept-alive connection; `post(n)` is the path, the key and the body of request n."""

    def __init__(self, tally: Tally, origin: str, token: str, post: Callable[[int], tuple[str, str, bytes]]) -> None:
        super().__init__(tally)
        host = origin.removeprefix("http://")
        self._head = f"Host: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        self._post = post
        self._number = 0
        self._answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.ready.set_result(None)

    def request(self) -> bytes:
        self._number += 1
        path, key, body = self._post(self._number)
        length = f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
        return f"POST {path} HTTP/1.1\r\n{self._head}{length}".encode() + body

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, end, body = self._answer.partition(b"\r\n\r\n")
        if not end or len(body) < int(head.partition(b"Content-Length: ")[2].partition(b"\r")[0]):
            return
        self._answer = b""
        self.went(refused=b"" if head.startswith(b"HTTP/1.1 201") else body)


async def opened(port: int, lines: Sequence[Line]) -> None:
    """Connects them all."""
    loop = asyncio.get_running_loop()
    for line in lines:
        await loop.create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc]
    async with asyncio.timeout(60):
        await asyncio.gather(*(line.ready for line in lines))


@dataclass(frozen=True)
class Measured:
    milliseconds: list[float]
    seconds: float
    used: Cpu

    def figures(self, unit: str, each: int = 1) -> dict[str, Any]:
        """Rates and CPU for each `unit`, of which an answer acknowledges `each`."""
        count = len(self.milliseconds) * each
        cuts = quantiles(self.milliseconds, n=100)
        cost = {
            "server": self.used.server,
            "postgres": self.used.postgres,
            "both": self.used.server + self.used.postgres,
            "load": self.used.load,
        }
        return {
            f"{unit}s": count,
            "per_second": round(count / self.seconds),
            "ms": {"median": round(cuts[49], 1), "p99": round(cuts[98], 1), "max": round(max(self.milliseconds), 1)},
            f"cpu_ms_a_{unit}": {who: round(spent / count * 1000, 3) for who, spent in cost.items()},
        }


async def measure(tally: Tally, lines: Sequence[Line], server: int, seconds: float) -> Measured:
    """Lets all lines write, warms up, measures for so long, lets the last answers come and closes the connections."""
    for line in lines:
        line.begin()
    await asyncio.sleep(WARM_SECONDS)
    tally.restart()
    before, begun = cpu(server), time.perf_counter()
    await asyncio.sleep(seconds)
    measured = Measured(list(tally.milliseconds), time.perf_counter() - begun, cpu(server) - before)
    tally.stopped = True
    async with asyncio.timeout(30):
        await asyncio.gather(*(line.idle for line in lines))
    for line in lines:
        line.transport.abort()
    return measured
