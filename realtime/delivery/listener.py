"""Port by which the delivery hands publications to listeners."""

from typing import Protocol

from channels.publication import ChannelName
from realtime.gate import Grant
from realtime.protocol.dialects import Dialect


class Listener(Protocol):
    """Listener to channels in this process. No method blocks or raises."""

    @property
    def dialect(self) -> Dialect:
        """Dialect in which it wants messages encoded."""
        ...

    def own_grant(self, channel: ChannelName) -> Grant | None:
        """Returns its grant for the channel if that differs from what the channel's rules give everybody, else None."""
        ...

    def push(self, data: bytes) -> None:
        """Takes whole messages in its dialect; they leave in this order at the end of this turn of the loop."""
        ...

    def push_now(self, data: bytes) -> None:
        """Like `push`, but sends at once if nothing else waits."""
        ...

    def lost(self, channel: ChannelName) -> None:
        """Says that the channel cannot be continued: the listener gets nothing more of it and must come again."""
        ...
