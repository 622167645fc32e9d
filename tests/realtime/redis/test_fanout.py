"""What Redis and the network do to the fan-out, and that it neither raises, nor blocks, nor stays deaf."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from realtime.fanout.port import Ephemeral, EphemeralKind
from realtime.redis.codec import Codec
from realtime.redis.fanout import RedisFanout
from realtime.redis.servers import Servers
from realtime.redis.settings import FanoutSettings
from tests.faults.proxy import Proxy, proxy
from tests.realtime.fakes import channel, publication
from tests.support.fanouts import HASTY, QUICK, Listening, eventually
from tests.support.redis_servers import RedisClusterServer, RedisServer, on_path, running, wheel

SECRET = secrets.token_bytes(16)
CHAT = channel("chat:1")


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    """A server of the test's own."""
    server = RedisServer(on_path() or wheel(), tmp_path)
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[RedisClusterServer]:
    server = RedisClusterServer(wheel(), tmp_path)
    await server.start()
    yield server
    await server.kill()


Make = Callable[..., Awaitable[tuple[RedisFanout, Listening]]]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    """Starts a fan-out; stopped after the test."""
    async with AsyncExitStack() as stack:

        async def one(
            url: str, settings: FanoutSettings = QUICK, secret: bytes = SECRET
        ) -> tuple[RedisFanout, Listening]:
            fanout, ear = RedisFanout(Servers(url), secret, settings), Listening()
            fanout.attach(ear)
            fanout.join(ear)
            await fanout.start()
            stack.push_async_callback(fanout.stop)
            return fanout, ear

        yield one


async def following(make: Make, url: str, settings: FanoutSettings = QUICK) -> tuple[RedisFanout, Listening]:
    fanout, ear = await make(url, settings)
    await eventually(lambda: fanout.healthy)
    await fanout.follow([CHAT])
    return fanout, ear


async def hears_again(here: RedisFanout, there: RedisFanout, ear: Listening) -> None:
    """Both are healthy, and what is sent from now on arrives, unless a doubt says that it may not."""
    while 1000 not in ear.offsets(CHAT):
        await eventually(lambda: here.healthy and there.healthy)
        await there.follow([CHAT])
        doubts, reconnects = ear.doubts, here.counts.reconnects
        here.send([publication(CHAT, 1000)])
        await ear.until(
            lambda doubts=doubts, reconnects=reconnects: (  # type: ignore[misc]
                1000 in ear.offsets(CHAT) or ear.doubts > doubts or here.counts.reconnects > reconnects
            )
        )


async def test_a_lost_subscription_is_noticed_told_and_made_again(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url)
    there, ear = await following(make, redis.url)
    doubts = ear.doubts
    assert await redis.ask("CLIENT", "KILL", "TYPE", "pubsub") == 2
    await ear.until(lambda: ear.doubts >= doubts + 2)  # it fell, and it joined again
    await hears_again(here, there, ear)
    assert there.counts.reconnects == 1


async def test_a_killed_redis_is_found_again(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url)
    there, ear = await following(make, redis.url)
    doubts = ear.doubts
    await redis.kill()
    await eventually(lambda: not here.healthy and not there.healthy)
    assert ear.doubts > doubts
    here.send([publication(CHAT, 1)])
    here.signal(Ephemeral(CHAT, EphemeralKind.PUBLICATION, b"1"))
    here.order(b"{}", there.node)
    await redis.start()
    await hears_again(here, there, ear)


@pytest.mark.parametrize("fault", [Proxy.cut, Proxy.fall_silent], ids=["cut", "half-open"])
async def test_what_one_says_while_cut_off_is_heard_when_it_is_back(
    redis: RedisServer, make: Make, fault: Callable[[Proxy], Awaitable[None] | None]
) -> None:
    async with proxy(("127.0.0.1", redis.port)) as between:
        here, _ = await following(make, f"redis://127.0.0.1:{between.port}", HASTY)
        there, ear = await following(make, redis.url)
        if (cutting := fault(between)) is not None:
            await cutting
        here.send([publication(CHAT, offset) for offset in range(1, 4)])
        await eventually(lambda: not here.healthy)  # by now what was on its way is lost
        here.order(b"{}", there.node)
        between.reset()
        await between.mend()
        await ear.until(lambda: ear.offsets(CHAT) == [1, 2, 3] and ear.orders == [b"{}"])
        await here.stop()


