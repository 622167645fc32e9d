"""`/metrics`: load and waiting times of a process, in Prometheus's format. Counts only, nobody's name."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from channels.errors import Refusal
from channels.notices.ports import PostStanding
from realtime.engine import Engine
from storage.store import PostgresStore

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

GAUGES = {
    "sessions": "Live connections",
    "users": "People with at least one live connection",
    "subscriptions": "Channels listened to, summed over sessions",
    "commands": "Commands of clients that are waiting or being answered",
    "unsent_bytes": "Bytes accepted for sessions that their readers have not taken yet",
}
COUNTERS = {
    "publications": "Publications delivered to anybody here",
    "deliveries": "Publications handed to sessions, each to one",
    "gaps_filled": "Publications read from the archive because no hint brought them",
    "head_repairs": "Gaps that only the look at the heads revealed",
    "cut_off": "Sessions ended because their reader was too slow",
    "evicted": "Sessions that made room for a newer one of the same person",
    "refused": "Connections that came when too many came",
}
# of a fan-out over Redis; the one in memory sends nothing
FANOUT = {
    "sent": "Messages given to Redis",
    "received": "Messages of other processes",
    "dropped": "Messages that could not be given to Redis",
    "reconnects": "Connections to Redis made anew",
    "heartbeats_lost": "Times that our own heartbeat did not come back",
}


LATELY = timedelta(days=1)
_POST = {
    "due": "Mails, pushes and calls of the gateway that are to be carried, being carried included",
    "given_up": "Of these, given up within a day: the ledger says why",
}


class Figures(Collector):
    """Collects figures at the moment of a request; counts nothing itself. `post` is read before, since that waits."""

    post: PostStanding | None = None

    def __init__(self, engine: Engine, store: PostgresStore) -> None:
        self._engine = engine
        self._store = store

    def collect(self) -> Iterator[Metric]:
        stats = self._engine.stats()
        for name, words in GAUGES.items():
            yield GaugeMetricFamily(f"zvonok_{name}", words, getattr(stats, name))
        for name, words in COUNTERS.items():
            yield CounterMetricFamily(f"zvonok_{name}", words, getattr(stats, name))
        fanout = self._engine.parts.fanout
        counts = fanout.counts
        for name, words in FANOUT.items():
            yield CounterMetricFamily(f"zvonok_fanout_{name}", words, getattr(counts, name))
        words = "Age of the last hint of another process"
        yield GaugeMetricFamily("zvonok_fanout_lag_seconds", words, counts.lag_seconds)
        yield GaugeMetricFamily("zvonok_fanout_healthy", "Does what is sent to Redis arrive?", int(fanout.healthy))
        yield GaugeMetricFamily("zvonok_processes", "Server processes heard of", len(fanout.nodes()))
        late = self._engine.parts.around.wheel.longest_delay()
        yield GaugeMetricFamily(
            "zvonok_loop_delay_seconds", "Longest delay of the event loop since the last look", late
        )
        yield from self._database()
        if self.post is not None:
            yield from _post(self.post)

    def _database(self) -> Iterator[Metric]:
        size, idle = self._store.connections()
        yield GaugeMetricFamily("zvonok_database_connections", "Connections to PostgreSQL", size)
        yield GaugeMetricFamily("zvonok_database_connections_idle", "Of these, idle", idle)
        waits = self._store.waits
        yield CounterMetricFamily("zvonok_database_transactions", "Transactions begun", waits.count)
        words = "Seconds that transactions waited for a connection"
        yield CounterMetricFamily("zvonok_database_wait_seconds", words, waits.seconds)


def _post(post: PostStanding) -> Iterator[Metric]:
    yield GaugeMetricFamily("zvonok_notices_waiting", "Notices that are held, or to be decided about", post.waiting)
    for name, counts in (("due", post.due), ("given_up", post.given_up)):
        family = GaugeMetricFamily(f"zvonok_post_{name}", _POST[name], labels=["carrier"])
        for carrier, count in counts.items():
            family.add_metric([carrier.value], count)
        yield family
    words = "Seconds since the oldest of those that are due was made"
    yield GaugeMetricFamily("zvonok_post_oldest_seconds", words, post.oldest_seconds)


PROXIED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


def metrics(engine: Engine, store: PostgresStore) -> web.RouteDef:
    registry = CollectorRegistry()
    figures = Figures(engine, store)
    registry.register(figures)

    async def handle(request: web.Request) -> web.Response:
        if any(name in request.headers for name in PROXIED):
            raise web.HTTPNotFound  # Prometheus asks each process directly: a request through the proxy is a stranger's
        figures.post = await _standing(store)
        text = generate_latest(registry)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    return web.get("/metrics", handle)


async def _standing(store: PostgresStore) -> PostStanding | None:
    """Returns the backlog; None while the database is away, so that the other figures are still reported."""
    try:
        async with asyncio.timeout(2), store.read() as tx:
            return await tx.post.standing(LATELY)
    except (Refusal, TimeoutError):
        return None
