"""The port that carries publications between server processes."""

from collections.abc import Collection, Sequence
from typing import Protocol

from channels.publication import ChannelName, Publication


class Sink(Protocol):
    """Who is told of publications in this process (the hub)."""

    def hint(self, publication: Publication) -> None:
        """A committed publication exists. Never blocks, never raises."""
        ...

    def doubt(self) -> None:
        """Hints may have been lost just now: look at the archive soon. Never blocks, never raises."""
        ...


class Fanout(Protocol):
    """Carries hints: at most once each, perhaps late, repeated or out of order. The offset decides.

    No correctness rests on it; a process that hears nothing finds all in the archive, only later.
    All methods are called on the event loop's thread.
    """

    def attach(self, sink: Sink) -> None:
        """Names the one receiver of hints in this process, before anything is sent."""
        ...

    def send(self, publications: Sequence[Publication]) -> None:
        """Tells every process that follows these channels, this one too. Never blocks, never raises."""
        ...

    async def follow(self, channels: Collection[ChannelName]) -> None:
        """Returns when hints of these channels, sent from now on, would reach this process."""
        ...

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        """Hints of these channels are no longer wanted here. Never blocks, never raises."""
        ...
