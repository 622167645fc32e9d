"""The engine as a whole: how it stops, and what it counts."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from realtime.engine import Engine
from tests.realtime.fakes import Client, School, join, until


async def test_draining_sends_everybody_away_to_come_back(engine: Engine, school: School) -> None:
    clients = [await join(engine, school, person, "chat:1") for person in range(1, 121)]
    assert engine.stats().sessions == 120
    assert engine.stats().subscriptions == 120
    await engine.drain()
    assert {client.closed for client in clients} == {3001}
    assert engine.stats().sessions == 0
    assert engine.stats().subscriptions == 0


async def test_draining_finishes_the_command_that_is_being_answered(engine: Engine, school: School) -> None:
    school.held = asyncio.Event()
    school.answers["m"] = lambda data: b"1"
    client = await join(engine, school, 1)
    client.send("rpc", method="m")
    client.send("rpc", method="m")
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.02, school.held.set)
    await engine.drain()
    assert await client.hear() == {"id": 2, "rpc": {"data": 1}}
    assert await client.hear() == {"closed": 3001}


async def test_a_draining_engine_lets_nobody_in(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(drain_seconds=0.2)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    async with connect(url) as first:
        draining = asyncio.create_task(engine.drain())
        with pytest.raises(ConnectionClosed) as closed:
            await first.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 3001
        with pytest.raises(OSError):
            await connect(url)
    await draining
    await engine.drain()  # a second time does no harm


async def test_a_connection_that_has_said_nothing_yet_holds_up_no_drain(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(connect_seconds=3600.0, close_seconds=90.0)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    address = server.sockets[0].getsockname()[:2]
    silent, silent_writer = await asyncio.open_connection(*address)  # browsers open one in advance
    begun, begun_writer = await asyncio.open_connection(*address)
    begun_writer.write(b"GET / HT")
    await until(lambda: len(engine.parts.around.unread) == 2)
    await asyncio.wait_for(engine.drain(), 60)
    for reader in (silent, begun):
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    for writer in (silent_writer, begun_writer):
        writer.close()


@pytest.mark.parametrize("turns", range(4))
async def test_a_connection_that_comes_with_the_stop_is_closed(make_engine: Callable[..., Engine], turns: int) -> None:
    """asyncio drops what it has accepted if its server is closed in the same turn: the client would wait for nobody."""
    engine = make_engine(connect_seconds=3600.0)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    with socket.create_connection(server.sockets[0].getsockname()[:2]) as client:
        client.setblocking(False)
        for _ in range(turns):
            await asyncio.sleep(0)
        await engine.drain()
        with suppress(ConnectionResetError):  # the kernel's, where nobody had accepted it
            assert await asyncio.wait_for(asyncio.get_running_loop().sock_recv(client, 1), 60) == b""


async def test_what_is_due_later_holds_up_no_drain(make_engine: Callable[..., Engine], school: School) -> None:
    engine = make_engine(close_seconds=90.0)
    school.until = time.time() + 3600
    client = await join(engine, school, 1, "chat:1")
    await asyncio.wait_for(engine.drain(), 60)
    assert client.closed == 3001


async def test_publishing_never_raises(engine: Engine, school: School, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def hint(self, publication: object) -> None:
            raise RuntimeError("private words")

        def pass_on(self, ephemeral: object) -> None: ...

        def doubt(self) -> None: ...

    client = await join(engine, school, 1, "chat:1")
    engine.parts.fanout.attach(Broken())
    school.publish_now("chat:1")
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text
    assert client.nothing_heard()


async def test_sessions_ping_in_one_timer(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine(ping_seconds=0.05, pong_seconds=0.02)
    before = asyncio.all_tasks()
    clients = [Client(engine) for _ in range(20)]
    for person, client in enumerate(clients, 1):
        await client.connect(person)
    for client in clients:
        assert await client.hear() == {}
    assert asyncio.all_tasks() <= before, "an idle session has no task"


async def test_commands_that_still_wait_when_the_connection_ends_are_not_run(engine: Engine, school: School) -> None:
    """The one being answered is finished; a client repeats what it got no answer for."""
    school.held = asyncio.Event()
    ran: list[bytes | None] = []

    def run(data: bytes | None) -> bytes:
        ran.append(data)
        return b"1"

    school.answers["m"] = run
    client = await join(engine, school, 1)
    for number in range(3):
        client.send("rpc", method="m", data=number)
    await asyncio.sleep(0)
    client.session.close(3503)
    school.held.set()
    await engine.drain()
    assert ran == [b"0"]
