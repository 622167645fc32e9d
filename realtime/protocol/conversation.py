"""Client protocol of one connection as a pure state machine: frames in, commands out.

No asyncio, no clock, no bytes of the websocket: the connection's owner reports what happened and asks what it means.
Encodings are in modules of their own.
"""

from collections.abc import Callable
from enum import Enum

from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.commands import Command, Connect, Pong


class Stage(Enum):
    NEW = "new"  # nothing has come yet
    CONNECTING = "connecting"  # connect has come and is being decided
    CONNECTED = "connected"
    REFUSED = "refused"  # connect was answered with an error: only the end can follow


class Conversation:
    """Rules of what one client may send at this moment.

    Methods that take something from the client raise `Disconnect` if it is out of order, and nothing else.
    """

    __slots__ = ("_decode", "_pong_due", "stage")

    def __init__(self, decode: Callable[[bytes], list[Command]]) -> None:
        self._decode = decode
        self.stage = Stage.NEW
        self._pong_due = False

    @property
    def pong_due(self) -> bool:
        """True if a ping was sent and is not answered yet."""
        return self._pong_due

    def receive(self, frame: bytes) -> list[Command]:
        """Returns the commands of one frame that are to be processed, in order.

        Browsers send connect and all their subscriptions in one frame, so commands may follow a connect that is not
        decided yet; processing must stop if it fails. Pongs are handled here: they must not wait behind a slow command.
        """
        commands: list[Command] = []
        for command in self._decode(frame):
            match command:
                case Pong():
                    if not self._pong_due:
                        raise Disconnect(DisconnectCode.BAD_REQUEST)
                    self.pong()
                case Connect():
                    if self.stage is not Stage.NEW:
                        raise Disconnect(DisconnectCode.BAD_REQUEST)
                    self.stage = Stage.CONNECTING
                    commands.append(command)
                case _:
                    if self.stage in (Stage.NEW, Stage.REFUSED):
                        raise Disconnect(DisconnectCode.BAD_REQUEST)
                    commands.append(command)
        return commands

    def admitted(self) -> None:
        """Notes that the connect command succeeded."""
        self.stage = Stage.CONNECTED

    def refused(self) -> None:
        """Notes that the connect command was answered with an error."""
        self.stage = Stage.REFUSED

    def pinged(self) -> None:
        """Notes that a ping goes out now."""
        self._pong_due = True

    def pong(self) -> None:
        """Notes that the ping was answered."""
        self._pong_due = False
