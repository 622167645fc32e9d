"""Readers that are slow, stand still or vanish harm nobody else, and only themselves when they must."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from websockets.asyncio.client import connect

from realtime.engine import Engine
from tests.realtime.fakes import School, channel, until
from tests.realtime.sockets import ask, hear

LARGE = b'"' + b"x" * 60_000 + b'"'


@asynccontextmanager
async def slow_reader(engine: Engine) -> AsyncIterator[asyncio.StreamReader]:
    """Signed in as person 1, with small buffers on the way, and reading nothing more by itself."""
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)  # what it accepts has the same
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, server.sockets[0].getsockname())
    reader, writer = await asyncio.open_connection(sock=plain, limit=1024)
    try:
        writer.write(
            b"GET /connection/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        text = b'{"id":1,"connect":{"token":"1"}}'
        writer.write(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)
        await reader.readuntil(b'"id":1')
        yield reader
    finally:
        writer.transport.abort()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_slow_reader_is_cut_off_and_others_are_not_kept_waiting(
    make_engine: Callable[..., Engine], school: School
) -> None:
    engine = make_engine(unsent_bytes=256 * 1024, stalled_seconds=1000.0)
    school.server[1] = school.server[2] = {"chat:1"}
    async with slow_reader(engine):
        good_door = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
        port = good_door.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}/connection/websocket", max_size=None) as good:
            await ask(good, id=1, connect={"token": "2"})
            published = 0
            async with asyncio.timeout(20):
                while engine.stats().sessions == 2:
                    school.publish_now("chat:1", LARGE)
                    published += 1
                    assert (await hear(good))["push"]["pub"]["offset"] == published
            assert published > 4, "cut off long before the bound"
            assert engine.stats().subscriptions == 1
            school.publish_now("chat:1")
            assert (await hear(good))["push"]["pub"]["offset"] == published + 1


async def test_a_reader_that_stands_still_is_cut_off(
    make_engine: Callable[..., Engine], school: School, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "realtime")
    engine = make_engine(stalled_seconds=0.1)
    school.server[1] = {"chat:1"}
    async with slow_reader(engine):
        while engine.stats().unsent_bytes == 0:
            school.publish_now("chat:1", LARGE)
            await asyncio.sleep(0)
        await until(lambda: engine.stats().sessions == 0)
    assert "cut off a slow reader (3008)" in caplog.text


async def test_a_slow_but_steady_reader_stays(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine(stalled_seconds=1.0)
    school.server[1] = {"chat:1"}
    async with slow_reader(engine) as reader:
        while engine.stats().unsent_bytes < 600_000:
            school.publish_now("chat:1", LARGE)
            await until(lambda: engine.stats().publications == len(school.archive.entries[channel("chat:1")]))
        loop = asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.timeout(20):
            while engine.stats().unsent_bytes:
                await reader.read(2_000)
                await asyncio.sleep(0.005)  # its network is slow
        assert loop.time() - begun > 1.2, "the test read too fast to prove anything"
        assert engine.stats().sessions == 1


async def test_a_client_that_does_not_answer_the_close_is_aborted(
    make_engine: Callable[..., Engine],
) -> None:
    engine = make_engine(close_seconds=0.05)
    async with slow_reader(engine) as reader:
        engine.close_user("1")
        async with asyncio.timeout(30):
            await reader.readuntil(b"force disconnect")
        assert engine.parts.around.closing
        await until(lambda: not engine.parts.around.closing)


async def test_a_client_that_vanishes_leaves_nothing_behind(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine()
    school.server[1] = {"chat:1"}
    async with slow_reader(engine):
        assert engine.stats().subscriptions == 1
    await until(lambda: engine.stats().sessions == 0)
    assert engine.stats().subscriptions == 0
