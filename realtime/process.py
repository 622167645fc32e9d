"""Sets the event loop and garbage collection of a process that carries thousands of sessions."""

from __future__ import annotations

import asyncio
import gc
import math
import select
import selectors

EVENTS = 100  # in one turn of the loop: about 20 ms if each is a handshake


class FairSelector(selectors.EpollSelector):
    """Selector that reports at most `EVENTS` sockets at once; the kernel reports the others first the next time.

    The library's own reports all that are ready, and asyncio serves them all before it looks at timers and postponed
    calls: half a second, when thousands come or go at once.
    """

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            timeout = -1
        elif timeout > 0:
            timeout = math.ceil(timeout * 1e3) * 1e-3  # the kernel counts in ms and must not wake us too early
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
    """Makes garbage collections rarer. To be called when everything is made and nobody is connected.

    With 15,000 sessions a full collection stops the process for half a second, and they came often: each read of
    thousands of heads or rights makes enough lasting objects to start one. They cannot be turned off: asyncio leaves
    the transport of an ended connection in a cycle, about 1 KB. Young objects are collected in portions of at most
    50,000 objects and 25 ms: portions ten times as large stopped a storm of reconnects for 0.2 s at a time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 100)
