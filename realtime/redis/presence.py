"""Presence in channels across many processes."""

import json
import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Any

from channels.publication import ChannelName, ClientInfo
from realtime.presence.port import Entry
from realtime.redis.codec import Garbage, decode_info, encode_info
from realtime.redis.fanout import prefix_of
from realtime.redis.servers import Servers

# Uses the clock of Redis, the same for all processes: with a process's own clock, if it is fast or slow, entries
# would vanish too early for the others, or stay for ever.
ADD = """
local at = redis.call('TIME')[1] + ARGV[1]
for n = 2, #ARGV, 2 do
    redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
    redis.call('ZADD', KEYS[2], at, ARGV[n])
end
redis.call('EXPIRE', KEYS[1], ARGV[1] + 1)
redis.call('EXPIRE', KEYS[2], ARGV[1] + 1)
"""
MEMBERS = """
for _, client in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', redis.call('TIME')[1])) do
    redis.call('HDEL', KEYS[1], client)
    redis.call('ZREM', KEYS[2], client)
end
return redis.call('HGETALL', KEYS[1])
"""


class RedisPresence:
    """Implements `realtime.presence.port.Presence`.

    A channel is two keys in one slot: a hash of client -> client info, and the times at which these entries end. Both
    expire when nobody renews them. Each call is one round trip to each server concerned, bounded by
    `realtime.redis.servers.ANSWER_SECONDS`; while Redis is away every call raises.
    """

    def __init__(self, servers: Servers, secret: bytes, seconds: float) -> None:
        self._redis = servers.client()
        self._prefix = prefix_of(secret)
        self._seconds = seconds

    async def stop(self) -> None:
        """Ends its connections."""
        await self._redis.aclose()

    async def add(self, entries: Collection[Entry]) -> None:
        pipe: Any = self._redis.pipeline(transaction=False)
        for channel, infos in _by_channel(entries).items():
            told = [part for info in infos for part in (info.client, json.dumps(encode_info(info)))]
            pipe.eval(ADD, 2, *self.keys(channel), math.ceil(self._seconds), *told)
        await pipe.execute()

    async def keep(self, entries: Collection[Entry]) -> None:
        # The same as `add`, so that entries return after Redis was emptied.
        await self.add(entries)

    async def remove(self, entries: Collection[Entry]) -> None:
        pipe: Any = self._redis.pipeline(transaction=False)
        for channel, infos in _by_channel(entries).items():
            who, when = self.keys(channel)
            clients = [info.client for info in infos]
            pipe.hdel(who, *clients)
            pipe.zrem(when, *clients)
        await pipe.execute()

    async def members(self, channel: ChannelName) -> Mapping[str, ClientInfo]:
        asking: Any = self._redis.eval(MEMBERS, 2, *self.keys(channel))
        answer = await asking
        found = {}
        for value in answer[1::2]:
            info = _read(value)
            if info is not None:
                found[info.client] = info
        return found

    def keys(self, channel: ChannelName) -> tuple[str, str]:
        # The part in braces names the slot. A digest, as channel names may contain braces.
        slot = blake2b(channel.encode(), digest_size=12).hexdigest()
        return f"{self._prefix}:{{{slot}}}:who", f"{self._prefix}:{{{slot}}}:when"


def _by_channel(entries: Collection[Entry]) -> Mapping[ChannelName, list[ClientInfo]]:
    found: dict[ChannelName, list[ClientInfo]] = defaultdict(list)
    for channel, info in entries:
        found[channel].append(info)
    return found


def _read(value: bytes) -> ClientInfo | None:
    """Returns the client info; None for a value that no process of ours has written."""
    try:
        return decode_info(json.loads(value))
    except (ValueError, TypeError, Garbage):
        return None
