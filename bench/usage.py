"""What the operating system says of a process. Linux only."""

import os
import resource
import time

_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu(pid: int) -> float:
    """Seconds of CPU that all threads of a process have used, in nanoseconds' grain: /proc/PID/stat counts in
    hundredths of a second, too coarse for one round. The clock's number is that of clock_getcpuclockid(3)."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e9


def resident(pid: int) -> int:
    """Bytes of memory that a process really has."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * _PAGE


def peak(pid: int) -> int:
    """Bytes of memory that a process had at most since `forget_peak`, or since it began."""
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def forget_peak(pid: int) -> None:
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def allow_files(wanted: int) -> None:
    """Lets this process and its children have so many files open. Raises ValueError where the machine forbids it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(wanted, hard)))
