"""Typed commands of the client protocol."""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_COMMANDS = 256  # of one frame
MAX_NAME = 16
MAX_VERSION = 64
MAX_METHOD = 255
MAX_EPOCH = 255
MAX_ID = 2**32 - 1
MAX_OFFSET = 2**63 - 1  # a bigint of the archive


@dataclass(frozen=True, slots=True)
class Recovery:
    """Position at which a client stopped reading a channel. `epoch` may be empty: the client was never told one."""

    offset: int
    epoch: str


@dataclass(frozen=True, slots=True)
class Connect:
    """First command of a client. `data` of all commands is raw: JSON text from JSON clients, else any bytes."""

    id: int
    token: str | None
    data: bytes | None
    name: str
    version: str
    recoveries: Mapping[str, Recovery]  # channels that the server had subscribed before the reconnect


@dataclass(frozen=True, slots=True)
class Subscribe:
    id: int
    channel: str
    token: str
    data: bytes | None
    recovery: Recovery | None
    recoverable: bool  # asks for positions and recovery, if the channel does not give them to everybody
    join_leave: bool  # asks for joins and leaves
    refuse_unrecovered: bool  # answer error 112 instead of `recovered: false`
    filtered: bool  # asks for a tags filter, which no channel supports
    kind: int  # 0 is a plain stream; the others are features that we do not have


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    id: int
    channel: str


@dataclass(frozen=True, slots=True)
class Publish:
    id: int
    channel: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Presence:
    id: int
    channel: str


@dataclass(frozen=True, slots=True)
class PresenceStats:
    id: int
    channel: str


@dataclass(frozen=True, slots=True)
class History:
    id: int
    channel: str
    limit: int
    since: Recovery | None
    reverse: bool


@dataclass(frozen=True, slots=True)
class Rpc:
    id: int
    method: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Send:
    """A message without an answer; it has no id."""

    data: bytes | None


@dataclass(frozen=True, slots=True)
class Refresh:
    id: int
    token: str


@dataclass(frozen=True, slots=True)
class SubRefresh:
    id: int
    channel: str
    token: str
    kind: int  # 0 refreshes a subscription; the others are features that we do not have


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to a ping."""


Question = Connect | Subscribe | Unsubscribe | Publish | Presence | PresenceStats | History | Rpc | Refresh | SubRefresh
"""Commands with an id: each gets exactly one reply."""

Command = Question | Send | Pong
