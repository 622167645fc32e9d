"""Settings of the sockets, with default, unit and reason."""

from dataclasses import dataclass

from realtime import __version__


@dataclass(frozen=True, slots=True)
class Settings:
    origins: frozenset[str] = frozenset()
    """Exact values of the Origin header that may open a socket; others get 403. Empty: no browsers."""

    version: str = f"zvonok {__version__}"
    """Version told to clients in the connect reply; never empty, as the SDKs assert."""

    ping_seconds: float = 25.0
    """Time between two pings of a session: less than the 30-60 s after which proxies and phone networks drop it."""

    pong_seconds: float = 8.0
    """Time for the answer to a ping, then 3012. Must be less than `ping_seconds`."""

    connect_seconds: float = 10.0
    """Time from the TCP connection to the end of the request head, and from there to a successful connect (3502). The
    Python client fetches its token after opening, so less than 10 s breaks it.
    """

    close_seconds: float = 5.0
    """Time for a client's half of the close handshake; then the connection is aborted."""

    admitted_per_second: float = 1000.0
    """Connections admitted, on average; others get 503 with Retry-After. A process admits about 1,400 a second."""

    admitted_at_once: int = 10_000
    """Connections admitted in one burst: all sessions of a process whose neighbour has died."""

    tick_seconds: float = 0.1
    """Grain of the one timer that all sessions share: every deadline may be this much late."""

    head_bytes: int = 16 * 1024
    """Bytes of a request head; a longer one is refused before it is parsed."""

    frame_bytes: int = 64 * 1024
    """Bytes of a message from a client, then close 1009: a chat message or an rpc needs no more."""

    commands_waiting: int = 256
    """Commands of one session that may wait, then 3013: connect and 128 subscribe commands come in one frame."""

    subscriptions: int = 128
    """Subscriptions that one client may ask for, then error 106. Those of the server are not counted."""

    server_subscriptions: int = 2000
    """Subscriptions by the server for one session, else it is refused (3505). A head of a large school has some 100."""

    sessions_per_user: int = 10
    """Sessions of one person in this process; an eleventh closes the oldest (3504), the likeliest to be dead."""

    commands_per_second: int = 500
    """Commands of one session, then 3013. The first second of a client with 128 subscriptions has 130."""

    expiry_seconds: float = 25.0
    """Time from the end of a token to the end of its connection or subscription: enough to fetch another one."""

    history_limit: int = 300
    """Publications in one history reply: clients page on from there."""

    recovery_limit: int = 1000
    """Publications of one channel handed to a returning client; with more it is told to reload."""

    recovery_bytes: int = 512 * 1024
    """Bytes of all publications recovered in one reply; must leave room below `unsent_bytes`."""

    unsent_bytes: int = 1024 * 1024
    """Bytes that may wait for one slow reader; with more it is cut off (3008) and recovers when it comes back."""

    stalled_seconds: float = 10.0
    """Time in which a reader with unsent bytes accepts none; then it is cut off (3008)."""

    gap_seconds: float = 0.1
    """Time that a missing offset may still come as a hint before the archive is read: hints of parallel commits
    overtake each other by less.
    """

    heads_seconds: float = 5.0
    """Time between two comparisons with the top offsets of all live channels: the longest that a lost last hint, or a
    publication by another process without a fan-out, stays unseen.
    """

    heads_alone_seconds: float = 0.4
    """Like `heads_seconds`, while the fan-out fails: then publications of other processes come only this way, the ends
    of rights among them, which are heard within a second.
    """

    rights_seconds: float = 60.0
    """Time between two readings of everybody's rights. A right that ends by its date publishes nothing: this is the
    longest that it outlives its end on an open session.
    """

    retry_seconds: float = 0.5
    """Time before a failed read of the archive or of rights is tried again."""

    held_hints: int = 1000
    """Hints of one channel that may wait for a gap to be filled; more are dropped and read from the archive."""

    fill_limit: int = 500
    """Publications in one archive read that fills a gap."""

    slice_sessions: int = 200
    """Sessions written to in one turn of the event loop: about 2 ms at 9 microseconds each."""

    drain_seconds: float = 5.0
    """Time over which a stopping process sends its sessions away, so that they do not return all at once."""

    presence_seconds: float = 60.0
    """Time that an entry of presence lives without renewal: clients of a dead process stay visible this long."""
