"""Reads again who may read what, when a publication says that it changed.

Reads follow one another, never two at once: an answer that is applied is never older than one applied before it, and
all who wait share one query.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping

from channels.publication import ChannelName
from realtime.delivery.feed import Feed
from realtime.faults import place
from realtime.gate import Gate
from realtime.sessions.session import Refused, Session
from realtime.tasks import Tasks

log = logging.getLogger(__name__)

Readable = Mapping[str, frozenset[ChannelName]]
Answer = asyncio.Future[None]
Cleared = Callable[[Feed[Session]], None]

PORTION = 100  # joining sessions in one reading: with more, the first would wait for the last
REVIEWED = 200  # sessions in one reading of a review: a query of some ten milliseconds
SLICE = 500  # sessions whose rights are applied in one turn of the loop: about 3 ms


class Rights:
    """Implements `realtime.delivery.hub.Barrier`, and confirms the rights of joining sessions."""

    def __init__(self, gate: Gate, tasks: Tasks, retry_seconds: float) -> None:
        self._gate = gate
        self._tasks = tasks
        self._retry = retry_seconds
        self._feeds: list[tuple[Feed[Session], Cleared]] = []
        self._waiting: list[tuple[Session, Answer]] = []
        self._working = False

    def request(self, feed: Feed[Session], cleared: Cleared) -> None:
        """Reads the rights of the feed's readers before its next publication passes.

        Tried until it succeeds: while in doubt nothing is delivered.
        """
        if self._gate.rights_change:
            self._feeds.append((feed, cleared))
            self._wake()
        else:
            cleared(feed)

    async def confirm(self, session: Session) -> None:
        """Applies the session's rights, in a read that begins after this call, to all its subscriptions and joins.

        Its joins then know what they lost and what there is besides. Raises what the gate raises: a joining session can
        be told to come again.
        """
        if not self._gate.rights_change:
            return
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((session, answer))
        self._wake()
        await answer

    async def review(self, sessions: Iterable[Session]) -> None:
        """Reads everybody's rights, some hundred sessions at a time: for rights that end by their date."""
        if not self._gate.rights_change:
            return
        everybody = list(sessions)
        for start in range(0, len(everybody), REVIEWED):
            try:
                await asyncio.gather(*(self.confirm(session) for session in everybody[start : start + REVIEWED]))
            except Exception as error:
                log.warning("cannot review rights: %s", place(error))
                return

    def _wake(self) -> None:
        if not self._working:
            self._working = True
            self._tasks.start(self._work())

    async def _work(self) -> None:
        try:
            while self._feeds or self._waiting:
                feeds, self._feeds = self._feeds, []
                waiting, self._waiting = self._waiting[:PORTION], self._waiting[PORTION:]
                try:
                    await self._read([feed for feed, _ in feeds], [session for session, _ in waiting])
                except Exception as error:
                    log.warning("cannot read rights; %d channels are held: %s", len(feeds), place(error))
                    self._feeds[:0] = feeds
                    _settle(waiting, error)
                    if feeds:
                        await asyncio.sleep(self._retry)
                else:
                    _settle(waiting, None)
                    for feed, cleared in feeds:
                        cleared(feed)
        finally:
            self._working = False

    async def _read(self, feeds: list[Feed[Session]], waiting: list[Session]) -> None:
        # Sessions that come after this line confirm for themselves, in a later read.
        sessions = dict.fromkeys([*waiting, *(session for feed in feeds for session in feed.readers())])
        if not sessions:
            return
        answer = await self._gate.readable({session.user for session in sessions})
        readable = {user: frozenset(names) for user, names in answer.items()}
        refused = await self._refused(sessions, readable)
        for number, session in enumerate(sessions, 1):
            session.apply_rights(readable.get(session.user, frozenset()), refused)
            if number % SLICE == 0:
                await asyncio.sleep(0)  # the channels are held, and no other read begins meanwhile

    async def _refused(self, sessions: Iterable[Session], readable: Readable) -> Refused:
        """Returns the subscriptions that clients asked for and that must end.

        A person may be allowed more than what the server subscribes by itself, so these are asked one by one; they are
        few.
        """
        questions = {
            (session.user, name)
            for session in sessions
            for name in session.chosen_names()
            if name not in readable.get(session.user, ())
        }
        return {each for each in questions if not await self._gate.may_read(*each)}


def _settle(waiting: list[tuple[Session, Answer]], error: Exception | None) -> None:
    for _, answer in waiting:
        if answer.done():
            continue
        if error is None:
            answer.set_result(None)
        else:
            answer.set_exception(error)
