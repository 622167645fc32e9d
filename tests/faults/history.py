"""What happened in a run: what writers asked and were told, what readers saw, what is stored in the end."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NAP = 0.01  # seconds
TURNS = 20  # writer, server, database, its disk, server, writer; server, Redis, server, reader: each twice at worst


class Outcome(StrEnum):
    OK = "ok"  # acknowledged
    FAIL = "fail"  # refused: nothing was written
    INFO = "info"  # nobody knows


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a publish. Tries with one key are one publish. Moments are monotonic seconds."""

    channel: str
    key: str
    invoked: float
    ended: float
    outcome: Outcome
    offset: int = 0  # told with the acknowledgement
    server: str = ""  # which was asked


@dataclass(frozen=True, slots=True)
class Told:
    """A reader was handed a publication, live or when it came back."""

    channel: str
    offset: int
    content: str
    at: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A reader was subscribed, and told where the channel is. `recovered` is None when it asked for nothing."""

    channel: str
    offset: int  # what follows is numbered from the next one
    epoch: str
    recovered: bool | None
    at: float


@dataclass(frozen=True, slots=True)
class Left:
    """A reader was told that it no longer listens."""

    channel: str
    at: float


Seen = Told | Joined | Left


@dataclass(frozen=True, slots=True)
class Stored:
    content: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Stay:
    """A reader at one server, from when it had what it missed until the connection was over."""

    reader: str
    server: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Window:
    """Something was broken, from the beginning of a fault until it was mended."""

    begun: float
    mended: float

    @property
    def seconds(self) -> float:
        return self.mended - self.begun


@dataclass
class History:
    attempts: list[Attempt] = field(default_factory=list)
    readers: dict[str, list[Seen]] = field(default_factory=dict)  # in the order in which they saw it
    stays: list[Stay] = field(default_factory=list)
    stored: Mapping[str, Mapping[int, Stored]] = field(default_factory=dict)  # channel -> offset -> what is there
    revoked: list[tuple[str, str, int]] = field(default_factory=list)  # reader, channel, offset of its end
    lags: list[tuple[float, float]] = field(default_factory=list)  # when, and how late a short sleep woke

    def slack(self, begun: float = -math.inf, ended: float = math.inf) -> float:
        """Seconds that the machine alone may have cost what happened then: it goes through so many processes, each of
        which waited for a processor as long as we did at worst."""
        return TURNS * max((late for at, late in self.lags if begun - 1 <= at <= ended + 1), default=0.0)

    async def watch_the_machine(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            await asyncio.sleep(NAP)
            self.lags.append((begun, loop.time() - begun - NAP))
