"""Brake on guessing: remembers failures for a while, and the devices that were here before.

All times are the database's: the servers' own clocks may differ by days.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import asyncpg

DEVICE_KEPT = timedelta(days=400)
DEVICES = 50  # of one person; the oldest are forgotten


@dataclass(frozen=True, slots=True)
class Budget:
    """Failures that an address may have, and how many of them are forgiven each second."""

    failures: int
    per_second: float


Pause = Callable[[int, bool], float]
"""Returns the seconds to wait, from an account's failures in a row and whether its address is over its budget."""


@dataclass(frozen=True, slots=True)
class Attempt:
    wait: float  # seconds until the next try; 0: it was counted, and the password may be checked
    failures: int  # of the account, before this one


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="replace")).digest()


class PostgresBrake:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def attempt(self, account: str, address: str, forget: timedelta, budget: Budget, pause: Pause) -> Attempt:
        """Counts one attempt of both, unless the account has to wait. Check and count are one step: a thousand attempts
        at once count as a thousand, not as one.
        """
        keys = {_hash(account): True, _hash(address): False}
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                """
                insert into sign_in_failure (key, failures, last_at) select unnest($1::bytea[]), 0, now()
                on conflict (key) do nothing
                """,
                sorted(keys),
            )
            rows = await connection.fetch(
                """
                select key, failures, last_at from sign_in_failure
                where key = any($1::bytea[]) order by key for update
                """,
                sorted(keys),
            )
            # read after waiting for the rows; a moment in the future comes from a clock that was corrected since
            now = await connection.fetchval("select clock_timestamp()")
            failures, spent, ago = 0, 0.0, 0.0
            for row in rows:
                past = max((now - row["last_at"]).total_seconds(), 0.0)
                if keys[row["key"]]:
                    failures, ago = (int(row["failures"]) if past < forget.total_seconds() else 0), past
                else:
                    spent = max(row["failures"] - past * budget.per_second, 0.0)
            wait = pause(failures, spent >= budget.failures) - ago
            if wait > 0:
                return Attempt(wait, failures)
            await connection.executemany(
                "update sign_in_failure set failures = $2, last_at = $3 where key = $1",
                [(key, (failures if own else spent) + 1, now) for key, own in keys.items()],
            )
            return Attempt(0.0, failures)

    async def forgive(self, account: str, address: str) -> None:
        """Forgives after a success: the account starts anew, and the address gets back the failure that was counted."""
        await self._pool.execute("delete from sign_in_failure where key = $1", _hash(account))
        await self._pool.execute(
            "update sign_in_failure set failures = greatest(failures - 1, 0) where key = $1", _hash(address)
        )

    async def take_back(self, account: str, address: str) -> None:
        """Takes one attempt back; those before it count on."""
        await self._pool.execute(
            "update sign_in_failure set failures = greatest(failures - 1, 0) where key = any($1::bytea[])",
            sorted({_hash(account), _hash(address)}),
        )

    async def forget(self, after: timedelta) -> None:
        """Deletes failures that no longer slow anybody down, and devices that have not come back."""
        await self._pool.execute("delete from sign_in_failure where last_at < now() - $1::interval", after)
        await self._pool.execute("delete from known_device where seen_at < now() - $1::interval", DEVICE_KEPT)

    async def knows(self, person: int, device: str) -> bool:
        """True if this person has signed in with the device before."""
        return bool(
            await self._pool.fetchval(
                "select true from known_device where person_id = $1 and device_hash = $2", person, _hash(device)
            )
        )

    async def remember(self, person: int, device: str) -> None:
        await self._pool.execute(
            """
            with here as (
                insert into known_device (person_id, device_hash) values ($1, $2)
                on conflict (person_id, device_hash) do update set seen_at = now()
            )
            delete from known_device where person_id = $1 and device_hash in (
                select device_hash from known_device where person_id = $1 order by seen_at desc offset $3
            )
            """,
            person,
            _hash(device),
            DEVICES - 1,
        )
