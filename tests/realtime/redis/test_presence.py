"""Presence over Redis, where processes die and Redis is away."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from channels.publication import ClientInfo
from realtime.redis.presence import RedisPresence
from realtime.redis.servers import Servers
from tests.realtime.fakes import channel
from tests.support.redis_servers import RedisServer, wheel

ANNA, BORIS = ClientInfo("12", "phone"), ClientInfo("13", "laptop")
CHAT = channel("chat:1")


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    server = RedisServer(wheel(), tmp_path)
    await server.start()
    yield server
    await server.kill()


async def test_clients_of_a_process_that_died_go_by_themselves(redis: RedisServer) -> None:
    dead, alive = (RedisPresence(Servers(redis.url), b"s", seconds) for seconds in (0.0, 60.0))
    await dead.add([(CHAT, ANNA)])
    await alive.add([(CHAT, BORIS)])
    assert await alive.members(CHAT) == {"laptop": BORIS}
    await alive.keep([(CHAT, ANNA)])
    assert await alive.members(CHAT) == {"phone": ANNA, "laptop": BORIS}
    for key in alive.keys(CHAT):
        left = await redis.ask("PTTL", key)
        assert isinstance(left, int)
        assert 0 < left <= 61_000  # nobody has to tidy up after the last one
    await dead.stop()
    await alive.stop()


async def test_what_others_wrote_into_it_is_passed_over(redis: RedisServer) -> None:
    presence = RedisPresence(Servers(redis.url), b"s", 60)
    await presence.add([(CHAT, BORIS)])
    for value in ("", "{}", "[1,2,3,4]", '["u"]'):
        await redis.ask("HSET", presence.keys(CHAT)[0], f"x{value}", value)
    assert await presence.members(CHAT) == {"laptop": BORIS}
    await presence.stop()


async def test_while_redis_is_away_it_raises_in_bounded_time_and_then_works_again(redis: RedisServer) -> None:
    presence = RedisPresence(Servers(redis.url), b"s", 60)
    await presence.add([(CHAT, BORIS)])
    await redis.kill()
    async with asyncio.timeout(30):
        for asking in (presence.add([(CHAT, ANNA)]), presence.remove([(CHAT, ANNA)]), presence.members(CHAT)):
            with pytest.raises((RedisError, OSError)):
                await asking
    await redis.start()
    await presence.keep([(CHAT, ANNA)])
    assert await presence.members(CHAT) == {"phone": ANNA}
    await presence.stop()


async def test_a_cancelled_question_does_not_give_its_answer_to_the_next(redis: RedisServer) -> None:
    presence = RedisPresence(Servers(redis.url), b"s", 60)
    names = [channel(f"chat:{number}") for number in range(20)]
    await presence.add([(name, ClientInfo(name, "c")) for name in names])
    for number in range(300):
        asking = asyncio.ensure_future(presence.members(names[number % 20]))
        for _ in range(number % 7):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        name = names[(number + 1) % 20]
        assert await presence.members(name) == {"c": ClientInfo(name, "c")}
    await presence.stop()
