"""What sessions cost that do nothing, with five channels each: memory, and CPU of their pings. The engine alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench import usage
from bench.probe import Longest
from bench.servers import PING, LineServer, engine_alone, greeting
from bench.sockets import Crowd, Group

WARM = 200  # sessions before the first measurement, so that what is loaded and cached once is not counted


async def run(sessions: tuple[int, ...] = (1000, 5000, 15_000), seconds: int = 60) -> dict[str, Any]:
    """`sessions`: how many in one process, each count in a process of its own; `seconds`: of pings, at the last one."""
    usage.allow_files(max(sessions) + 1000)
    told: dict[str, Any] = {"subscriptions": 5, "sessions": {}}
    with Progress(console=Console(stderr=True)) as progress:
        for number in sessions:
            with engine_alone('"|"') as (server, longest):
                crowd, group = Crowd(), server.group(PING)
                bar = progress.add_task(f"{number} sessions", total=number)
                figures = _memory(server, crowd, group, number, partial(progress.advance, bar))
                if number == sessions[-1]:
                    figures |= _pings(server, longest, crowd, seconds, progress)
                assert not group.lost, group.lost
                crowd.drop(group)
            told["sessions"][str(number)] = figures
    return told


def _memory(server: LineServer, crowd: Crowd, group: Group, number: int, progress: Any) -> dict[str, Any]:
    crowd.join(group, [greeting(str(person)) for person in range(1, WARM + 1)], progress=progress)
    server.ask(b"gc")
    before, cpu = usage.resident(server.pid), usage.cpu(server.pid)
    greetings = [greeting(str(person)) for person in range(WARM + 1, number + 1)]
    crowd.join(group, greetings, progress=progress)
    cpu = usage.cpu(server.pid) - cpu
    server.ask(b"gc")
    crowd.listen(0.2)
    grown = usage.resident(server.pid) - before
    return {
        "kb_each": round(grown / (number - WARM) / 1000, 2),
        "process_mb_before": round(before / 1e6, 1),
        "connect_cpu_us": round(cpu / (number - WARM) * 1e6),
    }


def _pings(server: LineServer, longest: Longest, crowd: Crowd, seconds: int, progress: Progress) -> dict[str, Any]:
    bar = progress.add_task("pings", total=seconds)
    crowd.listen(5)  # what is left of the connecting
    longest.forget()
    cpu = usage.cpu(server.pid)
    for _ in range(seconds):
        crowd.listen(1)
        progress.advance(bar)
    return {
        "pings_percent_of_a_core": round((usage.cpu(server.pid) - cpu) / seconds * 100, 1),
        "longest_turn_cpu_ms": round(longest.seconds[1] * 1000, 1),
    }
