"""Subscriptions of one session, their grants, and its joins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Generic

from channels.publication import ChannelName
from realtime.delivery.feed import Feed, Join, L
from realtime.gate import Grant

# shared by all sessions that have none
NO_FEEDS: frozenset[Feed[Any]] = frozenset()
NO_NAMES: frozenset[ChannelName] = frozenset()
NO_GRANTS: dict[ChannelName, Grant] = {}


class Subscribed(Generic[L]):
    """Part of `realtime.sessions.session.Session`; a separate object would cost each idle session 100 bytes."""

    __slots__ = ("chosen", "feeds", "grants", "joins", "left")

    def __init__(self) -> None:
        self.feeds: tuple[Feed[L], ...] = ()
        self.grants = NO_GRANTS  # only of feeds whose grant differs from what their rules give
        self.chosen: frozenset[Feed[L]] = NO_FEEDS  # of `feeds`, those that the client asked for
        self.left = NO_NAMES  # subscribed by the server, then left by the client
        self.joins: tuple[Join[L], ...] = ()

    def chosen_names(self) -> frozenset[ChannelName]:
        """Returns channels that the client asked for, including those it is about to get."""
        if not self.chosen and not self.joins:
            return NO_NAMES
        names = {feed.name for feed in self.chosen}
        return frozenset(names.union(*(join.names for join in self.joins if join.chosen)))

    def known_names(self) -> frozenset[ChannelName]:
        """Returns channels that need not be given to it: it has them, is about to, or has left them."""
        names = {feed.name for feed in self.feeds}
        return self.left.union(names, *(join.names for join in self.joins))

    def feed(self, name: str) -> Feed[L] | None:
        """Returns the feed of its subscription to that channel, else None."""
        return next((feed for feed in self.feeds if feed.name == name), None)

    def own_grant(self, channel: ChannelName) -> Grant | None:
        return self.grants.get(channel)

    def grant(self, feed: Feed[L]) -> Grant:
        """Returns the grant with which it listens to that channel."""
        return self.grants.get(feed.name) or feed.grant

    def expect(self, grants: Mapping[ChannelName, Grant]) -> None:
        """Sets grants that differ from the channels' rules, for subscriptions that are to come or exist."""
        if grants:
            self.grants = {**self.grants, **grants}

    def forget(self, names: Collection[ChannelName]) -> None:
        """Removes the grants of these channels."""
        if not self.grants.keys().isdisjoint(names):
            self.grants = {name: grant for name, grant in self.grants.items() if name not in names}

    def choose(self, feed: Feed[L]) -> None:
        """Notes that the client asked for this subscription."""
        self.chosen |= {feed}
        self.left -= {feed.name}
