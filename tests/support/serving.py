"""A whole server inside the test, and people who use it."""

import asyncio
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

import aiohttp
from aiohttp.test_utils import BaseTestServer, TestClient
from aiohttp.web import BaseRunner
from yarl import URL

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


class WholeServer(BaseTestServer):
    """The product itself, where pytest-aiohttp takes a server of tests: with its own listener and database."""

    def __init__(self, url: str, **more: Any) -> None:
        """`url` of a database; `more` are settings."""
        super().__init__(port=free_port(), scheme="http")
        self._url, self._more = url, more
        self._stack = AsyncExitStack()
        self._server: Server | None = None

    @property
    def server(self) -> Server:
        assert self._server is not None, "it is not started"
        return self._server

    async def start_server(self, loop: asyncio.AbstractEventLoop | None = None, **kwargs: Any) -> None:
        if self._server is not None:
            return
        settings = Settings(
            port=self.port or 0,
            api_key=API_KEY,
            data=Path(self._stack.enter_context(tempfile.TemporaryDirectory())),
            # a machine that is busy with other things may keep the test and its server from working for seconds
            **{"postman": False, "messages_per_minute": 0, "idle_transaction": "60s", **self._more},
        )
        # a session here shares its thread with its client
        patient = RealtimeSettings(pong_seconds=24.0)
        self._server = await self._stack.enter_async_context(serve(settings, self._url, realtime=patient))
        self._root = URL(f"http://127.0.0.1:{self.port}")

    async def close(self) -> None:
        await self._stack.aclose()

    async def _make_runner(self, **kwargs: Any) -> BaseRunner:
        raise NotImplementedError("it runs itself")


def client_settings() -> dict[str, Any]:
    """Of a client: a cookie jar would make one person of all."""
    return {"cookie_jar": aiohttp.DummyCookieJar()}


def served_by(server: WholeServer, client: TestClient[Any, Any]) -> Served:
    return Served(server.server, client.session, f"http://127.0.0.1:{server.port}")


@asynccontextmanager
async def serving(url: str, **more: Any) -> AsyncIterator[Served]:
    """A server for longer, or with other settings, than the fixture `served`. `more` are settings."""
    server = WholeServer(url, **more)
    client: TestClient[Any, Any] = TestClient(server, **client_settings())
    async with client:
        yield served_by(server, client)
