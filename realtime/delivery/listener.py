"""The port by which the delivery hands publications to whoever listens."""

from typing import Protocol

from channels.publication import ChannelName
from realtime.gate import Grant
from realtime.protocol.dialects import Dialect


class Listener(Protocol):
    """Somebody in this process who listens to channels. No method blocks or raises."""

    @property
    def dialect(self) -> Dialect:
        """In which it wants messages encoded."""
        ...

    def own_grant(self, channel: ChannelName) -> Grant | None:
        """How it listens there, where that differs from what the channel's rules give everybody."""
        ...

    def push(self, data: bytes) -> None:
        """Whole messages in its dialect; they leave at the end of this turn of the loop, in the order they came."""
        ...

    def push_now(self, data: bytes) -> None:
        """The same, without waiting for the end of the turn when nothing else waits."""
        ...

    def lost(self, channel: ChannelName) -> None:
        """The channel cannot be continued: it gets nothing more of it and must come again."""
        ...
