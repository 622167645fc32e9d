"""The port between a session and the bytes of its transport."""

from typing import Protocol


class Wire(Protocol):
    """A session's way to its client. All methods are quiet when the connection is gone already."""

    @property
    def unsent(self) -> int:
        """Bytes that were written and that the client has not taken yet."""
        ...

    pings: bool
    """The transport has pings of its own, and the client wants those: the protocol's are not sent."""

    def ping(self) -> None:
        """Sends one of those; the answer is told by `Session.pong`."""
        ...

    def write(self, data: bytes) -> None:
        """Hands over whole frames, in order. Never blocks; a reader too slow is cut off (3008)."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Says good-bye; the client's answer is awaited by whoever calls `abort` later."""
        ...

    def abort(self) -> None:
        """Ends the connection at once, unsent bytes are dropped."""
        ...
