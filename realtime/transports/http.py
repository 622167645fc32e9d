"""HTTP endpoints for clients that cannot open a websocket: two kinds of stream, and one for their commands."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

from realtime.cluster.orders import Orders
from realtime.gate import Opening
from realtime.protocol import protobuf_decoding
from realtime.protocol.codes import Disconnect
from realtime.protocol.dialects import EVENTS, STREAM_JSON, STREAM_PROTOBUF, Dialect
from realtime.transports.admitting import RETRY_AFTER, allows
from realtime.transports.connections import Connections
from realtime.transports.listener import let_go
from realtime.transports.refusing import TYPE, body
from realtime.transports.stream import Stream

STREAM_PATH, EVENTS_PATH, EMULATION_PATH = "/connection/http_stream", "/connection/sse", "/emulation"

_PROTOBUF = "application/octet-stream"
_PREFLIGHT_SECONDS = 300


class HttpTransports:
    def __init__(self, around: Connections, orders: Orders) -> None:
        self._around = around
        self._orders = orders

    def routes(self) -> list[web.RouteDef]:
        """Returns the routes for the application of the listener's web server."""
        return [
            web.post(STREAM_PATH, self.stream),
            web.get(EVENTS_PATH, self.events),
            web.post(EVENTS_PATH, self.events),
            web.post(EMULATION_PATH, self.emulation),
            *(web.options(path, self.preflight) for path in (STREAM_PATH, EVENTS_PATH, EMULATION_PATH)),
        ]

    async def preflight(self, request: web.Request) -> web.StreamResponse:
        """Answers the preflight request of a page from another origin."""
        headers = {
            **self._cors(request),
            "Access-Control-Allow-Methods": "POST, GET, OPTIONS",
            "Access-Control-Max-Age": str(_PREFLIGHT_SECONDS),
        }
        if asked := request.headers.get("Access-Control-Request-Headers"):
            headers["Access-Control-Allow-Headers"] = asked
        return web.Response(status=204, headers=headers)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        cors = self._cors(request)
        frame = await self._body(request)
        dialect = STREAM_PROTOBUF if _is_protobuf(request) else STREAM_JSON
        return self._open(request, dialect, cors, frame)

    async def events(self, request: web.Request) -> web.StreamResponse:
        cors = self._cors(request)
        if request.method == "POST":
            frame = await self._body(request)
        else:
            frame = request.query.get("cf_connect", "").encode()
        if not frame:
            raise web.HTTPBadRequest
        return self._open(request, EVENTS, cors, frame)

    async def emulation(self, request: web.Request) -> web.StreamResponse:
        """Takes commands of a client whose stream only carries what it is sent. The answers come on the stream."""
        cors = self._cors(request)
        body = await self._body(request)
        try:
            if _is_protobuf(request):
                node, session, frame = protobuf_decoding.emulation(body)
            else:
                node, session, frame = _emulation(body)
        except Disconnect:
            return _refusal(HTTPStatus.BAD_REQUEST, cors)
        if not self._orders.emulate(node, session, frame):
            return _refusal(HTTPStatus.NOT_FOUND, cors)
        return web.Response(status=204, headers=cors)

    def _cors(self, request: web.Request) -> dict[str, str]:
        """Returns CORS headers. Raises 403 for pages of other origins."""
        told = request.headers.getall("Origin", [])
        if not allows(self._around.settings.origins, told):
            raise web.HTTPForbidden
        if not told:
            return {}
        return {"Access-Control-Allow-Origin": told[0], "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}

    async def _body(self, request: web.Request) -> bytes:
        most = self._around.settings.frame_bytes
        if (request.content_length or 0) > most:
            raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
        body = bytearray()
        async for part in request.content.iter_any():
            body += part
            if len(body) > most:
                raise web.HTTPRequestEntityTooLarge(most, len(body))
        return bytes(body)

    def _open(
        self, request: web.Request, dialect: Dialect, headers: Mapping[str, str], frame: bytes
    ) -> web.StreamResponse:
        if not self._around.entrance.admits():
            raise web.HTTPServiceUnavailable(headers={"Retry-After": str(RETRY_AFTER)})
        opening = Opening(
            token=None,
            cookie="; ".join(request.headers.getall("Cookie", [])) or None,
            origin=request.headers.get("Origin"),
            address=request.remote or "",
            data=None,
        )
        transport = let_go(request)
        stream = Stream(self._around, dialect)
        transport.set_protocol(stream)
        stream.connection_made(transport)
        transport.resume_reading()
        stream.open(headers, opening, secrets.token_urlsafe(16), frame)
        return web.Response(status=200)


def _refusal(status: HTTPStatus, headers: Mapping[str, str]) -> web.Response:
    return web.Response(status=status, body=body(status), headers={**headers, "Content-Type": TYPE})


def _is_protobuf(request: web.Request) -> bool:
    """True if the body is protobuf. Reads the raw header: without one aiohttp's `content_type` claims protobuf."""
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower() == _PROTOBUF


def _emulation(body: bytes) -> tuple[str, str, bytes]:
    try:
        fields = json.loads(body)
        node, session, data = fields.get("node", ""), fields["session"], fields["data"]
    except (ValueError, KeyError, AttributeError, RecursionError):
        raise Disconnect(0) from None
    if not all(isinstance(part, str) for part in (node, session, data)):
        raise Disconnect(0)
    try:
        return node, session, data.encode()
    except UnicodeEncodeError:
        raise Disconnect(0) from None
