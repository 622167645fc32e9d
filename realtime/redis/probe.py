"""Tries a Redis, for people who set one up."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ResponseError

from realtime.redis.servers import ANSWER_SECONDS, FAILURES, Servers, connect, drop


@dataclass(frozen=True, slots=True)
class RedisSeen:
    """Result of a try. None: it was not told, as a user with few rights may not ask."""

    problem: str = ""  # why it cannot be reached
    heard: bool = False  # a message sent on one connection came on another
    version: str | None = None
    memory_limit: int | None = None  # bytes; 0: no limit
    policy: str | None = None  # which keys go when memory is full
    evicted: int | None = None  # keys, since the server's start


async def try_redis(servers: Servers) -> RedisSeen:
    """Tries the server; of a cluster, the one named first."""
    speaking, listening = servers.dial(None), servers.dial(None)
    try:
        async with asyncio.timeout(2 * ANSWER_SECONDS):
            await connect(speaking)
            await connect(listening)
            told = await _told(speaking)
        heard = await _hears(speaking, listening)
    except FAILURES as error:
        return RedisSeen(problem=str(error) or type(error).__name__)
    finally:
        drop(speaking)
        drop(listening)
    return RedisSeen(
        heard=heard,
        version=told.get("valkey_version") or told.get("redis_version"),
        memory_limit=_number(told.get("maxmemory")),
        policy=told.get("maxmemory_policy"),
        evicted=_number(told.get("evicted_keys")),
    )


async def _told(connection: AbstractConnection) -> dict[str, str]:
    await connection.send_command("INFO")
    try:
        answer = await connection.read_response()
    except ResponseError:
        return {}  # its user may not ask, and does not need to
    lines = str(answer, "utf-8", "replace").splitlines() if isinstance(answer, bytes) else []
    return dict(line.split(":", 1) for line in lines if ":" in line)


async def _hears(speaking: AbstractConnection, listening: AbstractConnection) -> bool:
    name, word = f"zvonok:doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await listening.send_command("SUBSCRIBE", name)
            await listening.read_response()
            await speaking.send_command("PUBLISH", name, word)
            await speaking.read_response()
            answer = await listening.read_response()
    except (TimeoutError, ResponseError):
        return False
    return isinstance(answer, list) and answer[-1] == word.encode()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
