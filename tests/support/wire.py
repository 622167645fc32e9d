"""A client of the socket, bare: frames in, frames out, nothing hidden by an SDK."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.support.serving import Caller, Served


class Wire:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._ids = 0
        self._replies: dict[int, dict[str, Any]] = {}
        self.pushes: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.subs: dict[str, Any] = {}
        self.pings = 0

    async def call(self, method: str, request: Any = None) -> dict[str, Any]:
        """The whole reply, error or result."""
        self._ids += 1
        await self._connection.send(json.dumps({"id": self._ids, method: request if request is not None else {}}))
        while self._ids not in self._replies:
            await self._read()
        return self._replies.pop(self._ids)

    async def rpc(self, method: str, **data: Any) -> dict[str, Any]:
        return await self.call("rpc", {"method": method, "data": data})

    async def publication(self, channel: str) -> dict[str, Any]:
        """The next publication of the channel; pushes of others are passed over."""
        while True:
            while self.pushes.empty():
                await self._read()
            push = self.pushes.get_nowait()
            if push.get("channel") == channel and "pub" in push:
                pub: dict[str, Any] = push["pub"]
                return pub

    async def any_push(self) -> dict[str, Any]:
        while self.pushes.empty():
            await self._read()
        return self.pushes.get_nowait()

    async def push(self, kind: str) -> dict[str, Any]:
        while True:
            while self.pushes.empty():
                await self._read()
            push = self.pushes.get_nowait()
            if kind in push:
                return push

    async def until_unsubscribed(self, channel: str) -> list[dict[str, Any]]:
        """The publications of the channel up to the end of the subscription."""
        heard: list[dict[str, Any]] = []
        while True:
            while self.pushes.empty():
                await self._read()
            push = self.pushes.get_nowait()
            if push.get("channel") == channel:
                if "unsubscribe" in push:
                    return heard
                heard.append(push["pub"])

    async def closed(self) -> int:
        await self._connection.wait_closed()
        assert self._connection.close_code is not None
        return self._connection.close_code

    async def answers_a_ping(self) -> None:
        """Hears one and answers it, now."""
        pings = self.pings
        while self.pings == pings:
            await self._read()

    async def _read(self) -> None:
        async with asyncio.timeout(30):
            frame = await self._connection.recv()
        for line in str(frame).split("\n"):
            reply = json.loads(line) if line else {}
            if "push" in reply:
                self.pushes.put_nowait(reply["push"])
            elif "id" in reply:
                self._replies[reply["id"]] = reply
            else:
                self.pings += 1
                await self._connection.send("{}")


async def token_of(person: Caller) -> str:
    answer = await person.post("/api/realtime/token")
    token: str = answer.body["token"]
    return token


@asynccontextmanager
async def wire(served: Served, person: Caller, subs: dict[str, Any] | None = None) -> AsyncIterator[Wire]:
    """A connected socket; `subs` are the positions of an earlier one."""
    async with wire_at(served.socket, person, subs) as client:
        yield client


@asynccontextmanager
async def wire_at(socket: str, person: Caller, subs: dict[str, Any] | None = None) -> AsyncIterator[Wire]:
    """The same at any server's address."""
    async with connect(socket) as connection:
        client = Wire(connection)
        reply = await client.call("connect", {"token": await token_of(person), **({"subs": subs} if subs else {})})
        client.subs = reply["connect"].get("subs", {})
        yield client
