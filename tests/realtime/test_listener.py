"""One port for HTTP and sockets, and what a handshake must bring."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from realtime.engine import Engine
from tests.realtime.fakes import School, until

KEY = base64.b64encode(b"sixteen bytes ok").decode()
UPGRADE = (
    "GET /connection/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n"
)
CONNECT = b'{"id":1,"connect":{"token":"1"}}'
Port = Callable[..., Awaitable[int]]


@pytest.fixture
async def port(make_engine: Callable[..., Engine]) -> AsyncIterator[Port]:
    """Starts an engine before an aiohttp application; keyword arguments are settings of the engine."""
    runners = []

    async def start(**settings: Any) -> int:
        engine = make_engine(**settings)

        async def echo(request: web.Request) -> web.Response:
            return web.Response(text=f"{request.method} {await request.text()}")

        async def take_over(request: web.Request) -> web.StreamResponse:
            return engine.take_over(request)

        app = web.Application(client_max_size=2**22)
        app.router.add_route("*", "/echo", echo)
        app.router.add_get("/connection/websocket", take_over)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        assert runner.server is not None
        server = await engine.listen("127.0.0.1", 0, runner.server)
        number: int = server.sockets[0].getsockname()[1]
        return number

    yield start
    for runner in runners:
        await runner.cleanup()


async def raw(port: int, *parts: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part.encode())
        await writer.drain()
        await asyncio.sleep(0)
    return reader, writer


def masked(text: bytes) -> bytes:
    """A frame as a client sends it, with a mask that changes nothing."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


async def status(reader: asyncio.StreamReader) -> int:
    async with asyncio.timeout(30):
        return int((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1])


async def close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


async def test_http_goes_to_aiohttp(port: Port) -> None:
    number = await port()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{number}") as http:
        async with http.get("/echo") as reply:
            assert await reply.text() == "GET "
        body = "ё" * 300_000
        async with http.post("/echo", data=body.encode()) as reply:
            assert await reply.text() == "POST " + body
        async with http.get("/nothing") as reply:
            assert reply.status == 404
        async with http.get("/connection/websocket") as reply:
            assert reply.status == 426


async def test_a_head_in_pieces_is_one_head(port: Port) -> None:
    reader, writer = await raw(await port(), "GET /ec", "ho HTTP/1.1\r\nHost: x\r", "\n\r", "\n")
    assert await status(reader) == 200
    await close(writer)


@pytest.mark.parametrize("before", [0, 1, 3])
async def test_a_socket_may_follow_other_requests_on_a_connection(port: Port, before: int) -> None:
    """A proxy keeps its connections to us alive and sends the next client's upgrade on one of them."""
    reader, writer = await raw(await port())
    for _ in range(before):
        writer.write(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
        assert await status(reader) == 200
        assert await reader.readexactly(7) == b"POST hi"
    writer.write(UPGRADE.encode() + b"Sec-WebSocket-Protocol: centrifuge-json\r\n\r\n")
    assert await status(reader) == 101
    writer.write(masked(CONNECT))
    async with asyncio.timeout(30):
        assert b'"connect"' in await reader.readuntil(b'"pong":true}}')
        writer.write(masked(b"nonsense"))
        ending = await reader.readexactly(15)
    assert (ending[0], int.from_bytes(ending[2:4]), ending[4:]) == (0x88, 3501, b"bad request")
    await close(writer)


async def test_a_taken_over_session_lives_like_any_other(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine()

    async def take_over(request: web.Request) -> web.StreamResponse:
        return engine.take_over(request)

    app = web.Application()
    app.router.add_get("/connection/websocket", take_over)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)  # aiohttp's own listener: every upgrade is taken over
    await site.start()
    school.server[1] = {"chat:1"}
    async with connect(f"ws://127.0.0.1:{runner.addresses[0][1]}/connection/websocket") as socket:
        await socket.send('{"id":1,"connect":{"token":"1"}}')
        await socket.recv()
        await runner.cleanup()  # aiohttp may even be gone
        school.publish_now("chat:1")
        assert await socket.recv() == '{"push":{"channel":"chat:1","pub":{"data":{"n":1},"offset":1}}}'
        assert engine.stats().sessions == 1
    await until(lambda: engine.stats().sessions == 0)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("https://school.example", True),
        ("https://evil.example", False),
        ("https://school.example.evil", False),
        ("https://school.example:8443", False),
        ("http://school.example", False),
        ("HTTPS://school.example", False),
        ("null", False),
        ("", False),
    ],
)
async def test_only_allowed_origins_open_a_socket(
    port: Port, school: School, origin: str | None, allowed: bool
) -> None:
    url = f"ws://127.0.0.1:{await port()}/connection/websocket"
    headers = {} if origin is None else {"Origin": origin}
    if not allowed:
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, additional_headers=headers)
        assert refused.value.response.status_code == 403
        return
    async with connect(url, additional_headers={**headers, "Cookie": "a=1; b=2"}) as socket:
        await socket.send('{"id":1,"connect":{"token":"1"}}')
        await socket.recv()
    assert school.openings[-1].origin == origin
    assert school.openings[-1].cookie == "a=1; b=2"


