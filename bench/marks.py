"""Marks of whole classes: batches of 30, each told to a journal, 30 diaries and 60 guardians.

Teachers post one batch after the other, each when the last is acknowledged. One family in ten is live on a socket.
"""

import json
from functools import partial
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench.crowd import STUDENTS, Class, Served, classes, served
from bench.lines import HttpLine, Line, SocketLine, Tally, measure, opened

CLASSES = 20
LIVE = 10  # one family in so many
SEASON = 11_000_000  # marks of a whole country's first three weeks of September


async def run(seconds: float = 60) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with Progress(console=Console(stderr=True)) as progress:
        for door in ("rest", "rpc"):
            bar = progress.add_task(f"marks by {door}", total=None)
            async with served(partial(classes, count=CLASSES)) as (server, (all_classes, kind)):
                figures[door] = await _measure(server, all_classes, kind, door, seconds)
            progress.update(bar, total=1, completed=1)
    return figures


async def _measure(server: Served, all_classes: list[Class], kind: int, door: str, seconds: float) -> dict[str, Any]:
    tally, heard = Tally(), Tally()
    lines: list[Line] = [_line(server, one, kind, door, tally) for one in all_classes]
    families = [token for one in all_classes for token in one.families][::LIVE]
    phones = [SocketLine(heard, server.origin, token) for token in families]
    await opened(server.port, [*lines, *phones])
    measured = await measure(tally, lines, server.process.pid, seconds)
    told = sum(phone.received for phone in phones)
    for phone in phones:
        phone.transport.abort()
    figures = measured.figures("mark", each=STUDENTS)
    return {
        **figures,
        "refused": len(tally.refused),
        "families_live": len(phones),
        "mib_told_live": round(told / 2**20, 1),
        "hours_for_11_million": round(SEASON / figures["per_second"] / 3600, 2),
        **await _stored(server.database),
    }


def _line(server: Served, one: Class, kind: int, door: str, tally: Tally) -> Line:
    marks = [
        {"student": str(student), "lesson": str(one.lesson), "value": 2 + n % 4, "kind": str(kind), "comment": ""}
        for n, student in enumerate(one.students)
    ]
    if door == "rest":
        body = json.dumps({"marks": marks}).encode()
        path = f"/api/courses/{one.course}/marks"
        return HttpLine(tally, server.origin, one.teacher, lambda n: (path, f"k-{n}", body))
    data = json.dumps({"course": str(one.course), "marks": marks}).encode()[:-1]
    return SocketLine(
        tally,
        server.origin,
        one.teacher,
        lambda n: b'"rpc":{"method":"post_marks","data":%b,"key":"k-%d"}}' % (data, n),
    )


async def _stored(url: str) -> dict[str, Any]:
    """What there is of each when all is done, the warming up included: a mark is one of a journal's and one of a
    diary's, and two guardians are owed a notice of it."""
    connection = await asyncpg.connect(url)
    try:
        return {
            table: await connection.fetchval(f"select count(*) from {table}")
            for table in ("mark", "mark_revision", "publication", "outbox")
        }
    finally:
        await connection.close()
