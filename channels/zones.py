"""IANA time zones, each read from disk once."""

import asyncio
from collections.abc import Iterable
from zoneinfo import ZoneInfo

_known: dict[str, ZoneInfo] = {}


def zone(name: str) -> ZoneInfo:
    """Returns a zone; blocks to read its file the first time. In an event loop, await `read` first."""
    found = _known.get(name)
    if found is None:
        found = _known[name] = ZoneInfo(name)
    return found


async def read(names: Iterable[str]) -> None:
    """Loads these zones without blocking the event loop."""
    fresh = set(names) - _known.keys()
    if fresh:
        await asyncio.to_thread(lambda: [zone(name) for name in fresh])
