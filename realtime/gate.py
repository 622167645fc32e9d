"""The port by which sockets ask the application: who is this, what may they read, do this for them.

Implemented in `handlers/` for schools, in `tests/conformance/` for open channels. Every method may be called by many
sessions at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from channels.publication import ChannelName, ClientInfo
from realtime.protocol.commands import Subscribe


@dataclass(frozen=True, slots=True)
class Opening:
    """What a client brought when it opened its connection and sent `connect`."""

    token: str | None  # the connect command's token
    cookie: str | None  # values of the Cookie headers, verbatim, joined as if they were one
    origin: str | None  # Origin header; already in the allow-list when present
    address: str  # address of the peer of the TCP connection (a proxy's, behind a proxy)
    data: bytes | None  # the connect command's data


@dataclass(frozen=True, slots=True)
class Rules:
    """What a channel is, for everybody alike."""

    kept: bool = True  # numbered in the archive; else its publications pass by once
    presence: bool = False  # who listens can be asked
    join_leave: bool = False  # who comes and goes is told


@dataclass(frozen=True, slots=True)
class Grant:
    """How one session listens to one channel, where it differs from what the rules give everybody."""

    recoverable: bool = True  # is told positions and may recover
    join_leave: bool = False  # hears who comes and goes
    info: bytes | None = None  # told to others there with the client (`chan_info`)
    data: bytes | None = None  # told to the client with the reply
    until: float | None = None  # Unix time; the client must have refreshed it by then


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom the gate let in. `channels` are all that the server subscribes; None stands for what the rules give."""

    user: str
    login: int  # the sign-in this connection hangs on; ending it closes the connection
    channels: Mapping[ChannelName, Grant | None]
    visible: bool = True  # others may know that this person is there
    info: bytes | None = None  # told to others with the client (`conn_info`)
    until: float | None = None  # Unix time; the client must have refreshed its token by then


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose command it is. `subscribed`: to the channel that the command is about."""

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
    """False: what was granted once stays granted until it is taken away; `readable` is never asked."""

    def rules(self, channel: ChannelName) -> Rules:
        """Raises `ErrorReply` (UNKNOWN_CHANNEL) when there can be no such channel."""
        ...

    async def admit(self, opening: Opening) -> Admission:
        """Lets a connection in.

        Raises `realtime.protocol.codes.Disconnect` (INVALID_TOKEN for a bad token, BAD_REQUEST when there is
        neither token nor cookie) or `ErrorReply` (TOKEN_EXPIRED). A cookie counts only together with an origin:
        without one the request may come from anywhere.
        """
        ...

    async def refresh(self, caller: Caller, token: str) -> float | None:
        """Until when the connection may live with this token (Unix time), None for ever.

        Raises `Disconnect`: CONNECTION_EXPIRED for an old token, INVALID_TOKEN for a bad or foreign one.
        """
        ...

    async def readable(self, users: Collection[str]) -> Mapping[str, Collection[ChannelName]]:
        """For each user all channels that the server subscribes, in one query.

        Sees everything committed before the call. A user who is missing may read nothing.
        """
        ...

    async def subscribe(self, caller: Caller, command: Subscribe) -> Grant | None:
        """Lets a client subscribe to a channel it asked for. Raises `ErrorReply` or `Disconnect`."""
        ...

    async def sub_refresh(self, caller: Caller, channel: ChannelName, token: str) -> float | None:
        """As `refresh`, for one subscription. Raises `Disconnect` (SUBSCRIPTION_EXPIRED, INVALID_TOKEN)."""
        ...

    async def may_read(self, user: str, channel: ChannelName) -> bool:
        """May this user still read what was granted? False, too, when the channel does not exist.

        Sees everything committed before the call. May allow more than `readable` lists (leadership opening one
        journal): it decides about subscriptions that a client asked for.
        """
        ...

    async def look(self, caller: Caller, channel: ChannelName, at: Look) -> None:
        """Raises `ErrorReply` (PERMISSION_DENIED, NOT_AVAILABLE) when the caller may not see that of the channel."""
        ...

    async def publish(self, caller: Caller, channel: ChannelName, data: bytes) -> None:
        """Posts `data` as this user. Raises `channels.errors.Refusal` or `ErrorReply`."""
        ...

    async def rpc(self, caller: Caller, method: str, data: bytes | None) -> bytes:
        """Runs an action as this user; the result is JSON text. Raises `Refusal` or `ErrorReply`."""
        ...

    async def ended_logins(self) -> Collection[int]:
        """Sign-ins that ended in the last minutes. Their connections must go, should an order have been lost."""
        ...
