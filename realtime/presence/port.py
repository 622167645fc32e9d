"""Presence in channels: the port, and the presence of a single process."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Protocol

from channels.publication import ChannelName, ClientInfo

Entry = tuple[ChannelName, ClientInfo]


class Presence(Protocol):
    """Keeps one entry for each client of a channel. Best effort: entries of a process that died vanish within
    `realtime.settings.Settings.presence_seconds`; living processes renew theirs with `keep`.
    """

    async def add(self, entries: Collection[Entry]) -> None:
        """Adds these clients to these channels. Returns when others can see them."""
        ...

    async def keep(self, entries: Collection[Entry]) -> None:
        """Renews the entries of all clients of this process; to be called more often than entries vanish."""
        ...

    async def remove(self, entries: Collection[Entry]) -> None:
        """Removes these clients from these channels."""
        ...

    async def members(self, channel: ChannelName) -> Mapping[str, ClientInfo]:
        """Returns client id -> client info. Raises if that cannot be known."""
        ...

    async def stop(self) -> None:
        """Ends its connections, if it has any."""
        ...


class MemoryPresence:
    """Implements `Presence` for one process: exact, and nothing vanishes by itself."""

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
