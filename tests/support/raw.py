"""Requests as bytes: what no client library would send."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

SOCKET = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
SOCKET += b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"


@dataclass(frozen=True)
class Reply:
    """What came back until the connection ended, or until what was waited for."""

    raw: bytes

    @property
    def status(self) -> int:
        return int(self.raw.split(b" ", 2)[1]) if self.raw.startswith(b"HTTP/1.") else 0

    @property
    def head(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[0]

    @property
    def problem(self) -> Any:
        """The body, when it is a problem document."""
        assert b"application/problem+json" in self.head, self.raw
        return json.loads(self.raw.partition(b"\r\n\r\n")[2])

    def header(self, name: bytes) -> bytes | None:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower():
                return value.strip()
        return None


def address(base: str) -> tuple[str, int]:
    host, _, port = base.removeprefix("http://").partition(":")
    return host, int(port)


async def talk(base: str, sent: bytes, *until: bytes) -> Reply:
    """Sends the bytes and reads until one of `until` came, or until the server ends it."""
    reader, writer = await asyncio.open_connection(*address(base))
    got = bytearray()
    try:
        writer.write(sent)
        async with asyncio.timeout(30):
            while piece := await reader.read(65536):
                got += piece
                if any(each in got for each in until):
                    break
    except ConnectionError:
        pass
    finally:
        writer.close()
    return Reply(bytes(got))


def request(method: bytes, path: bytes, headers: bytes = b"", body: bytes = b"") -> bytes:
    """Of which the server closes the connection; `headers` are whole lines."""
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    return b"%b %b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%b%b\r\n%b" % (method, path, headers, length, body)


def frame(text: bytes, opcode: int = 1) -> bytes:
    """A client's frame, masked with zeros."""
    size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2)
    return bytes([0x80 | opcode]) + size + bytes(4) + text


def opening(path: bytes, headers: bytes, body: bytes = b"") -> bytes:
    """A websocket's or a stream's request, with what follows it."""
    return b"%b HTTP/1.1\r\nHost: x\r\n%b\r\n%b" % (path, headers, body)
