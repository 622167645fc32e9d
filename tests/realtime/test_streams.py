"""Clients without websockets: a response that does not end, and requests for what they say."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from centrifuge.protocol import client_pb2

from realtime.engine import Engine
from tests.realtime.fakes import School, until

published: Any = client_pb2
CONNECT = '{"id":1,"connect":{"token":"1"}}'
PAGE = "https://school.example"
Base = Callable[..., Awaitable[tuple[Engine, str]]]


@pytest.fixture
async def base(make_engine: Callable[..., Engine]) -> AsyncIterator[Base]:
    """An engine with its HTTP routes; keyword arguments are settings."""
    runners = []

    async def start(**settings: Any) -> tuple[Engine, str]:
        engine = make_engine(**settings)
        app = web.Application()
        app.router.add_routes(engine.http.routes())
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        assert runner.server is not None
        server = await engine.listen("127.0.0.1", 0, runner.server)
        return engine, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


async def line(response: aiohttp.ClientResponse) -> Any:
    return json.loads(await response.content.readline())


async def say(http: aiohttp.ClientSession, url: str, connected: Any, **command: Any) -> int:
    """Posts a command for the session of that connect reply; the status."""
    told = connected["connect"]
    body = {"session": told["session"], "node": told["node"], "data": json.dumps(command)}
    async with http.post(url + "/emulation", json=body) as answer:
        return answer.status


async def test_replies_and_publications_come_as_lines(base: Base, http: aiohttp.ClientSession, school: School) -> None:
    school.server[1] = {"chat:1"}
    school.answers["m"] = lambda data: b'{"a":1}'
    _, url = await base()
    async with http.post(url + "/connection/http_stream", data=CONNECT) as stream:
        assert stream.headers["X-Accel-Buffering"] == "no"
        assert "no-store" in stream.headers["Cache-Control"]
        connected = await line(stream)
        school.publish_now("chat:1")
        assert (await line(stream))["push"]["pub"]["offset"] == 1
        assert await say(http, url, connected, id=2, rpc={"method": "m"}) == 204
        assert await line(stream) == {"id": 2, "rpc": {"data": {"a": 1}}}


async def test_events_come_with_their_own_framing(base: Base, http: aiohttp.ClientSession, school: School) -> None:
    school.server[1] = {"chat:1"}
    _, url = await base()
    async with http.get(url + "/connection/sse", params={"cf_connect": CONNECT}) as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b"\r\n"
        assert (await stream.content.readline()).startswith(b'data: {"id":1,"connect":')
        assert await stream.content.readline() == b"\n"


async def test_a_stream_may_speak_protobuf(base: Base, http: aiohttp.ClientSession, school: School) -> None:
    _, url = await base()
    part = published.Command(id=1, connect=published.ConnectRequest(token="1")).SerializeToString()
    headers = {"Content-Type": "application/octet-stream"}
    async with http.post(url + "/connection/http_stream", data=bytes([len(part)]) + part, headers=headers) as stream:
        length = (await stream.content.readexactly(1))[0]
        reply = published.Reply.FromString(await stream.content.readexactly(length))
        assert (reply.id, reply.connect.pong) == (1, True)
        assert reply.connect.session
        assert reply.connect.node


async def test_the_end_is_told_in_the_stream(base: Base, http: aiohttp.ClientSession) -> None:
    engine, url = await base()
    async with http.post(url + "/connection/http_stream", data=CONNECT) as stream:
        await line(stream)
        engine.close_login(10)
        assert await line(stream) == {"push": {"disconnect": {"code": 3503, "reason": "force disconnect"}}}
        assert await stream.content.read() == b""
    await until(lambda: engine.stats().sessions == 0)


async def test_pings_come_and_are_answered_by_post(base: Base, http: aiohttp.ClientSession) -> None:
    _, url = await base(ping_seconds=0.2, pong_seconds=0.15)
    async with http.post(url + "/connection/http_stream", data=CONNECT) as stream:
        connected = await line(stream)
        for _ in range(2):
            assert await line(stream) == {}
            told = connected["connect"]
            body = {"session": told["session"], "node": told["node"], "data": "{}"}
            async with http.post(url + "/emulation", json=body) as answer:
                assert answer.status == 204
        assert await line(stream) == {}
        assert (await line(stream))["push"]["disconnect"]["code"] == 3012


async def test_a_client_that_hangs_up_is_gone(base: Base, http: aiohttp.ClientSession) -> None:
    engine, url = await base()
    async with http.post(url + "/connection/http_stream", data=CONNECT) as stream:
        await line(stream)
        assert engine.stats().sessions == 1
        stream.close()
        await until(lambda: engine.stats().sessions == 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"nonsense", 400),
        (b"[]", 400),
        (b'{"session":"s"}', 400),
        (b'{"session":"s","data":{},"node":"n"}', 400),
        (b'{"session":"s","data":"\\ud800","node":"n"}', 400),
        (b"x" * 70_000, 413),
        (b'{"session":"s","data":"{}","node":"elsewhere"}', 404),
    ],
)
async def test_a_post_that_is_not_right_says_so(
    base: Base, http: aiohttp.ClientSession, body: bytes, status: int
) -> None:
    _, url = await base()
    async with http.post(url + "/emulation", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == status


async def test_a_session_that_is_not_there_is_told_by_its_stream_only(base: Base, http: aiohttp.ClientSession) -> None:
    engine, url = await base()
    body = {"session": "nobody", "node": engine.parts.fanout.node, "data": "{}"}
    async with http.post(url + "/emulation", json=body) as answer:
        assert answer.status == 204


async def test_too_large_and_empty_openings_are_refused(base: Base, http: aiohttp.ClientSession) -> None:
    _, url = await base()
    async with http.post(url + "/connection/http_stream", data=b"x" * 70_000) as answer:
        assert answer.status == 413

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"x" * 10_000

    async with http.post(url + "/connection/http_stream", data=parts()) as answer:
        assert answer.status == 413
    async with http.get(url + "/connection/sse") as answer:
        assert answer.status == 400
    async with http.get(url + "/connection/http_stream") as answer:
        assert answer.status == 405


async def test_a_stream_that_begins_wrong_ends(base: Base, http: aiohttp.ClientSession) -> None:
    _, url = await base()
    async with http.post(url + "/connection/http_stream", data="nonsense") as stream:
        assert (await line(stream))["push"]["disconnect"] == {"code": 3501, "reason": "bad request"}


async def test_only_allowed_pages_open_streams(base: Base, http: aiohttp.ClientSession) -> None:
    _, url = await base()
    for path in ("/connection/http_stream", "/connection/sse", "/emulation"):
        async with http.post(url + path, data=CONNECT, headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403
    headers = {"Origin": PAGE, "Access-Control-Request-Headers": "content-type"}
    async with http.options(url + "/connection/http_stream", headers=headers) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert answer.headers["Access-Control-Allow-Headers"] == "content-type"
        assert answer.headers["Access-Control-Max-Age"] == "300"
    async with http.post(url + "/connection/http_stream", data=CONNECT, headers={"Origin": PAGE}) as stream:
        assert stream.headers["Access-Control-Allow-Origin"] == PAGE


async def test_too_many_at_once_are_asked_to_come_later(base: Base, http: aiohttp.ClientSession) -> None:
    _, url = await base(admitted_at_once=1, admitted_per_second=0.001)
    async with http.post(url + "/connection/http_stream", data=CONNECT) as stream:
        await line(stream)
        async with http.post(url + "/connection/http_stream", data=CONNECT) as answer:
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) >= 1


async def test_a_reader_that_stands_still_is_cut_off(base: Base, http: aiohttp.ClientSession, school: School) -> None:
    school.server[1] = {"chat:1"}
    engine, url = await base(stalled_seconds=0.2, unsent_bytes=2**30)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    writer.write(
        b"POST /connection/http_stream HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b"
        % (len(CONNECT), CONNECT.encode())
    )
    await reader.readuntil(b"connect")
    for _ in range(200):
        school.publish_now("chat:1", b'"' + b"x" * 60_000 + b'"')
    await until(lambda: engine.stats().cut_off == 1)
    assert engine.stats().sessions == 0
    writer.close()


async def test_a_client_that_has_gone_unnoticed_does_not_keep_others_from_being_closed(
    base: Base, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: Any) -> None:
        raise OSError(107, "Transport endpoint is not connected")

    engine, url = await base()
    async with (
        http.post(url + "/connection/http_stream", data=CONNECT) as stream,
        http.post(url + "/connection/http_stream", data=CONNECT) as other,
    ):
        await line(stream)
        await line(other)
        monkeypatch.setattr("asyncio.selector_events._SelectorSocketTransport.write_eof", gone)
        engine.close_login(10)
        assert engine.stats().sessions == 0
