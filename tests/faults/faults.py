"""What is done to a city, by the numbers of the fault matrix, and what must be true of it besides the properties of
the checker. Each leaves the city whole again."""

from __future__ import annotations

import asyncio
import json
import random
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import asyncpg
from websockets.asyncio.client import connect

from storage.logins import PostgresLogins
from tests.faults.city import City, Node
from tests.faults.history import History, Window
from tests.faults.measures import acknowledged, deliveries, found_another, p99
from tests.support.serving import Caller

F = TypeVar("F")

RESUMED = 5.0  # seconds in which a reader has found another server
HEARTBEATS = 1.5 * 25  # seconds in which a reader notices that its server stands still
FLOOR = 0.5  # seconds: below that, slower than before may as well be the machine
SLOW_BYTES = 1024 * 1024 + 256 * 1024  # unsent for one slow reader: the limit, and one delivery that crosses it


def nothing(history: History, window: Window, found: object) -> Iterator[str]:
    yield from ()


@dataclass(frozen=True)
class Fault(Generic[F]):
    """`do` breaks something and mends it, and returns what `expect` must know; that says what is wrong afterwards."""

    name: str
    do: Callable[[City, random.Random], Awaitable[F]]
    expect: Callable[[History, Window, F], Iterator[str]] = nothing


async def f1_kill_a_node(city: City, chance: random.Random) -> str:
    node = chance.choice(city.nodes)
    await node.kill()
    await asyncio.sleep(1)
    await node.start()
    return node.base


def its_readers_moved_and_others_felt_nothing(history: History, window: Window, server: str) -> Iterator[str]:
    yield from _moved(history, window, server, RESUMED)
    elsewhere = [publish for publish in acknowledged(history) if server not in publish.servers]
    before = p99(publish.took for publish in elsewhere if publish.acked < window.begun)
    yield from _no_slower(
        history, window, before, p99(publish.took for publish in elsewhere if publish.meets(window)), 2
    )


def _moved(history: History, window: Window, server: str, limit: float) -> Iterator[str]:
    took = dict(found_another(history, server, window))
    limit += history.slack(window.begun, window.begun + limit)
    late = [name for name, seconds in took.items() if seconds > limit]
    if len(late) > len(took) // 100:
        yield f"{late} were not back in {limit:.1f} s, the last after {max(took.values()):.1f} s"


def _no_slower(history: History, window: Window, before: float, now: float, times: float) -> Iterator[str]:
    slack = history.slack(window.begun, window.mended)
    if now > max(times * before, FLOOR) + slack:
        yield f"p99 of those that it did not concern: {now:.2f} s, before {before:.2f} s, slack {slack:.2f} s"


async def f2_pause_a_node(city: City, chance: random.Random, seconds: float = 4) -> str:
    node = chance.choice(city.nodes)
    node.pause()
    await asyncio.sleep(seconds)
    node.resume()
    return node.base


async def f2_pause_a_node_long(city: City, chance: random.Random) -> str:
    return await f2_pause_a_node(city, chance, 60)


def its_readers_moved_on(history: History, window: Window, server: str) -> Iterator[str]:
    return _moved(history, window, server, HEARTBEATS)


async def f3_kill_redis(city: City, _: random.Random) -> None:
    await city.redis.kill()
    await asyncio.sleep(1.5)
    await city.redis.start()


async def f4_pause_redis(city: City, _: random.Random) -> None:
    city.redis.pause()
    await asyncio.sleep(5)
    city.redis.resume()


async def f5_kill_subscriptions(city: City, _: random.Random) -> None:
    await city.redis.ask("CLIENT", "KILL", "TYPE", "pubsub")


async def f6_half_open_redis(city: City, chance: random.Random, seconds: float = 6) -> None:
    node = chance.choice(city.nodes)
    node.redis.fall_silent()
    await asyncio.sleep(seconds)
    node.redis.reset()
    await node.redis.mend()


async def f6_half_open_redis_long(city: City, chance: random.Random) -> None:
    await f6_half_open_redis(city, chance, 25)


async def f7_redis_drops_a_slow_subscriber(city: City, chance: random.Random) -> None:
    """40 MB for a process that stands still: past the 32 MB that Redis keeps for one subscriber."""
    node = chance.choice(city.nodes)
    node.pause()
    channels = await city.redis.ask("PUBSUB", "SHARDCHANNELS")
    assert isinstance(channels, list)
    connection = await city.redis.connected()
    for _ in range(40):
        await connection.send_command("SPUBLISH", chance.choice(channels), b"x" * 1_000_000)
        await connection.read_response()
    await connection.disconnect()
    node.resume()


async def f8_kill_postgres(city: City, _: random.Random) -> None:
    await city.kill_postgres()


