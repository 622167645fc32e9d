"""Who sends byte by byte, or opens more than there is room for."""

import asyncio
import itertools
import json
import resource
from collections.abc import AsyncIterator

import pytest

from realtime.transports import admitting
from tests.support.raw import address, request
from tests.support.serving import Served, serving


@pytest.fixture
async def hasty(school_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A server with little patience."""
    monkeypatch.setattr("handlers.connections.HEAD_SECONDS", 0.3)
    monkeypatch.setattr("handlers.connections.BODY_SECONDS", 0.3)
    monkeypatch.setattr("handlers.connections.IDLE_SECONDS", 5)
    async with serving(school_url) as served:
        yield served


async def drip(served: Served, first: bytes, slow: bytes) -> bytes:
    """What comes back until the server ends it, while `slow` is sent again and again, a byte at a time."""
    reader, writer = await asyncio.open_connection(*address(served.base))

    async def send() -> None:
        writer.write(first)
        for byte in itertools.cycle(slow):
            await asyncio.sleep(0.05)
            writer.write(bytes([byte]))

    sending = asyncio.create_task(send())
    got = bytearray()
    try:
        async with asyncio.timeout(60):
            while piece := await reader.read(65536):
                got += piece
    except ConnectionError:
        pass
    finally:
        sending.cancel()
        writer.close()
    return bytes(got)


KEPT = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
BODY = b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n"
CHUNKED = b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


OUTSIDE = b"POST /api/publish HTTP/1.1\r\nHost: x\r\nX-API-Key: sixteen letters!\r\nContent-Length: 90000\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "slow"),
    [
        (KEPT, b"GET /healthz"),
        (KEPT + b"GET /healthz HTTP/1.1\r\n", b"X: y\r\n"),
        (KEPT + b"GET /connection/websocket HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n"),
        (BODY, b" "),
        (KEPT + BODY, b" "),
        (CHUNKED, b"1\r\n \r\n"),
        (OUTSIDE, b" "),
        (b"POST /connection/http_stream HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" "),
        (b"POST /connection/sse HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" "),
        (b"POST /emulation HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" "),
        (b"POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" "),
    ],
)
async def test_a_head_and_a_body_have_their_time(hasty: Served, first: bytes, slow: bytes) -> None:
    await drip(hasty, first, slow)  # it ends


async def test_a_second_request_in_pieces_is_served_all_the_same(hasty: Served) -> None:
    reader, writer = await asyncio.open_connection(*address(hasty.base))
    body = json.dumps({"login": "olga", "password": "guess"}).encode()
    second = request(b"POST", b"/api/login", b"Content-Type: application/json\r\n", body)
    writer.write(KEPT + second[:20])
    await reader.readuntil(b'"ok"}')
    for piece in (second[20:60], second[60:150], second[150:]):
        writer.write(piece)
        await asyncio.sleep(0)
    assert b"401" in await reader.readuntil(b"\r\n")
    writer.close()


async def test_there_is_room_left_when_too_many_come(school_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admitting, "descriptors", lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    async with serving(school_url) as served:
        open_ones = [await asyncio.open_connection(*address(served.base)) for _ in range(3)]
        most = max(writer.get_extra_info("socket").fileno() for _, writer in open_ones)
        served.server.engine.parts.around.entrance.most = most
        reader, writer = await asyncio.open_connection(*address(served.base))
        assert (await reader.readline()).startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: 2\r\n" in await reader.read()
        served.server.engine.parts.around.entrance.most = None
        assert (await served.stranger.get("/healthz")).status == 200
        for _, each in (*open_ones, (reader, writer)):
            each.close()


def test_room_is_reserved_below_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft, most in ((200, 100), (1024, 768), (1_000_000, 999_744), (resource.RLIM_INFINITY, None)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert admitting.descriptors() == most
