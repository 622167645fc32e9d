"""Sends orders to all processes: to end connections, to subscribe them, to say what they carry.

An order is sent once to each process in reach. Nothing that must not be lost depends on it: ended sign-ins are looked
up again, and changes of rights are publications.
"""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Collection
from typing import Any

from channels.publication import ChannelName
from realtime.cluster.survey import Survey
from realtime.delivery.hub import Hub
from realtime.fanout.port import Cluster
from realtime.faults import place
from realtime.gate import Grant
from realtime.protocol.codes import Disconnect, UnsubscribeCode
from realtime.protocol.commands import Recovery
from realtime.sessions.progress import look
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Session
from realtime.subscribing.subscriptions import Subscriptions
from realtime.tasks import Tasks

log = logging.getLogger(__name__)


class Orders(Survey):
    """Implements `realtime.fanout.port.Peer`."""

    def __init__(
        self, cluster: Cluster, sessions: Sessions, hub: Hub[Session], subscriptions: Subscriptions, tasks: Tasks
    ) -> None:
        super().__init__(cluster)
        self._sessions = sessions
        self._hub = hub
        self._subscriptions = subscriptions
        self._tasks = tasks
        self._carry_out: dict[str, Callable[[dict[str, Any]], None]] = {
            "close_login": lambda order: _ignore(sessions.close_login(order["login"])),
            "close_user": self._close_user,
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "emulate": lambda order: _ignore(self.emulate_here(order["session"], base64.b64decode(order["frame"]))),
            "survey": lambda order: self.answer(order, self._hub.channels()),
            "look": lambda order: self.answer(order, look(sessions, order["asked"])),
            "answer": self.collect,
        }

    def received(self, text: bytes) -> None:
        """Carries out an order. Never raises: an order that cannot be understood comes from another version."""
        try:
            order = json.loads(text)
            self._carry_out[order["do"]](order)
        except Exception as error:
            log.warning("an order could not be carried out: %s", place(error))

    def describe(self) -> bytes:
        channels = self._hub.channels()
        counts = {
            "num_clients": len(self._sessions),
            "num_users": self._sessions.users(),
            "num_channels": len(channels),
            "num_subs": sum(channels.values()),
        }
        return json.dumps(counts).encode()

    # Given

    def close_login(self, login: int) -> None:
        self.give("close_login", login=login)

    def close_user(self, user: str, end: Disconnect, client: str = "", spare: Collection[str] = ()) -> None:
        self.give("close_user", user=user, code=end.code, reason=end.reason, client=client, spare=list(spare))

    def subscribe(
        self,
        user: str,
        channel: ChannelName,
        grant: Grant | None = None,
        since: Recovery | None = None,
        client: str = "",
    ) -> None:
        """Subscribes every session of the user, or that one. `until` is not sent: grants of the server have no end."""
        told = None
        if grant is not None:
            infos = [None if part is None else part.decode() for part in (grant.info, grant.data)]
            told = [grant.recoverable, grant.join_leave, *infos]
        position = None if since is None else [since.offset, since.epoch]
        self.give("subscribe", user=user, channel=channel, grant=told, since=position, client=client)

    def unsubscribe(self, user: str, channel: ChannelName, client: str = "") -> None:
        self.give("unsubscribe", user=user, channel=channel, client=client)

    def emulate(self, node: str, session: str, frame: bytes) -> bool:
        """Hands a client's frame to the process that has its session; False if there is no such process."""
        if node == self._cluster.node:
            self.emulate_here(session, frame)
        elif node in self._cluster.nodes():
            self.give("emulate", to=node, session=session, frame=base64.b64encode(frame).decode())
        else:
            return False
        return True

    # Carried out

    def emulate_here(self, key: str, frame: bytes) -> bool:
        session = self._sessions.by_key(key)
        if session is not None:
            session.receive(frame)
        return session is not None

    def _close_user(self, order: dict[str, Any]) -> None:
        end = Disconnect(order["code"], order["reason"])
        self._sessions.close_user(order["user"], end, client=order["client"], spare=order["spare"])

    def _of(self, order: dict[str, Any]) -> list[Session]:
        wanted = order["client"]
        return [each for each in self._sessions.of(order["user"]) if each.connected and wanted in ("", each.client)]

    def _subscribe(self, order: dict[str, Any]) -> None:
        grant = since = None
        if order["grant"] is not None:
            recoverable, join_leave, *infos = order["grant"]
            info, data = (None if part is None else part.encode() for part in infos)
            grant = Grant(recoverable, join_leave, info, data)
        if order["since"] is not None:
            since = Recovery(*order["since"])
        for session in self._of(order):
            if session.feed(order["channel"]) is None:
                self._tasks.start(self._subscriptions.grant(session, ChannelName(order["channel"]), grant, since))

    def _unsubscribe(self, order: dict[str, Any]) -> None:
        for session in self._of(order):
            feed = session.feed(order["channel"])
            if feed is not None:
                self._subscriptions.unsubscribe(session, feed, UnsubscribeCode.SERVER)


def _ignore(_: object) -> None:
    """Ignores it: an order has no answer."""
