"""How a session comes to listen to channels: at connect, when it asks, when it gains a right.

The order is what makes it safe. The channels become live here first; then what was missed is read;
then the rights are read *again*; then, without awaiting, the session is attached at the offset up
to which it was read. A right that ended before the second read is not in its answer; one that ends
later is a publication in the live channel, and the hub stops at it with the join in view.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from channels.ports import Archive
from channels.publication import ChannelName, Position, Publication
from realtime.faults import place
from realtime.gate import Gate, Grant
from realtime.protocol.codes import ErrorCode, ErrorReply
from realtime.protocol.commands import Recovery, Subscribe
from realtime.protocol.replies import Subscribed, SubscribedByServer, Told
from realtime.settings import Settings

if TYPE_CHECKING:
    from realtime.announcer import Announcer
    from realtime.feed import Feed
    from realtime.hub import Hub
    from realtime.rights import Rights
    from realtime.session import Session
    from realtime.tasks import Tasks

log = logging.getLogger(__name__)

Enter = Callable[[Mapping[ChannelName, Grant | None]], Awaitable[None]]

PASSES = 10  # over channels that move on while they are read, then the client is told to reload


class Join:
    """Channels that a session is about to listen to.

    `lost`: those that its person may not read; `gained`: what the person may read besides. Both as
    the last read of the rights says.
    """

    __slots__ = ("chosen", "feeds", "gained", "lost", "names", "session")

    def __init__(self, session: Session, names: Iterable[ChannelName], chosen: bool = False) -> None:
        self.session = session
        self.names = tuple(dict.fromkeys(names))
        self.chosen = chosen  # the client asked for them, not the server
        self.feeds: dict[ChannelName, Feed] = {}
        self.lost: set[ChannelName] = set()
        self.gained: frozenset[ChannelName] = frozenset()

    def granted(self) -> list[Feed]:
        """Those that may be attached now. Raises `ErrorReply` (INTERNAL) as `check` does."""
        self.check()
        return [self.feeds[name] for name in self.names if name not in self.lost]

    def check(self) -> None:
        """Raises `ErrorReply` (INTERNAL) when a channel could not be made live, or broke."""
        if any(feed.dead for feed in self.feeds.values()):
            raise ErrorReply(ErrorCode.INTERNAL)


class CatchUp:
    """What one returning session missed of one channel: all of it, or nothing."""

    __slots__ = ("asked", "feed", "possible", "publications")

    def __init__(self, feed: Feed, asked: Recovery) -> None:
        self.feed = feed
        self.asked = asked
        self.publications: list[Publication] = []
        self.possible = asked.epoch in ("", feed.top.epoch)

    @property
    def settled(self) -> bool:
        """Nothing is left to do: it has all up to the top, or never will."""
        return not self.possible or self._have == self.feed.top.offset

    @property
    def _have(self) -> int:
        return self.publications[-1].offset if self.publications else self.asked.offset

    async def read(self, archive: Archive, hub: Hub, limit: int) -> int:
        """Reads towards the top of the feed; returns how many bytes came."""
        have, top = self._have, self.feed.top.offset
        if have > top:
            await self._lead(archive, hub, top, limit)
            return 0
        if len(self.publications) + top - have > limit:
            self.give_up()
            return 0
        # Not beyond the feed's top: that comes live, and may stand behind a change of readers.
        found = await archive.since(self.feed.name, have, top - have)
        if [each.offset for each in found] != list(range(have + 1, top + 1)):
            self.give_up()
            return 0
        self.publications += found
        return sum(len(each.data) for each in found)

    async def _lead(self, archive: Archive, hub: Hub, top: int, limit: int) -> None:
        """The client has seen more than this process: from another one whose hint is still on its way."""
        found = await archive.since(self.feed.name, top, limit)
        if not found or (found[-1].offset < self.asked.offset and len(found) < limit):
            self.give_up()
        for publication in found:
            hub.hint(publication)
        await asyncio.sleep(0)  # the hub delivers in its own turn

    def give_up(self) -> None:
        self.possible = False
        self.publications = []

    def subscribed(self) -> Subscribed:
        """Must be called when `settled`, and the session attached in the same breath."""
        if not self.possible:
            return Subscribed(self.feed.top, recovering=True)
        return Subscribed(
            self.feed.top,
            recovering=True,
            recovered_from=self.asked.offset,
            publications=self.publications,
        )


class Joining:
    def __init__(
        self,
        gate: Gate,
        archive: Archive,
        hub: Hub,
        rights: Rights,
        announcer: Announcer,
        tasks: Tasks,
        settings: Settings,
    ) -> None:
        self._announcer = announcer
        self._gate = gate
        self._archive = archive
        self._hub = hub
        self._rights = rights
        self._tasks = tasks
        self._settings = settings

    async def connect(
        self, session: Session, channels: Mapping[ChannelName, Grant | None], recoveries: Mapping[str, Recovery]
    ) -> dict[ChannelName, Subscribed]:
        """Subscribes a session at connect; returns what each channel's reply says.

        The caller must write the reply without awaiting. What the person may read besides is
        subscribed soon after.
        """
        join = Join(session, channels)
        with session.joins_with(join, self._hub), self._entering(join) as enter:
            await self._hub.open(join)
            await enter(channels)
            catching_up = self._catching_up(join, recoveries)
            await self._catch_up(catching_up.values())
            await self._rights.confirm(session)
            await self._catch_up(catching_up.values())
            subscribed = {feed.name: self._attach(session, feed, catching_up.get(feed.name)) for feed in join.granted()}
        if join.gained:
            self.gain(session, join.gained)
        return subscribed

    async def subscribe(self, session: Session, name: ChannelName, asked: Subscribe) -> Subscribed:
        """Subscribes a session to a channel that its client asked for.

        Raises `ErrorReply` or `Disconnect`. The caller must write the reply without awaiting.
        """
        join = Join(session, [name], chosen=True)
        with session.joins_with(join, self._hub), self._entering(join) as enter:
            # Before anything is made live: strangers must not fill the hub with names.
            grant = await self._gate.subscribe(session.caller(name), asked)
            await self._hub.open(join)
            await enter({name: grant})
            recoverable = join.feeds[name].rules.kept and (grant is None or grant.recoverable)
            recovery = asked.recovery if recoverable else None
            catching_up = self._catching_up(join, {} if recovery is None else {name: recovery})
            await self._catch_up(catching_up.values())
            if not await self._gate.may_read(session.user, name):
                raise ErrorReply(ErrorCode.PERMISSION_DENIED)
            await self._catch_up(catching_up.values())
            granted = join.granted()
            if not granted:
                raise ErrorReply(ErrorCode.PERMISSION_DENIED)
            if session.feed(name) is not None:  # gained from the server meanwhile
                raise ErrorReply(ErrorCode.ALREADY_SUBSCRIBED)
            missed = catching_up.get(name)
            if missed is not None and not missed.possible and asked.refuse_unrecovered:
                raise ErrorReply(ErrorCode.UNRECOVERABLE_POSITION)
            subscribed = self._attach(session, granted[0], missed)
            session.choose(granted[0])
            return subscribed

    async def grant(self, session: Session, name: ChannelName, grant: Grant | None, since: Recovery | None) -> None:
        """Subscribes a session that did not ask for it. What was missed since then follows the push.

        Raises `ErrorReply` when it cannot be made live.
        """
        join = Join(session, [name])
        with session.joins_with(join, self._hub), self._entering(join) as enter:
            await self._hub.open(join)
            await enter({name: grant})
            catching_up = self._catching_up(join, {} if since is None else {name: since})
            await self._catch_up(catching_up.values())
            for feed in join.granted():
                if session.feed(name) is None and not session.closed:
                    subscribed = self._attach(session, feed, catching_up.get(name))
                    begin = subscribed.top.offset if subscribed.recovered_from is None else subscribed.recovered_from
                    told = Subscribed(Position(begin, feed.top.epoch), subscribed.recoverable, data=subscribed.data)
                    session.say(SubscribedByServer(name, told))
                    for publication in subscribed.publications:
                        session.say(Told(publication))

    def gain(self, session: Session, names: Collection[ChannelName]) -> None:
        """Subscribes a session, soon, to channels that its person may read since a moment ago."""
        if not session.closed:
            self._tasks.start(self._gain(session, names))

    async def _gain(self, session: Session, names: Collection[ChannelName]) -> None:
        if session.closed:
            return
        join = Join(session, [name for name in names if name not in session.known_names()])
        try:
            with session.joins_with(join, self._hub), self._entering(join) as enter:
                await self._hub.open(join)
                await enter({})
                await self._rights.confirm(session)
                for feed in join.granted():
                    if session.feed(feed.name) is None:  # else asked for by the client meanwhile
                        subscribed = self._attach(session, feed, None)
                        session.say(SubscribedByServer(feed.name, subscribed))
        except Exception as error:
            # The client does not know of the channels: connecting again tells it.
            log.warning("cannot subscribe a session to gained channels: %s", place(error))
            session.reconnect()

    @contextlib.contextmanager
    def _entering(self, join: Join) -> Iterator[Enter]:
        """Gives what makes the session seen in the channels of the join, in the ways that it was granted; undone
        where it does not come to listen."""
        session = join.session
        seen: list[Feed] = []

        async def enter(grants: Mapping[ChannelName, Grant | None]) -> None:
            session.expect({name: grant for name, grant in grants.items() if grant is not None})
            seen.extend(join.feeds.values())
            await self._announcer.enter(session, seen)

        try:
            yield enter
        finally:
            listening = () if session.closed else session.feeds
            away = [feed for feed in seen if feed not in listening]
            self._announcer.withdraw(session, away)
            session.forget([feed.name for feed in away])

    def _attach(self, session: Session, feed: Feed, missed: CatchUp | None) -> Subscribed:
        """Must be followed by the reply without awaiting."""
        subscribed = Subscribed(feed.top) if missed is None else missed.subscribed()
        if session.closed:
            return subscribed
        self._hub.attach(session, feed)
        self._announcer.joined(session, (feed,))
        grant = session.grant(feed)
        ttl = session.watch(feed)
        return dataclasses.replace(subscribed, recoverable=grant.recoverable, ttl=ttl, data=grant.data)

    def _catching_up(self, join: Join, recoveries: Mapping[str, Recovery]) -> dict[ChannelName, CatchUp]:
        return {name: CatchUp(feed, recoveries[name]) for name, feed in join.feeds.items() if name in recoveries}

    async def _catch_up(self, channels: Collection[CatchUp]) -> None:
        """Reads what was missed until every channel is settled; who cannot be helped is given up."""
        room = self._settings.recovery_bytes
        room -= sum(len(each.data) for channel in channels for each in channel.publications)
        for _ in range(PASSES):
            unsettled = [channel for channel in channels if not channel.settled]
            if not unsettled:
                return
            for channel in unsettled:
                room -= await channel.read(self._archive, self._hub, self._settings.recovery_limit)
                if room < 0:
                    channel.give_up()
                    room = 0
        for channel in channels:
            if not channel.settled:
                channel.give_up()
