"""What can be set about sockets: default, unit and reason of each."""

from dataclasses import dataclass

from realtime import __version__


@dataclass(frozen=True, slots=True)
class Settings:
    origins: frozenset[str] = frozenset()
    """Exact values of the Origin header that may open a socket; others get 403. Empty: no browsers."""

    version: str = f"zvonok {__version__}"
    """Told to clients in the connect reply; never empty, the SDKs assert it."""

    ping_seconds: float = 25.0
    """Between two pings of a session: under the 30-60 s after which proxies and phones' networks drop."""

    pong_seconds: float = 8.0
    """For the answer to a ping, then 3012. Must be less than `ping_seconds`."""

    connect_seconds: float = 10.0
    """From the TCP connection to the end of the request head, and from there to a successful connect
    (3502). The Python client fetches its token after opening, so less than 10 s breaks it."""

    close_seconds: float = 5.0
    """For a client's half of the close handshake, then the connection is aborted."""

    admitted_per_second: float = 1000.0
    """Connections let in, on average; others get 503 with Retry-After. A process admits about 1,400 a second."""

    admitted_at_once: int = 10_000
    """Of those that may come in one burst: all sessions of a process whose neighbour has died."""

    tick_seconds: float = 0.1
    """Grain of the one timer that all sessions share: every deadline may be this much late."""

    head_bytes: int = 16 * 1024
    """Of a request head; more is refused before any of it is parsed."""

    frame_bytes: int = 64 * 1024
    """Of a message from a client, then close 1009: a chat message or a rpc needs no more."""

    commands_waiting: int = 256
    """Of one session, then 3013: connect and 128 subscribe commands come in one frame."""

    subscriptions: int = 128
    """That one client may ask for itself, then error 106. Those of the server are not counted."""

    server_subscriptions: int = 2000
    """Of one session; with more it is refused (3505). A head of a large school has some hundred."""

    sessions_per_user: int = 10
    """Of one person in this process; an eleventh closes the oldest (3504), which is the likeliest to be dead."""

    commands_per_second: int = 500
    """Of one session, then 3013. The first second of a client with 128 subscriptions has 130."""

    expiry_seconds: float = 25.0
    """After the end of a token before its connection or subscription ends: time to fetch another one."""

    history_limit: int = 300
    """Publications in one history reply: clients page on from there."""

    recovery_limit: int = 1000
    """Publications of one channel handed to a returning client; with more it is told to reload."""

    recovery_bytes: int = 512 * 1024
    """Of all publications recovered in one reply; must leave room below `unsent_bytes`."""

    unsent_bytes: int = 1024 * 1024
    """Waiting for one slow reader, then it is cut off (3008) and recovers when it comes back."""

    stalled_seconds: float = 10.0
    """Without any byte accepted by a reader that has unsent bytes, then it is cut off (3008)."""

    gap_seconds: float = 0.1
    """That a missing offset may still come as a hint before the archive is read: hints of parallel
    commits overtake each other by less."""

    heads_seconds: float = 5.0
    """Between two looks at the top offsets of all live channels: the longest that a lost last hint,
    or a publication by another process without a fan-out, stays unseen."""

    heads_alone_seconds: float = 1.0
    """The same while the fan-out does not work: then this is how publications of other processes come."""

    rights_seconds: float = 60.0
    """Between two readings of everybody's rights: the longest that a right which ends by its date, and
    so publishes nothing, outlives it on an open session."""

    retry_seconds: float = 0.5
    """Before an archive read or a rights read that failed is tried again."""

    held_hints: int = 1000
    """Of one channel, waiting for a gap to be filled; more are dropped and read from the archive."""

    fill_limit: int = 500
    """Publications in one archive read that fills a gap."""

    slice_sessions: int = 200
    """Written to in one turn of the event loop: about 2 ms at 9 microseconds each."""

    drain_seconds: float = 5.0
    """Over which a stopping process sends its sessions away, so that they do not return all at once."""

    presence_seconds: float = 60.0
    """That an entry of presence lives without being kept: a process that died leaves its clients this long."""
