"""Port by which sockets ask the application who somebody is, what they may read, and to act for them.

Implemented in `handlers/` for schools, in `tests/conformance/` for open channels. Many sessions may call every method
at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from channels.publication import ChannelName, ClientInfo
from realtime.protocol.commands import Subscribe


@dataclass(frozen=True, slots=True)
class Opening:
    """Data that a client brought when it opened its connection and sent `connect`."""

    token: str | None  # of the connect command
    cookie: str | None  # values of the Cookie headers, verbatim, joined like one header
    origin: str | None  # Origin header; if present, already found in the allow-list
    address: str  # address of the peer of the TCP connection (a proxy's, behind a proxy)
    data: bytes | None  # of the connect command


@dataclass(frozen=True, slots=True)
class Rules:
    """Properties of a channel that are the same for everybody."""

    kept: bool = True  # numbered in the archive; else its publications pass by once and are lost
    presence: bool = False  # clients may ask who listens
    join_leave: bool = False  # joins and leaves are pushed


@dataclass(frozen=True, slots=True)
class Grant:
    """Way in which one session listens to one channel, where it differs from what the rules give everybody."""

    recoverable: bool = True  # gets positions and may recover
    join_leave: bool = False  # gets joins and leaves
    info: bytes | None = None  # shown to others there with the client (`chan_info`)
    data: bytes | None = None  # sent to the client with the reply
    until: float | None = None  # Unix time by which the client must have refreshed it


@dataclass(frozen=True, slots=True)
class Admission:
    """A person let in. `channels` are all that the server subscribes; None stands for what the rules give."""

    user: str
    login: int  # the sign-in of this connection; ending it closes the connection
    channels: Mapping[ChannelName, Grant | None]
    visible: bool = True  # others may know that this person is there
    info: bytes | None = None  # shown to others with the client (`conn_info`)
    until: float | None = None  # Unix time by which the client must have refreshed its token


@dataclass(frozen=True, slots=True)
class Caller:
    """Author of a command. `subscribed`: to the channel that the command is about."""

    info: ClientInfo
    login: int
    subscribed: bool

    @property
    def user(self) -> str:
        return self.info.user


class Look(Enum):
    PRESENCE = "presence"
    HISTORY = "history"


class Gate(Protocol):
    rights_change: bool
    """False: a grant stays until it is taken away, and `readable` is never asked."""

    def rules(self, channel: ChannelName) -> Rules:
        """Returns the rules of a channel. Raises `ErrorReply` (UNKNOWN_CHANNEL) if there can be no such channel."""
        ...

    async def admit(self, opening: Opening) -> Admission:
        """Lets a connection in.

        Raises `realtime.protocol.codes.Disconnect` (INVALID_TOKEN for a bad token, BAD_REQUEST if there is neither
        token nor cookie) or `ErrorReply` (TOKEN_EXPIRED). A cookie counts only together with an origin: without one the
        request may come from anywhere.
        """
        ...

    async def refresh(self, caller: Caller, token: str) -> float | None:
        """Returns how long the connection may live with this token (Unix time), None for ever.

        Raises `Disconnect`: CONNECTION_EXPIRED for an old token, INVALID_TOKEN for a bad one or another person's.
        """
        ...

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        """Returns for each user all channels that the server subscribes, in one query.

        Sees everything committed before the call. A missing user may read nothing.
        """
        ...

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        """Lets a client subscribe to a channel it asked for. Raises `ErrorReply` or `Disconnect`."""
        ...

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        """Like `refresh`, for one subscription. Raises `Disconnect` (SUBSCRIPTION_EXPIRED, INVALID_TOKEN)."""
        ...

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        """True if this user may still read what was granted; False, too, if the channel does not exist.

        Sees everything committed before the call. May allow more than `readable` lists (leadership opening one
        journal): it decides about subscriptions that a client asked for.
        """
        ...

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        """Raises `ErrorReply` (PERMISSION_DENIED, NOT_AVAILABLE) if the caller may not see that of the channel."""
        ...

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        """Posts `data` as this user. Raises `channels.errors.Refusal` or `ErrorReply`."""
        ...

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        """Runs an action as this user; the result is JSON text. Raises `Refusal` or `ErrorReply`."""
        ...

    async def ended_logins(self) -> Collection[int]:
        """Returns sign-ins that ended in the last minutes: their connections must close even if an order was lost."""
        ...
