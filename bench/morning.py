"""The first morning of a school behind one address: everybody signs in within five minutes, a tenth mistypes twice, and
one guesses all the time. Run it with `python -m bench.morning`."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import asyncpg

from bench.figures import spread
from handlers.app import serve
from handlers.passwords import hash_password
from handlers.settings import Settings
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from tests.support.serving import free_port

PASSWORD, GUESSERS = "correct horse", 4  # requests that the guesser has under way at once
RETYPING = 1.5  # seconds until a person has typed a password again


@asynccontextmanager
async def _school(people: int) -> AsyncIterator[str]:
    with TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder)) as url:
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await connection.execute(
                """
                with made as (
                    insert into person (source, source_id, family_name, given_name)
                    select 'bench', 'p' || n, 'Ф', 'И' from generate_series(1, $1::integer) as n returning id, source_id
                )
                insert into account (person_id, name, password_hash) select id, source_id, $2 from made
                """,
                people,
                hash_password(PASSWORD),
            )
            await connection.close()
            port = free_port()
            async with serve(Settings(port=port, data=Path(folder), postman=False), url):
                yield f"http://127.0.0.1:{port}"


class _Morning:
    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base
        self.tries: list[float] = []
        self.inside: list[float] = []
        self.refused = self.guesses = 0

    async def sign_in(self, name: str, password: str) -> tuple[int, int]:
        begun = time.monotonic()
        async with self._http.post(f"{self._base}/api/login", json={"login": name, "password": password}) as answer:
            await answer.read()
            if answer.status == 200:
                self.tries.append(time.monotonic() - begun)
            return answer.status, int(answer.headers.get("Retry-After", 0))

    async def come(self, number: int, at: float, *, mistypes: int) -> None:
        """As a person does: who is told to wait waits."""
        await asyncio.sleep(at)
        begun = time.monotonic()
        while True:
            status, wait = await self.sign_in(f"p{number}", "mistyped" if mistypes else PASSWORD)
            if status == 200:
                break
            self.refused += status == 429
            mistypes -= status == 401
            await asyncio.sleep(max(wait, RETYPING))
        self.inside.append(time.monotonic() - begun)

    async def guess(self, people: int) -> None:
        while True:
            self.guesses += 1
            await self.sign_in(f"p{random.randint(1, people)}" if self.guesses % 2 else "p1", "guess")


async def run(people: int = 500, seconds: float = 300.0, seed: int = 7) -> dict[str, Any]:
    dice = random.Random(seed)
    async with _school(people) as base, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        morning = _Morning(http, base)
        guessing = [asyncio.create_task(morning.guess(people)) for _ in range(GUESSERS)]
        begun = time.monotonic()
        coming = [
            morning.come(number, dice.uniform(0, seconds), mistypes=2 if number % 10 == 0 else 0)
            for number in range(2, people + 1)
        ]
        try:
            async with asyncio.timeout(seconds * 3):
                await asyncio.gather(*coming)
        except TimeoutError:
            pass
        took = time.monotonic() - begun
        for task in guessing:
            task.cancel()
        await asyncio.gather(*guessing, return_exceptions=True)
        return {
            "people": people - 1,
            "in": len(morning.inside),
            "seconds": round(took, 1),
            "right password, ms": spread(morning.tries),
            "from the first try to being in, ms": spread(morning.inside),
            "told to wait": morning.refused,
            "guesses": morning.guesses,
        }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(seconds=60)), indent=2))
