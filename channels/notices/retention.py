"""Removes the record of what people were told after `KEPT`."""

from datetime import timedelta

from channels.notices.dispatching import PORTION
from channels.store import Desk

KEPT = timedelta(days=90)


async def forget(desk: Desk) -> None:
    """Removes what was settled longer ago than `KEPT`. What still waits stays, however old it is."""
    while True:
        async with desk.store.begin() as tx:
            if not await tx.post.forget(desk.clock.now() - KEPT, PORTION):
                return
