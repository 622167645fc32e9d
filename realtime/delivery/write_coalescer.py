"""Gathers what becomes due for a session in one turn of the event loop into one write.

The kernel's send() is 85 % of the cost of a delivery; two small frames together cost as much as one.
"""

from __future__ import annotations

import asyncio
from typing import Protocol


class Gathering(Protocol):
    """Something that gathers what it has to write."""

    def flush(self) -> None:
        """Writes it."""
        ...


class WriteCoalescer:
    __slots__ = ("_due", "_scheduled")

    def __init__(self) -> None:
        self._due: list[Gathering] = []
        self._scheduled = False

    def add(self, writer: Gathering) -> None:
        """This one has something to write, from now on until the next flush."""
        self._due.append(writer)
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._run)

    def flush(self) -> None:
        """Writes now."""
        due, self._due = self._due, []
        for writer in due:
            writer.flush()

    def _run(self) -> None:
        self._scheduled = False
        self.flush()
