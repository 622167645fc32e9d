"""What one session listens to, in which ways, and what it is about to listen to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Generic

from channels.publication import ChannelName
from realtime.delivery.feed import Feed, Join, L
from realtime.gate import Grant

# shared by all who have nothing of the kind
NO_FEEDS: frozenset[Feed[Any]] = frozenset()
NO_NAMES: frozenset[ChannelName] = frozenset()
NO_GRANTS: dict[ChannelName, Grant] = {}


class Subscribed(Generic[L]):
    """A part of `realtime.sessions.session.Session`; an object of its own would cost each idle one 100 bytes."""

    __slots__ = ("chosen", "feeds", "grants", "joins", "left")

    def __init__(self) -> None:
        self.feeds: tuple[Feed[L], ...] = ()
        self.grants = NO_GRANTS  # of those feeds whose grant is not what their rules give
        self.chosen: frozenset[Feed[L]] = NO_FEEDS  # of `feeds`, those that the client asked for
        self.left = NO_NAMES  # subscribed by the server, left by the client
        self.joins: tuple[Join[L], ...] = ()

    def chosen_names(self) -> frozenset[ChannelName]:
        """Channels that the client asked for, those included that it is about to get."""
        if not self.chosen and not self.joins:
            return NO_NAMES
        names = {feed.name for feed in self.chosen}
        return frozenset(names.union(*(join.names for join in self.joins if join.chosen)))

    def known_names(self) -> frozenset[ChannelName]:
        """Channels that need not be given to it: it has them, is about to, or does not want them."""
        names = {feed.name for feed in self.feeds}
        return self.left.union(names, *(join.names for join in self.joins))

    def feed(self, name: str) -> Feed[L] | None:
        """Its subscription to that channel."""
        return next((feed for feed in self.feeds if feed.name == name), None)

    def own_grant(self, channel: ChannelName) -> Grant | None:
        return self.grants.get(channel)

    def grant(self, feed: Feed[L]) -> Grant:
        """How it listens there."""
        return self.grants.get(feed.name) or feed.grant

    def expect(self, grants: Mapping[ChannelName, Grant]) -> None:
        """It is about to listen there in ways of its own, or listens in another one from now on."""
        if grants:
            self.grants = {**self.grants, **grants}

    def forget(self, names: Collection[ChannelName]) -> None:
        """It does not listen there."""
        if not self.grants.keys().isdisjoint(names):
            self.grants = {name: grant for name, grant in self.grants.items() if name not in names}

    def choose(self, feed: Feed[L]) -> None:
        """The subscription was the client's wish."""
        self.chosen |= {feed}
        self.left -= {feed.name}
