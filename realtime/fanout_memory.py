"""The fan-out of a single process: a function call."""

from collections.abc import Collection, Sequence

from channels.publication import ChannelName, Publication
from realtime.fanout import Sink


class MemoryFanout:
    """Implements `realtime.fanout.Fanout` for one process. Loses, repeats and reorders nothing."""

    def __init__(self) -> None:
        self._sink: Sink | None = None
        self._followed: set[ChannelName] = set()

    def attach(self, sink: Sink) -> None:
        self._sink = sink

    def send(self, publications: Sequence[Publication]) -> None:
        if self._sink is None:
            return
        for publication in publications:
            if publication.channel in self._followed:
                self._sink.hint(publication)

    async def follow(self, channels: Collection[ChannelName]) -> None:
        self._followed.update(channels)

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        self._followed.difference_update(channels)
