"""Sending half of all transports: bytes go out without waiting, and a slow reader is cut off."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import cast

from realtime.protocol.codes import DisconnectCode
from realtime.sessions.session import Session
from realtime.transports.connections import Connections

log = logging.getLogger(__name__)

_NONE = -1  # no file descriptor


def _descriptor(transport: asyncio.Transport) -> int:
    """Returns the descriptor of the socket, if bytes written to it arrive unchanged (no TLS); else `_NONE`."""
    socket = transport.get_extra_info("socket")
    if socket is None or transport.get_extra_info("sslcontext") is not None:
        return _NONE
    return int(socket.fileno())


class Stall:
    """Watch on a reader that has unsent bytes: cut off when it accepts none of them for too long."""

    __slots__ = ("_patience", "_quiet", "_socket", "_unsent", "added", "due")
    CHECKS = 4  # in the time that a reader may stand still

    def __init__(self, socket: Outgoing, patience: float) -> None:
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


class Outgoing(asyncio.Protocol):
    """Sending half of `realtime.sessions.wire.Wire`, on a transport whose request was read already."""

    __slots__ = ("_descriptor", "_direct", "_session", "_stall", "_transport", "around", "due")

    def __init__(self, around: Connections) -> None:
        self.around = around
        self.due = -1
        self._descriptor = _NONE
        self._direct = _NONE  # like `_descriptor`, while nothing is left unsent and nothing has ended
        self._transport: asyncio.Transport | None = None
        self._session: Session | None = None
        self._stall: Stall | None = None

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        # 0, so that `pause_writing` reports the first byte that does not go out at once.
        self._transport.set_write_buffer_limits(high=0)
        self._descriptor = _descriptor(self._transport)
        if self._transport.get_write_buffer_size() == 0:
            self._direct = self._descriptor

    def eof_received(self) -> bool:
        self._direct = self._descriptor = _NONE
        return False  # half a connection is of no use: asyncio closes it

    def pause_writing(self) -> None:
        self._direct = _NONE
        if self._session is not None and self._transport is not None:
            self._stall = Stall(self, self.around.settings.stalled_seconds)

    def resume_writing(self) -> None:
        self._direct = self._descriptor
        self._forget_stall()

    def connection_lost(self, exc: Exception | None) -> None:
        # From here on the number may belong to another connection.
        self._direct = self._descriptor = _NONE
        self._forget_stall()
        self.due = -1
        self._transport = None
        self.around.closing.discard(self)
        session, self._session = self._session, None
        if session is not None:
            session.ended()

    # Wire

    def write(self, data: bytes) -> None:
        # The kernel nearly always takes all of it. This goes past the transport, which would cost as much Python again
        # as
        # the rest of a delivery; anything unusual is left to the transport.
        if self._direct != _NONE:
            try:
                sent = os.write(self._direct, data)
            except OSError:
                sent = 0
            if sent == len(data):
                return
            data = data[sent:]
        self._write_slowly(data)

    def _write_slowly(self, data: bytes) -> None:
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        stall = self._stall  # the write itself may begin a stall, which has then counted this data
        transport.write(data)
        if self._stall is None:
            return  # nothing is left unsent: the usual case
        if stall is not None:
            stall.added += len(data)
        if transport.get_write_buffer_size() > self.around.settings.unsent_bytes:
            self.cut_off()

    def abort(self) -> None:
        self._direct = self._descriptor = _NONE
        if self._transport is not None:
            self._transport.abort()

    # Time

    @property
    def unsent(self) -> int:
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def on_time(self) -> None:
        """Aborts a connection whose client has had its time to answer the close."""
        self.abort()

    def cut_off(self) -> None:
        """Ends a connection that is too slow. No close frame could reach it: the code is only in our log and count."""
        log.info("cut off a slow reader (%d) with %d bytes unsent", DisconnectCode.SLOW, self.unsent)
        self.around.sessions.cut_off += 1
        self.abort()
        if self._session is not None:
            self._session.ended()

    def _say_no_more(self) -> None:
        """Closes our half, after what was sent."""
        self._direct = self._descriptor = _NONE
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        try:
            transport.write_eof()
        except OSError:  # the client has gone meanwhile, and we have not been told yet
            transport.abort()

    def _end_soon(self) -> None:
        if self._transport is not None:
            self.around.closing.add(self)
            self.around.wheel.set(self, self.around.settings.close_seconds)

    def _forget_stall(self) -> None:
        if self._stall is not None:
            self._stall.due = -1
            self._stall = None

    def _address(self) -> str:
        peer = self._transport.get_extra_info("peername") if self._transport is not None else None
        return str(peer[0]) if isinstance(peer, tuple) else ""
