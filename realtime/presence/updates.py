"""Keeps who is present in a channel, and pushes joins and leaves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

from realtime.delivery.feed import Feed
from realtime.fanout.port import Ephemeral, EphemeralKind, Fanout
from realtime.faults import place
from realtime.presence.port import Entry, Presence
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Session
from realtime.tasks import Tasks

log = logging.getLogger(__name__)


class PresenceUpdates:
    """Presence of visible sessions; the others are neither kept nor pushed. Best effort: failures hold up nobody."""

    def __init__(self, presence: Presence, fanout: Fanout, tasks: Tasks) -> None:
        self._presence = presence
        self._fanout = fanout
        self._tasks = tasks
        self._gone: list[Entry] = []  # removed together at the end of this turn of the loop

    async def enter(self, session: Session, feeds: Collection[Feed[Session]]) -> None:
        """Adds a session that is about to listen. Returns when others can see it, so that the client finds itself."""
        entries = self._entries(session, feeds)
        if not entries:
            return
        try:
            await self._presence.add(entries)
        except Exception as error:
            log.warning("cannot keep presence: %s", place(error))

    def joined(self, session: Session, feeds: Collection[Feed[Session]]) -> None:
        """Pushes the joins. The session itself gets them after its reply, which goes out in this turn of the loop."""
        self._tell(session, feeds, EphemeralKind.JOIN)

    def leave(self, session: Session, feeds: Collection[Feed[Session]]) -> None:
        """Removes a session that listens no more, or never came to, and pushes the leaves."""
        self.withdraw(session, feeds)
        self._tell(session, feeds, EphemeralKind.LEAVE)

    def withdraw(self, session: Session, feeds: Collection[Feed[Session]]) -> None:
        """Removes a session that entered but did not join."""
        entries = self._entries(session, feeds)
        if not entries:
            return
        if not self._gone:
            asyncio.get_running_loop().call_soon(self._remove)
        self._gone += entries

    async def keep(self, sessions: Sessions, seconds: float) -> None:
        """Renews the entries of all sessions, for ever, at that interval."""
        while True:
            await asyncio.sleep(seconds)
            entries = [entry for session in sessions for entry in self._entries(session, session.feeds)]
            if not entries:
                continue
            try:
                await self._presence.keep(entries)
            except Exception as error:
                log.warning("cannot keep presence: %s", place(error))

    def _remove(self) -> None:
        gone, self._gone = self._gone, []
        self._tasks.start(self._removing(gone))

    async def _removing(self, gone: list[Entry]) -> None:
        try:
            await self._presence.remove(gone)
        except Exception as error:
            log.warning("cannot take back presence, it will go by itself: %s", place(error))

    def _entries(self, session: Session, feeds: Collection[Feed[Session]]) -> list[Entry]:
        if not session.visible:
            return []
        return [(feed.name, session.info(feed)) for feed in feeds if feed.rules.presence]

    def _tell(self, session: Session, feeds: Collection[Feed[Session]], kind: EphemeralKind) -> None:
        if not session.visible:
            return
        for feed in feeds:
            if feed.rules.join_leave:
                self._fanout.signal(Ephemeral(feed.name, kind, info=session.info(feed)))
