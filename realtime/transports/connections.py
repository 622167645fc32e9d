"""Shared parts of a process's connections; makes a session of one."""

from dataclasses import dataclass

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

    def open(self, wire: Wire, opening: Opening, dialect: Dialect) -> Session:
        """Opens a new session; it has some seconds to sign in."""
        session = Session(self.context, wire, opening, dialect)
        self.sessions.add(session)
        return session
