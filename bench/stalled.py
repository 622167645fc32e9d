"""One reader that has stopped reading, among many: what the others notice of it, and how long it is kept.

The engine alone. Phases without and with it take turns, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import socket
import time
from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import contenders, usage
from bench.figures import percentile, spread
from bench.servers import PING, LineServer, engine_alone, greeting
from bench.sockets import Crowd, Group

PAUSE = 0.05  # between two publications
PHASE = 10.0  # longer than a stalled reader may stay
FLOOD = 50_000  # bytes to the stalled one alone, with each publication: the kernel holds megabytes for it


async def run(sessions: int = 2000, rounds: int = 5, size: int = 200) -> dict[str, Any]:
    usage.allow_files(sessions + 1000)
    calm: list[float] = []
    disturbed: list[float] = []
    gone: list[float] = []
    ratios: list[float] = []
    with (
        engine_alone(f'"{contenders.payload(size - 2)}"') as (server, _),
        Progress(console=Console(stderr=True)) as progress,
    ):
        crowd, group = Crowd(), server.group(PING)
        bar = progress.add_task("clients and phases", total=sessions + 2 * rounds)
        greetings = [greeting(str(person)) for person in range(1, sessions + 1)]
        crowd.join(group, greetings, progress=partial(progress.advance, bar))
        _phase(server, crowd, group, 1.0)
        before = peak = usage.resident(server.pid)
        for number in range(rounds):
            times, _ = _phase(server, crowd, group, PHASE)
            progress.advance(bar)
            person = sessions + 1 + number
            stalled = _stall(server, crowd, person)
            held, left = _phase(server, crowd, group, PHASE, stalled=person)
            stalled.close()
            progress.advance(bar)
            calm += times
            disturbed += held
            gone.append(left)
            peak = max(peak, usage.resident(server.pid))
            ratios.append(percentile(held, 99) / percentile(times, 99))
        after = usage.resident(server.pid)
    memory = {"before": before, "peak": peak, "after": after}
    return {
        "sessions": sessions,
        "rounds": rounds,
        "lost": group.lost,
        "without_ms": spread(calm),
        "with_ms": spread(disturbed),
        "p99_ratio": round(sorted(ratios)[len(ratios) // 2], 2),
        "gone_after_seconds": [round(seconds, 1) for seconds in gone],
        "memory_mb": {name: round(bytes_ / 1e6, 1) for name, bytes_ in memory.items()},
    }


def _stall(server: LineServer, crowd: Crowd, person: int) -> socket.socket:
    """A client that reads its connect reply and nothing after that; it has little room for what comes."""
    group = Group(("127.0.0.1", server.port), room=4096)
    crowd.join(group, [greeting(str(person))])
    return crowd.ignore(group.members[0])


def _phase(
    server: LineServer, crowd: Crowd, group: Group, seconds: float, stalled: int | None = None
) -> tuple[list[float], float]:
    """Publishes for so long; returns the seconds of each delivery, and after how many the server had let go of the
    stalled person's session (0: it had not)."""
    latencies: list[float] = []
    begun, gone = time.monotonic(), 0.0
    while (now := time.monotonic()) < begun + seconds:
        times: list[float] = []
        group.times = times
        heard = group.heard + len(group.members)
        server.tell()
        crowd.hear(group, heard)
        latencies += [moment - now for moment in times]
        if stalled is not None and not gone:
            server.tell(b"to person:%d %d" % (stalled, FLOOD))
            if json.loads(server.ask(b"stats"))["sessions"] <= len(group.members):
                gone = time.monotonic() - begun
        crowd.listen(max(0.0, now + PAUSE - time.monotonic()))
    return latencies, gone
