"""One port for HTTP and sockets.

The first protocol of a connection reads one request head. An upgrade on the socket's path goes to a `WebSocket`;
everything else goes, with the bytes read so far, to aiohttp, which keeps the connection from then on. A proxy that
keeps connections alive may send an upgrade on one of those: it reaches an aiohttp route, and `take_over` hands its
transport to the same code.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from aiohttp import web

from realtime.transports.connections import Connections
from realtime.transports.refusing import RESPONSES
from realtime.transports.websocket import WebSocket

SOCKET_PATH = "/connection/websocket"
BACKLOG = 4096  # with 128 a storm of 8,000 sessions took three times as long
ACCEPTED = 64  # in one turn of the loop; asyncio would accept the whole backlog, which takes a second in a storm

WebServer = Callable[[], asyncio.Protocol]
"""Factory of the protocol of one HTTP connection: aiohttp's `runner.server`."""


class ProtocolSwitch(asyncio.Protocol):
    """Reads the first request head of a connection, bounded in bytes and time, and passes it on."""

    __slots__ = ("_around", "_head", "_refused", "_transport", "_web_server", "due")

    def __init__(self, around: Connections, web_server: WebServer) -> None:
        self._around = around
        self._web_server = web_server
        self._head = bytearray()
        self._refused = False
        self._transport: asyncio.Transport | None = None
        self.due = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        if self._around.entrance.is_full(transport.get_extra_info("socket")):
            self._transport.write(RESPONSES[HTTPStatus.SERVICE_UNAVAILABLE])
            self._transport.close()
            self._transport = None
            return
        self._around.unread.add(self._transport)
        self._around.wheel.set(self, self._around.settings.connect_seconds)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        seen = max(len(self._head) - 3, 0)
        self._head += data
        end = self._head.find(b"\r\n\r\n", seen)
        if 0 <= end <= self._around.settings.head_bytes:
            self._pass_on(bytes(self._head))
        elif len(self._head) > self._around.settings.head_bytes and self._transport is not None:
            self._refuse(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()

    def on_time(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _pass_on(self, received: bytes) -> None:
        transport = self._forget()
        if transport is None or transport.is_closing():
            return
        protocol = WebSocket(self._around) if _wants_socket(received) else self._web_server()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        protocol.data_received(received)

    def _refuse(self, transport: asyncio.Transport) -> None:
        """Answers that the head is too long, and passes over what still comes of it: with bytes of the client unread
        the kernel would reset the connection, and the answer might never be seen.
        """
        self._refused = True
        self._head.clear()
        transport.write(RESPONSES[HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE])
        try:
            transport.write_eof()
        except OSError:  # the client has gone meanwhile, and we have not been told yet
            transport.abort()

    def _forget(self) -> asyncio.Transport | None:
        transport, self._transport = self._transport, None
        self.due = -1
        if transport is not None:
            self._around.unread.discard(transport)
        return transport


def _wants_socket(head: bytes) -> bool:
    """True for an upgrade on the socket's path. Anything odd is left to aiohttp, which refuses it."""
    line, _, headers = head.partition(b"\r\n")
    parts = line.split(b" ")
    if len(parts) != 3 or parts[0] != b"GET" or parts[1].split(b"?")[0] != SOCKET_PATH.encode():
        return False
    headers = headers.partition(b"\r\n\r\n")[0].lower()
    return any(
        name.strip() == b"upgrade" and b"websocket" in value
        for name, _, value in (header.partition(b":") for header in headers.split(b"\r\n"))
    )


def take_over(request: web.BaseRequest, around: Connections) -> web.StreamResponse:
    """Makes a session of an upgrade request that reached aiohttp; the route must return this response.

    Raises `web.HTTPUpgradeRequired` if the request is not an upgrade to a websocket.
    """
    if request.headers.get("Upgrade", "").lower() != "websocket":
        raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
    head = f"{request.method} {request.raw_path} HTTP/{request.version.major}.{request.version.minor}\r\n".encode()
    head += b"".join(b"%b: %b\r\n" % header for header in request.raw_headers) + b"\r\n"
    transport = let_go(request)
    socket = WebSocket(around)
    transport.set_protocol(socket)
    socket.connection_made(transport)
    transport.resume_reading()
    socket.data_received(head)
    return web.Response(status=101)


def let_go(request: web.BaseRequest) -> asyncio.Transport:
    """Takes the transport away from aiohttp. The route must return a response, which goes nowhere.

    aiohttp believes the connection lost and lets go of everything. Without the transport it can neither write that
    response nor close the connection, as it otherwise would. Raises `web.HTTPBadRequest` if the client is gone already.
    """
    transport = request.transport
    if transport is None:
        raise web.HTTPBadRequest
    request.protocol.transport = None
    request.protocol.connection_lost(None)
    return transport


async def listen(
    host: str | None, port: int, web_server: WebServer, around: Connections, *, shared: bool = False
) -> asyncio.Server:
    """Accepts connections from now on. `port` 0 takes a free one: see the server's `sockets`."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: ProtocolSwitch(around, web_server), host, port, backlog=ACCEPTED, reuse_port=shared or None
    )
    for listening in server.sockets:
        # asyncio has one number for both; the kernel's can still be changed on a socket that listens already
        with socket.socket(fileno=os.dup(listening.fileno())) as same:
            same.listen(BACKLOG)
    return server


async def stop_accepting(server: asyncio.Server) -> None:
    """Closes a server once what it has accepted has its protocol: asyncio would lose sight of the rest, unclosed."""
    loop = asyncio.get_running_loop()
    for listening in server.sockets:
        loop.remove_reader(listening.fileno())
    await asyncio.sleep(0)  # makes the transports,
    await asyncio.sleep(0)  # and tells their protocols
    server.close()
