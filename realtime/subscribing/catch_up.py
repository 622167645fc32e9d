"""What a returning session missed, read up to where its channel is."""

from __future__ import annotations

import asyncio
from typing import Generic

from channels.ports import Archive
from channels.publication import Publication
from realtime.delivery.feed import Feed, L
from realtime.delivery.hub import Hub
from realtime.protocol.commands import Recovery
from realtime.protocol.replies import Subscribed


class CatchUp(Generic[L]):
    """What one returning session missed of one channel: all of it, or nothing."""

    __slots__ = ("asked", "feed", "possible", "publications")

    def __init__(self, feed: Feed[L], asked: Recovery) -> None:
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

    async def read(self, archive: Archive, hub: Hub[L], limit: int) -> int:
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

    async def _lead(self, archive: Archive, hub: Hub[L], top: int, limit: int) -> None:
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
