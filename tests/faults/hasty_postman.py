"""A postman for whom time goes twenty times as fast, so that leases of the dead are over within seconds.

`python -m tests.faults.hasty_postman MOMENT [MUTANT]`; all of a run are given the same moment, from which it goes
faster. A mutant has a fault put into it, of which the checker must tell.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from channels.notices import dispatching
from channels.notices.ports import Claimed
from channels.notices.preferences import CarrierName
from handlers.letters.addresses import LetterAddresses
from handlers.postmen import postman_alone, work_until
from handlers.settings import Settings
from storage.notices.post import PostgresPost

FASTER = 20


class FastClock:
    def __init__(self, begun: datetime) -> None:
        self._begun = begun

    def now(self) -> datetime:
        return self._begun + (datetime.now(UTC) - self._begun) * FASTER


def noted_before_it_is_carried() -> None:
    """What a postman has with it when it is killed is lost."""
    claim = PostgresPost.claim

    async def claim_for_good(self: PostgresPost, carrier: CarrierName, at: datetime, *rest: Any) -> list[Claimed]:
        claimed = await claim(self, carrier, at, *rest)
        await self.accepted([one.id for one in claimed], at)
        return claimed

    PostgresPost.claim = claim_for_good  # type: ignore[method-assign, assignment]


def each_time_another_letter() -> None:
    """A repeat is not known as one by those who get it."""
    opaque = LetterAddresses.opaque

    def another(self: LetterAddresses, *parts: object) -> str:
        return secrets.token_hex(8) if parts[0] == "dispatch" else opaque(self, *parts)

    LetterAddresses.opaque = another  # type: ignore[method-assign]


def nothing_is_noted() -> None:
    """What was carried is carried again when its lease is over."""

    async def forget(self: PostgresPost, dispatches: Collection[int], at: datetime) -> None:
        pass

    PostgresPost.accepted = forget  # type: ignore[method-assign]


def leases_are_short() -> None:
    """Others take what somebody is still carrying."""
    take = dispatching.take

    async def hurried(*arguments: Any, **named: Any) -> Sequence[Any]:
        return await take(*arguments, **{**named, "lease": timedelta()})

    dispatching.take = hurried  # type: ignore[assignment]


MUTANTS: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (noted_before_it_is_carried, each_time_another_letter, nothing_is_noted, leases_are_short)
}


async def main(begun: datetime) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with postman_alone(Settings.from_environment(), FastClock(begun)) as postman:
        click.echo("works")
        await work_until(stop, postman)


if __name__ == "__main__":
    for name in sys.argv[2:]:
        MUTANTS[name]()
    asyncio.run(main(datetime.fromisoformat(sys.argv[1])))
