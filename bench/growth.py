"""What does not get slower: an archive that grows a hundredfold, and a channel with ever more sessions."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench import contenders, usage
from bench.figures import timed
from bench.servers import PING, engine_alone, greeting
from bench.sockets import Crowd
from channels.publication import ChannelName
from storage.archive import PostgresArchive
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool

CHANNELS = 5000
PER_TURN = 200_000  # rows of one statement
READS = 1000
PAGE, MISSED = 50, 20


async def run(
    archive: tuple[int, ...] = (100_000, 1_000_000, 10_000_000), sessions: tuple[int, ...] = (1000, 5000, 15_000)
) -> dict[str, Any]:
    """`archive`: publications at which reading is measured; `sessions`: on one channel of the engine alone."""
    with Progress(console=Console(stderr=True)) as progress:
        return {
            "channels": CHANNELS,
            "archive": await _archive(archive, progress) if archive else {},
            "fanout": _fanout(sessions, progress) if sessions else {},
        }


async def _archive(sizes: tuple[int, ...], progress: Progress) -> dict[str, Any]:
    told: dict[str, Any] = {}
    bar = progress.add_task("publications", total=max(sizes))
    with TemporaryDirectory(prefix="zvonok-bench-") as folder:
        async with embedded_postgres(Path(folder) / "data") as url, await open_pool(url) as pool:
            async with pool.acquire() as connection:
                await migrate(connection)
                await connection.execute(
                    "insert into channel (name) select 'chat:' || n from generate_series(1, $1::int) n", CHANNELS
                )
            stored = 0
            for size in sorted(sizes):
                while stored < size:
                    stored += await _store(pool, stored, min(PER_TURN, size - stored))
                    progress.update(bar, completed=stored)
                await pool.execute("vacuum analyze publication")
                told[str(size)] = await _read(PostgresArchive(pool), size // CHANNELS)
    return told


async def _store(pool: asyncpg.Pool, stored: int, number: int) -> int:
    """Spread over all channels as time goes by, so that the rows of one lie far from each other."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local synchronous_commit = off")  # nobody is told that they are kept
        await connection.execute(
            """
            insert into publication (channel_id, "offset", at, data)
            select c.id, n / $3 + 1, now(), json_build_object('type', 'message', 'text', repeat('x', 150))
            from generate_series($1::bigint, $1::bigint + $2::bigint - 1) n
            join channel c on c.name = 'chat:' || (n % $3 + 1)
            """,
            stored,
            number,
            CHANNELS,
        )
        await connection.execute("update channel set top_offset = $1", (stored + number) // CHANNELS)
    return number


async def _read(archive: PostgresArchive, top: int) -> dict[str, Any]:
    rng = random.Random(1)

    def channel() -> ChannelName:
        return ChannelName(f"chat:{rng.randrange(CHANNELS) + 1}")

    return {
        "open_ms": await timed(lambda: archive.heads([channel() for _ in range(5)]), READS),
        "read_back_ms": await timed(lambda: archive.before(channel(), rng.randrange(top) + 2, PAGE), READS),
        "recover_ms": await timed(lambda: archive.since(channel(), max(top - MISSED, 0), MISSED), READS),
    }


def _fanout(numbers: tuple[int, ...], progress: Progress) -> dict[str, Any]:
    usage.allow_files(max(numbers) + 1000)
    told: dict[str, Any] = {}
    for number in numbers:
        with engine_alone(f'"{contenders.payload(198)}"') as (server, longest):
            crowd, group = Crowd(), server.group(PING)
            bar = progress.add_task(f"{number} sessions", total=number)
            greetings = [greeting(str(person)) for person in range(1, number + 1)]
            crowd.join(group, greetings, progress=partial(progress.advance, bar))
            rounds = []
            longest.forget()
            for _ in range(10):
                heard, cpu = group.heard + number, usage.cpu(server.pid)
                server.tell()
                crowd.hear(group, heard)
                crowd.listen(0.1)
                rounds.append((usage.cpu(server.pid) - cpu) / number)
            told[str(number)] = {
                "us_each": round(median(rounds) * 1e6, 2),
                "longest_turn_cpu_ms": round(longest.seconds[1] * 1000, 1),
            }
            crowd.drop(group)
    return told
