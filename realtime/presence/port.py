"""Who is in a channel at this moment: the port, and the presence of a single process."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Protocol

from channels.publication import ChannelName, ClientInfo

Entry = tuple[ChannelName, ClientInfo]


class Presence(Protocol):
    """One entry for each client of a channel. Best effort: an entry of a process that died goes by itself
    within `realtime.settings.Settings.presence_seconds`; those who live are kept by `keep`."""

    async def add(self, entries: Collection[Entry]) -> None:
        """These clients are in these channels now. Returns when others can see them."""
        ...

    async def keep(self, entries: Collection[Entry]) -> None:
        """They still are: said of all clients of this process, more often than entries go."""
        ...

    async def remove(self, entries: Collection[Entry]) -> None:
        """They are not any more."""
        ...

    async def members(self, channel: ChannelName) -> Mapping[str, ClientInfo]:
        """Client id -> who it is. Raises when it cannot be known."""
        ...

    async def stop(self) -> None:
        """Ends its connections, if it has any."""
        ...


class MemoryPresence:
    """Implements `Presence` for one process: exact, and nothing goes by itself."""

    def __init__(self) -> None:
        self._channels: dict[ChannelName, dict[str, ClientInfo]] = defaultdict(dict)

    async def add(self, entries: Collection[Entry]) -> None:
        for channel, info in entries:
            self._channels[channel][info.client] = info

    async def keep(self, entries: Collection[Entry]) -> None:
        pass

    async def remove(self, entries: Collection[Entry]) -> None:
        for channel, info in entries:
            clients = self._channels.get(channel, {})
            clients.pop(info.client, None)
            if not clients:
                self._channels.pop(channel, None)

    async def members(self, channel: ChannelName) -> Mapping[str, ClientInfo]:
        return dict(self._channels.get(channel, {}))

    async def stop(self) -> None:
        pass
