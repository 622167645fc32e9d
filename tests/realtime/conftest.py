"""A school with an engine; engines are drained, so that a test that leaves work behind fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from realtime.engine import Engine, build
from realtime.settings import Settings
from tests.realtime.fakes import Client, School
from tests.realtime.sockets import Opener

QUICK = Settings(
    origins=frozenset({"https://school.example"}),
    tick_seconds=0.01,
    close_seconds=0.5,
    gap_seconds=0.01,
    heads_seconds=60.0,
    retry_seconds=0.01,
    drain_seconds=0.05,
)


@pytest.fixture
def school() -> School:
    return School()


@pytest.fixture
async def make_engine(school: School) -> AsyncIterator[Callable[..., Engine]]:
    """An engine for the school; keyword arguments are settings."""
    async with AsyncExitStack() as stack:

        def make(**settings: Any) -> Engine:
            engine = build(school, school.archive, settings=replace(QUICK, **settings))
            school.publisher = engine.publisher
            stack.push_async_callback(engine.drain)
            return engine

        yield make


@pytest.fixture
async def engine(make_engine: Callable[..., Engine]) -> Engine:
    return make_engine()


@pytest.fixture
async def client(engine: Engine) -> Client:
    return Client(engine)


@pytest.fixture
async def open_socket(
    make_engine: Callable[..., Engine],
) -> AsyncIterator[Opener]:
    """Connects to a listening engine; keyword arguments are settings of the engine."""
    sockets = []
    ports: dict[str, int] = {}

    async def opener(**settings: Any) -> ClientConnection:
        key = repr(settings)
        if key not in ports:
            server = await make_engine(**settings).listen("127.0.0.1", 0, asyncio.Protocol)
            ports[key] = server.sockets[0].getsockname()[1]
        websocket = await connect(
            f"ws://127.0.0.1:{ports[key]}/connection/websocket", compression=None, ping_interval=None
        )
        sockets.append(websocket)
        return websocket

    yield opener
    for websocket in sockets:
        await websocket.close()