async def test_two_origins_are_refused(port: Port) -> None:
    twice = "Origin: https://school.example\r\n" * 2
    reader, writer = await raw(await port(), UPGRADE + twice + "\r\n")
    assert await status(reader) == 403
    await close(writer)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, None),
        (["centrifuge-json"], "centrifuge-json"),
        (["other", "centrifuge-json"], "centrifuge-json"),
        (["other"], None),
    ],
)
async def test_the_json_subprotocol_is_accepted_when_offered(
    port: Port, offered: list[str] | None, chosen: str | None
) -> None:
    protocols = None if offered is None else [Subprotocol(each) for each in offered]
    url = f"ws://127.0.0.1:{await port()}/connection/websocket"
    async with connect(url, subprotocols=protocols, origin=Origin("https://school.example")) as socket:
        assert socket.subprotocol == chosen
        assert not socket.protocol.extensions, "compression costs a hundred kilobytes a connection"


async def test_an_empty_subprotocol_header_does_not_fail(port: Port) -> None:
    reader, writer = await raw(await port(), UPGRADE + "Sec-WebSocket-Protocol: \r\n\r\n")
    assert await status(reader) == 101
    await close(writer)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (UPGRADE.replace("Version: 13", "Version: 8") + "\r\n", 400),
        (UPGRADE.replace(KEY, "short") + "\r\n", 400),
        ("GET /echo HTTP/1.1\r\nHost: x\r\nX: " + "y" * 17_000 + "\r\n\r\n", 431),
        ("y" * 17_000, 431),
        ("NONSENSE\r\n\r\n", 400),
        ("GET /connection/websocket/other HTTP/1.1\r\nHost: x\r\n\r\n", 404),
    ],
)
async def test_a_bad_head_is_answered(port: Port, head: str, expected: int) -> None:
    reader, writer = await raw(await port(), head)
    assert await status(reader) == expected
    await close(writer)


async def test_a_head_that_is_too_long_is_answered_while_more_of_it_comes(port: Port) -> None:
    loop = asyncio.get_running_loop()
    with socket.create_connection(("127.0.0.1", await port())) as client:
        client.setblocking(False)
        await loop.sock_sendall(client, b"GET /echo HTTP/1.1\r\nX: " + b"y" * 4_000_000)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := await loop.sock_recv(client, 65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 431 ")


async def test_a_head_that_never_ends_is_given_up(port: Port) -> None:
    reader, writer = await raw(await port(connect_seconds=0.05), "GET /echo HTTP/1.1\r\n")
    async with asyncio.timeout(30):
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    await close(writer)


async def test_frames_in_the_same_packet_as_the_head_are_not_lost(port: Port) -> None:
    reader, writer = await raw(await port())
    writer.write(UPGRADE.encode() + b"\r\n" + masked(CONNECT))
    assert await status(reader) == 101
    async with asyncio.timeout(30):
        assert b'"connect"' in await reader.readuntil(b"}")
    await close(writer)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (bytes([0x81, 0x05]) + b"hello", 1002),  # not masked
        (bytes([0x83, 0x80, 0, 0, 0, 0]), 1002),  # an opcode that does not exist
        (bytes([0xC1, 0x80, 0, 0, 0, 0]), 1002),  # compressed, which was not agreed
        (bytes([0x81, 0xFF]) + (2**62).to_bytes(8) + b"\0\0\0\0", 1009),  # says that it is huge
    ],
)
async def test_broken_frames_end_the_connection(port: Port, frame: bytes, code: int) -> None:
    reader, writer = await raw(await port(), UPGRADE + "\r\n")
    assert await status(reader) == 101
    writer.write(frame)
    async with asyncio.timeout(30):
        answer = await reader.read()
    assert answer[0] == 0x88
    assert int.from_bytes(answer[2:4]) == code
    await close(writer)
