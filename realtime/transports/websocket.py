"""The websocket under a session: bytes in, frames out. A slim `asyncio.Protocol` over sans-I/O code."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import cast

from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from realtime.gate import Opening
from realtime.protocol.codes import DisconnectCode
from realtime.session import Session, Surroundings

log = logging.getLogger(__name__)

JSON = Subprotocol("centrifuge-json")

# The library would log two lines at INFO for each connection, without saying whose.
_library_log = logging.getLogger(f"{__name__}.frames")
_library_log.setLevel(logging.WARNING)


class _Handshake(ServerProtocol):
    def select_subprotocol(self, subprotocols: Iterable[Subprotocol]) -> Subprotocol | None:
        # Browsers offer none for JSON; who offers only what we do not speak ends it himself.
        return JSON if JSON in subprotocols else None


class Stall:
    """Watches a reader that has unsent bytes: cut off when it accepts none of them for too long."""

    __slots__ = ("_patience", "_quiet", "_socket", "_unsent", "added", "due")
    CHECKS = 4  # in the time that a reader may stand still

    def __init__(self, socket: WebSocket, patience: float) -> None:
        self._socket = socket
        self._patience = patience
        self._unsent = socket.unsent
        self._quiet = 0
        self.added = 0  # bytes written since the last look
        self.due = -1
        self._wait()

    def _wait(self) -> None:
        self._socket.around.wheel.set(self, self._patience / self.CHECKS)

    def on_time(self) -> None:
        unsent = self._socket.unsent
        self._quiet = 0 if unsent < self._unsent + self.added else self._quiet + 1
        self._unsent, self.added = unsent, 0
        if self._quiet >= self.CHECKS:
            self._socket.cut_off()
        else:
            self._wait()


class WebSocket(asyncio.Protocol):
    """Implements `realtime.transports.wire.Wire`. Made on a transport whose request head was read already:
    call `connection_made`, then `data_received` with the head."""

    __slots__ = ("_fragments", "_frames", "_session", "_stall", "_transport", "around", "due")

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.due = -1
        self._frames: ServerProtocol | None = _Handshake(max_size=around.settings.frame_bytes, logger=_library_log)
        self._transport: asyncio.Transport | None = None
        self._session: Session | None = None
        self._fragments: bytearray | None = None
        self._stall: Stall | None = None

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        # So that `pause_writing` tells of the first byte that does not go out at once.
        self._transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        frames = self._frames
        if frames is None:
            return
        frames.receive_data(data)
        for event in frames.events_received():
            if isinstance(event, Request):
                self._shake_hands(frames, event)
            elif isinstance(event, Frame):
                self._receive(event)
        self._send_due(frames)

    def eof_received(self) -> bool:
        return False  # half a connection is of no use: asyncio closes it

    def pause_writing(self) -> None:
        if self._session is not None and self._transport is not None:
            self._stall = Stall(self, self.around.settings.stalled_seconds)

    def resume_writing(self) -> None:
        self._forget_stall()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_stall()
        self.due = -1
        self._frames = None
        self._transport = None
        session, self._session = self._session, None
        if session is not None:
            session.ended()

    # Wire

    def write(self, data: bytes) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        stall = self._stall  # the write itself may begin one, which has counted this data
        transport.write(data)
        if stall is not None:
            stall.added += len(data)
        if transport.get_write_buffer_size() > self.around.settings.unsent_bytes:
            self.cut_off()

    def close(self, code: int, reason: str) -> None:
        frames = self._frames
        if frames is not None and frames.state is State.OPEN:
            frames.send_close(code, reason)
            self._send_due(frames)
        self._end_soon()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    # Time

    @property
    def unsent(self) -> int:
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def on_time(self) -> None:
        """The client had its time to answer the close."""
        self.abort()

    def cut_off(self) -> None:
        """Too slow. No close frame could reach it, so the code is only in our log."""
        log.info("cut off a slow reader (%d) with %d bytes unsent", DisconnectCode.SLOW, self.unsent)
        self.abort()
        if self._session is not None:
            self._session.ended()

    def _end_soon(self) -> None:
        self.around.wheel.set(self, self.around.settings.close_seconds)

    def _forget_stall(self) -> None:
        if self._stall is not None:
            self._stall.due = -1
            self._stall = None

    # Frames

    def _shake_hands(self, frames: ServerProtocol, request: Request) -> None:
        headers = request.headers
        offered = headers.get_all("Sec-WebSocket-Protocol")
        if offered and not any(value.strip() for value in offered):
            # centrifuge-python up to 0.5 sends it empty, which the library refuses.
            del headers["Sec-WebSocket-Protocol"]
        origins = headers.get_all("Origin")
        if origins and (len(origins) > 1 or origins[0] not in self.around.settings.origins):
            response = frames.reject(403, "This origin may not open a socket.\n")
        elif self.around.sessions.draining:
            response = frames.reject(503, "This server is about to stop.\n")
        else:
            response = frames.accept(request)
        frames.send_response(response)
        if response.status_code == 101:
            self._session = Session(self.around, self, self._opening(headers))
        else:
            self._end_soon()

    def _opening(self, headers: Headers) -> Opening:
        peer = self._transport.get_extra_info("peername") if self._transport is not None else None
        return Opening(
            token=None,
            cookie="; ".join(headers.get_all("Cookie")) or None,
            origin=headers.get("Origin"),
            address=str(peer[0]) if isinstance(peer, tuple) else "",
            data=None,
        )

    def _receive(self, frame: Frame) -> None:
        session = self._session
        if session is None or frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        if frame.opcode is Opcode.BINARY:
            session.close(DisconnectCode.BAD_REQUEST)  # JSON goes in text frames
        elif frame.fin and self._fragments is None:
            session.receive(bytes(frame.data))
        else:
            # The library bounds the sum of the fragments by `frame_bytes`.
            if self._fragments is None:
                self._fragments = bytearray()
            self._fragments += frame.data
            if frame.fin:
                text, self._fragments = bytes(self._fragments), None
                session.receive(text)

    def _send_due(self, frames: ServerProtocol) -> None:
        """Sends what the websocket itself wants sent: handshake, pongs, close frames, the end."""
        for data in frames.data_to_send():
            if data:
                self.write(data)
                continue
            # The other side said good-bye, or broke the rules: nothing more is to be told to it.
            # Half a close: to close while bytes of its are unread would reset the connection, and
            # it might never see our close frame.
            if self._session is not None:
                self._session.ended()
            if self._transport is not None and not self._transport.is_closing():
                self._transport.write_eof()
            self._end_soon()
