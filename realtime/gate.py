"""The port by which sockets ask the application: who is this, what may they read, do this for them.

Implemented in `handlers/`. Every method may be called by many sessions at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from channels.publication import ChannelName


@dataclass(frozen=True, slots=True)
class Opening:
    """What a client brought when it opened its connection and sent `connect`."""

    token: str | None  # the connect command's token
    cookie: str | None  # value of the Cookie header, verbatim
    origin: str | None  # Origin header; already in the allow-list when present
    address: str  # address of the peer of the TCP connection (a proxy's, behind a proxy)
    data: bytes | None  # the connect command's data, JSON text


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom the gate let in."""

    person: int
    login: int  # the sign-in this connection hangs on; ending it closes the connection
    channels: Sequence[ChannelName]  # all that the person may read: the server subscribes them


class Gate(Protocol):
    async def admit(self, opening: Opening) -> Admission:
        """Lets a connection in.

        Raises `realtime.protocol.codes.Disconnect` (INVALID_TOKEN for a bad token, BAD_REQUEST when there is
        neither token nor cookie) or `realtime.protocol.codes.ErrorReply` (TOKEN_EXPIRED). A cookie counts
        only together with an origin: without one the request may come from anywhere.
        """
        ...

    async def readable(self, persons: Collection[int]) -> Mapping[int, Collection[ChannelName]]:
        """For each person all channels that the server subscribes, in one query.

        Sees everything committed before the call. A person who is missing may read nothing.
        """
        ...

    async def may_read(self, person: int, channel: ChannelName) -> bool:
        """May this person read this channel now? False, too, when it does not exist.

        Sees everything committed before the call. May allow more than `readable` lists (leadership
        opening one journal): it decides about subscriptions that a client asked for, and history.
        """
        ...

    async def publish(self, person: int, channel: ChannelName, data: bytes) -> None:
        """Posts `data` (JSON text) as this person. Raises `channels.errors.Refusal`."""
        ...

    async def rpc(self, person: int, login: int, method: str, data: bytes | None) -> bytes:
        """Runs an action as this person; `data` and the result are JSON texts. Raises `Refusal`."""
        ...
