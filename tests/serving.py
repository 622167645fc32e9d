"""A whole server inside the test, and people who use it."""

import functools
import itertools
import json
import os
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp

from handlers.app import Server, serve
from handlers.settings import Settings
from realtime.settings import Settings as RealtimeSettings
from storage.logins import PostgresLogins

API_KEY = "sixteen letters!"  # of the school's other systems


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any
    raw: bytes = b""

    @property
    def code(self) -> str:
        code: str = self.body["code"]
        return code


@dataclass(frozen=True)
class Caller:
    """Somebody with a bearer token, or without."""

    http: aiohttp.ClientSession
    base: str
    token: str | None

    async def ask(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if key is not None:
            sent["Idempotency-Key"] = key
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        async with self.http.request(method, self.base + path, data=data, headers=sent) as response:
            raw = await response.read()
            text = raw.decode("utf-8", "replace")
            is_json = "json" in response.content_type
            body = json.loads(text) if is_json and text else text or None
            return Answer(response.status, body, response.headers, raw)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, **headers)

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Answer:
        return await self.ask("POST", path, body, key=key)

    async def patch(self, path: str, body: Any, *, key: str | None = None) -> Answer:
        return await self.ask("PATCH", path, body, key=key)


@dataclass(frozen=True)
class Served:
    server: Server
    http: aiohttp.ClientSession
    base: str

    @property
    def socket(self) -> str:
        return self.base.replace("http", "ws", 1) + "/connection/websocket"

    @property
    def stranger(self) -> Caller:
        return Caller(self.http, self.base, None)

    async def person(self, login: str) -> Caller:
        """Signed in, without the cost of a password."""
        number = await self.server.pool.fetchval("select person_id from account where name = $1", login)
        token = await PostgresLogins(self.server.pool).start(number, "test", datetime.now(UTC))
        return Caller(self.http, self.base, token)


# Below those that the kernel gives to outgoing connections: one of these could take a port between our look and the
# server's bind. Each test process has a part of its own.
_ports = itertools.cycle(range(first := 20_000 + os.getpid() % 60 * 200, first + 200))


def free_port() -> int:
    """A port that nobody listens on. No two calls of a process give the same one soon."""
    for port in _ports:
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there is always a next one")


@asynccontextmanager
async def serving(url: str, **more: Any) -> AsyncIterator[Served]:
    """`more` are settings."""
    port = free_port()
    # a cookie jar would make one person of all
    http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(
            port=port,
            api_key=API_KEY,
            data=Path(data),
            # a machine that is busy with other things may keep the test and its server from working for seconds
            **{"postman": False, "messages_per_minute": 0, "idle_transaction": "60s", **more},
        )
        # a session here shares its thread with its client
        patient = functools.partial(RealtimeSettings, pong_seconds=24.0)
        async with http, AsyncExitStack() as stack:
            with mock.patch("handlers.app.RealtimeSettings", patient):
                server = await stack.enter_async_context(serve(settings, url))
            yield Served(server, http, f"http://127.0.0.1:{port}")
