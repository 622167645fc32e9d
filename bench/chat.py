"""Durable messages: many chats with few writers, one chat with many, through every door.

Each writer waits for its acknowledgement, which comes after the commit, and writes the next. All members who write by
socket also hear everything that is written in their chat.
"""

import asyncio
import json
from collections.abc import Sequence
from statistics import quantiles
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench.cpu import Cpu, cpu
from bench.crowd import Chatters, chatting
from bench.lines import HttpLine, Line, SocketLine, Tally, opened
from tests.processes import ServerProcess

WARM_SECONDS = 2.0
TEXT = "Добрый день! Завтра на первый урок опоздаем, у нас врач в девять. Спасибо."
DOORS = ("publish", "rpc", "rest")
CASES = {
    "10 chats of 10, 16 writers": ([10] * 10, 16),
    "one chat, 50 writers": ([50], 50),
    "one chat, 200": ([200], 200),
}


async def run(seconds: float = 15) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("chat", total=len(CASES) * len(DOORS))
        for name, (sizes, writers) in CASES.items():
            for door in DOORS:
                progress.update(bar, description=f"{name}, {door}")
                async with chatting(*sizes) as (server, port, people, url):
                    figures[f"{name}, {door}"] = await _measure(server, port, people, url, writers, door, seconds)
                progress.advance(bar)
    return figures


async def _measure(
    server: ServerProcess, port: int, people: Chatters, url: str, writers: int, door: str, seconds: float
) -> dict[str, Any]:
    tally = Tally()
    lines = _lines(server, port, people, writers, door, tally)
    await opened(port, lines)
    for line in lines:
        line.begin()
    await asyncio.sleep(WARM_SECONDS)
    tally.restart()
    before, loop = cpu(server.pid), asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.sleep(seconds)
    used, took, times = cpu(server.pid) - before, loop.time() - begun, list(tally.milliseconds)
    tally.stopped = True
    await asyncio.gather(*(line.idle for line in lines))
    for line in lines:
        line.transport.abort()
    return {**_figures(times, took, used), "refused": len(tally.refused), **await _stored(url)}


def _lines(server: ServerProcess, port: int, people: Chatters, writers: int, door: str, tally: Tally) -> Sequence[Line]:
    chats = list(people.chats)
    lines: list[Line] = []
    for n in range(writers):
        chat = chats[n % len(chats)]
        token = people.tokens[people.chats[chat][n // len(chats)]]
        if door == "rest":
            lines.append(HttpLine(tally, f"localhost:{port}", token, _post(chat)))
        else:
            lines.append(SocketLine(tally, f"http://localhost:{port}", token, _command(door, chat)))
    return lines


def _command(door: str, chat: int) -> Any:
    text = json.dumps(TEXT, ensure_ascii=False).encode()
    if door == "publish":
        return lambda n: b'"publish":{"channel":"chat:%d","data":{"text":%b,"key":"k-%d"}}' % (chat, text, n)
    return lambda n: b'"rpc":{"method":"send_message","data":{"chat":"%d","text":%b,"key":"k-%d"}}' % (chat, text, n)


def _post(chat: int) -> Any:
    body = json.dumps({"text": TEXT}, ensure_ascii=False).encode()
    return lambda n: (f"/api/chats/{chat}/messages", f"k-{n}", body)


def _figures(times: list[float], seconds: float, used: Cpu) -> dict[str, Any]:
    count = len(times)
    cuts = quantiles(times, n=100)
    return {
        "messages": count,
        "per_second": round(count / seconds),
        "ms": {"median": round(cuts[49], 1), "p99": round(cuts[98], 1), "max": round(max(times), 1)},
        "cpu_ms_a_message": {
            "server": round(used.server / count * 1000, 3),
            "postgres": round(used.postgres / count * 1000, 3),
            "both": round((used.server + used.postgres) / count * 1000, 3),
            "load": round(used.load / count * 1000, 3),
        },
    }


async def _stored(url: str) -> dict[str, Any]:
    """That each offset from 1 to the top is there once, and what PostgreSQL settings it was."""
    connection = await asyncpg.connect(url)
    try:
        gaps: int = await connection.fetchval(
            """
            select count(*) from channel c join lateral (
                select count(*) as stored, max("offset") as top from publication p where p.channel_id = c.id
            ) p on true where c.top_offset <> p.stored or p.stored <> p.top
            """
        )
        stored: int = await connection.fetchval("select count(*) from message")
        return {"stored_with_warming": stored, "channels_with_gaps": gaps}
    finally:
        await connection.close()
