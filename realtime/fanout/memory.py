"""Fan-out of a single process: a function call."""

import secrets
from collections.abc import Collection, Mapping, Sequence

from channels.publication import ChannelName, Publication
from realtime.fanout.port import Counts, Ephemeral, Peer, Sink


class MemoryFanout:
    """Implements `realtime.fanout.port.Network` for one process. Loses, repeats and reorders nothing."""

    healthy = True
    counts = Counts()  # there are no others

    def __init__(self) -> None:
        self.node = secrets.token_hex(8)
        self._sink: Sink | None = None
        self._member: Peer | None = None
        self._followed: set[ChannelName] = set()

    def attach(self, sink: Sink) -> None:
        self._sink = sink

    def join(self, member: Peer) -> None:
        self._member = member

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    def send(self, publications: Sequence[Publication]) -> None:
        if self._sink is None:
            return
        for publication in publications:
            if publication.channel in self._followed:
                self._sink.hint(publication)

    def signal(self, ephemeral: Ephemeral) -> None:
        if self._sink is not None and ephemeral.channel in self._followed:
            self._sink.pass_on(ephemeral)

    def order(self, order: bytes, node: str | None = None) -> None:
        if self._member is not None and node in (None, self.node):
            self._member.received(order)

    async def follow(self, channels: Collection[ChannelName]) -> None:
        self._followed.update(channels)

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        self._followed.difference_update(channels)

    def nodes(self) -> Mapping[str, bytes]:
        return {self.node: b"{}" if self._member is None else self._member.describe()}
