"""A push service in the test: it is as strict as those of the browsers, and reads with the browser's own key."""

import asyncio
import base64
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import http_ece
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

DAY = 24 * 3600
PAYLOAD_BYTES = 4096  # RFC 8030, 7.2: what every service takes


class Subscribed(NamedTuple):
    """As a browser tells it."""

    url: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Pushed:
    endpoint: str
    payload: str
    urgency: str
    ttl: int
    topic: str | None


@dataclass
class PushService:
    """`answers` are given to the next pushes, in their order; then those that are right are taken with 201.

    `host` is to be named to the carrier as one of its hosts. While `open` is not set nobody is answered.
    """

    clock: Callable[[], float]
    host: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: int = 0  # requests of any kind, since the start
    wrong: list[str] = field(default_factory=list)  # what was refused, and why
    keys: set[str] = field(default_factory=set)  # of the servers that pushed
    open: asyncio.Event = field(default_factory=asyncio.Event)
    _browsers: dict[str, tuple[EllipticCurvePrivateKey, bytes]] = field(default_factory=dict)
    _pushed: list[Pushed] = field(default_factory=list)

    def subscribe(self) -> Subscribed:
        key, auth, path = generate_private_key(SECP256R1()), secrets.token_bytes(16), f"/push/{secrets.token_hex(8)}"
        self._browsers[path] = key, auth
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscribed(f"http://{self.host}{path}", _text(point), _text(auth))

    def answer(self, status: int, **headers: str) -> None:
        """To one push; in the names of headers `_` stands for `-`."""
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}))

    def take(self) -> list[Pushed]:
        """What was taken since the last time."""
        came, self._pushed = self._pushed, []
        return came

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        await self.open.wait()
        status, headers = self.answers.pop(0) if self.answers else (201, {})
        if status != 201:
            return web.Response(status=status, headers=headers, text=f"{request.path} is of no use")
        if request.method != "POST" or request.path not in self._browsers:
            return self._refuse(404, "no such browser")
        try:
            self._check_signature(request)
            pushed = await self._read(request)
        except (AssertionError, JoseError, KeyError, ValueError, http_ece.ECEException) as error:
            return self._refuse(400, f"{type(error).__name__}: {error}")
        if len(pushed.payload.encode()) > PAYLOAD_BYTES - 103:  # head, key, padding and seal
            return self._refuse(413, "too long")
        self._pushed.append(pushed)
        return web.Response(status=201, headers={"Location": f"http://{self.host}/message/{len(self._pushed)}"})

    def _refuse(self, status: int, why: str) -> web.Response:
        self.wrong.append(why)
        return web.Response(status=status)

    def _check_signature(self, request: web.Request) -> None:
        """RFC 8292."""
        found = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", request.headers["Authorization"])
        assert found, "no signature"
        token, key = found.groups()
        point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        assert len(point) == 65
        assert point[0] == 4
        x, y = _text(point[1:33]), _text(point[33:])
        jwk = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
        claims = jwt.decode(token, jwk, algorithms=["ES256"]).claims
        assert claims["aud"] == f"http://{self.host}", "signed for another service"
        assert self.clock() < claims["exp"] <= self.clock() + DAY, "signed for another time"
        assert claims["sub"].startswith(("mailto:", "https:")), "nobody to write to"
        self.keys.add(key)

    async def _read(self, request: web.Request) -> Pushed:
        """RFC 8188, 8291."""
        headers = request.headers
        assert headers["Content-Encoding"] == "aes128gcm"
        assert headers.get("Urgency", "normal") in ("very-low", "low", "normal", "high")
        topic = headers.get("Topic")
        assert topic is None or re.fullmatch(r"[\w-]{1,32}", topic, re.ASCII), "not a topic"
        key, auth = self._browsers[request.path]
        payload = http_ece.decrypt(await request.read(), private_key=key, auth_secret=auth, version="aes128gcm")
        return Pushed(
            endpoint=f"http://{self.host}{request.path}",
            payload=payload.decode(),
            urgency=headers.get("Urgency", "normal"),
            ttl=int(headers["TTL"]),
            topic=topic,
        )


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@asynccontextmanager
async def push_service(clock: Callable[[], float] = time.time) -> AsyncIterator[PushService]:
    """On loopback, without TLS. `clock` in seconds."""
    service = PushService(clock)
    service.open.set()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", service.handle)
    server = TestServer(app)
    await server.start_server(shutdown_timeout=1.0)
    service.host = f"{server.host}:{server.port}"
    try:
        yield service
    finally:
        service.open.set()
        await server.close()
