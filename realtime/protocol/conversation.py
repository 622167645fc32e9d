"""The client protocol of one connection as a pure state machine: frames in, commands out.

No asyncio, no clock, no bytes of the websocket: who owns a connection tells what came and what
became of it, and asks what it means. Encodings stand beside it.
"""

from collections.abc import Callable
from enum import Enum

from realtime.protocol.codes import Disconnect, DisconnectCode
from realtime.protocol.commands import Command, Connect, Pong


class Stage(Enum):
    NEW = "new"  # nothing came yet
    CONNECTING = "connecting"  # connect was sent and is being decided
    CONNECTED = "connected"
    REFUSED = "refused"  # connect was answered with an error: nothing but the end can follow


class Conversation:
    """What one client may say at this moment.

    Every method that takes something from the client raises `Disconnect` when it is out of order,
    and nothing else.
    """

    __slots__ = ("_decode", "_pong_due", "stage")

    def __init__(self, decode: Callable[[bytes], list[Command]]) -> None:
        self._decode = decode
        self.stage = Stage.NEW
        self._pong_due = False

    @property
    def pong_due(self) -> bool:
        """A ping was sent and not answered yet."""
        return self._pong_due

    def receive(self, frame: bytes) -> list[Command]:
        """The commands of one frame that are to be processed, in order.

        Browsers send connect and all their subscriptions in one frame, so others may follow a
        connect that is not decided; whoever processes them stops when it fails. Pongs are dealt
        with here: they must not wait behind a slow command.
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
        """The connect command succeeded."""
        self.stage = Stage.CONNECTED

    def refused(self) -> None:
        """The connect command was answered with an error."""
        self.stage = Stage.REFUSED

    def pinged(self) -> None:
        """A ping goes out now."""
        self._pong_due = True

    def pong(self) -> None:
        """It was answered."""
        self._pong_due = False
