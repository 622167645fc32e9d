"""Reads what a returning session missed, up to where its channel is."""

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
    """Publications of one channel that one returning session missed: all of them, or none."""

    __slots__ = ("asked", "feed", "possible", "publications")

    def __init__(self, feed: Feed[L], asked: Recovery) -> None:
        self.feed = feed
        self.asked = asked
        self.publications: list[Publication] = []
        self.possible = asked.epoch in ("", feed.top.epoch)

    @property
    def settled(self) -> bool:
        """True if it has everything up to the top, or can never have it."""
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
        # Not beyond the feed's top: later publications come live, and may follow a change of readers.
        found = await archive.since(self.feed.name, have, top - have)
        if [each.offset for each in found] != list(range(have + 1, top + 1)):
            self.give_up()
            return 0
        self.publications += found
        return sum(len(each.data) for each in found)

    async def _lead(self, archive: Archive, hub: Hub[L], top: int, limit: int) -> None:
        """Brings the feed forward: the client has seen more, on another process whose hint is still on its way."""
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
        """Returns the reply. Must be called when `settled`; attach the session without awaiting in between."""
        if not self.possible:
            return Subscribed(self.feed.top, recovering=True)
        return Subscribed(
            self.feed.top,
            recovering=True,
            recovered_from=self.asked.offset,
            publications=self.publications,
        )
