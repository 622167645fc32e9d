"""What can be set about the fan-out over Redis: default, unit and reason of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FanoutSettings:
    partitions: int = 64
    """Redis channels that all publications share: enough to spread over a cluster, few enough that a
    process subscribes in one write. The same in every process of an installation."""

    beat_seconds: float = 1.0
    """Between two heartbeats, sent on one connection and heard on the other."""

    lost_seconds: float = 3.0
    """Without one's own heartbeat, then both connections are dropped: a half-open one says nothing."""

    forget_seconds: float = 5.0
    """Without another process's heartbeat, then it is not among the nodes."""

    connect_seconds: float = 2.0
    """For both connections with their sign-in, then it is tried again."""

    retry_seconds: float = 1.0
    """At most, between two tries: Redis is needed as soon as it is back."""

    follow_seconds: float = 2.0
    """That `follow` waits for the subscription's confirmation."""

    waiting: int = 20_000
    """Messages for one server that wait to be sent, then the oldest are dropped: the archive has them."""

    waiting_bytes: int = 16 * 1024 * 1024
    """The same in bytes."""

    stale_seconds: float = 5.0
    """After which what waits is of no use: the look at the heads has found the publication, nobody is typing
    any more, and the client that an order was for has given up."""

    batch: int = 500
    """Messages in one write, answered together: some ten milliseconds for Redis."""

    stop_seconds: float = 1.0
    """For what waits when the process stops."""
