"""One run: a workload, faults one after the other, and what the checker says of it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from tests.faults.checker import Figures, Violation, check, figures
from tests.faults.city import City
from tests.faults.faults import F1, F3, F5, F6, F8, F17, Fault
from tests.faults.history import History, Stored
from tests.faults.readers import Reader, as_content
from tests.faults.workload import BUSY_WRITERS, working
from tests.school import read_school

HEADS = 5.5  # seconds: the longest that a single lost hint goes unseen (README.md, "What is guaranteed")
RECONNECT = 1.5  # for a reader to find another server and to recover
BETWEEN = 1.0  # between two faults
PATIENCE = 30.0  # seconds for everybody to have everything in the end
HOT_WRITERS, HOT_SECONDS = 200, 10.0
READERS_CHANGED = '{"type":"readers_changed"}'

# mutant -> faults under which it shows, and whether under load; none: a right that ends
MUTANT_RUNS: dict[str, tuple[Sequence[Fault], bool]] = {
    "gaps_passed_over": ((F3, F5), True),
    "hint_before_commit": ((F8,), True),
    "numbers_outside_the_transaction": ((F17, F1), True),
    "commits_not_on_disk": ((F8, F8), True),
    "keys_forgotten": ((F17, F17), True),
    "heads_not_looked_at": ((F6,), False),
    "rights_not_read_again": ((), False),
}
CAUGHT_BY = {
    "gaps_passed_over": {"P3"},
    "hint_before_commit": {"P3"},
    "numbers_outside_the_transaction": {"P2", "P3"},
    "commits_not_on_disk": {"P1"},
    "keys_forgotten": {"P4", "P9"},
    "heads_not_looked_at": {"P3", "P6"},
    "rights_not_read_again": {"P7"},
}


@dataclass(frozen=True)
class Result:
    violations: list[Violation]
    figures: Figures

    @property
    def broken(self) -> set[str]:
        return {violation.property for violation in self.violations}

    def __str__(self) -> str:
        f = self.figures
        return (
            f"{f.acknowledged} acknowledged, {f.deliveries} deliveries, {len(self.violations)} violations,"
            f" worst staleness {f.staleness:.1f} s, publish to acknowledgement p99 {f.ack_p99:.2f} s,"
            f" longest {f.ack_max:.2f} s"
        )


async def run(
    city: City,
    faults: Sequence[Fault],
    *,
    busy: bool,
    seed: int,
    patience: float = PATIENCE,
    writers: int = BUSY_WRITERS,
) -> Result:
    """Faults in the order given, under load, then quiescence."""
    chance, loop = random.Random(seed), asyncio.get_running_loop()
    longest = 0.0  # that something was away, by which pushes may be late
    async with working(city, busy=busy, seed=seed, patience=patience, writers=writers) as workload:
        for fault in faults:
            await asyncio.sleep(BETWEEN)
            begun = loop.time()
            await fault.do(city, chance)
            longest = max(longest, loop.time() - begun)
        await asyncio.sleep(BETWEEN)
    return Result(check(workload.history, longest + HEADS + RECONNECT), figures(workload.history))


async def run_hot(city: City) -> Result:
    """Two hundred write into one chat at once (F20)."""
    async with working(city, busy=True, seed=0, patience=PATIENCE) as workload:
        workload.chats = workload.chats[:1]
        writers = [asyncio.get_running_loop().create_task(workload.write(pause=None)) for _ in range(HOT_WRITERS)]
        await asyncio.sleep(HOT_SECONDS)
        for writer in writers:
            writer.cancel()
        await asyncio.wait(writers)
    return Result(check(workload.history, HEADS + RECONNECT), figures(workload.history))


async def run_mutant(city: City, mutant: str) -> Result:
    """What shows best that this one is broken; it need not be waited for long."""
    faults, busy = MUTANT_RUNS[mutant]
    if not faults:
        return await run_revocation(city)
    return await run(city, faults, busy=busy, seed=1, patience=3.0)


async def run_revocation(city: City) -> Result:
    """A guardian loses the right to a diary while marks are posted into it."""
    school = await read_school(city.pool)
    channel = f"diary:{school.anya}"
    readers = [Reader(f"{name}/{n}", await city.person(name), channel) for name in ("olga", "maria") for n in range(3)]
    for reader in readers:
        reader.start()
        await reader.connected.wait()
    teachers = await city.person("maria")
    history = History()

    async def post() -> None:
        for number in range(1000):
            mark = {"student": str(school.anya), "lesson": str(school.today), "value": 5, "kind": str(school.answer)}
            try:
                await random.choice(teachers).post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})
            except (aiohttp.ClientError, TimeoutError):
                continue
            await asyncio.sleep(0.005 if number % 10 else 0.05)

    writers = [asyncio.get_running_loop().create_task(post()) for _ in range(3)]
    await asyncio.sleep(1)
    end = await _revoke(city, school.olga, channel)
    history.revoked = [(reader.name, channel, end) for reader in readers if reader.name.startswith("olga")]
    await asyncio.sleep(1.5)
    for writer in writers:
        writer.cancel()
    await asyncio.wait(writers)
    await asyncio.sleep(HEADS)
    rows = await city.pool.fetch(
        'select p."offset", p.data from publication p join channel c on c.id = p.channel_id where c.name = $1', channel
    )
    history.stored = {channel: {row["offset"]: Stored(as_content(json.loads(row["data"])), None) for row in rows}}
    history.readers = {reader.name: list(reader.seen) for reader in readers}
    for reader in readers:
        await reader.stop()
    return Result(check(history, HEADS), figures(history))


async def _revoke(city: City, guardian: int, channel: str) -> int:
    """Ends the right and says so in the channel's own order, as every change of rights does; returns the offset."""
    async with city.pool.acquire() as connection, connection.transaction():
        [(number, offset)] = await connection.fetch(
            "update channel set top_offset = top_offset + 1 where name = $1 returning id, top_offset", channel
        )
        await connection.execute("delete from guardianship where guardian_id = $1", guardian)
        await connection.execute(
            'insert into publication (channel_id, "offset", at, changes_readers, data)'
            " values ($1, $2, now(), true, $3::text::json)",
            number,
            offset,
            READERS_CHANGED,
        )
        return int(offset)
