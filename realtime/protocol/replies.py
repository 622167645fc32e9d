"""Typed replies and pushes of the client protocol, before they are encoded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.publication import ChannelName, ClientInfo, Position, Publication
from realtime.protocol.codes import ErrorReply


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One subscription: the channel's position, and what was missed.

    `recovered_from` is the offset that the client asked from, if everything since is in `publications`; None if it was
    not recovered or (`recovering` false) did not ask. `ttl`: seconds after which the client must refresh it.
    """

    top: Position
    recoverable: bool = True
    recovering: bool = False
    recovered_from: int | None = None
    publications: Sequence[Publication] = ()
    ttl: int | None = None
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Connected:
    """Answer to connect. `ping` in seconds, 0 if the transport's own pings are used; `session` and `node` only for
    transports whose commands come by requests of their own.
    """

    client: str
    version: str
    ping: int
    subscriptions: Mapping[ChannelName, Subscribed]
    ttl: int | None = None
    session: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Bare success of `unsubscribe` or `publish`."""

    method: str


@dataclass(frozen=True, slots=True)
class Members:
    """Client id -> client info."""

    clients: Mapping[str, ClientInfo]


@dataclass(frozen=True, slots=True)
class MemberCount:
    clients: int
    users: int


@dataclass(frozen=True, slots=True)
class Page:
    """Publications of a channel and its position."""

    publications: Sequence[Publication]
    top: Position


@dataclass(frozen=True, slots=True)
class RpcResult:
    data: bytes


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Refreshed connection. `ttl` None: it does not end any more."""

    client: str
    version: str
    ttl: int | None


@dataclass(frozen=True, slots=True)
class SubRefreshed:
    ttl: int | None


Result = Connected | Subscribed | Done | Members | MemberCount | Page | RpcResult | Refreshed | SubRefreshed


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer to the command with that id."""

    id: int
    result: Result


@dataclass(frozen=True, slots=True)
class Refused:
    id: int
    error: ErrorReply


@dataclass(frozen=True, slots=True)
class Told:
    """A publication; offset 0 if it is not kept."""

    publication: Publication


@dataclass(frozen=True, slots=True)
class Joined:
    channel: ChannelName
    info: ClientInfo


@dataclass(frozen=True, slots=True)
class Left:
    channel: ChannelName
    info: ClientInfo


@dataclass(frozen=True, slots=True)
class SubscribedByServer:
    """One more channel, live from after its top."""

    channel: ChannelName
    subscribed: Subscribed


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """End of a subscription. From code 2500 on the client subscribes again by itself."""

    channel: ChannelName
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Disconnected:
    """End of a connection, for transports without a close frame of their own."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ping:
    pass


Message = Reply | Refused | Told | Joined | Left | SubscribedByServer | Unsubscribed | Disconnected | Ping