async def test_a_redis_that_stands_still_is_given_up_and_comes_back(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url, HASTY)
    there, ear = await following(make, redis.url, HASTY)
    redis.pause()
    here.send([publication(CHAT, 1)])
    await eventually(lambda: not here.healthy and not there.healthy)
    assert there.counts.heartbeats_lost >= 1
    redis.resume()
    await hears_again(here, there, ear)


@pytest.mark.parametrize("fault", [Proxy.fall_silent, Proxy.reset, Proxy.cut], ids=["half-open", "reset", "cut"])
async def test_a_broken_network_is_noticed_and_survived(
    redis: RedisServer, make: Make, fault: Callable[[Proxy], Awaitable[None] | None]
) -> None:
    async with proxy(("127.0.0.1", redis.port)) as between:
        here, _ = await following(make, redis.url)
        there, ear = await following(make, f"redis://127.0.0.1:{between.port}", HASTY)
        doubts = ear.doubts
        if (cutting := fault(between)) is not None:
            await cutting
        await eventually(lambda: ear.doubts > doubts)
        here.send([publication(CHAT, 1)])
        there.send([publication(CHAT, 2)])
        await between.mend()
        await hears_again(here, there, ear)
        await there.stop()
        await eventually(lambda: between.connections == 0)


async def test_a_process_comes_up_while_redis_is_away_and_joins_later(redis: RedisServer, make: Make) -> None:
    await redis.kill()
    there, ear = await make(redis.url)
    await there.follow([CHAT])  # returns all the same
    assert not there.healthy
    there.send([publication(CHAT, 1)])
    assert ear.offsets(CHAT) == [1]
    doubts = ear.doubts
    await redis.start()
    await ear.until(lambda: ear.doubts > doubts)
    here, _ = await make(redis.url)
    await hears_again(here, there, ear)


async def test_follow_does_not_wait_long_for_a_redis_that_says_nothing(redis: RedisServer, make: Make) -> None:
    there, _ = await make(redis.url, replace(QUICK, follow_seconds=0.2))
    await eventually(lambda: there.healthy)
    redis.pause()
    async with asyncio.timeout(30):
        await there.follow([CHAT])
    redis.resume()


async def test_garbage_is_counted_and_dropped(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url)
    there, ear = await following(make, redis.url)
    name = there.partition(CHAT)
    stranger = Codec(b"another secret", "n")
    for message in (b"", b"\xff" * 20, b"{}", stranger.encode(publication(CHAT, 1)), b"x" * 2_000_000):
        for command in ("SPUBLISH", "PUBLISH"):
            connection = await redis.connected()
            await connection.send_command(command, name, message)
            await connection.read_response()
            await connection.disconnect()
    await eventually(lambda: there.garbage == 5)
    await hears_again(here, there, ear)
    assert ear.offsets(CHAT) == [1000]
    assert there.counts.reconnects == 0


async def test_two_installations_share_a_redis_and_hear_nothing_of_each_other(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url)
    there, ear = await make(redis.url, secret=b"other school")
    await eventually(lambda: there.healthy)
    await there.follow([CHAT])
    here.send([publication(CHAT, 1)])
    here.order(b"{}")
    again, _ = await make(redis.url, secret=b"other school")
    await hears_again(again, there, ear)
    assert (ear.offsets(CHAT), ear.orders, there.garbage) == ([1000], [], 0)
    assert set(there.nodes()) <= {there.node, again.node}


async def test_a_flood_drops_the_oldest_and_never_blocks(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url, replace(QUICK, waiting=100))
    _, ear = await following(make, redis.url)
    redis.pause()
    here.send([publication(CHAT, offset) for offset in range(1, 1001)])
    assert here.counts.dropped == 900
    redis.resume()
    await ear.until(lambda: 1000 in ear.offsets(CHAT))
    assert ear.offsets(CHAT) == list(range(901, 1001))


async def test_what_is_too_long_for_redis_is_left_to_the_archive(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url)
    here.send([publication(CHAT, 1, b"x" * 2_000_000)])
    assert here.counts.dropped == 1


async def test_a_stop_sends_what_waits_and_leaves_no_connection(redis: RedisServer, make: Make) -> None:
    there, ear = await following(make, redis.url)
    here, _ = await following(make, redis.url, replace(QUICK, stop_seconds=60.0))  # of a machine with much to do
    here.send([publication(CHAT, offset) for offset in range(1, 2001)])
    await here.stop()
    await ear.until(lambda: ear.offsets(CHAT) == list(range(1, 2001)))
    await there.stop()
    clients = await redis.ask("CLIENT", "LIST")
    assert isinstance(clients, bytes)
    assert clients.count(b"\n") == 1  # the one that asks


