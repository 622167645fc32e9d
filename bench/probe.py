"""How long the event loop of a server process was blocked, measured inside of it.

`python -m bench.probe FILE serve …` is `zvonok serve …` on a loop that notes in FILE its longest turn: the time between
two looks at the selector, in which nobody else is heard.
"""

from __future__ import annotations

import asyncio
import mmap
import struct
import sys
import time
from pathlib import Path
from selectors import SelectorKey

from realtime.process import FairSelector

_FIGURES = struct.Struct("dd")


class Longest:
    """The longest turn since it was last forgotten, shared by two processes through a file."""

    def __init__(self, path: Path) -> None:
        with path.open("a+b") as file:
            file.truncate(_FIGURES.size)
            self._memory = mmap.mmap(file.fileno(), _FIGURES.size)

    def forget(self) -> None:
        self._memory[:] = bytes(_FIGURES.size)

    def note(self, wall: float, cpu: float) -> None:
        known = self.seconds
        if wall > known[0] or cpu > known[1]:
            _FIGURES.pack_into(self._memory, 0, max(wall, known[0]), max(cpu, known[1]))

    @property
    def seconds(self) -> tuple[float, float]:
        """By the clock on the wall, in which others may have had the processor, and by the thread's own CPU."""
        wall, cpu = _FIGURES.unpack_from(self._memory)
        return wall, cpu


class ProbedSelector(FairSelector):
    def __init__(self, longest: Longest) -> None:
        super().__init__()
        self._longest = longest
        self._since: tuple[float, float] | None = None

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if self._since is not None:
            self._longest.note(time.monotonic() - self._since[0], time.thread_time() - self._since[1])
        events = super().select(timeout)
        self._since = time.monotonic(), time.thread_time()
        return events


def probed_loop(path: Path) -> asyncio.AbstractEventLoop:
    return asyncio.SelectorEventLoop(ProbedSelector(Longest(path)))


def main() -> None:
    from handlers.__main__ import main as zvonok
    from realtime import process

    path = Path(sys.argv.pop(1))
    process.new_loop = lambda: probed_loop(path)
    zvonok()


if __name__ == "__main__":
    main()
