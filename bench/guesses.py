"""An hour of guessing: how many of ten thousand guesses are tried, and how many only told to wait. Run it with
`python -m bench.guesses`."""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import asyncpg

from channels.invitations import codes
from channels.invitations.hashes import KEY_NAME, InvitationHashes
from handlers.app import serve
from handlers.settings import Settings
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from tests.support.school import build_school
from tests.support.serving import free_port

HOUR = 3600.0
WAITS = 429


@dataclass(frozen=True)
class Guesses:
    """What is guessed at: each guess has a body of its own, and comes from one network or from ever new ones."""

    path: str
    body: Callable[[int], dict[str, Any]]
    networks: int


class _Guesser:
    """Time passes for the server's brake between two guesses as it would in an hour, whatever the machine."""

    def __init__(self, http: aiohttp.ClientSession, base: str, connection: asyncpg.Connection[Any]) -> None:
        self._http, self._base, self._connection = http, base, connection
        self._blocks = itertools.count(1)

    async def run(self, guesses: Guesses, count: int) -> dict[str, Any]:
        block, answers = next(self._blocks), Counter[int]()
        for number in range(count):
            network = number % guesses.networks
            sender = {"X-Forwarded-For": f"10.{block}.{network >> 8 & 255}.{network & 255}"}
            async with self._http.post(self._base + guesses.path, json=guesses.body(number), headers=sender) as answer:
                answers[answer.status] += 1
            await self._pass(HOUR / count)
        await self._connection.execute("delete from sign_in_failure")
        return {"guesses": count, "tried": count - answers[WAITS], "answers": dict(sorted(answers.items()))}

    async def _pass(self, seconds: float) -> None:
        await self._connection.execute(
            "update sign_in_failure set last_at = last_at - make_interval(secs => $1)", seconds
        )


@asynccontextmanager
async def _served() -> AsyncIterator[tuple[str, asyncpg.Connection[Any]]]:
    with TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder)) as url:
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await build_school(connection)
            port = free_port()
            settings = Settings(port=port, data=Path(folder), postman=False, behind_proxy=True)
            async with serve(settings, url):
                yield f"http://127.0.0.1:{port}", connection
            await connection.close()


async def _slip(connection: asyncpg.Connection[Any]) -> str:
    """Gives Olga a slip; returns its code."""
    code = codes.new_code()
    hashes = InvitationHashes(await connection.fetchval("select value from secret where name = $1", KEY_NAME))
    await connection.execute(
        """
        insert into invitation (person_id, school_id, token_hash, code_hash, medium, made_at, expires_at)
        select p.id, r.school_id, 'x', $1, 'paper', now(), now() + interval '30 days'
        from person p join role r on r.person_id = p.id where p.source_id = 'olga'
        """,
        hashes.of_code(code),
    )
    return code


async def run(count: int = 10_000) -> dict[str, Any]:
    async with _served() as (base, connection), aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        guesser, code = _Guesser(http, base, connection), await _slip(connection)
        kinds = {
            "passwords of one account, from one network": Guesses("/api/login", _password, 1),
            "passwords of one account, from 200 networks": Guesses("/api/login", _password, 200),
            "family names for one slip, from 200 networks": Guesses(
                "/api/invitations/open", lambda number: {"code": code, "family": f"Фамилия{number}"}, 200
            ),
            "codes that are none, from one network": Guesses(
                "/api/invitations/open", lambda _: {"code": codes.new_code(), "family": "Соколова"}, 1
            ),
        }
        return {kind: await guesser.run(guesses, count) for kind, guesses in kinds.items()}


def _password(number: int) -> dict[str, Any]:
    return {"login": "olga", "password": f"guess {number}"}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)), indent=2, ensure_ascii=False))