async def test_a_stop_at_the_moment_the_network_breaks_ends_all_the_same(redis: RedisServer, make: Make) -> None:
    async with proxy(("127.0.0.1", redis.port)) as between:
        for turns in range(30):
            fanout, _ = await make(f"redis://127.0.0.1:{between.port}")
            await eventually(lambda fanout=fanout: fanout.healthy)  # type: ignore[misc]
            between.reset()
            for _ in range(turns % 10):
                await asyncio.sleep(0)
            async with asyncio.timeout(30):
                await fanout.stop()


async def test_cancelled_callers_leave_every_message_whole(redis: RedisServer, make: Make) -> None:
    """Nobody's cancellation can break off a command whose answer another one would then get."""
    here, _ = await following(make, redis.url)
    there, ear = await following(make, redis.url)
    for number in range(200):
        task = asyncio.create_task(there.follow([channel(f"chat:{number}"), channel(f"diary:{number}")]))
        here.send([publication(CHAT, number + 1)])
        for _ in range(number % 5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    await ear.until(lambda: len(ear.offsets(CHAT)) == 200)
    assert ear.offsets(CHAT) == list(range(1, 201))
    assert (there.garbage, there.counts.reconnects, here.counts.reconnects) == (0, 0, 0)


async def test_a_server_without_sharded_channels_serves_as_well(tmp_path: Path, make: Make) -> None:
    without = ("--rename-command", "SPUBLISH", "", "--rename-command", "SSUBSCRIBE", "")
    async with running(RedisServer(wheel(), tmp_path, *without)) as old:
        here, _ = await following(make, old.url)
        there, ear = await following(make, old.url)
        await hears_again(here, there, ear)
        there.unfollow([CHAT])
        await hears_again(here, there, ear)


async def test_a_password_and_a_unix_socket(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "redis.sock"
    async with running(RedisServer(wheel(), tmp_path, "--unixsocket", str(path))) as server:
        await server.ask("CONFIG", "SET", "requirepass", "secret")
        here, _ = await following(make, f"unix://:secret@{path}")
        there, ear = await following(make, f"redis://:secret@127.0.0.1:{server.port}/0")
        await hears_again(here, there, ear)
        wrong, _ = await make(f"redis://:wrong@127.0.0.1:{server.port}")
        await wrong.follow([CHAT])
        assert not wrong.healthy


async def test_what_nobody_follows_any_more_is_not_sent_to_us(redis: RedisServer, make: Make) -> None:
    there, _ = await following(make, redis.url)
    name = there.partition(CHAT)
    assert await redis.ask("PUBSUB", "SHARDNUMSUB", name) == [name.encode(), 1]
    for turns in range(6):  # whatever is on its way when it is no longer wanted
        there.unfollow([CHAT])
        following_again = asyncio.create_task(there.follow([CHAT]))
        for _ in range(turns):
            await asyncio.sleep(0)
        following_again.cancel()
        await asyncio.wait([following_again])
    there.unfollow([CHAT])
    async with asyncio.timeout(30):
        while await redis.ask("PUBSUB", "SHARDNUMSUB", name) != [name.encode(), 0]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_process_that_is_gone_is_forgotten(redis: RedisServer, make: Make) -> None:
    here, _ = await following(make, redis.url, HASTY)
    there, _ = await following(make, redis.url)
    await eventually(lambda: there.node in here.nodes())
    await there.stop()
    await eventually(lambda: list(here.nodes()) == [here.node])


@pytest.mark.parametrize("url", ["http://x", "", "redis://h?nonsense=1", "redis://h?db=x", "redis+cluster://h:x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Servers(url)


async def test_in_a_cluster_a_moved_slot_is_followed(cluster: RedisClusterServer, make: Make) -> None:
    here, _ = await following(make, cluster.url)
    there, ear = await following(make, cluster.url)
    doubts = ear.doubts
    await eventually(lambda: here.links.settled and there.links.settled)
    await cluster.move_slot_of(there.partition(CHAT))
    await ear.until(lambda: ear.doubts > doubts)
    async with asyncio.timeout(15):
        for offset in itertools.count(1):  # until both have found the new owner
            here.send([publication(CHAT, offset)])
            await asyncio.sleep(0.02)
            if ear.hints:
                break
    await hears_again(here, there, ear)
