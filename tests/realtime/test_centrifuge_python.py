"""The published Python client, unchanged, against our server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from centrifuge import (
    CentrifugeError,
    Client,
    ClientEventHandler,
    ClientState,
    SubscriptionEventHandler,
)

from realtime.engine import Engine
from realtime.protocol.dialects import SOCKET_JSON
from realtime.transports.websocket import WebSocket
from tests.realtime.fakes import School, until


class Heard(ClientEventHandler, SubscriptionEventHandler):  # type: ignore[misc]
    """Keeps what the client reports, by the names of its callbacks."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("on_"):
            return super().__getattribute__(name)

        async def keep(context: Any) -> None:
            self._events.put_nowait((name, context))

        return keep

    async def next(self, name: str) -> Any:
        """The next report of this kind; others before it are skipped."""
        async with asyncio.timeout(30):
            while True:
                kind, context = await self._events.get()
                if kind == name:
                    return context

    async def offsets(self, count: int) -> list[int]:
        return [(await self.next("on_publication")).pub.offset for _ in range(count)]


Dial = Callable[..., Awaitable[tuple[Client, Heard]]]


@pytest.fixture
async def dial(engine: Engine) -> AsyncIterator[Dial]:
    """A connecting client of a person."""
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connection/websocket"
    clients = []

    async def dialled(token: str = "1", **options: Any) -> tuple[Client, Heard]:
        heard = Heard()
        client = Client(url, events=heard, token=token, min_reconnect_delay=0.01, **options)
        clients.append(client)
        await client.connect()
        return client, heard

    yield dialled
    for client in clients:
        await client.disconnect()


async def test_it_gets_its_channels_without_asking(dial: Dial, school: School) -> None:
    school.server[1] = {"person:1", "chat:1"}
    _, heard = await dial()
    connected = await heard.next("on_connected")
    assert connected.version == "zvonok 0.1.0"
    assert {(await heard.next("on_subscribed")).channel for _ in range(2)} == {"person:1", "chat:1"}
    school.publish_now("chat:1", b'{"text":"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"}')
    publication = (await heard.next("on_publication")).pub
    assert (publication.offset, publication.data) == (1, {"text": "привет"})


async def test_it_recovers_what_it_missed(dial: Dial, engine: Engine, school: School) -> None:
    school.server[1] = {"chat:1"}
    school.archive.store("chat:1")
    _, heard = await dial()
    await heard.next("on_connected")
    school.publish_now("chat:1")
    assert await heard.offsets(1) == [2]
    for session in engine.parts.around.sessions:
        session.reconnect()
    school.publish_now("chat:1")
    school.publish_now("chat:1")
    subscribed = await heard.next("on_subscribed")
    assert (subscribed.was_recovering, subscribed.recovered) == (True, True)
    assert await heard.offsets(2) == [3, 4]
    school.publish_now("chat:1")
    assert await heard.offsets(1) == [5]


async def test_it_is_told_when_it_cannot_recover(dial: Dial, engine: Engine, school: School) -> None:
    school.server[1] = {"chat:1"}
    school.archive.store("chat:1")
    _, heard = await dial()
    await heard.next("on_subscribed")
    school.archive.epoch = "restored"
    await engine.parts.hub.check_heads()  # closes with 3010: it comes back by itself
    subscribed = await heard.next("on_subscribed")
    assert (subscribed.was_recovering, subscribed.recovered) == (True, False)


async def test_it_is_told_of_rights_that_end_and_begin(dial: Dial, school: School) -> None:
    school.server[1] = {"person:1", "chat:1"}
    _, heard = await dial()
    await heard.next("on_connected")
    school.server[1] = {"person:1", "chat:2"}
    school.publish_now("person:1", changes_readers=True)
    assert (await heard.next("on_unsubscribed")).channel == "chat:1"
    assert (await heard.next("on_subscribed")).channel == "chat:2"
    school.publish_now("chat:1")
    school.publish_now("chat:2")
    assert (await heard.next("on_publication")).channel == "chat:2"


async def test_its_own_subscriptions(dial: Dial, school: School) -> None:
    school.extra[1] = {"journal:1"}
    school.archive.store("journal:1")
    client, _ = await dial()
    heard = Heard()
    subscription = client.new_subscription("journal:1", heard, recoverable=True)
    await subscription.subscribe()
    await heard.next("on_subscribed")
    published = asyncio.create_task(subscription.publish({"n": 2}))
    assert await heard.offsets(1) == [2]
    await published
    history = await subscription.history(limit=10)
    assert [each.offset for each in history.publications] == [1, 2]
    with pytest.raises(CentrifugeError, match="not available"):
        await subscription.presence()
    await subscription.unsubscribe()
    forbidden = Heard()
    await client.new_subscription("secret:1", forbidden).subscribe()
    assert (await forbidden.next("on_unsubscribed")).code == 103


async def test_it_calls_procedures(dial: Dial, school: School) -> None:
    school.answers["echo"] = lambda data: data or b"null"
    client, _ = await dial()
    assert (await client.rpc("echo", {"a": ["ё"]})).data == {"a": ["ё"]}
    with pytest.raises(CentrifugeError, match="internal server error"):
        await client.rpc("unknown", {})


async def test_it_does_not_come_back_when_it_is_sent_away(dial: Dial, engine: Engine, school: School) -> None:
    client, heard = await dial()
    await heard.next("on_connected")
    engine.close_login(10)
    assert (await heard.next("on_disconnected")).code == 3503
    assert client.state == ClientState.DISCONNECTED


async def test_a_forged_token_is_final(dial: Dial) -> None:
    _, heard = await dial("forged")
    assert (await heard.next("on_disconnected")).code == 3500


async def test_it_answers_pings(make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(ping_seconds=0.3, pong_seconds=0.25)
    server = await engine.listen("127.0.0.1", 0, asyncio.Protocol)
    pings, write = [], WebSocket.write

    def counting(socket: WebSocket, data: bytes) -> None:
        pings.extend([data] if data == SOCKET_JSON.ping else [])
        write(socket, data)

    monkeypatch.setattr(WebSocket, "write", counting)
    port = server.sockets[0].getsockname()[1]
    client = Client(f"ws://127.0.0.1:{port}/connection/websocket", token="1")
    await client.connect()
    await client.ready()
    (session,) = engine.parts.around.sessions
    await until(lambda: len(pings) >= 5)  # each of which but the last would have ended it
    assert session.connected
    await client.disconnect()
