"""An archive in memory with retention: implements `channels.ports.Archive` for open channels."""

import secrets
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from channels.publication import ChannelName, ClientInfo, Position, Publication
from tests.conformance.config import Config


class Stream:
    """One channel: its top and epoch stay when its entries are gone."""

    def __init__(self, size: int, ttl: float) -> None:
        self.epoch = secrets.token_urlsafe(6)
        self.top = 0
        self._ttl = ttl
        self._until = 0.0  # of all entries: each publication renews it
        self._entries: deque[Publication] = deque(maxlen=size)

    @property
    def entries(self) -> Sequence[Publication]:
        if time.monotonic() > self._until:
            self._entries.clear()
        return self._entries

    def append(self, publication: Publication) -> None:
        _ = self.entries
        self.top = publication.offset
        self._entries.append(publication)
        self._until = time.monotonic() + self._ttl

    def clear(self) -> None:
        self._entries.clear()


class OpenArchive:
    def __init__(self, config: Config) -> None:
        self._config = config
        self._streams: dict[str, Stream] = {}

    def stream(self, channel: str) -> Stream:
        """Reading makes a stream that is not there yet."""
        found = self._streams.get(channel)
        if found is None:
            options = self._config.options(channel)
            found = self._streams[channel] = Stream(options.history_size, options.history_ttl)
        return found

    def append(
        self, channel: ChannelName, data: bytes, info: ClientInfo | None, tags: Mapping[str, str] | None
    ) -> Publication:
        stream = self.stream(channel)
        publication = Publication(channel, stream.top + 1, datetime.now(UTC), None, data, info=info, tags=tags)
        stream.append(publication)
        return publication

    async def heads(self, channels: Collection[ChannelName]) -> Mapping[ChannelName, Position]:
        streams = {name: self.stream(name) for name in channels}
        return {name: Position(stream.top, stream.epoch) for name, stream in streams.items()}

    async def since(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        return [each for each in self.stream(channel).entries if each.offset > offset][:limit]

    async def before(self, channel: ChannelName, offset: int, limit: int) -> Sequence[Publication]:
        return [each for each in reversed(self.stream(channel).entries) if each.offset < offset][:limit]
