"""Connections and subscriptions that live for a time, unless their clients refresh them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from realtime.protocol.codes import DisconnectCode, UnsubscribeCode

if TYPE_CHECKING:
    from realtime.feed import Feed
    from realtime.session import Session, Surroundings


class Expiry:
    """One deadline of a session, or of its subscription. Held by the wheel alone; a later deadline that was granted
    meanwhile makes it ring to no effect."""

    __slots__ = ("_feed", "_session", "_until", "due")

    def __init__(self, session: Session, feed: Feed | None, until: float, around: Surroundings) -> None:
        self._session = session
        self._feed = feed
        self._until = until
        self.due = -1
        around.wheel.set(self, max(0.0, until - time.time()) + around.settings.expiry_seconds)

    def on_time(self) -> None:
        session, feed = self._session, self._feed
        if session.closed:
            return
        if feed is None:
            if session.until == self._until:
                session.close(DisconnectCode.CONNECTION_EXPIRED)
        elif feed in session.feeds and session.grant(feed).until == self._until:
            if feed in session.chosen:
                session.unsubscribe(feed, UnsubscribeCode.EXPIRED)
            else:
                session.close(DisconnectCode.SUBSCRIPTION_EXPIRED)
