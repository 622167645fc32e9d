"""What does not get slower for a member as a school's talk grows: the list of chats, a chat, going back, searching."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
from rich.console import Console
from rich.progress import Progress

from bench.crowd import groups
from bench.figures import timed
from channels.store import Desk
from channels.talk.chats import chats
from channels.talk.inputs import Page
from channels.talk.messages import history
from channels.talk.ports import Wanted
from channels.talk.search import HITS, Query, search
from handlers.app import SystemClock
from realtime.fanout.memory import MemoryFanout
from realtime.fanout.publisher import FanoutPublisher
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from storage.pool import open_pool
from storage.statistics import gather_statistics
from storage.store import PostgresStore
from storage.talk.search import AMONG_NEWEST, BY_INDEX, NEWEST, asked

CHATS, MEMBERS, EACH = 2000, 10, 20  # groups, people in one, groups of one person
PER_TURN = 50_000  # messages of one statement
WORDS = 3000  # of the language that is spoken; the first ones more often
LENGTH = 12  # words of a message
OPEN, BACK, FOUND = 50, 50, 300  # messages, messages, readings of each kind
SYLLABLES = (
    "бо",
    "ва",
    "гру",
    "до",
    "жи",
    "зна",
    "ко",
    "ли",
    "мо",
    "ну",
    "пе",
    "ро",
    "сто",
    "ти",
    "ха",
    "це",
    "шко",
    "яр",
)


async def run(messages: tuple[int, ...] = (100_000, 1_000_000)) -> dict[str, Any]:
    """`messages`: sizes of the archive at which reading is measured."""
    told: dict[str, Any] = {"chats": CHATS, "chats_of_a_person": EACH}
    with Progress(console=Console(stderr=True)) as progress, TemporaryDirectory(prefix="zvonok-bench-") as folder:
        bar = progress.add_task("messages", total=max(messages))
        async with embedded_postgres(Path(folder) / "data") as url, await open_pool(url) as pool:
            async with pool.acquire() as connection:
                await migrate(connection)
            people = await _people(pool)
            words = _language(random.Random(1))
            await pool.execute(
                "create table word as select * from unnest($1::text[]) with ordinality as w (word, n)", words
            )
            stored = 0
            for size in sorted(messages):
                while stored < size:
                    stored += await _write(pool, stored, min(PER_TURN, size - stored))
                    progress.update(bar, completed=stored)
                await pool.execute("vacuum analyze message")
                told[str(size)] = await _read(
                    Desk(PostgresStore(pool), FanoutPublisher(MemoryFanout()), SystemClock()), pool, people, words
                )
            told["plans_of_a_search"] = await _plans(pool, people[0], words[200])
    return told


def _language(chance: random.Random) -> list[str]:
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(2 * WORDS)}
    return sorted(made)[:WORDS]


async def _people(pool: asyncpg.Pool) -> list[int]:
    """As many groups, and everybody in some of them."""
    crowd = await groups(pool, [MEMBERS] * (CHATS * MEMBERS // EACH // MEMBERS))
    people = [person for members in crowd.chats.values() for person in members]
    async with pool.acquire() as db:
        await db.execute(
            """
            insert into chat (kind, title, school_id, opened_at)
            select 'group', 'Кружок ' || n, (select id from school limit 1), now() from generate_series(1, $1::int) n
            """,
            CHATS - len(crowd.chats),
        )
        await db.execute(
            """
            insert into membership (chat_id, person_id, joined_at)
            select c.id, p.id, now()
            from (select id, row_number() over (order by id) as n from chat) c
            cross join generate_series(0, $1::int - 1) seat
            join (select id, row_number() over (order by id) - 1 as n from unnest($2::bigint[]) as p (id)) p
                on p.n = (c.n * $1::int + seat) % array_length($2::bigint[], 1)
            on conflict do nothing
            """,
            MEMBERS,
            people,
        )
        await gather_statistics(db)
    return people


async def _write(pool: asyncpg.Pool, stored: int, number: int) -> int:
    """Over all chats as time goes by; a common word is the square of a chance away from the first."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local synchronous_commit = off")  # nobody is told that they are kept
        await connection.execute(
            """
            with chosen as (
                select turn as n, string_agg(w.word, ' ') as text
                from generate_series($1::bigint, $1::bigint + $2::bigint - 1) turn
                cross join lateral (
                    select (1 + floor(pow(random(), 2) * $3::int))::int as at from generate_series(1, $4::int)
                    where turn is not null
                ) pick
                join word w on w.n = pick.at
                group by turn
            ), seated as (
                select chat_id, person_id, row_number() over (partition by chat_id order by person_id) - 1 as seat
                from membership
            )
            insert into message (chat_id, "offset", author_id, text, sent_at)
            select c.id, chosen.n / $5 + 1, s.person_id, chosen.text, now()
            from chosen
            join (select id, row_number() over (order by id) - 1 as n from chat) c on c.n = chosen.n % $5
            join seated s on s.chat_id = c.id and s.seat = chosen.n % 7
            """,
            stored,
            number,
            WORDS,
            LENGTH,
            CHATS,
        )
        await connection.execute(
            "update channel set top_offset = $1 where name like 'chat:%'", (stored + number) // CHATS
        )
    return number


async def _read(desk: Desk, pool: asyncpg.Pool, people: Sequence[int], words: Sequence[str]) -> dict[str, Any]:
    rng = random.Random(1)
    of: dict[int, list[int]] = {}
    for row in await pool.fetch("select person_id, array_agg(chat_id) as chats from membership group by person_id"):
        of[row["person_id"]] = row["chats"]
    top = await pool.fetchval("select max(top_offset) from channel")

    def somebody() -> int:
        return rng.choice(people)

    def opened(page: Page) -> Any:
        person = somebody()
        return history(desk, person, rng.choice(of[person]), page)

    def word(first: int, last: int) -> str:
        return words[rng.randrange(first, last)]

    return {
        "list_ms": await timed(lambda: chats(desk.store, somebody()), FOUND),
        "open_ms": await timed(lambda: opened(Page(limit=OPEN)), FOUND),
        "back_ms": await timed(lambda: opened(Page(before=rng.randrange(2, top + 1), limit=OPEN)), FOUND),
        "jump_ms": await timed(lambda: opened(Page(around=rng.randrange(1, top + 1), limit=OPEN)), FOUND),
        "common_word_ms": await timed(lambda: search(desk, somebody(), Query(q=word(0, 30) + " ")), FOUND),
        "rare_word_ms": await timed(lambda: search(desk, somebody(), Query(q=word(1500, WORDS) + " ")), FOUND),
        "two_words_ms": await timed(
            lambda: search(desk, somebody(), Query(q=f"{word(0, 300)} {word(0, 300)} ")), FOUND
        ),
        "beginning_ms": await timed(lambda: search(desk, somebody(), Query(q=word(0, WORDS)[:5])), FOUND),
    }


async def _plans(pool: asyncpg.Pool, person: int, word: str) -> dict[str, list[str]]:
    """Of the two queries of a search: among the newest, and by the index of words."""
    chats = await pool.fetchval("select array_agg(chat_id) from membership where person_id = $1", person)
    wanted = asked(Wanted([word], False, chats, None, None, None, None))

    async def plan(query: str, *limits: int) -> list[str]:
        rows = await pool.fetch(f"explain (analyze, buffers, costs off, timing off) {query}", *wanted, *limits)
        return [row[0] for row in rows]

    return {
        "among_newest": await plan(AMONG_NEWEST, HITS + 1, NEWEST // len(chats)),
        "by_index": await plan(BY_INDEX, HITS + 1),
    }
