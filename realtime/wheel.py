"""One timer for every deadline of every session."""

import asyncio
from typing import Protocol


class Timed(Protocol):
    """Something with at most one deadline at a time."""

    due: int

    def on_time(self) -> None:
        """Handles its deadline, which has come. Must not raise."""
        ...


class Wheel:
    """Calls `on_time` of each `Timed` once, at its deadline, at most one tick late.

    A hundred thousand timers of the event loop would cost 200 bytes and a heap operation each; here a deadline costs a
    slot in a list. Setting another one, or -1 in `due`, cancels the last.
    """

    def __init__(self, tick: float) -> None:
        self._tick = tick
        self._buckets: dict[int, list[Timed]] = {}
        self._turned = 0  # the last tick that was handled
        self._timer: asyncio.TimerHandle | None = None
        self._delay = 0.0

    def longest_delay(self) -> float:
        """Returns the most seconds by which the event loop was late to turn the wheel, since the last call."""
        delay, self._delay = self._delay, 0.0
        return delay

    def set(self, timed: Timed, seconds: float) -> None:
        """Sets `on_time` due in `seconds`, instead of any earlier deadline."""
        loop = asyncio.get_running_loop()
        present = int(loop.time() / self._tick)
        due = int((loop.time() + seconds) / self._tick) + 1
        if self._timer is None:
            self._turned = present
            self._timer = loop.call_later(self._tick, self._turn)
        timed.due = due
        self._buckets.setdefault(due, []).append(timed)

    def expire(self) -> None:
        """Makes everything due now; the wheel then stands still until the next `set`."""
        buckets, self._buckets = self._buckets, {}
        for due, bucket in buckets.items():
            for timed in bucket:
                if timed.due == due:
                    timed.due = -1
                    timed.on_time()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _turn(self) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is not None:
            self._delay = max(self._delay, loop.time() - self._timer.when())
        present = int(loop.time() / self._tick)
        for tick in range(self._turned + 1, present + 1):
            self._turned = tick
            for timed in self._buckets.pop(tick, ()):
                if timed.due == tick:  # otherwise it was cancelled
                    timed.due = -1
                    timed.on_time()
        self._timer = loop.call_later(self._tick, self._turn) if self._buckets else None
