"""Strangers who try whether somebody is known: what they are answered, and whether the time tells it. Run it with
`python -m bench.strangers`."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import asyncpg

from channels.invitations.hashes import KEY_NAME, InvitationHashes
from handlers.app import serve
from handlers.settings import Settings
from storage.embedded import embedded_postgres
from storage.migrate import migrate
from tests.support.gateways import SECRET
from tests.support.school import build_school
from tests.support.serving import free_port

Probe = tuple[str, dict[str, Any]]  # path and body
OLGA = {"family": "Соколова", "given": "Ольга"}
ANNA = {"family": "Соколова", "given": "Анна", "class": "5А"}
CODE = "271828"
TYPED = {"case", "name", "address"}  # what comes back as it was said
NOBODY = {"family": "Никого", "given": "Нетути"}


class _Stranger:
    """Each probe comes from a network of its own: otherwise the brake would answer most of them."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base
        self._networks = itertools.count(1)

    async def probe(self, path: str, body: dict[str, Any]) -> tuple[float, int, dict[str, Any]]:
        n = next(self._networks)
        sender = {"X-Forwarded-For": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"}
        begun = time.perf_counter()
        async with self._http.post(self._base + path, json=body, headers=sender) as answer:
            text = await answer.read()
        return time.perf_counter() - begun, answer.status, json.loads(text) if text else {}


def _case(address: str, name: dict[str, str], child: dict[str, str]) -> Probe:
    body = {"who": "guardian", "sees": "wrong", "name": name, "child": child, "address": address}
    return "/api/sign-in-cases", body


async def _compared(
    stranger: _Stranger, known: Callable[[int], Probe], unknown: Callable[[int], Probe], count: int, seed: int
) -> dict[str, Any]:
    """Probes in a random order; `told apart`: how often the slower one of a pair is the known one, 0.5 by chance."""
    dice = random.Random(seed)
    times: dict[bool, list[float]] = {True: [], False: []}
    answers: dict[bool, set[str]] = {True: set(), False: set()}
    order = [True, False] * count
    dice.shuffle(order)
    for number, is_known in enumerate(order):
        took, status, body = await stranger.probe(*(known if is_known else unknown)(number))
        times[is_known].append(took)
        answers[is_known].add(json.dumps([status, {key: body[key] for key in sorted(body) if key not in TYPED}]))
    slower = sum((a > b) + (a == b) / 2 for a, b in itertools.product(times[True], times[False]))
    return {
        "probes": 2 * count,
        "answers": len(answers[True] | answers[False]),
        "same answers": answers[True] == answers[False],
        "known, ms": round(median(times[True]) * 1000, 2),
        "unknown, ms": round(median(times[False]) * 1000, 2),
        "told apart": round(slower / count**2, 3),
    }


async def run(count: int = 1000, seed: int = 7) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder)) as url:
            connection = await asyncpg.connect(url)
            await migrate(connection)
            await build_school(connection)
            await connection.execute("update person set email = 'olga@example.org' where source_id = 'olga'")
            port = free_port()
            settings = Settings(
                port=port,
                data=Path(folder),
                postman=False,
                behind_proxy=True,
                smtp_url="smtp+plain://127.0.0.1:1",
                webhook_url="http://127.0.0.1:1/messages",
                webhook_secret=SECRET,
            )
            async with serve(settings, url), aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
                stranger = _Stranger(http, f"http://127.0.0.1:{port}")
                there = [await _opened(stranger, n, OLGA, ANNA) for n in range(count)]
                absent = [await _opened(stranger, n, NOBODY, {**NOBODY, "class": "5А"}) for n in range(count)]
                known_cases, unknown_cases = iter(there), iter(absent)
                await _answered(connection, [*there, *absent])
                kinds: dict[str, tuple[Callable[[int], Probe], Callable[[int], Probe]]] = {
                    "a case of a child who is there, and of none": (
                        lambda n: _case(_address(n), OLGA, ANNA),
                        lambda n: _case(_address(n), NOBODY, {**NOBODY, "class": "5А"}),
                    ),
                    "an answer about a child who is there, and about none": (
                        lambda n: (f"/api/sign-in-cases/{next(known_cases)}/answer", {"code": CODE}),
                        lambda n: (f"/api/sign-in-cases/{next(unknown_cases)}/answer", {"code": CODE}),
                    ),
                    "a letter to a name that is known, and to none": (
                        lambda n: ("/api/invitations/ask", {"login": _known(n)}),
                        lambda n: ("/api/invitations/ask", {"login": f"nobody{n}"}),
                    ),
                    "a wrong code of a telephone, for a name that is known, and for none": (
                        lambda n: ("/api/invitations/code", {"login": _known(n), "code": CODE}),
                        lambda n: ("/api/invitations/code", {"login": f"nobody{n}", "code": CODE}),
                    ),
                    "a wrong password of an account, and of none": (
                        lambda n: ("/api/login", {"login": _known(n), "password": "guess"}),
                        lambda n: ("/api/login", {"login": f"nobody{n}", "password": "guess"}),
                    ),
                }
                found = {}
                for name, (known, unknown) in kinds.items():
                    if "name" in name or "account" in name:
                        await _more_accounts(connection, 2 * count)
                    if "telephone" in name:
                        await _asked(connection)
                    found[name] = await _compared(stranger, known, unknown, count, seed)
            await connection.close()
            return found


async def _opened(stranger: _Stranger, number: int, name: dict[str, str], child: dict[str, str]) -> int:
    """Opens a case to an address that the school does not have; returns its number."""
    return int((await stranger.probe(*_case(f"opened{number}@else.example", name, child)))[2]["case"])


async def _answered(connection: asyncpg.Connection, cases: list[int]) -> None:
    """Waits until the server has found their causes, and gives all of them one code."""
    while await connection.fetchval("select exists (select from sign_in_case where diagnosed_at is null)"):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    hashes = InvitationHashes(await connection.fetchval("select value from secret where name = $1", KEY_NAME))
    await connection.executemany(
        "update sign_in_case set code_hash = $2 where id = $1",
        [(case, hashes.of_code(f"case:{case}:{CODE}")) for case in cases],
    )


async def _asked(connection: asyncpg.Connection[Any]) -> None:
    """Waits until the server has sent codes to those who asked for a letter before."""
    while await connection.fetchval("select exists (select from invitation_request)"):  # noqa: ASYNC110
        await asyncio.sleep(0.1)


def _address(number: int) -> str:
    return f"stranger{number}@else.example"


def _known(number: int) -> str:
    return f"known{number}"


async def _more_accounts(connection: asyncpg.Connection, count: int) -> None:
    """Gives the school people with accounts, so that none is tried twice."""
    await connection.execute(
        """
        with made as (
            insert into person (source, source_id, family_name, given_name, phone)
            select 'bench', 'known' || n, 'Ф', 'И', '+7916' || lpad(n::text, 7, '0')
            from generate_series(0, $1::integer - 1) as n
            on conflict do nothing returning id, source_id
        ), guardian as (
            insert into role (source, source_id, person_id, school_id, role)
            select 'bench', source_id, id, (select min(id) from school), 'guardian' from made
        )
        insert into account (person_id, name, password_hash)
        select id, source_id, (select password_hash from account where password_hash is not null limit 1) from made
        """,
        count,
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)), indent=2, ensure_ascii=False))