async def f9_pause_postgres(city: City, _: random.Random) -> None:
    pids = city.pause_postgres()
    await asyncio.sleep(3)
    city.resume_postgres(pids)


async def f13_clocks_jump(city: City, chance: random.Random) -> list[str]:
    """One process believes to be ten days ahead, another an hour behind."""
    nodes = chance.sample(list(city.nodes), 2)
    over = [await _over(city, column) for column in ("expires_at", "ended_at")]
    wrong = []
    for node, mutant in zip(nodes, ("clock_ahead", "clock_behind"), strict=True):
        await node.kill()
        await node.start(mutant)
    for node, live in zip(city.nodes, await city.person("olga"), strict=True):
        if (await live.get("/api/me")).status != 200:
            wrong.append("a login that lives was refused")
        answers = [await Caller(city.http, node.base, token).get("/api/me") for token in over]
        if any(answer.status != 401 for answer in answers):
            wrong.append("a login that was over was taken")
    await asyncio.sleep(2)
    for node in nodes:
        await node.kill()
        await node.start()
    return wrong


async def _over(city: City, column: str) -> str:
    """A login of half an hour ago, and no longer."""
    logins = PostgresLogins(city.pool)
    person = await city.pool.fetchval("select person_id from account where name = 'olga'")
    token = await logins.start(person, "test", datetime.now(UTC))
    login = await logins.by_token(token)
    assert login is not None
    await city.pool.execute(f"update login set {column} = now() - interval '30 minutes' where id = $1", login.id)
    return token


def logins_are_what_they_were(history: History, window: Window, wrong: list[str]) -> Iterator[str]:
    yield from wrong


@dataclass(frozen=True)
class Slow:
    unsent: int  # bytes at most


async def f14_slow_reader(city: City, chance: random.Random) -> Slow:
    """One who takes nothing off the network any more, while everybody else reads what is too much for it."""
    at = chance.randrange(len(city.nodes))
    node, person = city.nodes[at], (await city.person("maria"))[at]
    token = (await person.post("/api/realtime/token")).body["token"]
    loop = asyncio.get_running_loop()
    plain = socket.socket()
    # Past the proxy, which would take everything for it, and with a network that takes little.
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
    plain.setblocking(False)
    await loop.sock_connect(plain, ("127.0.0.1", node.port))
    address = f"ws://127.0.0.1:{node.port}/connection/websocket"
    async with connect(address, sock=plain, compression=None, ping_interval=None, close_timeout=0.2) as slow:
        place = plain.getsockname()[1]
        await slow.send(json.dumps({"id": 1, "connect": {"token": token}}))
        slow.transport.pause_reading()
        much = [loop.create_task(_write_much(city, person)) for _ in range(4)]
        unsent = 0
        async with asyncio.timeout(30):
            while is_connected(node, place):
                unsent = max(unsent, int(await node.figure(city.http, "zvonok_unsent_bytes")))
                await asyncio.sleep(0.1)
        slow.transport.abort()
    for task in much:
        task.cancel()
    await asyncio.wait(much)
    return Slow(unsent)


async def _write_much(city: City, person: Caller) -> None:
    """Into a chat that the slow one reads."""
    chat = await city.pool.fetchval("select name from channel where name like 'chat:%' order by id limit 1")
    for _ in range(50):
        await person.post(f"/api/chats/{chat.removeprefix('chat:')}/messages", {"text": "long " * 1600})


def it_went_and_others_felt_nothing(history: History, window: Window, slow: Slow) -> Iterator[str]:
    if slow.unsent > SLOW_BYTES:
        yield f"{slow.unsent} bytes were kept for it"
    before = p99(each.late for each in deliveries(history) if each.at < window.begun)
    within = (each.late for each in deliveries(history) if window.begun <= each.at <= window.mended)
    yield from _no_slower(history, window, before, p99(within), 1.1)


@dataclass(frozen=True)
class Files:
    before: int
    after: int


async def f15_half_open_clients(city: City, chance: random.Random) -> Files:
    """Connections of which neither end hears anything more; the server must let go of them within a minute."""
    node = chance.choice(city.nodes)
    held, before = sockets_of(node), node.files()
    node.clients.fall_silent()
    async with asyncio.timeout(60):
        while sockets_of(node):  # noqa: ASYNC110 - in the kernel
            await asyncio.sleep(0.5)
    after = node.files()
    node.clients.reset()
    await node.clients.mend()
    return Files(before - held, after)


def files_are_given_back(history: History, window: Window, files: Files) -> Iterator[str]:
    if files.after > files.before + 1:  # the sockets were not counted at the same moment
        yield f"{files.after} open files, before {files.before} besides those of its clients"


def sockets_of(node: Node) -> int:
    """Established connections from its clients' proxy, as the kernel counts them."""
    return len(_peers(node))


