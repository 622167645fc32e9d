"""Addresses of Redis servers, connections to them, and the slots of each server of a cluster."""

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
ANSWER_SECONDS = 2.0  # for a single command; a slower Redis counts as away
FAILURES = (RedisError, OSError)  # includes TimeoutError, which is an OSError

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Slots of each master. `ranges` are (first, last, server); the server is None if there is no cluster."""

    ranges: tuple[tuple[int, int, Address | None], ...]

    @property
    def servers(self) -> frozenset[Address | None]:
        return frozenset(server for _, _, server in self.ranges)

    def has(self, server: Address | None, name: str) -> bool:
        """True if this key or channel is that server's. Of a name with braces only the part in them counts."""
        slot = key_slot(name.encode())
        return any(first <= slot <= last and server == each for first, last, each in self.ranges)


STANDALONE = Layout(((0, SLOTS - 1, None),))


class Servers:
    """Redis servers by address: `redis://`, `rediss://`, `unix://` for one server;
    `redis+cluster://host:port,host:port` (or `rediss+…`) for a cluster, of which some hosts are enough. Raises
    `ValueError` for anything else.
    """

    def __init__(self, url: str) -> None:
        scheme, cluster, rest = url.partition(CLUSTER)
        self.is_cluster = bool(cluster)
        self._urls = _one_each(scheme, rest) if cluster else [url]
        # redis-py has a type of its own for this; here it is a mapping of options
        self._options: list[Mapping[str, Any]] = [dict(parse_url(each)) for each in self._urls]
        try:
            self.dial(None)
        except TypeError:
            raise ValueError("an option in it is not one of a connection") from None

    def dial(self, server: Address | None) -> AbstractConnection:
        """Returns a connection that is not connected yet. The caller bounds the times of its sends and reads."""
        options = {**self._options[0], "protocol": 2, "driver_info": None, "socket_timeout": None}
        made = options.pop("connection_class", Connection)
        options["socket_connect_timeout"] = ANSWER_SECONDS
        if server is not None:
            options["host"], options["port"] = server
        connection: AbstractConnection = made(**options)
        return connection

    def client(self) -> Redis | RedisCluster:
        """Returns a client for questions and answers with a pool of its own; the caller closes it."""
        plain: dict[str, Any] = {
            "protocol": 2,
            "driver_info": None,  # otherwise redis-py reads files at each new connection
            "socket_timeout": ANSWER_SECONDS,
            "socket_connect_timeout": ANSWER_SECONDS,
        }
        if not self.is_cluster:
            return Redis.from_url(self._urls[0], retry=Retry(NoBackoff(), 1), **plain)
        nodes = [ClusterNode(*address, driver_info=None) for address in self._seeds()]
        return RedisCluster.from_url(self._urls[0], startup_nodes=nodes, **plain)

    async def layout(self, known: Iterable[Address | None] = ()) -> Layout | None:
        """Returns a cluster's own layout, from the first server that tells it; None if none does."""
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
    """Connects and signs in. Raises one of `FAILURES`."""
    await connection.connect()  # type: ignore[no-untyped-call]


def drop(connection: AbstractConnection) -> None:
    """Ends it at once. redis-py's own `disconnect` waits until all is sent, for minutes on a half-open connection."""
    writer = connection._writer
    if writer is not None:
        writer.transport.abort()
    connection._close()  # type: ignore[no-untyped-call]


def _one_each(scheme: str, rest: str) -> list[str]:
    authority, slash, tail = rest.partition("/")
    sign_in, at, hosts = authority.rpartition("@")
    return [f"{scheme}://{sign_in}{at}{host}{slash}{tail}" for host in hosts.split(",")]


def _ranges(answer: Any, asked: str) -> tuple[tuple[int, int, Address], ...]:
    """Reads the answer of `CLUSTER SLOTS`: each entry is first, last, the master, its replicas. A master without an
    address is the server that was asked.
    """
    found = []
    for first, last, master, *_ in answer:
        host = master[0].decode() if master[0] else asked
        found.append((int(first), int(last), (host, int(master[1]))))
    return tuple(sorted(found))
