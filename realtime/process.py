"""What a process that carries thousands of sessions sets once: its event loop and its garbage collection."""

from __future__ import annotations

import asyncio
import gc
import math
import select
import selectors

EVENTS = 100  # of one turn of the loop: about 20 ms when each is a handshake


class FairSelector(selectors.EpollSelector):
    """Tells at most `EVENTS` sockets at once. The library's tells all that are ready, and asyncio serves all of them
    before it looks at timers and at what was put off: with thousands that come or go at once, for half a second.
    The kernel tells the others first the next time.
    """

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            timeout = -1
        elif timeout > 0:
            timeout = math.ceil(timeout * 1e3) * 1e-3  # the kernel counts in ms, and must not wake us too early
        found = []
        for descriptor, events in self._selector.poll(max(timeout, -1), EVENTS):  # type: ignore[attr-defined]
            key = self._fd_to_key.get(descriptor)  # type: ignore[attr-defined]
            if key is not None:
                told = selectors.EVENT_WRITE if events & ~select.EPOLLIN else 0
                told |= selectors.EVENT_READ if events & ~select.EPOLLOUT else 0
                found.append((key, told & key.events))
        return found


def new_loop() -> asyncio.AbstractEventLoop:
    return asyncio.SelectorEventLoop(FairSelector())


def collect_seldom() -> None:
    """To be called when everything is made and nobody is connected.

    With 15,000 sessions a full collection stops the process for half a second, and they came often: each read of
    thousands of heads or rights makes enough lasting objects to begin one. Not never: asyncio leaves the
    transport of an ended connection in a cycle, about 1 KB. The young ones are looked through in small portions, 50,000
    objects at most and 25 ms: ten times as many stopped a storm of reconnects for 0.2 s at a time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 100)
