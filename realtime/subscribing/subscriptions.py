"""Subscribes sessions to channels: at connect, when a client asks, when its person gains a right.

The order makes it safe. First the channels become live here; then what was missed is read; then the rights are read
*again*; then, without awaiting, the session is attached at the offset up to which it was read. A right that ended
before the second read is not in its answer; one that ends later is a publication in the live channel, and the hub stops
at it and sees the join.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping

from channels.ports import Archive
from channels.publication import ChannelName, Position
from realtime.delivery.feed import Feed, Join
from realtime.delivery.hub import Hub
from realtime.faults import place
from realtime.gate import Gate, Grant
from realtime.presence.updates import PresenceUpdates
from realtime.protocol import replies
from realtime.protocol.codes import UNSUBSCRIBES, DisconnectCode, ErrorCode, ErrorReply, UnsubscribeCode
from realtime.protocol.commands import Recovery, Subscribe
from realtime.protocol.replies import Subscribed, SubscribedByServer, Told
from realtime.sessions.session import Refused, Session
from realtime.sessions.subscribed import NO_FEEDS
from realtime.settings import Settings
from realtime.subscribing.catch_up import CatchUp
from realtime.subscribing.expiry import ConnectionExpiry, SubscriptionExpiry
from realtime.subscribing.rights import Rights
from realtime.tasks import Tasks
from realtime.wheel import Wheel

log = logging.getLogger(__name__)

Enter = Callable[[Mapping[ChannelName, Grant | None]], Awaitable[None]]

PASSES = 10  # over channels that move on while they are read; then the client is told to reload


class Subscriptions:
    """Changes all subscriptions of sessions. Methods that are not `async` do not await."""

    def __init__(
        self,
        gate: Gate,
        archive: Archive,
        hub: Hub[Session],
        rights: Rights,
        presence_updates: PresenceUpdates,
        wheel: Wheel,
        tasks: Tasks,
        settings: Settings,
    ) -> None:
        self._presence_updates = presence_updates
        self._gate = gate
        self._archive = archive
        self._hub = hub
        self._rights = rights
        self._wheel = wheel
        self._tasks = tasks
        self._settings = settings

    async def connect(
        self, session: Session, channels: Mapping[ChannelName, Grant | None], recoveries: Mapping[str, Recovery]
    ) -> dict[ChannelName, Subscribed]:
        """Subscribes a session at connect; returns what each channel's reply says.

        The caller must write the reply without awaiting. Further channels that the person may read are subscribed soon
        after.
        """
        join = Join(session, channels)
        with self._joins(join), self._entering(join) as enter:
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
        with self._joins(join), self._entering(join) as enter:
            # Ask before anything becomes live: strangers must not fill the hub with names.
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
            if session.feed(name) is not None:  # subscribed by the server meanwhile
                raise ErrorReply(ErrorCode.ALREADY_SUBSCRIBED)
            missed = catching_up.get(name)
            if missed is not None and not missed.possible and asked.refuse_unrecovered:
                raise ErrorReply(ErrorCode.UNRECOVERABLE_POSITION)
            subscribed = self._attach(session, granted[0], missed)
            session.choose(granted[0])
            return subscribed

    async def grant(self, session: Session, name: ChannelName, grant: Grant | None, since: Recovery | None) -> None:
        """Subscribes a session that did not ask for it. Publications missed since `since` follow the push.

        Raises `ErrorReply` if the channel cannot be made live.
        """
        join = Join(session, [name])
        with self._joins(join), self._entering(join) as enter:
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
        """Subscribes a session, soon, to channels that its person has gained the right to read."""
        if not session.closed:
            self._tasks.start(self._gain(session, names))

    async def _gain(self, session: Session, names: Collection[ChannelName]) -> None:
        if session.closed:
            return
        join = Join(session, [name for name in names if name not in session.known_names()])
        try:
            with self._joins(join), self._entering(join) as enter:
                await self._hub.open(join)
                await enter({})
                await self._rights.confirm(session)
                for feed in join.granted():
                    if session.feed(feed.name) is None:  # otherwise the client has asked for it meanwhile
                        subscribed = self._attach(session, feed, None)
                        session.say(SubscribedByServer(feed.name, subscribed))
        except Exception as error:
            # The client does not know of the channels: connecting again tells it.
            log.warning("cannot subscribe a session to gained channels: %s", place(error))
            session.reconnect()

    # Leaving

    def leave(self, session: Session, feed: Feed[Session]) -> None:
        """Ends a subscription that the client does not want any more."""
        if feed not in session.chosen:
            session.left |= {feed.name}
        self._detach(session, feed)

    def unsubscribe(self, session: Session, feed: Feed[Session], code: int, reason: str = "") -> None:
        """Ends a subscription by the server and says so."""
        self._detach(session, feed)
        session.say(replies.Unsubscribed(feed.name, int(code), reason or UNSUBSCRIBES[code]))

    def lost(self, session: Session, channel: ChannelName) -> None:
        """Ends a subscription whose continuity cannot be proven: the session must come again and reload."""
        feed = session.feed(channel)
        if feed is None:
            return
        if feed in session.chosen:
            self.unsubscribe(session, feed, UnsubscribeCode.INSUFFICIENT_STATE)
        else:
            session.close(DisconnectCode.INSUFFICIENT_STATE)

    def ended(self, session: Session) -> None:
        """Ends all subscriptions and joins of a closed session."""
        feeds = session.feeds
        if feeds:
            self._presence_updates.leave(session, feeds)
        session.chosen = NO_FEEDS
        session.feeds = ()
        self._hub.detach(session, feeds)

    def _detach(self, session: Session, feed: Feed[Session]) -> None:
        if feed in session.feeds:
            self._presence_updates.leave(session, (feed,))
        session.feeds = tuple(each for each in session.feeds if each is not feed)
        self._hub.detach(session, (feed,))
        session.chosen -= {feed}
        session.forget((feed.name,))

    # Time

    def live_until(self, session: Session, until: float | None) -> int | None:
        """Closes the connection after that moment (Unix time) unless the client refreshes; returns the seconds left."""
        session.until = until
        if until is None or session.closed:
            return None
        ConnectionExpiry(session, until, self._wheel, self._settings.expiry_seconds)
        return max(1, round(until - time.time()))

    def extend(self, session: Session, feed: Feed[Session], until: float | None) -> int | None:
        """Lets the subscription live until then (Unix time); returns the seconds left."""
        session.expect({feed.name: dataclasses.replace(session.grant(feed), until=until)})
        return self._watch(session, feed)

    def _watch(self, session: Session, feed: Feed[Session]) -> int | None:
        """Watches the end of a subscription's grant; returns the seconds left, None for ever."""
        until = session.grant(feed).until
        if until is None or session.closed:
            return None
        SubscriptionExpiry(session, feed, until, self._wheel, self._settings.expiry_seconds, self._expired)
        return max(1, round(until - time.time()))

    def _expired(self, session: Session, feed: Feed[Session]) -> None:
        if feed in session.chosen:
            self.unsubscribe(session, feed, UnsubscribeCode.EXPIRED)
        else:
            session.close(DisconnectCode.SUBSCRIPTION_EXPIRED)

    # Rights

    def apply_rights(self, session: Session, readable: frozenset[ChannelName], refused: Refused) -> None:
        """Brings a session's subscriptions, now or soon, to what its person may read as of a moment ago.

        `readable`: what the server subscribes; `refused`: what clients asked for and must end.
        """
        chosen = session.chosen_names()

        def lost(name: ChannelName) -> bool:
            return (session.user, name) in refused if name in chosen else name not in readable

        for feed in session.feeds:
            if lost(feed.name):
                self.unsubscribe(session, feed, UnsubscribeCode.SERVER)
        for join in session.joins:
            join.lost = {name for name in join.names if lost(name)}
        gained = readable - session.known_names()
        if not gained:
            return
        if session.connected:
            self.gain(session, gained)
        for join in session.joins:
            join.gained = gained

    @contextlib.contextmanager
    def _joins(self, join: Join[Session]) -> Iterator[None]:
        """Registers the join, so that changes of rights reach it while inside; closes it at the end."""
        session = join.listener
        session.joins = (*session.joins, join)
        try:
            yield
        finally:
            session.joins = tuple(each for each in session.joins if each is not join)
            self._hub.close(join)

    @contextlib.contextmanager
    def _entering(self, join: Join[Session]) -> Iterator[Enter]:
        """Yields a function that sets the session's grants and presence in the channels of the join. Both are undone
        where the session does not come to listen.
        """
        session = join.listener
        seen: list[Feed[Session]] = []

        async def enter(grants: Mapping[ChannelName, Grant | None]) -> None:
            session.expect({name: grant for name, grant in grants.items() if grant is not None})
            seen.extend(join.feeds.values())
            await self._presence_updates.enter(session, seen)

        try:
            yield enter
        finally:
            listening = () if session.closed else session.feeds
            away = [feed for feed in seen if feed not in listening]
            self._presence_updates.withdraw(session, away)
            session.forget([feed.name for feed in away])

    def _attach(self, session: Session, feed: Feed[Session], missed: CatchUp[Session] | None) -> Subscribed:
        """Attaches the session. Must be followed by the reply without awaiting."""
        subscribed = Subscribed(feed.top) if missed is None else missed.subscribed()
        if session.closed:
            return subscribed
        feed.attach(session)
        session.feeds = (*session.feeds, feed)
        self._presence_updates.joined(session, (feed,))
        grant = session.grant(feed)
        ttl = self._watch(session, feed)
        return dataclasses.replace(subscribed, recoverable=grant.recoverable, ttl=ttl, data=grant.data)

    def _catching_up(
        self, join: Join[Session], recoveries: Mapping[str, Recovery]
    ) -> dict[ChannelName, CatchUp[Session]]:
        return {name: CatchUp(feed, recoveries[name]) for name, feed in join.feeds.items() if name in recoveries}

    async def _catch_up(self, channels: Collection[CatchUp[Session]]) -> None:
        """Reads what was missed until every channel is settled; channels that do not get there are given up."""
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
