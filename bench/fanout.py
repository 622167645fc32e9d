"""One publication to everybody on a channel: CPU of the server for each delivery, beside the floor and the peers."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import contenders, usage
from bench.contenders import PEERS, Contender, Peers
from bench.crowd import groups
from bench.publishing import Publishing
from bench.servers import Real, real_server
from bench.sockets import Crowd
from realtime.transports.listener import SOCKET_PATH

SINGLES, BURST, BURST_SECONDS = 5, 20, 0.05
ENVELOPE, FRAME = 270, 60  # bytes around a text: of its message, of what is pushed
STORED, APART = 20, 0.05  # messages to learn what storing one costs, and the seconds between them


async def group(real: Real, sessions: int, size: int) -> tuple[Contender, Publishing]:
    """A durable message into a group of so many people, each connected once, by one of them.

    Another channel of the real server is another function like this one.
    """
    [(chat, members)] = (await groups(real.pool, [sessions])).chats.items()
    signed = await real.logins(members)
    text = contenders.payload(size - ENVELOPE)
    author = await asyncio.to_thread(
        Publishing, real.server.address, SOCKET_PATH, real.socket_token(signed[members[0]])
    )
    return (
        Contender(
            "server",
            real.server.pid,
            real.server.group(),
            real.greetings(signed.values()),
            lambda: author.publish(f"chat:{chat}", {"text": text}),
            real.server.longest,
        ),
        author,
    )


class Round:
    """Measures a contender, over and over."""

    def __init__(self, crowd: Crowd, contender: Contender) -> None:
        self._crowd = crowd
        self._group = contender.group
        self.contender = contender
        self.single: list[float] = []  # seconds of CPU a delivery
        self.burst: list[float] = []
        self.longest: list[tuple[float, float]] = []

    def run(self) -> None:
        contender = self.contender
        if contender.slow and self.single:
            return
        if contender.longest is not None:
            contender.longest.forget()
        self.single.append(self._measure(SINGLES, None))
        self.burst.append(self._measure(BURST, BURST_SECONDS / BURST))
        if contender.longest is not None:
            self.longest.append(contender.longest.seconds)

    def _measure(self, times: int, gap: float | None) -> float:
        """`gap` None: the next one when the last one has been heard by all, and a moment later."""
        group, all_ = self._group, len(self._group.members)
        begun, cpu = group.heard, usage.cpu(self.contender.pid)
        for number in range(1, times + 1):
            self.contender.publish()
            if gap is None:
                self._crowd.hear(group, begun + number * all_)
                self._crowd.listen(0.02)
            else:
                self._crowd.listen(gap)
        self._crowd.hear(group, begun + times * all_)
        self._crowd.listen(0.05)
        assert (group.heard, group.lost) == (begun + times * all_, 0), self.contender.name
        return (usage.cpu(self.contender.pid) - cpu) / times / all_


async def run(
    sessions: int = 2000, rounds: int = 5, size: int = 400, peers: tuple[str, ...] = PEERS, folder: Path | None = None
) -> dict[str, Any]:
    """`folder`: where the peers are installed, or were; None for one that is thrown away."""
    usage.allow_files(20_000)
    with ExitStack() as stack, Progress(console=Console(stderr=True)) as progress:
        folder = folder or Path(stack.enter_context(TemporaryDirectory(prefix="zvonok-bench-")))
        installed = Peers(folder)
        installed.install(peers)
        async with real_server() as real:
            server, author = await group(real, sessions, size)
            storing = _storing(server, author)
            others = [contenders.floor(stack, sessions, size + FRAME), contenders.engine(stack, sessions, size), server]
            others += [installed.start(stack, name, sessions, size) for name in peers]
            crowd = Crowd()
            measured = []
            for contender in others:
                bar = progress.add_task(f"{contender.name}: clients", total=sessions)
                crowd.join(contender.group, contender.greetings, progress=partial(progress.advance, bar))
                measured.append(Round(crowd, contender))
            bar = progress.add_task("rounds", total=rounds * len(measured))
            for _ in range(rounds):
                for each in measured:
                    each.run()
                    progress.advance(bar)
            author.check()
            author.close()
    return _told(measured, sessions, rounds, size, storing)


def _storing(server: Contender, author: Publishing) -> float:
    """Seconds of CPU that one message costs when nobody listens, and no other is stored together with it."""
    cpu = 0.0
    for number in range(2 * STORED):
        if number == STORED:
            cpu = usage.cpu(server.pid)
        server.publish()
        author.check()
        time.sleep(APART)
    return (usage.cpu(server.pid) - cpu) / STORED


def _told(measured: list[Round], sessions: int, rounds: int, size: int, storing: float) -> dict[str, Any]:
    floors = measured[0].single
    told: dict[str, Any] = {"sessions": sessions, "rounds": rounds, "bytes": size, "contenders": {}}
    for each in measured:
        figures: dict[str, Any] = {
            "single_us": _us(median(each.single)),
            "burst_us": _us(median(each.burst)),
            "single_of_floor": _ratio(each.single, floors),
            "burst_of_floor": _ratio(each.burst, floors),
        }
        if each.longest:
            wall, cpu = (median(turns) * 1000 for turns in zip(*each.longest, strict=True))
            figures |= {"longest_turn_ms": round(wall, 1), "longest_turn_cpu_ms": round(cpu, 1)}
        if each.contender.name == "server":
            figures["storing_us"] = _us(storing)
            figures["without_storing_of_floor"] = _ratio([each_ - storing / sessions for each_ in each.single], floors)
        told["contenders"][each.contender.name] = figures
    return told


def _us(seconds: float) -> float:
    return round(seconds * 1e6, 2)


def _ratio(seconds: list[float], floors: list[float]) -> float:
    """The median of the ratios of each round: what disturbs a round disturbs both."""
    return round(median(mine / floor for mine, floor in zip(seconds, floors, strict=False)), 2)
