"""Clients over real sockets, for tests."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

Opener = Callable[..., Awaitable[ClientConnection]]


async def ask(websocket: ClientConnection, **command: Any) -> Any:
    await websocket.send(json.dumps(command))
    return await hear(websocket)


async def hear(websocket: ClientConnection) -> Any:
    async with asyncio.timeout(30):
        return json.loads(await websocket.recv())


async def read_on(websocket: ClientConnection) -> None:
    async with asyncio.timeout(30):
        while True:
            await websocket.recv()


async def ending(websocket: ClientConnection) -> tuple[int, str]:
    """The close code and reason; whatever is still said before is read."""
    with pytest.raises(ConnectionClosed) as closed:
        await read_on(websocket)
    assert closed.value.rcvd is not None, "the connection was aborted"
    return closed.value.rcvd.code, closed.value.rcvd.reason


async def signed_in(open_socket: Opener, person: int = 1, **settings: Any) -> ClientConnection:
    websocket = await open_socket(**settings)
    assert "connect" in await ask(websocket, id=1, connect={"token": str(person)})
    return websocket
