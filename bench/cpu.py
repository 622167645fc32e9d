"""CPU of a server process and of the PostgreSQL it runs, from the operating system's own account."""

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU used so far."""

    server: float
    postgres: float
    load: float  # this process, which makes the load

    def __sub__(self, before: "Cpu") -> "Cpu":
        return Cpu(self.server - before.server, self.postgres - before.postgres, self.load - before.load)


def cpu(server: int) -> Cpu:
    """Of the server with this process id and everything below it; ended children are in their parent's account."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) is not None:
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    below, found = [server], list[int]()
    while below:
        below = [child for parent in below for child in children.get(parent, ())]
        found += below
    own = os.times()
    return Cpu(_used(server, ended=False), sum(_used(child, ended=True) for child in found), own.user + own.system)


def _stat(process: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the third on: the second may hold spaces."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None


def _used(process: int, *, ended: bool) -> float:
    stat = _stat(process)
    if stat is None:
        return 0.0
    return sum(map(int, stat[11:15] if ended else stat[11:13])) / TICK
