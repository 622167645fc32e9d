"""Shared parts of a process's connections; makes a session of one."""

import asyncio
from dataclasses import dataclass, field

from realtime.gate import Opening
from realtime.protocol.dialects import Dialect
from realtime.sessions.registry import Sessions
from realtime.sessions.session import Session, SessionContext
from realtime.sessions.wire import Wire
from realtime.settings import Settings
from realtime.tasks import Tasks
from realtime.transports.admitting import Entrance
from realtime.wheel import Wheel


@dataclass(frozen=True, slots=True)
class Connections:
    settings: Settings
    wheel: Wheel
    tasks: Tasks
    sessions: Sessions
    entrance: Entrance
    context: SessionContext
    unread: set[asyncio.Transport] = field(default_factory=set)  # of those whose first request has not come
    closing: set[asyncio.Protocol] = field(default_factory=set)  # sockets whose client has yet to answer the close

    def open(self, wire: Wire, opening: Opening, dialect: Dialect) -> Session:
        """Opens a new session; it has some seconds to sign in."""
        session = Session(self.context, wire, opening, dialect)
        self.sessions.add(session)
        return session
