"""Settings of the fan-out over Redis, with default, unit and reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FanoutSettings:
    partitions: int = 64
    """Redis channels that all publications share: enough to spread over a cluster, few enough that a process subscribes
    in one write. The same in every process of an installation.
    """

    beat_seconds: float = 1.0
    """Time between two heartbeats, which are sent on one connection and heard on the other."""

    lost_seconds: float = 3.0
    """Time without our own heartbeat after which both connections are dropped: a half-open one reports no error."""

    forget_seconds: float = 5.0
    """Time without another process's heartbeat after which it is no longer among the nodes."""

    connect_seconds: float = 2.0
    """Time for both connections with their sign-in; then it is tried again."""

    retry_seconds: float = 1.0
    """Longest time between two tries: Redis is needed as soon as it is back."""

    follow_seconds: float = 2.0
    """Longest time that `follow` waits for the confirmation of the subscription."""

    waiting: int = 20_000
    """Messages for one server that may wait to be sent; beyond that the oldest are dropped: the archive has them."""

    waiting_bytes: int = 16 * 1024 * 1024
    """Bytes of these messages."""

    stale_seconds: float = 5.0
    """Age after which a waiting message is of no use: the comparison of the heads has found the publication, nobody is
    typing any more, and the client of an order has given up.
    """

    batch: int = 500
    """Messages in one write, which are answered together: some ten milliseconds for Redis."""

    stop_seconds: float = 1.0
    """Time for waiting messages when the process stops."""
