"""Every implementation that a contract is run over. Real servers, started once for all that ask."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.redis_servers import RedisClusterServer, RedisServer, on_path, wheel

STANDALONE = ["valkey"] + (["redis"] if on_path() else []) + (["given"] if "TEST_REDIS_URL" in os.environ else [])
REDISES = [*STANDALONE, "cluster"]


@pytest.fixture(scope="session")
async def redis_urls(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Name -> address of each kind of server."""
    folder: Path = tmp_path_factory.mktemp("redis")
    found = on_path()
    servers: dict[str, RedisServer | RedisClusterServer] = {
        "valkey": RedisServer(wheel(), folder / "valkey"),
        "cluster": RedisClusterServer(wheel(), folder / "cluster"),
    }
    if found is not None:
        servers["redis"] = RedisServer(found, folder / "redis")
    for server in servers.values():
        await server.start()
    urls = {name: server.url for name, server in servers.items()}
    yield urls | {"given": os.environ.get("TEST_REDIS_URL", "")}
    for server in servers.values():
        await server.kill()
