"""Where Redis is: its address read, connections made, and which server of a cluster has which slots."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.connection import AbstractConnection, Connection, parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import RedisError

CLUSTER = "+cluster://"
SLOTS = 16384
ANSWER_SECONDS = 2.0  # of a single command; a slower Redis is as good as away
FAILURES = (RedisError, OSError)  # a TimeoutError is an OSError

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which master has which slots. `ranges` are (first, last, server); a server that stands alone is None."""

    ranges: tuple[tuple[int, int, Address | None], ...]

    @property
    def servers(self) -> frozenset[Address | None]:
        return frozenset(server for _, _, server in self.ranges)

    def has(self, server: Address | None, name: str) -> bool:
        """Is this key or channel that server's? Of a name with braces only what they enclose counts."""
        slot = key_slot(name.encode())
        return any(first <= slot <= last and server == each for first, last, each in self.ranges)


STANDALONE = Layout(((0, SLOTS - 1, None),))


class Servers:
    """`redis://`, `rediss://`, `unix://` for one server; `redis+cluster://host:port,host:port` (or `rediss+…`) for a
    cluster, of which the hosts named need not be all. Raises `ValueError` for anything else."""

    def __init__(self, url: str) -> None:
        scheme, cluster, rest = url.partition(CLUSTER)
        self.is_cluster = bool(cluster)
        self._urls = _one_each(scheme, rest) if cluster else [url]
        # typed for redis-py's own use; here it is a mapping of options
        self._options: list[Mapping[str, Any]] = [dict(parse_url(each)) for each in self._urls]
        try:
            self.dial(None)
        except TypeError:
            raise ValueError("an option in it is not one of a connection") from None

    def dial(self, server: Address | None) -> AbstractConnection:
        """A connection that is not connected yet. What it sends and reads is bounded by its user."""
        options = {**self._options[0], "protocol": 2, "driver_info": None, "socket_timeout": None}
        made = options.pop("connection_class", Connection)
        options["socket_connect_timeout"] = ANSWER_SECONDS
        if server is not None:
            options["host"], options["port"] = server
        connection: AbstractConnection = made(**options)
        return connection

    def client(self) -> Redis | RedisCluster:
        """For questions and answers, with a pool of its own; whoever asked for it closes it."""
        plain: dict[str, Any] = {
            "protocol": 2,
            "driver_info": None,  # else redis-py reads files at each new connection
            "socket_timeout": ANSWER_SECONDS,
            "socket_connect_timeout": ANSWER_SECONDS,
        }
        if not self.is_cluster:
            return Redis.from_url(self._urls[0], retry=Retry(NoBackoff(), 1), **plain)
        nodes = [ClusterNode(*address, driver_info=None) for address in self._seeds()]
        return RedisCluster.from_url(self._urls[0], startup_nodes=nodes, **plain)

    async def layout(self, known: Iterable[Address | None] = ()) -> Layout | None:
        """A cluster's own word, from the first server that gives it; None when none does."""
        if not self.is_cluster:
            return STANDALONE
        for seed in dict.fromkeys([*self._seeds(), *filter(None, known)]):
            connection = self.dial(seed)
            try:
                with contextlib.suppress(*FAILURES):
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await connect(connection)
                        await connection.send_command("CLUSTER", "SLOTS")
                        if found := _ranges(await connection.read_response(), seed[0]):
                            return Layout(found)
            finally:
                drop(connection)
        return None

    def _seeds(self) -> list[Address]:
        return [(each.get("host", "localhost"), each.get("port", 6379)) for each in self._options]


async def connect(connection: AbstractConnection) -> None:
    """With the sign-in. Raises one of `FAILURES`."""
    await connection.connect()  # type: ignore[no-untyped-call]


def drop(connection: AbstractConnection) -> None:
    """Ends it at once. redis-py's own `disconnect` waits for what is unsent, on a half-open connection for minutes."""
    writer = connection._writer
    if writer is not None:
        writer.transport.abort()
    connection._close()  # type: ignore[no-untyped-call]


def _one_each(scheme: str, rest: str) -> list[str]:
    authority, slash, tail = rest.partition("/")
    sign_in, at, hosts = authority.rpartition("@")
    return [f"{scheme}://{sign_in}{at}{host}{slash}{tail}" for host in hosts.split(",")]


def _ranges(answer: Any, asked: str) -> tuple[tuple[int, int, Address], ...]:
    """Of `CLUSTER SLOTS`: each entry is first, last, the master, its replicas. A master without an address is the
    server that was asked."""
    found = []
    for first, last, master, *_ in answer:
        host = master[0].decode() if master[0] else asked
        found.append((int(first), int(last), (host, int(master[1]))))
    return tuple(sorted(found))
