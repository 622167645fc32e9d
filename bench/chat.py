"""Durable messages: many chats with few writers, one chat with many, through every door.

Each writer waits for its acknowledgement, which comes after the commit, and writes the next. All members who write by
socket also hear everything that is written in their chat.
"""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench.crowd import Chatters, Served, groups, served
from bench.lines import HttpLine, Line, SocketLine, Tally, measure, opened

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
                async with served(partial(groups, sizes=sizes)) as (server, people):
                    figures[f"{name}, {door}"] = await _measure(server, people, writers, door, seconds)
                progress.advance(bar)
    return figures


async def _measure(server: Served, people: Chatters, writers: int, door: str, seconds: float) -> dict[str, Any]:
    tally = Tally()
    lines = _lines(server, people, writers, door, tally)
    await opened(server.port, lines)
    measured = await measure(tally, lines, server.process.pid, seconds)
    return {**measured.figures("message"), "refused": len(tally.refused), **await _stored(server.database)}


def _lines(server: Served, people: Chatters, writers: int, door: str, tally: Tally) -> Sequence[Line]:
    chats = list(people.chats)
    lines: list[Line] = []
    for n in range(writers):
        chat = chats[n % len(chats)]
        token = people.tokens[people.chats[chat][n // len(chats)]]
        if door == "rest":
            lines.append(HttpLine(tally, server.origin, token, _post(chat)))
        else:
            lines.append(SocketLine(tally, server.origin, token, _command(door, chat)))
    return lines


def _command(door: str, chat: int) -> Any:
    text = json.dumps(TEXT, ensure_ascii=False).encode()
    if door == "publish":
        return lambda n: b'"publish":{"channel":"chat:%d","data":{"text":%b,"key":"k-%d"}}' % (chat, text, n)
    return lambda n: b'"rpc":{"method":"send_message","data":{"chat":"%d","text":%b,"key":"k-%d"}}' % (chat, text, n)


def _post(chat: int) -> Any:
    body = json.dumps({"text": TEXT}, ensure_ascii=False).encode()
    return lambda n: (f"/api/chats/{chat}/messages", f"k-{n}", body)


async def _stored(url: str) -> dict[str, Any]:
    """That each offset from 1 to the top is there once."""
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
