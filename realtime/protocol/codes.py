"""Codes of the client protocol in one table, and the two exceptions that carry them.

The numbers and texts are those of the Centrifuge protocol; published clients act on them. Clients do not come back
after 3500-3999; after any other code they reconnect.
"""

from enum import IntEnum


class ErrorCode(IntEnum):
    """Codes of error replies. 400-1999 belong to the application (`channels.errors`)."""

    INTERNAL = 100
    UNAUTHORIZED = 101
    UNKNOWN_CHANNEL = 102
    PERMISSION_DENIED = 103
    METHOD_NOT_FOUND = 104
    ALREADY_SUBSCRIBED = 105
    LIMIT_EXCEEDED = 106
    BAD_REQUEST = 107
    NOT_AVAILABLE = 108
    TOKEN_EXPIRED = 109
    EXPIRED = 110
    TOO_MANY_REQUESTS = 111
    UNRECOVERABLE_POSITION = 112


ERRORS: dict[int, tuple[str, bool]] = {
    ErrorCode.INTERNAL: ("internal server error", True),
    ErrorCode.UNAUTHORIZED: ("unauthorized", False),
    ErrorCode.UNKNOWN_CHANNEL: ("unknown channel", False),
    ErrorCode.PERMISSION_DENIED: ("permission denied", False),
    ErrorCode.METHOD_NOT_FOUND: ("method not found", False),
    ErrorCode.ALREADY_SUBSCRIBED: ("already subscribed", False),
    ErrorCode.LIMIT_EXCEEDED: ("limit exceeded", False),
    ErrorCode.BAD_REQUEST: ("bad request", False),
    ErrorCode.NOT_AVAILABLE: ("not available", False),
    ErrorCode.TOKEN_EXPIRED: ("token expired", False),
    ErrorCode.EXPIRED: ("expired", False),
    ErrorCode.TOO_MANY_REQUESTS: ("too many requests", True),
    ErrorCode.UNRECOVERABLE_POSITION: ("unrecoverable position", False),
}
"""code -> (message, temporary). Clients try again by themselves after a temporary error."""


class DisconnectCode(IntEnum):
    """Close codes of a connection."""

    CONNECTION_CLOSED = 3000
    SHUTDOWN = 3001
    INTERNAL = 3004
    CONNECTION_EXPIRED = 3005
    SUBSCRIPTION_EXPIRED = 3006
    SLOW = 3008
    WRITE_ERROR = 3009
    INSUFFICIENT_STATE = 3010
    FORCE_RECONNECT = 3011
    NO_PONG = 3012
    TOO_MANY_REQUESTS = 3013
    STATE_INVALIDATED = 3014
    INVALID_TOKEN = 3500
    BAD_REQUEST = 3501
    STALE = 3502
    FORCE_DISCONNECT = 3503
    CONNECTION_LIMIT = 3504
    CHANNEL_LIMIT = 3505
    INAPPROPRIATE_PROTOCOL = 3506
    PERMISSION_DENIED = 3507
    NOT_AVAILABLE = 3508
    TOO_MANY_ERRORS = 3509


DISCONNECTS: dict[int, str] = {
    DisconnectCode.CONNECTION_CLOSED: "connection closed",
    DisconnectCode.SHUTDOWN: "shutdown",
    DisconnectCode.INTERNAL: "internal server error",
    DisconnectCode.CONNECTION_EXPIRED: "connection expired",
    DisconnectCode.SUBSCRIPTION_EXPIRED: "subscription expired",
    DisconnectCode.SLOW: "slow",
    DisconnectCode.WRITE_ERROR: "write error",
    DisconnectCode.INSUFFICIENT_STATE: "insufficient state",
    DisconnectCode.FORCE_RECONNECT: "force reconnect",
    DisconnectCode.NO_PONG: "no pong",
    DisconnectCode.TOO_MANY_REQUESTS: "too many requests",
    DisconnectCode.STATE_INVALIDATED: "state invalidated",
    DisconnectCode.INVALID_TOKEN: "invalid token",
    DisconnectCode.BAD_REQUEST: "bad request",
    DisconnectCode.STALE: "stale",
    DisconnectCode.FORCE_DISCONNECT: "force disconnect",
    DisconnectCode.CONNECTION_LIMIT: "connection limit",
    DisconnectCode.CHANNEL_LIMIT: "channel limit",
    DisconnectCode.INAPPROPRIATE_PROTOCOL: "inappropriate protocol",
    DisconnectCode.PERMISSION_DENIED: "permission denied",
    DisconnectCode.NOT_AVAILABLE: "not available",
    DisconnectCode.TOO_MANY_ERRORS: "too many errors",
}
"""code -> reason. Never empty: the browser client ignores a code without a reason."""


class UnsubscribeCode(IntEnum):
    """Codes of the unsubscribe push. From 2500 on the client subscribes again by itself."""

    SERVER = 2000
    INSUFFICIENT_STATE = 2500
    EXPIRED = 2501


UNSUBSCRIBES: dict[int, str] = {
    UnsubscribeCode.SERVER: "server unsubscribe",
    UnsubscribeCode.INSUFFICIENT_STATE: "insufficient state",
    UnsubscribeCode.EXPIRED: "subscription expired",
}


class Disconnect(Exception):
    """Ends the connection. The default reason is the table's.

    A reason must be non-empty, under 124 bytes and not JSON, or browsers misread it.
    """

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(code)
        self.code = int(code)
        self.reason = reason or DISCONNECTS.get(self.code, "closed")


class ErrorReply(Exception):
    """Answers one command with an error; the connection stays. The default message and flag are the table's."""

    def __init__(self, code: int, message: str = "", temporary: bool | None = None) -> None:
        super().__init__(code)
        known_message, known_temporary = ERRORS.get(int(code), ("error", False))
        self.code = int(code)
        self.message = message or known_message
        self.temporary = known_temporary if temporary is None else temporary
