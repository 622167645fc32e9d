"""Fan-out of many processes: hints, ephemera and orders over Redis pub/sub."""

import asyncio
import logging
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from zlib import crc32

from channels.publication import ChannelName, Publication
from realtime.fanout.port import Counts, Ephemeral, Peer, Sink
from realtime.redis.codec import Beat, Body, Codec, Garbage, Order
from realtime.redis.link import Link
from realtime.redis.links import Links
from realtime.redis.send_queue import Item, Kind
from realtime.redis.servers import Servers
from realtime.redis.settings import FanoutSettings

log = logging.getLogger(__name__)


class RedisFanout:
    """Implements `realtime.fanout.port.Network`.

    Publications of all channels share a fixed number of Redis channels, the partitions: this keeps subscriptions few
    and spreads them over a cluster. What is sent here reaches this process's sink directly; its copy from Redis is
    dropped. `secret` is the same in every process of an installation and in no other: it names the Redis channels and
    seals the messages. Ephemera and orders arrive at most once.
    """

    def __init__(self, servers: Servers, secret: bytes, settings: FanoutSettings | None = None) -> None:
        self._settings = settings = settings or FanoutSettings()
        self.node = secrets.token_hex(8)
        self._codec = Codec(secret, self.node)
        self._prefix = prefix_of(secret)
        self._sink: Sink | None = None
        self._member: Peer | None = None
        self._followed: set[ChannelName] = set()
        self._load: Counter[str] = Counter()  # number of followed channels in each partition
        self._everybody = f"{self._prefix}:{{all}}"
        partitions = [f"{self._prefix}:{{p{number}}}" for number in range(settings.partitions)]
        self._partitions = partitions
        self.links = Links(servers, [*partitions, self._everybody], self._beat, self, settings)
        self._waiting: dict[asyncio.Future[None], set[str]] = {}
        self._nodes: dict[str, tuple[float, bytes]] = {}
        self._unsent = 0
        self._received = 0
        self.garbage = 0
        self._lag_seconds = 0.0

    # The port

    def attach(self, sink: Sink) -> None:
        self._sink = sink

    def join(self, member: Peer) -> None:
        self._member = member

    async def start(self) -> None:
        self.links.want([self._everybody, self._of_node(self.node)])
        await self.links.start()

    async def stop(self) -> None:
        await self.links.stop()

    @property
    def healthy(self) -> bool:
        return self.links.healthy

    @property
    def counts(self) -> Counts:
        count = self.links.count
        return Counts(
            count("sent"),
            self._received,
            self._unsent + count("dropped"),
            count("reconnects"),
            count("heartbeats_lost"),
            self._lag_seconds,
        )

    def send(self, publications: Sequence[Publication]) -> None:
        if self._sink is None:
            return
        for publication in publications:
            if publication.channel in self._followed:
                self._sink.hint(publication)
            self._put(self.partition(publication.channel), publication, Kind.HINT)

    def signal(self, ephemeral: Ephemeral) -> None:
        if self._sink is None:
            return
        if ephemeral.channel in self._followed:
            self._sink.pass_on(ephemeral)
        self._put(self.partition(ephemeral.channel), ephemeral, Kind.ONCE)

    def order(self, order: bytes, node: str | None = None) -> None:
        if self._member is None:
            return
        if node in (None, self.node):
            self._member.received(order)
        if node != self.node:
            self._put(self._everybody if node is None else self._of_node(node), Order(order), Kind.ONCE)

    async def follow(self, channels: Collection[ChannelName]) -> None:
        names = {self.partition(channel) for channel in channels}
        for channel in set(channels) - self._followed:
            self._followed.add(channel)
            self._load[self.partition(channel)] += 1
        self.links.want(names)
        missing = {name for name in names if self._is_coming(name)}
        if not missing:
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[waiting] = missing
        try:
            await asyncio.wait([waiting], timeout=self._settings.follow_seconds)
        finally:
            del self._waiting[waiting]

    def unfollow(self, channels: Collection[ChannelName]) -> None:
        for channel in self._followed.intersection(channels):
            self._followed.discard(channel)
            name = self.partition(channel)
            self._load[name] -= 1
            if not self._load[name]:
                self.links.leave([name])

    def nodes(self) -> Mapping[str, bytes]:
        oldest = asyncio.get_running_loop().time() - self._settings.forget_seconds
        self._nodes = {node: (at, said) for node, (at, said) in self._nodes.items() if at > oldest}
        return {node: said for node, (_, said) in self._nodes.items()} | {self.node: self._said()}

    # Implements `realtime.redis.link.LinkListener`

    def heard(self, link: Link, message: bytes) -> None:
        try:
            heard = self._codec.decode(message)
        except Garbage:
            self.garbage += 1
            return
        if heard.node == self.node:
            if isinstance(heard.body, Beat):
                link.felt()
            return
        self._received += 1
        match heard.body:
            case Beat(said):
                self._nodes[heard.node] = (asyncio.get_running_loop().time(), said)
            case Order(text):
                if self._member is not None:
                    self._member.received(text)
            case body if self._sink is not None:
                self._hand_on(self._sink, body, heard.age)

    def joined(self, name: str) -> None:
        # Messages sent on it before now were not heard, though somebody may have been following it already.
        self._doubt()
        self._no_longer_missing({name})

    def fell(self, link: Link) -> None:
        self._doubt()
        self.links.doubt_layout()
        self._no_longer_missing({name for names in self._waiting.values() for name in names})

    def _hand_on(self, sink: Sink, body: Body, age: float) -> None:
        match body:
            case Publication() if body.channel in self._followed:
                self._lag_seconds = age
                sink.hint(body)
            case Ephemeral() if body.channel in self._followed:
                sink.pass_on(body)

    def _no_longer_missing(self, found: Collection[str]) -> None:
        for waiting, names in self._waiting.items():
            names.difference_update(found)
            if not names and not waiting.done():
                waiting.set_result(None)

    def _doubt(self) -> None:
        if self._sink is not None:
            self._sink.doubt()

    def _is_coming(self, name: str) -> bool:
        """True if it is worth waiting for: not subscribed yet, and its server not known to be away."""
        link = self.links.of(name)
        return link is None or not (link.away or link.has_joined(name))

    def _put(self, name: str, body: Body, kind: Kind) -> None:
        link = self.links.of(name)
        try:
            if link is not None:
                now = asyncio.get_running_loop().time()
                link.send_queue.put(Item(name, self._codec.encode(body), kind, now))
                return
        except (ValueError, TypeError):
            log.warning("a message for other processes is too long, or not what its type says; they read the archive")
        self._unsent += 1

    def _beat(self) -> bytes:
        return self._codec.encode(Beat(self._said()))

    def _said(self) -> bytes:
        return b"{}" if self._member is None else self._member.describe()

    def partition(self, channel: ChannelName) -> str:
        return self._partitions[crc32(channel.encode()) % len(self._partitions)]

    def _of_node(self, node: str) -> str:
        return f"{self._prefix}:{{{node}}}"


def prefix_of(secret: bytes) -> str:
    """Returns the prefix of an installation's names in Redis; installations on one Redis do not hear each other."""
    return "zvonok:" + blake2b(secret, digest_size=6, person=b"zvonok prefix").hexdigest()
