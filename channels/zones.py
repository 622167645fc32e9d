"""IANA time zones, each read once."""

import asyncio
from collections.abc import Iterable
from zoneinfo import ZoneInfo

_known: dict[str, ZoneInfo] = {}


def zone(name: str) -> ZoneInfo:
    """Reads a file the first time: whoever runs in a loop has it read by `read` before."""
    found = _known.get(name)
    if found is None:
        found = _known[name] = ZoneInfo(name)
    return found


async def read(names: Iterable[str]) -> None:
    """Makes these known without holding up the loop."""
    fresh = set(names) - _known.keys()
    if fresh:
        await asyncio.to_thread(lambda: [zone(name) for name in fresh])
