"""Knows which sessions of this process listen to which channel, and delivers to them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable
from typing import Generic, Protocol

from channels.ports import Archive
from channels.publication import ChannelName, Position, Publication
from realtime.delivery.feed import NO_JOINS, Feed, Join, L
from realtime.delivery.reorder_buffer import Broken
from realtime.delivery.write_coalescer import WriteCoalescer
from realtime.fanout.port import Ephemeral, Fanout
from realtime.faults import place
from realtime.gate import Rules
from realtime.settings import Settings
from realtime.tasks import Tasks

log = logging.getLogger(__name__)

HEADS = 1000  # channels in one query: about 2 ms of the loop


class Barrier(Protocol[L]):
    """Port that reads the rights again before a publication that changes readers."""

    def request(self, feed: Feed[L], cleared: Callable[[Feed[L]], None]) -> None:
        """Calls `cleared(feed)` once the rights of all its readers are applied, however late."""
        ...


class Hub(Generic[L]):
    """Listeners of this process, by channel. Implements `realtime.fanout.port.Sink`.

    Each listener gets a channel's publications in the order of their offsets, each once and without gaps, from its
    attachment until it leaves.

    The hub waits for no listener: it hands bytes over, and a slow reader is its wire's problem. Everything runs on the
    event loop's thread.
    """

    def __init__(
        self,
        archive: Archive,
        rules: Callable[[ChannelName], Rules],
        fanout: Fanout,
        barrier: Barrier[L],
        coalescer: WriteCoalescer,
        tasks: Tasks,
        settings: Settings,
    ) -> None:
        self._archive = archive
        self._rules = rules
        self._fanout = fanout
        self._barrier = barrier
        self._coalescer = coalescer
        self._tasks = tasks
        self._settings = settings
        self._feeds: dict[ChannelName, Feed[L]] = {}
        self._ready: deque[Feed[L]] = deque()
        self._turning = False
        self._doubt = asyncio.Event()
        self.gaps_filled = 0
        self.head_repairs = 0
        self.publications = 0
        self.deliveries = 0

    # The sink of the fan-out

    def hint(self, publication: Publication) -> None:
        feed = self._feeds.get(publication.channel)
        if feed is not None:
            feed.buffer.hint(publication, self._now())
            self._stir(feed)

    def pass_on(self, ephemeral: Ephemeral) -> None:
        feed = self._feeds.get(ephemeral.channel)
        if feed is not None and feed.listeners:
            feed.pass_on(ephemeral)
            self._stir(feed)

    def doubt(self) -> None:
        self._doubt.set()

    # Who listens

    def subscriptions(self) -> int:
        return sum(len(feed.listeners) for feed in self._feeds.values())

    @property
    def open_channels(self) -> Collection[ChannelName]:
        """Channels that are followed here: with listeners, or with somebody about to listen."""
        return self._feeds.keys()

    def channels(self) -> dict[ChannelName, int]:
        """Returns the channels with listeners here, and their numbers of listeners."""
        return {name: len(feed.listeners) for name, feed in self._feeds.items() if feed.listeners}

    def feed(self, name: ChannelName) -> Feed[L] | None:
        return self._feeds.get(name)

    async def open(self, join: Join[L]) -> None:
        """Makes every channel of the join live here, and registers the join with it.

        The caller must `close` the join. Raises `ErrorReply`: INTERNAL if the archive fails, UNKNOWN_CHANNEL if there
        can be no such channel.
        """
        fresh = []
        rules = {name: self._rules(name) for name in join.names if name not in self._feeds}
        for name in join.names:
            feed = self._feeds.get(name)
            if feed is None:
                feed = self._feeds[name] = Feed(name, rules[name], self._settings.held_hints)
                fresh.append(feed)
            if feed.joins is NO_JOINS:
                feed.joins = {}
            feed.joins[join] = None
            join.feeds[name] = feed
        if fresh:
            starting = self._tasks.begin(self._start(fresh))
            for feed in fresh:
                feed.starting = starting
        waiting = {feed.starting for feed in join.feeds.values() if feed.starting is not None}
        if waiting:
            # Shared by all who wait: cancelling one of them must not cancel it.
            await asyncio.wait(waiting)
        join.check()

    def close(self, join: Join[L]) -> None:
        """Ends the join and drops those of its channels that nobody listens to."""
        for feed in join.feeds.values():
            feed.joins.pop(join, None)
            if not feed.joins:
                feed.joins = NO_JOINS
        self._release(join.feeds.values())

    def detach(self, listener: L, feeds: Collection[Feed[L]]) -> None:
        """Ends the listener's delivery of these channels and drops those that nobody listens to."""
        for feed in feeds:
            feed.detach(listener)
        self._release(feeds)

    def _release(self, feeds: Iterable[Feed[L]]) -> None:
        for feed in feeds:
            if feed.empty and self._feeds.get(feed.name) is feed:
                self._drop(feed)

    async def _start(self, feeds: list[Feed[L]]) -> None:
        names = [feed.name for feed in feeds]
        heads = None
        try:
            # First the hints, then the top: a commit in between is in one or the other.
            await self._fanout.follow(names)
            kept = [feed.name for feed in feeds if feed.rules.kept]
            heads = await self._archive.heads(kept) if kept else {}
        except Exception as error:
            log.warning("cannot start %d channels: %s", len(names), place(error))
        for feed in feeds:
            feed.starting = None
            if self._feeds.get(feed.name) is not feed:
                continue
            if heads is None:
                self._drop(feed)
            else:
                feed.buffer.start(heads.get(feed.name, Position(0, "")), self._now())
                self._stir(feed)

    # Delivery

    def cleared(self, feed: Feed[L]) -> None:
        """Lets the next publication pass: the rights of all readers are applied for it."""
        publication = feed.buffer.peek()
        if publication is not None:
            feed.cleared = publication.offset
        feed.blocked = False
        self._stir(feed)

    def _stir(self, feed: Feed[L]) -> None:
        """Starts a delivery or an archive read if the feed, which just changed, needs one."""
        if feed.blocked or feed.queued or feed.dead or not feed.buffer.started:
            return
        if feed.due:
            if feed.batch is None and feed.rests_until > self._now():
                if not feed.resting:
                    feed.resting = True
                    asyncio.get_running_loop().call_at(feed.rests_until, self._wake, feed)
                return
            feed.queued = True
            self._ready.append(feed)
            if not self._turning:
                self._turning = True
                asyncio.get_running_loop().call_soon(self._turn)
        elif feed.buffer.wants_archive(self._now(), self._settings.gap_seconds):
            feed.buffer.asked()
            self._tasks.start(self._fill(feed))
        elif feed.buffer.has_gap and not feed.watched:
            feed.watched = True
            asyncio.get_running_loop().call_later(self._settings.gap_seconds, self._unwatch, feed)

    def _wake(self, feed: Feed[L]) -> None:
        feed.resting = False
        self._stir(feed)

    def _unwatch(self, feed: Feed[L]) -> None:
        feed.watched = False
        self._stir(feed)

    def _turn(self) -> None:
        """Writes to at most `slice_sessions` sessions, then lets the loop breathe."""
        budget = self._settings.slice_sessions
        while self._ready and budget > 0:
            feed = self._ready.popleft()
            feed.queued = False
            budget -= self._serve(feed, budget)
            self._stir(feed)
        self._turning = bool(self._ready)
        if self._turning:
            asyncio.get_running_loop().call_soon(self._turn)
        self._coalescer.flush()

    def _serve(self, feed: Feed[L], budget: int) -> int:
        if feed.dead:
            return 1
        if feed.batch is None and not feed.passing and feed.at_barrier():
            feed.blocked = True
            self._barrier.request(feed, self.cleared)
            return 1
        batch = feed.batch or feed.open_batch(self._now())
        if batch is None:
            return 1
        served = batch.slice(budget, alone=not self._ready)
        self.deliveries += served * batch.count
        if batch.done:
            self.publications += batch.count
            feed.batch = None
            # Rests as long as the delivery took: news of that time leaves in one write, and half the loop stays for
            # others.
            feed.rests_until = 2 * self._now() - batch.begun
        return max(served, 1)

    # The archive

    async def _fill(self, feed: Feed[L]) -> None:
        buffer = feed.buffer
        try:
            found = await self._archive.since(feed.name, buffer.next - 1, self._settings.fill_limit)
        except Exception as error:
            log.warning("cannot read the archive to fill a gap: %s", place(error))
            buffer.unfilled()
            await asyncio.sleep(self._settings.retry_seconds)
        else:
            try:
                self.gaps_filled += buffer.fill(found, self._now())
            except Broken:
                self._break(feed)
        self._stir(feed)

    async def watch_heads(self) -> None:
        """Compares live channels with the archive for ever: at intervals (shorter while the fan-out does not work), and
        at once when hints were lost.

        Otherwise a lost last hint, or a fact stored by a process without a fan-out, would stay unseen until the
        channel's next publication.
        """
        while True:
            settings = self._settings
            try:
                async with asyncio.timeout(
                    settings.heads_seconds if self._fanout.healthy else settings.heads_alone_seconds
                ):
                    await self._doubt.wait()
            except TimeoutError:
                pass
            self._doubt.clear()
            try:
                await self.check_heads()
            except Exception as error:
                log.warning("cannot read the heads of live channels: %s", place(error))

    async def check_heads(self) -> None:
        """Compares live channels with the archive, a thousand per query, and reads what is missing."""
        feeds = list(self._feeds.values())
        for start in range(0, len(feeds), HEADS):
            portion = feeds[start : start + HEADS]
            live = [(feed, feed.buffer.next) for feed in portion if feed.buffer.started and feed.rules.kept]
            heads = await self._archive.heads([feed.name for feed, _ in live])
            for feed, asked_at in live:
                head, buffer = heads.get(feed.name), feed.buffer
                if head is not None and head.offset + 1 == buffer.next and head.epoch == buffer.epoch:
                    continue  # the usual case
                if self._feeds.get(feed.name) is feed:
                    self._compare(feed, head, asked_at)
            await asyncio.sleep(0)

    def _compare(self, feed: Feed[L], head: Position | None, asked_at: int) -> None:
        if head is None:
            head = Position(0, "")  # not there yet, or gone: then the epoch differs
        try:
            if feed.buffer.head(head, asked_at):
                self.head_repairs += 1
        except Broken:
            self._break(feed)
        self._stir(feed)

    def _break(self, feed: Feed[L]) -> None:
        """Drops a channel whose continuity cannot be proven: all its listeners must come again and reload."""
        log.warning("a channel cannot be continued; its %d sessions must reload", len(feed.listeners))
        listeners = list(feed.listeners)
        self._drop(feed)
        for listener in listeners:
            listener.lost(feed.name)

    def _drop(self, feed: Feed[L]) -> None:
        feed.dead = True
        del self._feeds[feed.name]
        self._fanout.unfollow([feed.name])

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
