"""HTTP streaming and server-sent events, for networks that block websockets.

The server sends one response that does not end; the client sends requests of its own, which name its session. aiohttp
reads the request; then its transport is taken over, so that such a session costs no task either.
"""

from __future__ import annotations

from collections.abc import Mapping

from realtime.gate import Opening
from realtime.protocol.codes import DISCONNECTS
from realtime.protocol.dialects import EVENTS, STREAM_PROTOBUF, Dialect
from realtime.protocol.replies import Disconnected
from realtime.transports.connections import Connections
from realtime.transports.outgoing import Outgoing

_TYPES = {EVENTS: "text/event-stream", STREAM_PROTOBUF: "application/octet-stream"}


class Stream(Outgoing):
    """Implements `realtime.sessions.wire.Wire`. Call `connection_made`, then `open`."""

    __slots__ = ("_dialect",)

    pings = False

    def __init__(self, around: Connections, dialect: Dialect) -> None:
        super().__init__(around)
        self._dialect = dialect

    def open(self, headers: Mapping[str, str], opening: Opening, key: str, frame: bytes) -> None:
        """Begins the response and handles the first commands. Later ones name the session by `key`."""
        head = {
            "Content-Type": _TYPES.get(self._dialect, "application/json"),
            "Cache-Control": "private, no-cache, no-store, must-revalidate, max-age=0",
            "X-Accel-Buffering": "no",
            "Transfer-Encoding": "chunked",
            "Connection": "close",
            **headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        super().write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode("latin-1"))
        if self._dialect is EVENTS:
            self.write(b"\r\n")  # so that a browser tells its page that the stream is open
        session = self._session = self.around.open(self, opening, self._dialect)
        session.key = key
        self.around.sessions.hold(key, session)
        session.receive(frame)

    def data_received(self, data: bytes) -> None:
        """Ignores bytes: none are expected on this half."""

    def write(self, data: bytes) -> None:
        super().write(b"%x\r\n%b\r\n" % (len(data), data))

    def ping(self) -> None:
        pass

    def close(self, code: int, reason: str) -> None:
        self.write(self._dialect.encode(Disconnected(int(code), reason or DISCONNECTS[code])))
        super().write(b"0\r\n\r\n")
        self._say_no_more()
        self._end_soon()