def is_connected(node: Node, port: int) -> bool:
    return port in _peers(node)


def _peers(node: Node) -> list[int]:
    """Ports at the other end of its established connections."""
    suffix = f":{node.port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [int(line[2][-4:], 16) for line in lines if line[1].endswith(suffix) and line[3] == "01"]


async def f17_reconnect_storm(city: City, _: random.Random) -> None:
    for node in city.nodes:
        node.clients.reset()


async def f18_rolling_restart(city: City, _: random.Random) -> None:
    for node in city.nodes:
        await node.stop()
        await node.start()


async def f19_poison(city: City, chance: random.Random) -> None:
    node = chance.choice(city.nodes)
    for frame in (b"\xff", b"{", b'{"id":-1}', b"[" * 60_000, b'{"id":1,"connect":{"token":{}}}', b"x" * 100_000):
        async with connect(f"{node.base.replace('http', 'ws', 1)}/connection/websocket", close_timeout=1) as socket:
            await socket.send(frame)
            async with asyncio.timeout(10):
                await socket.wait_closed()
    node.resume()  # it is still there


async def f21_long_transaction(city: City, chance: random.Random) -> str:
    """Somebody holds the row of a channel, and is put out by the database after a while."""
    connection = await asyncpg.connect(city.url)
    await connection.execute("set idle_in_transaction_session_timeout = '3s'")
    await connection.execute("begin")
    channel: str = await connection.fetchval(
        "select name from channel where name like 'chat:%' order by id limit 1 for update"
    )
    await asyncio.sleep(3.5)
    assert connection.is_closed()
    return channel


def other_chats_felt_nothing(history: History, window: Window, channel: str) -> Iterator[str]:
    others = [publish for publish in acknowledged(history) if publish.channel != channel]
    before = p99(publish.took for publish in others if publish.acked < window.begun)
    now = p99(publish.took for publish in others if publish.meets(window))
    yield from _no_slower(history, window, before, now, 2)


async def f23_postgres_dies_without_redis(city: City, _: random.Random) -> None:
    await city.redis.kill()
    await city.kill_postgres()
    await asyncio.sleep(1)
    await city.redis.start()


async def f23_a_node_dies_while_postgres_stands_still(city: City, chance: random.Random) -> None:
    node = chance.choice(city.nodes)
    pids = city.pause_postgres()
    await asyncio.sleep(1)
    await node.kill()
    await asyncio.sleep(1)
    city.resume_postgres(pids)
    await node.start()


F1 = Fault("F1 kill -9 a server", f1_kill_a_node, its_readers_moved_and_others_felt_nothing)
F2 = Fault("F2 a server stands still for 4 s", f2_pause_a_node)
F2_LONG = Fault("F2 a server stands still for 60 s", f2_pause_a_node_long, its_readers_moved_on)
F3 = Fault("F3 kill -9 Redis, 1.5 s down", f3_kill_redis)
F4 = Fault("F4 Redis stands still for 5 s", f4_pause_redis)
F5 = Fault("F5 subscriptions killed", f5_kill_subscriptions)
F6 = Fault("F6 Redis half-open for 6 s", f6_half_open_redis)
F6_LONG = Fault("F6 Redis half-open for 25 s", f6_half_open_redis_long)
F7 = Fault("F7 Redis drops a slow subscriber", f7_redis_drops_a_slow_subscriber)
F8 = Fault("F8 kill -9 PostgreSQL", f8_kill_postgres)
F9 = Fault("F9 PostgreSQL stands still for 3 s", f9_pause_postgres)
F13 = Fault("F13 clocks 10 days ahead, 1 hour behind", f13_clocks_jump, logins_are_what_they_were)
F14 = Fault("F14 a reader that reads nothing", f14_slow_reader, it_went_and_others_felt_nothing)
F15 = Fault("F15 clients half-open", f15_half_open_clients, files_are_given_back)
F17 = Fault("F17 all sockets cut at once", f17_reconnect_storm)
F18 = Fault("F18 rolling restart", f18_rolling_restart)
F19 = Fault("F19 poison", f19_poison)
F21 = Fault("F21 a forgotten transaction", f21_long_transaction, other_chats_felt_nothing)
F23A = Fault("F23 kill -9 PostgreSQL without Redis", f23_postgres_dies_without_redis)
F23B = Fault("F23 kill -9 a server, PostgreSQL standing still", f23_a_node_dies_while_postgres_stands_still)

FIRST: tuple[Fault[Any], ...] = (F1, F3, F5, F8, F14)
ALL: tuple[Fault[Any], ...] = (*FIRST, F2, F4, F6, F7, F9, F13, F17, F18, F19, F21, F23A, F23B)
LONG: tuple[tuple[Fault[Any], bool], ...] = ((F2_LONG, True), (F6_LONG, False), (F15, False))  # whether under load
