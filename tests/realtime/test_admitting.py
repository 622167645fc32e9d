"""How many are let in, of everybody and of one person; pings of the transport; what one process asks of all."""

import asyncio
import json
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from realtime.engine import ENDED_LOGINS_SECONDS, Engine
from realtime.gate import Grant
from realtime.protocol.codes import Disconnect
from realtime.protocol.commands import Recovery
from realtime.transports.admitting import Entrance, allows
from tests.realtime.fakes import Client, School, channel, join, until
from tests.realtime.sockets import Opener, ask, ending, hear, signed_in

Make = Callable[..., Engine]


@pytest.mark.parametrize(
    ("origins", "told", "in_"),
    [
        (set(), [], True),  # no browser
        (set(), ["https://school.example"], False),
        ({"https://school.example"}, ["https://school.example"], True),
        ({"https://school.example"}, ["https://school.example.evil"], False),
        ({"https://school.example"}, ["HTTPS://school.example"], False),
        ({"https://school.example"}, ["null"], False),
        ({"https://school.example"}, ["https://school.example", "https://school.example"], False),
        ({"https://*.example"}, ["https://a.example"], True),
        ({"https://*.example"}, ["https://a.example.evil"], False),
        ({"*"}, ["http://anything"], True),
    ],
)
def test_who_may_come_from_where(origins: set[str], told: list[str], in_: bool) -> None:
    assert allows(origins, told) is in_


@given(st.integers(1, 50), st.integers(0, 100))
def test_a_burst_is_let_in_and_no_more(burst: int, coming: int) -> None:
    entrance = Entrance(rate=0.0001, burst=burst)
    let_in = sum(entrance.admits() for _ in range(coming))
    assert let_in == min(burst, coming)
    assert entrance.refused == coming - let_in


def test_a_closed_entrance_lets_nobody_in() -> None:
    entrance = Entrance(rate=10, burst=10)
    entrance.closed = True
    assert not entrance.admits()


async def test_too_many_sockets_at_once_are_told_when_to_come_again(make_engine: Make) -> None:
    engine = make_engine(admitted_at_once=1, admitted_per_second=0.001)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    async with connect(url):
        with pytest.raises(InvalidStatus) as refused:
            await connect(url)
        assert refused.value.response.status_code == 503
        assert int(refused.value.response.headers["Retry-After"]) >= 1
    assert engine.stats().refused == 1


async def test_an_eleventh_session_of_a_person_closes_the_oldest(make_engine: Make, school: School) -> None:
    engine = make_engine(sessions_per_user=2)
    oldest, older, other = Client(engine), Client(engine), Client(engine)
    for client, person in ((oldest, 1), (older, 1), (other, 2)):
        await client.connect(person)
    assert (engine.stats().sessions, engine.stats().users) == (3, 2)
    newest = Client(engine)
    await newest.connect(1)
    assert await oldest.hear() == {"closed": 3504}
    assert [client.closed for client in (older, other, newest)] == [None, None, None]
    assert engine.stats().evicted == 1
    newest.session.ended()
    older.session.ended()
    assert engine.stats().users == 1


async def test_a_flood_of_commands_ends_the_connection(open_socket: Opener, school: School) -> None:
    school.answers["m"] = lambda data: b"1"
    websocket = await signed_in(open_socket, commands_per_second=20)
    command = json.dumps({"id": 2, "rpc": {"method": "m"}})

    async def flood() -> None:
        while True:
            await websocket.send(command)
            await websocket.recv()

    with pytest.raises(ConnectionClosed) as closed:
        await flood()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 3013


async def test_more_channels_than_a_session_may_have_refuse_it(make_engine: Make, school: School) -> None:
    school.server[1] = {f"chat:{n}" for n in range(4)}
    client = Client(make_engine(server_subscriptions=3))
    client.send("connect", token="1")
    assert await client.hear() == {"closed": 3505}


async def test_a_client_may_want_the_pings_of_the_transport(make_engine: Make) -> None:
    engine = make_engine()
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket?cf_ws_frame_ping_pong=true"
    async with connect(url, ping_interval=None) as websocket:
        connected = (await ask(websocket, id=1, connect={"token": "1"}))["connect"]
        assert not {"ping", "pong"} & connected.keys()
        (session,) = engine.parts.around.sessions
        for _ in range(3):
            engine.parts.around.wheel.expire()  # the time for a ping
            assert session.conversation.pong_due
            await until(lambda: not session.conversation.pong_due)  # pongs go out by themselves
            engine.parts.around.wheel.expire()  # the time by which a pong had to come
        assert (await ask(websocket, id=2, presence={"channel": "chat:1"}))["id"] == 2, "a ping was said as well"


