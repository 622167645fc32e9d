"""What is done to a city, by the numbers of the fault matrix. Each leaves it whole again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from websockets.asyncio.client import connect

from tests.faults.city import City, Node

Do = Callable[[City, random.Random], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    name: str
    do: Do


async def f1_kill_a_node(city: City, chance: random.Random) -> None:
    node = chance.choice(city.nodes)
    await node.kill()
    await asyncio.sleep(1)
    await node.start()


async def f2_pause_a_node(city: City, chance: random.Random) -> None:
    node = chance.choice(city.nodes)
    node.pause()
    await asyncio.sleep(4)
    node.resume()


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


async def f13_clocks_jump(city: City, chance: random.Random) -> None:
    """One process believes to be ten days ahead, another an hour behind."""
    nodes = chance.sample(list(city.nodes), 2)
    for node, mutant in zip(nodes, ("clock_ahead", "clock_behind"), strict=True):
        await node.kill()
        await node.start(mutant)
    await asyncio.sleep(2)
    for node in nodes:
        await node.kill()
        await node.start()


async def f14_slow_reader(city: City, chance: random.Random) -> None:
    """One who takes nothing off the network any more, while everybody else reads."""
    person = chance.choice(await city.person("maria"))
    token = (await person.post("/api/realtime/token")).body["token"]
    address = person.base.replace("http", "ws", 1) + "/connection/websocket"
    async with connect(address, compression=None, ping_interval=None, close_timeout=0.2) as socket:
        await socket.send(json.dumps({"id": 1, "connect": {"token": token}}))
        socket.transport.pause_reading()
        await asyncio.sleep(3)
        socket.transport.abort()


async def f15_half_open_clients(city: City, chance: random.Random) -> None:
    """Connections of which neither end hears anything more; the server must let go of them within a minute."""
    node = chance.choice(city.nodes)
    node.clients.fall_silent()
    async with asyncio.timeout(60):
        while sockets_of(node):  # noqa: ASYNC110 - in the kernel
            await asyncio.sleep(0.5)
    node.clients.reset()
    await node.clients.mend()


def sockets_of(node: Node) -> int:
    """Established connections from its clients' proxy, as the kernel counts them."""
    suffix = f":{node.port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[1].endswith(suffix) and line.split()[3] == "01" for line in lines)


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


async def f21_long_transaction(city: City, chance: random.Random) -> None:
    """Somebody holds the row of a channel, and is put out by the database after a while."""
    connection = await asyncpg.connect(city.url)
    await connection.execute("set idle_in_transaction_session_timeout = '3s'")
    await connection.execute("begin")
    await connection.fetch("select id from channel where name like 'chat:%' order by id limit 1 for update")
    await asyncio.sleep(3.5)
    assert connection.is_closed()


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


F1 = Fault("F1 kill -9 a server", f1_kill_a_node)
F2 = Fault("F2 a server stands still for 4 s", f2_pause_a_node)
F3 = Fault("F3 kill -9 Redis, 1.5 s down", f3_kill_redis)
F4 = Fault("F4 Redis stands still for 5 s", f4_pause_redis)
F5 = Fault("F5 subscriptions killed", f5_kill_subscriptions)
F6 = Fault("F6 Redis half-open for 6 s", f6_half_open_redis)
F6_LONG = Fault("F6 Redis half-open for 25 s", f6_half_open_redis_long)
F7 = Fault("F7 Redis drops a slow subscriber", f7_redis_drops_a_slow_subscriber)
F8 = Fault("F8 kill -9 PostgreSQL", f8_kill_postgres)
F9 = Fault("F9 PostgreSQL stands still for 3 s", f9_pause_postgres)
F13 = Fault("F13 clocks 10 days ahead, 1 hour behind", f13_clocks_jump)
F14 = Fault("F14 a reader that reads nothing", f14_slow_reader)
F15 = Fault("F15 clients half-open", f15_half_open_clients)
F17 = Fault("F17 all sockets cut at once", f17_reconnect_storm)
F18 = Fault("F18 rolling restart", f18_rolling_restart)
F19 = Fault("F19 poison", f19_poison)
F21 = Fault("F21 a forgotten transaction", f21_long_transaction)
F23A = Fault("F23 kill -9 PostgreSQL without Redis", f23_postgres_dies_without_redis)
F23B = Fault("F23 kill -9 a server, PostgreSQL standing still", f23_a_node_dies_while_postgres_stands_still)

FIRST = (F1, F3, F5, F8, F14)
ALL = (*FIRST, F2, F4, F6, F7, F9, F13, F17, F18, F19, F21, F23A, F23B)
LONG = (F6_LONG, F15)
