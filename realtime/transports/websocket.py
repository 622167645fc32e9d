"""Websocket of a session: bytes in, frames out. A slim `asyncio.Protocol` over sans-I/O code."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import SecurityError
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import OPEN, SERVER, Protocol, State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from realtime.gate import Opening
from realtime.protocol.codes import DisconnectCode
from realtime.protocol.dialects import SOCKET_JSON, SOCKET_PROTOBUF, Dialect
from realtime.transports.admitting import RETRY_AFTER, allows
from realtime.transports.connections import Connections
from realtime.transports.outgoing import Outgoing
from realtime.transports.refusing import RESPONSES, TYPE, body

JSON = Subprotocol("centrifuge-json")
PROTOBUF = Subprotocol("centrifuge-protobuf")

# The library would log two lines at INFO for each connection, without naming it.
_library_log = logging.getLogger(f"{__name__}.frames")
_library_log.setLevel(logging.WARNING)

_DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


class _Handshake(ServerProtocol):
    def select_subprotocol(self, subprotocols: Iterable[Subprotocol]) -> Subprotocol | None:
        # Browsers offer none for JSON; a client that offers only unknown ones ends it itself.
        return next((each for each in subprotocols if each in (JSON, PROTOBUF)), None)


class WebSocket(Outgoing):
    """Implements `realtime.sessions.wire.Wire`. Made on a transport whose request head was read already: call
    `connection_made`, then `data_received` with the head.
    """

    __slots__ = ("_fragments", "_frames", "_shaken", "pings")

    def __init__(self, around: Connections) -> None:
        super().__init__(around)
        self.pings = False
        self._shaken = False
        self._frames: Protocol | None = None  # while it is open
        self._fragments: bytearray | None = None

    # asyncio.Protocol

    def data_received(self, data: bytes) -> None:
        if not self._shaken:
            self._shaken = True
            head, end, data = data.partition(b"\r\n\r\n")
            self._shake_hands(head + end)
        frames = self._frames
        if frames is None or not data:
            return
        frames.receive_data(data)
        for event in frames.events_received():
            if isinstance(event, Frame):
                self._receive(event)
        self._send_due(frames)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._frames is not None:
            self._frames.parser.close()  # it and the library's protocol refer to each other
        self._frames = None
        super().connection_lost(exc)

    # Wire

    def ping(self) -> None:
        frames = self._frames
        if frames is not None and frames.state is State.OPEN:
            frames.send_ping(b"")
            self._send_due(frames)

    def close(self, code: int, reason: str) -> None:
        frames = self._frames
        if frames is not None and frames.state is State.OPEN:
            frames.send_close(code, reason)
            self._send_due(frames)
        self._end_soon()

    # Frames

    def _shake_hands(self, head: bytes) -> None:
        """Answers the request. Another protocol reads what follows: the library's handshake keeps the request for as
        long as it lives, which is 4 KB with a browser's headers.
        """
        door = _Handshake(logger=_library_log)
        door.receive_data(head)
        for event in door.events_received():
            if isinstance(event, Request):
                self._answer(door, event)
                self._send_due(door)
                return
        # not an HTTP request
        long = isinstance(door.handshake_exc, SecurityError)
        self.write(RESPONSES[HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if long else HTTPStatus.BAD_REQUEST])
        self._say_no_more()
        self._end_soon()

    def _answer(self, door: ServerProtocol, request: Request) -> None:
        headers = request.headers
        offered = headers.get_all("Sec-WebSocket-Protocol")
        if offered and not any(value.strip() for value in offered):
            # centrifuge-python up to 0.5 sends an empty one, which the library refuses.
            del headers["Sec-WebSocket-Protocol"]
        response = self._response(door, request)
        door.send_response(response)
        if response.status_code == 101:
            asked = parse_qs(urlsplit(request.path).query)
            self.pings = asked.get("cf_ws_frame_ping_pong") == ["true"]
            settings = self.around.settings
            self._frames = Protocol(SERVER, state=OPEN, max_size=settings.frame_bytes, logger=_library_log)
            self._session = self.around.open(self, self._opening(headers), _dialect(door, asked))
        else:
            self._end_soon()

    def _response(self, door: ServerProtocol, request: Request) -> Response:
        if not allows(self.around.settings.origins, request.headers.get_all("Origin")):
            return _refusal(door, HTTPStatus.FORBIDDEN)
        if not self.around.entrance.admits():
            response = _refusal(door, HTTPStatus.SERVICE_UNAVAILABLE)
            response.headers["Retry-After"] = str(RETRY_AFTER)
            return response
        response = door.accept(request)
        if response.status_code == HTTPStatus.SWITCHING_PROTOCOLS:
            return response
        upgrade = response.status_code == HTTPStatus.UPGRADE_REQUIRED
        return _refusal(door, HTTPStatus.UPGRADE_REQUIRED if upgrade else HTTPStatus.BAD_REQUEST)

    def _opening(self, headers: Headers) -> Opening:
        return Opening(
            token=None,
            cookie="; ".join(headers.get_all("Cookie")) or None,
            origin=headers.get("Origin"),
            address=self._address(),
            data=None,
        )

    def _receive(self, frame: Frame) -> None:
        session = self._session
        if session is None:
            return
        if frame.opcode is Opcode.PONG and self.pings:
            session.pong()
        if frame.opcode not in _DATA:
            return
        if frame.opcode is not Opcode.CONT and (frame.opcode is Opcode.BINARY) is not session.dialect.binary:
            session.close(DisconnectCode.BAD_REQUEST)  # JSON goes in text frames, protobuf in binary ones
        elif frame.fin and self._fragments is None:
            session.receive(bytes(frame.data))
        else:
            # The library limits the sum of the fragments to `frame_bytes`.
            if self._fragments is None:
                self._fragments = bytearray()
            self._fragments += frame.data
            if frame.fin:
                text, self._fragments = bytes(self._fragments), None
                session.receive(text)

    def _send_due(self, frames: Protocol) -> None:
        """Sends what the websocket itself has to send: handshake, pongs, close frames, the end."""
        for data in frames.data_to_send():
            if data:
                self.write(data)
                continue
            # The other side said good-bye, or broke the rules: it is sent nothing more. Only our half is closed:
            # closing while bytes of the client are unread would reset the connection, and it might never see
            # our close frame.
            if self._session is not None:
                self._session.ended()
            self._say_no_more()
            self._end_soon()


def _refusal(door: ServerProtocol, status: HTTPStatus) -> Response:
    """Returns a refusal in our words: the library's own quotes the request."""
    response = door.reject(status, "")
    response.body = body(status)
    for name, value in (("Content-Type", TYPE), ("Content-Length", str(len(response.body)))):
        del response.headers[name]
        response.headers[name] = value
    if status is HTTPStatus.UPGRADE_REQUIRED:
        response.headers["Upgrade"] = "websocket"
    return response


def _dialect(door: ServerProtocol, asked: dict[str, list[str]]) -> Dialect:
    by_query = ["protobuf"] in (asked.get("cf_protocol"), asked.get("format"))
    return SOCKET_PROTOBUF if door.subprotocol == PROTOBUF or by_query else SOCKET_JSON