async def test_the_encoding_is_a_subprotocol_or_a_query(make_engine: Make) -> None:
    engine = make_engine()
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    wanted = [Subprotocol("other"), Subprotocol("centrifuge-protobuf")]
    async with connect(url, subprotocols=wanted) as websocket:
        assert websocket.subprotocol == "centrifuge-protobuf"
        await websocket.send("text")
        assert (await ending(websocket))[0] == 3501
    for query in ("?cf_protocol=protobuf", "?format=protobuf"):
        async with connect(url + query) as websocket:
            await websocket.send('{"id":1,"connect":{}}')
            assert (await ending(websocket))[0] == 3501


# What is asked of all processes


async def test_a_user_is_sent_away_but_for_some(engine: Engine, school: School) -> None:
    ana, again, bob = Client(engine), Client(engine), Client(engine)
    for client, person in ((ana, 1), (again, 1), (bob, 2)):
        await client.connect(person)
    engine.close_user("1", Disconnect(4000, "later"), spare=[again.session.client])
    assert await ana.hear() == {"closed": 4000}
    assert (again.closed, bob.closed) == (None, None)
    engine.close_user("1", client=again.session.client)
    assert again.closed == 3503


async def test_a_user_is_subscribed_and_unsubscribed_from_outside(engine: Engine, school: School) -> None:
    for _ in range(3):
        school.archive.store("news:1")
    ana = await join(engine, school, 1)
    orders, news = engine.parts.orders, channel("news:1")
    orders.subscribe("1", news, Grant(data=b'"hello"'), Recovery(1, "first"))
    push = (await ana.hear())["push"]
    assert push["channel"] == "news:1"
    expected = {"recoverable": True, "positioned": True, "epoch": "first", "offset": 1, "data": "hello"}
    assert push["subscribe"] == expected
    assert await ana.publications(2) == [("news:1", 2), ("news:1", 3)]
    assert await orders.channels() == {"news:1": 1}
    orders.unsubscribe("1", news)
    assert (await ana.hear())["push"]["unsubscribe"]["code"] == 2000
    assert await orders.channels() == {}


async def test_an_order_that_nobody_understands_changes_nothing(
    engine: Engine, school: School, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await join(engine, school, 1)
    for text in (b"\xff", b"{}", b'{"do":"explode"}', b'{"do":"close_user","user":1}', b"[1]"):
        engine.parts.orders.received(text)
    assert ana.closed is None
    assert caplog.text.count("an order could not be carried out") == 5


async def test_a_frame_for_a_session_elsewhere_is_handed_on(engine: Engine) -> None:
    handed: list[tuple[bytes, str | None]] = []
    fanout = engine.parts.fanout
    fanout.nodes = lambda: {fanout.node: b"{}", "other": b"{}"}  # type: ignore[method-assign]
    fanout.order = lambda order, node=None: handed.append((order, node))  # type: ignore[method-assign]
    assert engine.parts.orders.emulate("other", "key", b"\x00frame")
    assert not engine.parts.orders.emulate("nobody", "key", b"")
    [(order, node)] = handed
    assert node == "other"
    assert json.loads(order)["session"] == "key"


async def test_a_sign_in_that_ended_is_found_though_the_order_was_lost(
    make_engine: Make, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.engine.ENDED_LOGINS_SECONDS", ENDED_LOGINS_SECONDS / 500)
    engine = make_engine()
    await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    ana = await join(engine, school, 1)
    school.ended = [10]
    assert await ana.hear() == {"closed": 3503}
    await until(lambda: engine.stats().sessions == 0)


async def test_each_process_says_how_much_it_carries(engine: Engine, school: School) -> None:
    await join(engine, school, 1, "chat:1", "chat:2")
    await join(engine, school, 2, "chat:1")
    told = json.loads(engine.parts.fanout.nodes()[engine.parts.fanout.node])
    assert told == {"num_clients": 2, "num_users": 2, "num_channels": 2, "num_subs": 3}


async def test_deliveries_are_counted(engine: Engine, school: School) -> None:
    ana, bob = await join(engine, school, 1, "chat:1"), await join(engine, school, 2, "chat:1")
    school.publish_now("chat:1")
    for client in (ana, bob):
        await client.publications(1)
    assert (engine.stats().publications, engine.stats().deliveries) == (1, 2)


async def test_the_reason_of_a_close_is_told(open_socket: Opener) -> None:
    websocket = await signed_in(open_socket)
    await websocket.send(json.dumps({"send": {"data": 1}}))
    assert await ending(websocket) == (3508, "not available")
    again = await open_socket()
    await again.send(json.dumps({"id": 1, "connect": {"token": "1"}}) + "\n" + json.dumps({"id": 2, "rpc": {}}))
    assert (await hear(again))["id"] == 1
