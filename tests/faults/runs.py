"""One run: a workload, faults one after the other, and what the checker says of it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.faults.checker import Figures, Violation, check, figures
from tests.faults.city import City
from tests.faults.faults import F1, F3, F5, F6, F8, F17, Fault
from tests.faults.history import History, Stored, Window
from tests.faults.measures import p99
from tests.faults.readers import Reader, as_content
from tests.faults.workload import BUSY_WRITERS, PREFIX, working
from tests.support.school import PEOPLE, read_school

HEADS = 5.5  # seconds: the longest that a single lost hint goes unseen (README.md, "What is guaranteed")
ACKNOWLEDGED = 5.0  # seconds: the longest that one publish may take, whatever broke
BETWEEN = 1.0  # between two faults
PATIENCE = 30.0  # seconds for everybody to have everything in the end
HOT_WRITERS, HOT_SECONDS = 200, 10.0
STORM_EACH, STORM_SECONDS, STORM_QUERIES = 8, 10.0, 2  # sessions of a person, until all are back, queries for each
MEMORY_SECONDS, MEMORY_TIMES, MEMORY_MORE = 60, 1.1, 8 * 1024 * 1024  # by then, no more than so many times, or bytes
MUTANT_TRIES = 5
READERS_CHANGED = '{"type":"readers_changed"}'

# mutant -> faults under which it shows, and whether under load; none: a right that ends
MUTANT_RUNS: dict[str, tuple[Sequence[Fault[Any]], bool]] = {
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
    found: str = ""  # how long it was broken, and what the fault found besides

    @property
    def broken(self) -> set[str]:
        return {violation.property for violation in self.violations}

    def __str__(self) -> str:
        f = self.figures
        return (
            f"{f.acknowledged} acknowledged, {f.deliveries} deliveries, {len(self.violations)} violations,"
            f" worst staleness {f.staleness:.1f} s, publish to acknowledgement p99 {f.ack_p99:.2f} s"
            f" ({p99(f.waits):.2f} s of {len(f.waits)} while it was broken), longest {f.ack_max:.2f} s"
            f"{self.found and ', '}{self.found}"
        )


async def run(
    city: City,
    faults: Sequence[Fault[Any]],
    *,
    busy: bool,
    seed: int,
    patience: float = PATIENCE,
    writers: int = BUSY_WRITERS,
) -> Result:
    """Faults in the order given, under load, then quiescence."""
    chance, loop = random.Random(seed), asyncio.get_running_loop()
    done: list[tuple[Fault[Any], Window, Any]] = []
    async with working(city, busy=busy, seed=seed, patience=patience, writers=writers) as workload:
        await asyncio.sleep(BETWEEN)
        memory = [node.memory() for node in city.nodes]
        for fault in faults:
            begun = loop.time()
            found = await fault.do(city, chance)
            done.append((fault, Window(begun, loop.time()), found))
            await asyncio.sleep(BETWEEN)
    windows, history = [window for _, window, _ in done], workload.history
    reached = figures(history, windows)
    slack = history.slack()
    violations = check(history, max(window.seconds for window in windows) + HEADS + slack)
    for fault, window, found in done:
        violations += [Violation(fault.name, what) for what in fault.expect(history, window, found)]
    if reached.ack_max > ACKNOWLEDGED + slack:
        violations.append(Violation("publish to acknowledgement", f"{reached.ack_max:.1f} s, slack {slack:.1f} s"))
    violations += [Violation("as before", what) async for what in _changed(city, memory)]
    told = [f"broken for {window.seconds:.1f} s" + (f", {found}" if found else "") for _, window, found in done]
    told.append(f"slack {slack:.2f} s")
    return Result(violations, reached, "; ".join(told))


async def _changed(city: City, memory: Sequence[int]) -> AsyncIterator[str]:
    """What must be after every fault as it was before."""
    for gone in city.ended():
        yield f"{gone} ended by itself"
    until = asyncio.get_running_loop().time() + MEMORY_SECONDS
    limits = [max(MEMORY_TIMES * before, before + MEMORY_MORE) for before in memory]
    while any(node.memory() > limit for node, limit in zip(city.nodes, limits, strict=True)):
        if asyncio.get_running_loop().time() > until:
            now = [node.memory() for node in city.nodes]
            yield f"bytes in memory {now}, before {list(memory)}"
            return
        await asyncio.sleep(1)


async def run_hot(city: City) -> Result:
    """Two hundred write into one chat at once (F20)."""
    loop = asyncio.get_running_loop()
    async with working(city, busy=True, seed=0, patience=PATIENCE) as workload:
        writers = [loop.create_task(workload.write(workload.chats[0])) for _ in range(HOT_WRITERS)]
        await asyncio.sleep(HOT_SECONDS)
        for writer in writers:
            writer.cancel()
        await asyncio.wait(writers)
    return Result(check(workload.history, HEADS + workload.history.slack()), figures(workload.history))


async def run_storm(city: City) -> Result:
    """Many sessions are cut at once and come back, and nothing else asks the database (F17)."""
    names = [name for name in PEOPLE if name != "gone"]
    readers = [Reader(f"{name}/{n}", await city.person(name), PREFIX) for name in names for n in range(STORM_EACH)]
    for reader in readers:
        reader.start()
        await reader.connected.wait()
    asked = sum(node.postgres.counted for node in city.nodes)
    for node in city.nodes:
        node.clients.reset()
    violations = []
    try:
        async with asyncio.timeout(STORM_SECONDS):
            while not all(len(reader.stays) > 1 for reader in readers):  # noqa: ASYNC110 - many events
                await asyncio.sleep(0.05)
    except TimeoutError:
        away = sum(len(reader.stays) < 2 for reader in readers)
        violations.append(Violation("F17", f"{away} sessions were not back in {STORM_SECONDS:.0f} s"))
    queries = (sum(node.postgres.counted for node in city.nodes) - asked) / len(readers)
    if queries > STORM_QUERIES:
        violations.append(Violation("F17", f"{queries:.1f} queries for each session"))
    for reader in readers:
        await reader.stop()
    return Result(violations, figures(History()), f"{queries:.2f} queries for each of {len(readers)} sessions")


async def run_mutant(city: City, mutant: str) -> Result:
    """What shows best that this one is broken; it need not be waited for long.

    Tried again where chance hid it: how much is written while something is broken is the machine's to say.
    """
    faults, busy = MUTANT_RUNS[mutant]
    seed = 1
    while True:
        if faults:
            result = await run(city, faults, busy=busy, seed=seed, patience=3.0)
        else:
            result = await run_revocation(city)
        if result.broken & CAUGHT_BY[mutant] or seed == MUTANT_TRIES:
            return result
        seed += 1


async def run_revocation(city: City, *, standing_still: bool = False) -> Result:
    """A guardian loses the right to a diary while marks are posted into it; or while the server that this guardian
    is connected to stands still, and marks are posted at the others."""
    school = await read_school(city.pool)
    guardian, student = ("boris", school.misha) if standing_still else ("olga", school.anya)
    channel = f"diary:{student}"
    readers = []
    for name in (guardian, "maria"):
        nodes = await city.person(name)
        readers += [Reader(f"{name}/{n}", nodes[:1] if standing_still else nodes, channel) for n in range(3)]
    for reader in readers:
        reader.start()
        await reader.connected.wait()
    teachers = (await city.person("maria"))[1:]
    history, posted = History(), asyncio.Event()
    mark = {"student": str(student), "lesson": str(school.today), "value": 5, "kind": str(school.answer)}

    async def post() -> None:
        for number in range(1000):
            try:
                await random.choice(teachers).post(f"/api/courses/{school.maths}/marks", {"marks": [mark]})
            except (aiohttp.ClientError, TimeoutError):
                continue
            posted.set()
            await asyncio.sleep(0.005 if number % 10 else 0.05)

    writers = [asyncio.get_running_loop().create_task(post()) for _ in range(3)]
    await posted.wait()  # the channel is there, and somebody reads it
    await asyncio.sleep(1)
    if standing_still:
        city.nodes[0].pause()
        await asyncio.sleep(0.5)
    end = await _revoke(city, school.people[guardian], channel)
    history.revoked = [(reader.name, channel, end) for reader in readers if reader.name.startswith(guardian)]
    await asyncio.sleep(1.5)
    if standing_still:
        city.nodes[0].resume()
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
