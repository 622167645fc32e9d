"""Connections and subscriptions that end after a time unless their clients refresh them.

Only the wheel holds these objects; one that was replaced by a later deadline does nothing when its time comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from realtime.delivery.feed import Feed
from realtime.protocol.codes import DisconnectCode
from realtime.sessions.session import Session
from realtime.wheel import Wheel


class ConnectionExpiry:
    """Deadline of a connection (Unix time); it is closed some seconds later."""

    __slots__ = ("_session", "_until", "due")

    def __init__(self, session: Session, until: float, wheel: Wheel, grace: float) -> None:
        self._session = session
        self._until = until
        self.due = -1
        wheel.set(self, max(0.0, until - time.time()) + grace)

    def on_time(self) -> None:
        if not self._session.closed and self._session.until == self._until:
            self._session.close(DisconnectCode.CONNECTION_EXPIRED)


class SubscriptionExpiry:
    """Deadline of a subscription (Unix time); `expired` is called some seconds later."""

    __slots__ = ("_expired", "_feed", "_session", "_until", "due")

    def __init__(
        self,
        session: Session,
        feed: Feed[Session],
        until: float,
        wheel: Wheel,
        grace: float,
        expired: Callable[[Session, Feed[Session]], None],
    ) -> None:
        self._session = session
        self._feed = feed
        self._until = until
        self._expired = expired
        self.due = -1
        wheel.set(self, max(0.0, until - time.time()) + grace)

    def on_time(self) -> None:
        session, feed = self._session, self._feed
        if not session.closed and feed in session.feeds and session.grant(feed).until == self._until:
            self._expired(session, feed)
