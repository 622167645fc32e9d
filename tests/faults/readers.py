"""Readers: devices that stay connected, come back from where they were, and remember everything they were told."""

from __future__ import annotations

import asyncio
import json
import math
import random
from collections.abc import Sequence
from typing import Any

import aiohttp
from centrifuge import Client, ClientEventHandler
from centrifuge.contexts import (
    ServerPublicationContext,
    ServerSubscribedContext,
    ServerUnsubscribedContext,
)
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.history import Joined, Left, Seen, Stay, Told
from tests.support.serving import Caller

SILENCE = 35.0  # seconds without even a ping (25 s), then the connection is given up
PAUSE = 0.3  # seconds between two tries, at most

BROKEN = (OSError, TimeoutError, WebSocketException, aiohttp.ClientError, json.JSONDecodeError, KeyError, TypeError)


def as_content(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


class Reader:
    """Speaks the protocol of docs/PROTOCOL.md bare, with nothing smoothed over by an SDK."""

    def __init__(self, name: str, nodes: Sequence[Caller], prefix: str) -> None:
        """`nodes`: this person at each server; whichever works is used. Channels with another prefix are ignored."""
        self.name = name
        self.seen: list[Seen] = []
        self._nodes = list(nodes)
        self._prefix = prefix
        self._positions: dict[str, tuple[int, str]] = {}
        self._stays: list[Stay] = []
        self._since = 0.0  # that it is where it is now
        self._node = random.choice(self._nodes)
        self._token: str | None = None  # kept until it is refused, as clients do
        self._task: asyncio.Task[None] | None = None
        self.connected = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._read())

    async def stop(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error

    @property
    def channels(self) -> frozenset[str]:
        """Which it listens to."""
        return frozenset(self._positions)

    def position(self, channel: str) -> int:
        return self._positions.get(channel, (0, ""))[0]

    @property
    def stays(self) -> list[Stay]:
        now = [Stay(self.name, self._node.base, self._since, math.inf)] if self.connected.is_set() else []
        return [*self._stays, *now]

    async def _read(self) -> None:
        while True:
            try:
                if self._token is None:
                    async with asyncio.timeout(5):
                        self._token = (await self._node.post("/api/realtime/token")).body["token"]
                address = self._node.base.replace("http", "ws", 1) + "/connection/websocket"
                async with connect(
                    address, compression=None, ping_interval=None, open_timeout=5, close_timeout=0.2, max_size=None
                ) as socket:
                    await self._converse(socket, self._token or "")
            except BROKEN:
                pass
            if self.connected.is_set():
                self._stays.append(Stay(self.name, self._node.base, self._since, _now()))
                self.connected.clear()
            else:
                self._token = None
            # not the one that just failed, where there is another
            self._node = random.choice([node for node in self._nodes if node is not self._node] or self._nodes)
            await asyncio.sleep(random.uniform(0.05, PAUSE))

    async def _converse(self, socket: ClientConnection, token: str) -> None:
        subs = {
            channel: {"recover": True, "offset": offset, "epoch": epoch}
            for channel, (offset, epoch) in self._positions.items()
        }
        await socket.send(json.dumps({"id": 1, "connect": {"token": token, "subs": subs}}))
        while True:
            async with asyncio.timeout(SILENCE):
                frame = await socket.recv()
            for line in str(frame).split("\n"):
                message = json.loads(line) if line else {}
                if not message:
                    await socket.send("{}")
                elif "connect" in message:
                    self._connected(message["connect"].get("subs", {}))
                elif "push" in message:
                    self._push(message["push"])
                elif "error" in message:
                    return

    def _connected(self, subs: dict[str, Any]) -> None:
        for gone in set(self._positions) - set(subs):
            del self._positions[gone]
            self.seen.append(Left(gone, _now()))
        for channel, sub in subs.items():
            self._joined(channel, sub)
        self._since = _now()
        self.connected.set()

    def _joined(self, channel: str, sub: dict[str, Any]) -> None:
        if not channel.startswith(self._prefix):
            return
        recovered = sub.get("recovered", False) if sub.get("was_recovering") else None
        offset, epoch = sub.get("offset", 0), sub.get("epoch", "")
        self.seen.append(Joined(channel, offset, epoch, recovered, _now()))
        if not recovered or channel not in self._positions:
            self._positions[channel] = (offset, epoch)
        for publication in sub.get("publications", []):
            self._told(channel, publication)

    def _push(self, push: dict[str, Any]) -> None:
        channel = push.get("channel", "")
        if "pub" in push:
            self._told(channel, push["pub"])
        elif "subscribe" in push:
            self._joined(channel, push["subscribe"])
        elif "unsubscribe" in push and channel in self._positions:
            del self._positions[channel]
            self.seen.append(Left(channel, _now()))

    def _told(self, channel: str, publication: dict[str, Any]) -> None:
        offset = publication.get("offset", 0)
        if not channel.startswith(self._prefix) or not offset:
            return
        self.seen.append(Told(channel, offset, as_content(publication["data"]), _now()))
        position, epoch = self._positions.get(channel, (0, ""))
        self._positions[channel] = (max(position, offset), epoch)


class SdkReader(ClientEventHandler):
    """The same through the published Python client, which stays with one server."""

    def __init__(self, name: str, node: Caller, prefix: str) -> None:
        self.name = name
        self.seen: list[Seen] = []
        self._node = node
        self._prefix = prefix
        address = node.base.replace("http", "ws", 1) + "/connection/websocket"
        self._client = Client(
            address, events=self, get_token=self._token, timeout=3, min_reconnect_delay=0.1, max_reconnect_delay=0.5
        )

    async def start(self) -> None:
        await self._client.connect()
        await self._client.ready(timeout=20)

    async def stop(self) -> None:
        await self._client.disconnect()

    async def _token(self) -> str:
        while True:
            try:
                async with asyncio.timeout(3):
                    token: str = (await self._node.post("/api/realtime/token")).body["token"]
                    return token
            except BROKEN:
                await asyncio.sleep(PAUSE)

    async def on_subscribed(self, ctx: ServerSubscribedContext) -> None:
        if ctx.channel.startswith(self._prefix):
            position = ctx.stream_position
            recovered = ctx.recovered if ctx.was_recovering else None
            offset, epoch = (position.offset, position.epoch) if position is not None else (0, "")
            self.seen.append(Joined(ctx.channel, offset, epoch, recovered, _now()))

    async def on_unsubscribed(self, ctx: ServerUnsubscribedContext) -> None:
        if ctx.channel.startswith(self._prefix):
            self.seen.append(Left(ctx.channel, _now()))

    async def on_publication(self, ctx: ServerPublicationContext) -> None:
        if ctx.channel.startswith(self._prefix) and ctx.pub.offset:
            self.seen.append(Told(ctx.channel, ctx.pub.offset, as_content(ctx.pub.data), _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()
