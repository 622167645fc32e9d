"""Port between a session and the bytes of its transport."""

from typing import Protocol


class Wire(Protocol):
    """Connection of a session to its client. All methods do nothing when the connection is gone."""

    @property
    def unsent(self) -> int:
        """Bytes that were written and that the client has not taken yet."""
        ...

    pings: bool
    """True if the transport has pings of its own and the client wants those; the protocol's are then not sent."""

    def ping(self) -> None:
        """Sends a ping of the transport; its answer comes by `Session.pong`."""
        ...

    def write(self, data: bytes) -> None:
        """Hands over whole frames, in order. Never blocks; a reader that is too slow is cut off (3008)."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Says good-bye. The caller waits for the client's answer and calls `abort` later."""
        ...

    def abort(self) -> None:
        """Ends the connection at once and drops unsent bytes."""
        ...
