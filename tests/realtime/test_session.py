"""Sessions over real sockets: what a client is answered, and how a connection ends."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import connect

from realtime.engine import Engine
from realtime.protocol.codes import Disconnect, ErrorReply
from tests.realtime.fakes import Client, School
from tests.realtime.sockets import Opener, ask, ending, hear, signed_in


async def test_connect_is_answered_as_clients_need_it(open_socket: Opener, school: School) -> None:
    school.server[1] = {"person:1"}
    websocket = await open_socket()
    reply = await ask(websocket, id=1, connect={"token": "1", "name": "js", "data": {"a": 1}})
    result = reply["connect"]
    assert reply["id"] == 1
    assert len(result["client"]) == 36
    assert result["version"] == "zvonok 0.1.0"
    assert (result["ping"], result["pong"]) == (25, True)
    assert set(result["subs"]) == {"person:1"}
    opening = school.openings[0]
    assert (opening.token, opening.data, opening.address) == ("1", b'{"a":1}', "127.0.0.1")
    assert (opening.cookie, opening.origin) == (None, None)


async def test_a_pipelined_frame_is_processed_in_order(open_socket: Opener, school: School) -> None:
    school.extra[1] = {"chat:1", "chat:2"}
    school.answers["echo"] = lambda data: data or b"null"
    websocket = await open_socket()
    await websocket.send(
        "\n".join(
            json.dumps(command)
            for command in (
                {"connect": {"token": "1"}, "id": 1},
                {"subscribe": {"channel": "chat:1"}, "id": 2},
                {"subscribe": {"channel": "chat:3"}, "id": 3},
                {"rpc": {"method": "echo", "data": [1, "ё"]}, "id": 4},
                {"publish": {"channel": "chat:1", "data": {"n": 1}}, "id": 5},
            )
        )
    )
    heard = [await hear(websocket) for _ in range(6)]
    assert [message.get("id") for message in heard if "id" in message] == [1, 2, 3, 4, 5]
    assert heard[2]["error"] == {"code": 103, "message": "permission denied"}
    assert heard[3]["rpc"] == {"data": [1, "ё"]}
    assert {"id": 5, "publish": {}} in heard
    push = {"channel": "chat:1", "pub": {"data": {"n": 1}, "offset": 1}}
    assert {"push": push} in heard


async def test_a_frame_in_fragments_is_one_frame(open_socket: Opener) -> None:
    websocket = await open_socket()
    await websocket.send(['{"id":1,"conn', 'ect":{"tok', 'en":"1"}}'])
    assert "connect" in await hear(websocket)


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (['{"id":1,"connect":{}}'], 3501),
        (['{"id":1,"connect":{"token":"forged"}}'], 3500),
        (['{"id":1,"subscribe":{"channel":"chat:1"}}'], 3501),
        (["nonsense"], 3501),
        ([""], 3501),
        (["{}"], 3501),
        ([b'{"id":1,"connect":{"token":"1"}}'], 3501),
        (['{"id":1,"connect":{"token":"1"}}', "{}"], 3501),
        (['{"id":1,"connect":{"token":"1"}}', '{"id":2,"connect":{"token":"1"}}'], 3501),
        (['{"id":1,"connect":{"token":"1"}}', '{"send":{"data":1}}'], 3508),
        (['{"id":1,"connect":{"token":"1"}}', '{"id":2,"subscribe":{"channel":""}}'], 3501),
        (["x" * 65537], 1009),
        (["x" * 40000 + "y" * 30000], 1009),
        (['{"id":1,"connect":{"token":"1"}}', "\n".join(["{}"] * 300)], 3501),
    ],
)
async def test_what_breaks_the_rules_ends_the_connection(
    open_socket: Opener, frames: list[str | bytes], code: int
) -> None:
    websocket = await open_socket()
    for frame in frames:
        await websocket.send(frame)
    ended, reason = await ending(websocket)
    assert ended == code
    assert reason


async def test_an_expired_token_is_an_error_and_nothing_may_follow(open_socket: Opener, school: School) -> None:
    async def expired(opening: object) -> Any:
        raise ErrorReply(109)

    school.admit = expired  # type: ignore[method-assign]
    websocket = await open_socket()
    reply = await ask(websocket, id=1, connect={"token": "1"})
    assert reply == {"id": 1, "error": {"code": 109, "message": "token expired"}}
    await websocket.send('{"id":2,"rpc":{"method":"m"}}')
    assert (await ending(websocket))[0] == 3501


async def test_what_was_pipelined_behind_a_refused_connect_ends_the_connection(
    open_socket: Opener, school: School
) -> None:
    school.failing = True
    websocket = await open_socket()
    await websocket.send('{"id":1,"connect":{"token":"1"}}\n{"id":2,"rpc":{"method":"m"}}')
    assert (await hear(websocket))["error"]["temporary"] is True
    assert (await ending(websocket))[0] == 3501


async def test_a_gate_may_end_a_connection_with_a_code_of_its_own(open_socket: Opener, school: School) -> None:
    async def closed(opening: object) -> Any:
        raise Disconnect(4501, "the school is closed")

    school.admit = closed  # type: ignore[method-assign]
    websocket = await open_socket()
    await websocket.send('{"id":1,"connect":{"token":"1"}}')
    assert await ending(websocket) == (4501, "the school is closed")


async def test_who_never_connects_is_stale(open_socket: Opener) -> None:
    assert (await ending(await open_socket(connect_seconds=0.3)))[0] == 3502


async def test_a_slow_gate_is_not_the_clients_fault(open_socket: Opener, school: School) -> None:
    decided, admit = asyncio.Event(), school.admit

    async def slow(opening: Any) -> Any:
        await decided.wait()
        return await admit(opening)

    school.admit = slow  # type: ignore[method-assign]
    websocket = await open_socket(connect_seconds=0.3)
    witness = await open_socket(connect_seconds=0.3)
    await websocket.send('{"id":1,"connect":{"token":"1"}}')
    assert (await ending(witness))[0] == 3502  # the deadline has passed for both
    assert (await ending(await open_socket(connect_seconds=0.3)))[0] == 3502
    decided.set()
    assert "connect" in await hear(websocket)


async def test_pings_are_sent_and_pongs_expected(open_socket: Opener) -> None:
    websocket = await signed_in(open_socket, ping_seconds=0.3, pong_seconds=0.25)
    for _ in range(3):
        assert await hear(websocket) == {}
        await websocket.send("{}")
    assert await hear(websocket) == {}
    assert (await ending(websocket))[0] == 3012


async def test_pings_are_not_suppressed_by_traffic(open_socket: Opener, school: School) -> None:
    school.answers["m"] = lambda data: b"1"
    websocket = await signed_in(open_socket, ping_seconds=0.3, pong_seconds=0.25, commands_per_second=1_000_000)
    pings = number = 0
    async with asyncio.timeout(30):
        while pings < 3:
            number += 1
            await websocket.send(json.dumps({"id": number + 1, "rpc": {"method": "m"}}))
            if await hear(websocket) == {}:
                pings += 1
                await websocket.send("{}")


async def test_a_second_pong_is_one_too_many(open_socket: Opener) -> None:
    websocket = await signed_in(open_socket, ping_seconds=0.3, pong_seconds=0.25)
    assert await hear(websocket) == {}
    await websocket.send("{}\n{}")
    assert (await ending(websocket))[0] == 3501


async def test_the_end_of_a_login_closes_its_sockets_for_good(
    open_socket: Opener, make_engine: Callable[..., Engine]
) -> None:
    engine = make_engine()
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    async with connect(url) as ana, connect(url) as again, connect(url) as bob:
        for websocket, token in ((ana, "1"), (again, "1"), (bob, "2")):
            await ask(websocket, id=1, connect={"token": token})
        engine.close_login(10)
        assert await ending(ana) == (3503, "force disconnect")
        assert await ending(again) == (3503, "force disconnect")
        engine.close_user("2")
        assert await ending(bob) == (3503, "force disconnect")


async def test_a_login_that_ends_while_it_is_admitted_does_not_get_in(
    make_engine: Callable[..., Engine], school: School
) -> None:
    engine = make_engine()
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    for end in (lambda: engine.close_login(10), lambda: engine.close_user("1")):
        school.meanwhile = lambda end=end: (end(), None)[1]
        async with connect(url) as websocket:
            await websocket.send('{"id":1,"connect":{"token":"1"}}')
            assert (await ending(websocket))[0] == 3503


async def test_nothing_is_due_of_a_session_that_ended_while_it_was_let_in(engine: Engine, school: School) -> None:
    client = Client(engine)
    school.meanwhile = client.session.ended
    client.send("connect", token="1")
    await engine.parts.around.tasks.finish(30)
    assert client.session.due == -1
    assert engine.parts.subscriptions.live_until(client.session, time.time() + 3600) is None


async def test_waiting_commands_are_bounded(open_socket: Opener, school: School) -> None:
    school.held = asyncio.Event()
    websocket = await signed_in(open_socket, commands_waiting=3)
    for number in range(2, 7):
        await websocket.send(json.dumps({"id": number, "rpc": {"method": "m"}}))
    assert (await ending(websocket))[0] == 3013
    school.held.set()


async def test_a_pong_does_not_wait_behind_a_slow_command(open_socket: Opener, school: School) -> None:
    school.held = asyncio.Event()
    school.answers["m"] = lambda data: b"1"
    websocket = await signed_in(open_socket, ping_seconds=0.3, pong_seconds=0.25)
    await websocket.send('{"id":2,"rpc":{"method":"m"}}')
    for _ in range(3):
        assert await hear(websocket) == {}
        await websocket.send("{}")
    school.held.set()
    assert await hear(websocket) == {"id": 2, "rpc": {"data": 1}}
