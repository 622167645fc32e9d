"""Telling those who are away: how many notices a postman sorts and carries, and a whole school told at once while
others chat.

The relay is a process of its own that takes everything and keeps nothing; its CPU is in no figure.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench import usage
from bench.cpu import cpu
from bench.demo import fill_demo
from bench.figures import spread
from bench.lines import SocketLine, Tally, opened
from bench.posts import Posts
from bench.servers import LineServer, ProbedServer, Real, line_server, real_server
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from storage.statistics import gather_statistics
from tests.faults.postman import come, fill
from tests.support.postman_process import PostmanProcess, postman_process
from tests.support.redis_servers import RedisServer, on_path, running, wheel

NOBODY = "smtp+plain://127.0.0.1:1"  # nobody listens there
WRITERS, PAUSE = 8, 0.1  # who chat, and seconds between two messages of one
ALONE_SECONDS = 15.0
HEARING_SECONDS = 5.0  # until a postman knows every server
TEXT = "Добрый день! Завтра на первый урок опоздаем, у нас врач в девять. Спасибо."


async def run(notices: int = 5000, pupils: int = 1788) -> dict[str, Any]:
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("sorting", total=3)
        sorted_ = await _rate(notices, carried=False)
        progress.update(bar, advance=1, description="sorting and carrying")
        carried = await _rate(notices, carried=True)
        progress.update(bar, advance=1, description="a whole school")
        school = await _school(pupils)
        progress.advance(bar)
    return {"sorted": sorted_, "carried": carried, "school": school}


def _count(sink: LineServer) -> tuple[int, float]:
    told = json.loads(sink.ask(b""))
    return told["mails"], told["last"]


@asynccontextmanager
async def _postman(folder: Path, url: str, smtp: str, **more: str) -> AsyncIterator[PostmanProcess]:
    settings = {"ZVONOK_DATABASE_URL": url, "ZVONOK_SMTP_URL": smtp, "ZVONOK_MAIL_PER_MINUTE": "1000000", **more}
    async with postman_process(folder / "postman.log", **settings) as postman:
        yield postman


# A postman alone


async def _rate(notices: int, *, carried: bool) -> dict[str, Any]:
    """Each a word about one child for one guardian; all due at once."""
    with TemporaryDirectory(prefix="zvonok-bench-") as name, line_server(["python", "-m", "bench.sink"]) as sink:
        folder = Path(name)
        async with embedded_postgres(folder / "data") as url, await open_pool(url, size=2) as pool:
            async with pool.acquire() as connection:
                await migrate(connection)
            await fill(pool, notices)
            relay = f"smtp+plain://127.0.0.1:{sink.port}" if carried else NOBODY
            async with _postman(folder, url, relay) as postman:
                postmaster = int((folder / "data" / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
                before, base, begun = usage.cpu(postman.pid), cpu(postmaster), time.monotonic()
                await come(pool, 0, notices)
                await _until_done(pool, carried=carried)
                ended = time.monotonic()
                used, base = usage.cpu(postman.pid) - before, cpu(postmaster) - base
                mails, last = _count(sink)
    return {
        "notices": notices,
        "mails": mails,
        "per_second": round(notices / ((last if carried else ended) - begun)),
        "cpu_ms_each": {
            "postman": round(used / notices * 1000, 3),
            "postgres": round((base.server + base.postgres) / notices * 1000, 3),
        },
    }


async def _until_done(pool: asyncpg.Pool, *, carried: bool) -> None:
    left = "select exists (select from outbox) or exists (select from notice where state = 'waiting')"
    if carried:
        left += " or exists (select from dispatch where state = 'due')"
    while await pool.fetchval(left):  # noqa: ASYNC110 - another process's
        await asyncio.sleep(0.02)


# A whole school


class Chatter(SocketLine):
    """Writes a message after each pause, or as soon as the one before is acknowledged, if that takes longer."""

    begun = 0.0

    def went(self, *, refused: bytes = b"") -> None:
        if refused:
            self.tally.refused.append(refused)
        else:
            self.tally.answer(self._begun)
        if not self.tally.stopped:
            asyncio.get_running_loop().call_later(PAUSE, self.begin)


async def _school(pupils: int) -> dict[str, Any]:
    with TemporaryDirectory(prefix="zvonok-bench-") as name, line_server(["python", "-m", "bench.sink"]) as sink:
        async with running(RedisServer(on_path() or wheel(), Path(name) / "redis")) as redis:

            class Serving(ProbedServer):
                def __init__(self, folder: Path, url: str) -> None:
                    super().__init__(folder, url)
                    self.environment |= {"ZVONOK_REDIS_URL": redis.url, "ZVONOK_POSTMAN": "0"}

            async with real_server(kind=Serving) as real:
                await fill_demo(real, pupils)
                people = await _addresses(real.pool)
                relay = f"smtp+plain://127.0.0.1:{sink.port}"
                url = real.server.environment["ZVONOK_DATABASE_URL"]
                async with _postman(Path(name), url, relay, ZVONOK_REDIS_URL=redis.url) as postman:
                    return {"people": people, **await _told(real, sink, postman)}


async def _addresses(pool: asyncpg.Pool) -> dict[str, int]:
    """Everybody has one, and wants mail of announcements in any case; how many of each kind they are."""
    await pool.execute(
        "insert into mailbox (person_id, address, confirmed_at)"
        " select id, 'p' || id || '@mail' || id % 50 || '.example', now() from person where ended_at is null"
        " on conflict do nothing"
    )
    async with pool.acquire() as connection:
        await gather_statistics(connection)
    rows = await pool.fetch("select role::text, count(distinct person_id)::int as n from role_now group by role")
    return {row["role"]: row["n"] for row in rows}


async def _told(real: Real, sink: LineServer, postman: PostmanProcess) -> dict[str, Any]:
    lines, tally = await _chatters(real), Tally()
    for line in lines:
        line.tally = tally
    await opened(real.server.address[1], lines)
    await asyncio.sleep(HEARING_SECONDS)
    for line in lines:
        line.begin()
    await asyncio.sleep(2)
    tally.restart()
    await asyncio.sleep(ALONE_SECONDS)
    alone = list(tally.milliseconds)
    tally.restart()
    used, begun = usage.cpu(postman.pid), time.monotonic()
    seconds = await asyncio.to_thread(_announce, real, await _author(real))
    await _until_done(real.pool, carried=True)
    mails, last = _count(sink)  # none to those who chat: they have it on their screens
    beside, used = list(tally.milliseconds), usage.cpu(postman.pid) - used
    tally.stopped = True
    chat = {"alone": spread([ms / 1000 for ms in alone]), "beside": spread([ms / 1000 for ms in beside])}
    return {
        "mails": mails,
        "post_ms": round(seconds * 1000),
        "seconds": round(last - begun, 1),
        "postman_cpu_ms_each": round(used / mails * 1000, 2),
        "chat_ms": chat,
        "chat_ratio": {key: round(chat["beside"][key] / chat["alone"][key], 2) for key in ("median", "p99")},
        "chat_messages_beside": len(beside),
        "chat_messages_a_second": {
            "alone": round(len(alone) / ALONE_SECONDS, 1),
            "beside": round(len(beside) / (last - begun), 1),
        },
        "refused": len(tally.refused),
    }


async def _chatters(real: Real) -> list[Chatter]:
    """Teachers in one group."""
    school = await real.pool.fetchval("select min(id) from school")
    people = [
        row["person_id"]
        for row in await real.pool.fetch(
            "select distinct person_id from role_now where role = 'teacher' order by person_id limit $1", WRITERS
        )
    ]
    chat = await real.pool.fetchval(
        "insert into chat (kind, title, school_id, opened_at) values ('group', 'Учителя', $1, now()) returning id",
        school,
    )
    await real.pool.execute(
        "insert into membership (chat_id, person_id, joined_at) select $1, unnest($2::bigint[]), now()", chat, people
    )
    text = json.dumps(TEXT, ensure_ascii=False).encode()

    def command(n: int) -> bytes:
        return b'"rpc":{"method":"send_message","data":{"chat":"%d","text":%b,"key":"k-%d"}}' % (chat, text, n)

    signed = await real.logins(people)
    origin = f"http://localhost:{real.server.address[1]}"
    return [Chatter(Tally(), origin, each.token, command) for each in signed.values()]


async def _author(real: Real) -> str:
    head = await real.pool.fetchval("select person_id from role_now where role = 'leadership' order by 1 limit 1")
    [signed] = (await real.logins([head])).values()
    return signed.token


def _announce(real: Real, token: str) -> float:
    """To the whole school; seconds that the sending took."""
    posts, school = Posts(real.server.address), 1
    everybody = {"of": "school", "to": ["families", "students", "staff"]}
    body = {"title": "Завтра короткий день", "text": "Уроки по 30 минут. Начало в 8:30.", "targets": [everybody]}
    draft = posts.ask(token, f"/api/schools/{school}/announcements", body)["announcement"]
    proof = posts.ask(token, f"/api/schools/{school}/announcements/proof", body)
    begun = time.monotonic()
    asked = {"revision": draft["revision"], "digest": proof["digest"], "keep_names": True}
    posts.ask(token, f"/api/announcements/{draft['id']}/send", asked)
    return time.monotonic() - begun
