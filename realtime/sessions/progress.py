"""Progress of a publication to its reader, which decides whether the reader is told in another way."""

from __future__ import annotations

import time
from collections.abc import Sequence

from channels.notices.delivery import ListeningQuery, Reached
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Session


def look(sessions: Sessions, asked: Sequence[ListeningQuery | list[str | int | float | None]]) -> list[int]:
    """Tells how far each publication has come in this process. Sessions that were handed it are pinged, to prove its
    arrival.

    A session's messages arrive in the order they left, so a pong proves all that went out before its ping.
    """
    return [
        max((_of(session, one) for session in sessions.of(one.user)), default=Reached.AWAY)
        for one in map(_asked, asked)
    ]


def _asked(one: ListeningQuery | list[str | int | float | None]) -> ListeningQuery:
    return ListeningQuery(*one)  # JSON has made it a list


def _of(session: Session, asked: ListeningQuery) -> Reached:
    if not session.connected:
        return Reached.AWAY
    feed = session.feed(asked.channel)
    if feed is None:
        joins = any(asked.channel in join.names for join in session.joins)
        return Reached.LISTENING if joins else Reached.AWAY
    if session not in feed.listeners or not feed.has_delivered(asked.offset):
        return Reached.LISTENING
    if asked.ago is not None and session.heard_of > time.time() - asked.ago:
        return Reached.HEARD
    session.ping_soon()
    return Reached.SENT
